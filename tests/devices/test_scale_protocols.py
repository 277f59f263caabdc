"""Bytes as scales send them, and what they say: a table a protocol."""

import pytest

from app.devices.scale_protocols import (
    ASCII,
    CLEAR_TARE,
    OHAUS,
    PLAIN,
    PROTOCOLS,
    SBI,
    SICS,
    TARE,
    TOLEDO_8217,
    TOLEDO_CONTINUOUS,
    ZERO,
    Declined,
    Done,
    Framer,
    ScaleProtocol,
    Shown,
    Told,
)
from app.devices.scale_reading import Load, ScaleReading, in_grams

S, M, OVER, UNDER = Load.STABLE, Load.MOVING, Load.OVER, Load.UNDER


def continuous(a: int, b: int, weight: str, c: int = 0x20) -> bytes:
    return b"\x02" + bytes([0x28 | a, 0x20 | b, c]) + weight.encode() + b"000000\r"


SAID: list[tuple[ScaleProtocol, bytes, Told | None]] = [
    (SICS, b"S S     100.00 g\r\n", Shown(S, 100.0)),
    (SICS, b"S S      1.842 kg\r\n", Shown(S, 1842.0)),
    (SICS, b"S D      -3.5 g\r\n", Shown(M, -3.5)),
    (SICS, b"S S      2.50 lb\r\n", Shown(S, 1133.980925)),
    (SICS, b"S +\r\n", Shown(OVER, None)),
    (SICS, b"S -\r\n", Shown(UNDER, None)),
    (SICS, b"S I\r\n", None),
    (SICS, b"Z A\r\n", Done(ZERO)),
    (SICS, b"Z I\r\n", Declined(ZERO, "not now")),
    (SICS, b"Z +\r\n", Declined(ZERO, "too much on it")),
    (SICS, b"ZI D\r\n", Done(ZERO)),
    (SICS, b"T S    120.00 g\r\n", Done(TARE)),
    (SICS, b"T -\r\n", Declined(TARE, "too little on it")),
    (SICS, b"TAC A\r\n", Done(CLEAR_TARE)),
    (SICS, b"ES\r\n", None),
    (TOLEDO_8217, b"\x0201.842\r", Shown(S, 1842.0)),
    (TOLEDO_8217, b"\x02 1.842N\r", Shown(S, 1842.0, is_net=True)),
    (TOLEDO_8217, b"\x02-0.005\r", Shown(S, -5.0)),
    (TOLEDO_8217, b"\x02?a\r", Shown(M, None, is_net=True)),
    (TOLEDO_8217, b"\x02?A\r", Shown(M, None)),
    (TOLEDO_8217, b"\x02?B\r", Shown(OVER, None)),
    (TOLEDO_8217, b"\x02?D\r", Shown(UNDER, None)),
    (TOLEDO_8217, b"\x02?P\r", None),
    (TOLEDO_CONTINUOUS, continuous(5, 0x10, "001842"), Shown(S, 1842.0)),
    (TOLEDO_CONTINUOUS, continuous(5, 0x18, "  1842"), Shown(M, 1842.0)),
    (TOLEDO_CONTINUOUS, continuous(4, 0x12, "000150"), Shown(S, -1500.0)),
    (TOLEDO_CONTINUOUS, continuous(4, 0x11, "000150"), Shown(S, 1500.0, is_net=True)),
    (TOLEDO_CONTINUOUS, continuous(4, 0x00, "000100"), Shown(S, 453.59237)),
    (TOLEDO_CONTINUOUS, continuous(2, 0x00, "001842", 0x21), Shown(S, 1842.0)),
    (TOLEDO_CONTINUOUS, continuous(1, 0x10, "000002"), Shown(S, 20000.0)),
    (TOLEDO_CONTINUOUS, continuous(5, 0x14, "000000"), Shown(OVER, None)),
    (TOLEDO_CONTINUOUS, continuous(5, 0x16, "000000"), Shown(UNDER, None)),
    (SBI, b"+  123.56 g  \r\n", None),  # one too short
    (SBI, b"+   123.56 g  \r\n", Shown(S, 123.56)),
    (SBI, b"-     0.10 kg \r\n", Shown(S, -100.0)),
    (SBI, b"+   123.5     \r\n", Shown(M, None)),
    (SBI, b"N     +   123.56 g  \r\n", Shown(S, 123.56, is_net=True)),
    (SBI, b"G     +  1842.0  g  \r\n", Shown(S, 1842.0)),
    (SBI, b"N     + 123.5[6] g  \r\n", Shown(S, 123.56, is_net=True)),
    (SBI, b"Stat        H       \r\n", Shown(OVER, None)),
    (SBI, b"Stat        L       \r\n", Shown(UNDER, None)),
    (ASCII, b"ST,+00012.34  g\r\n", Shown(S, 12.34)),
    (ASCII, b"US,+00012.34  g\r\n", Shown(M, 12.34)),
    (ASCII, b"OL,+9999999E+19\r\n", Shown(OVER, None)),
    (ASCII, b"OL,-9999999E+19\r\n", Shown(UNDER, None)),
    (ASCII, b"ST,GS,+  1.842kg\r\n", Shown(S, 1842.0)),
    (ASCII, b"ST,NT,-  0.120kg\r\n", Shown(S, -120.0, is_net=True)),
    (ASCII, b"ST,GS,\x01\x40,+  1.842 kg\r\n", Shown(S, 1842.0)),
    (ASCII, b"US,GS,   4.1 lb\r\n", Shown(M, 1859.728717)),
    (ASCII, b"ST,TR,+  0.120kg\r\n", None),
    (OHAUS, b"      0.00 g     \r\n", Shown(S, 0.0)),
    (OHAUS, b"   1842.5 g ?\r\n", Shown(M, 1842.5)),
    (OHAUS, b"    12.5 oz   N\r\n", Shown(S, 354.3690390625, is_net=True)),
    (OHAUS, b"Err 8.3\r\n", Shown(OVER, None)),
    (OHAUS, b"Err 8.4\r\n", Shown(UNDER, None)),
    (PLAIN, b"  1.842 kg\r\n", Shown(None, 1842.0)),
    (PLAIN, b"+ 1.842 kg\n", Shown(None, 1842.0)),
    (PLAIN, b"OVERLOAD\r\n", Shown(OVER, None)),
    (PLAIN, b"  1.842 stone\r\n", None),
]


@pytest.mark.parametrize(("protocol", "sent", "said"), SAID)
def test_an_answer_says_what_the_manual_says(
    protocol: ScaleProtocol, sent: bytes, said: Told | None
) -> None:
    told = Framer(protocol).feed(sent)
    assert len(told) == (0 if said is None else 1)
    if isinstance(said, Shown):
        (found,) = told
        assert isinstance(found, Shown)
        assert (found.load, found.is_net) == (said.load, said.is_net)
        assert found.grams == (None if said.grams is None else pytest.approx(said.grams))
    elif said is not None:
        assert told == [said]


@pytest.mark.parametrize(
    ("protocol", "sent"), [(protocol, sent) for protocol, sent, said in SAID if said is not None]
)
def test_an_answer_is_understood_however_the_line_chops_it_up(
    protocol: ScaleProtocol, sent: bytes
) -> None:
    framer = Framer(protocol)
    told = [each for byte in b"\r\n" + sent + sent for each in framer.feed(bytes([byte]))]
    assert len(told) == 2
    assert told[0] == told[1]


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=lambda each: each.name)
def test_noise_says_nothing_and_fills_no_memory(protocol: ScaleProtocol) -> None:
    framer = Framer(protocol)
    noise = bytes(range(256)) * 40
    assert not [each for each in framer.feed(noise) if isinstance(each, Shown) and each.grams]
    assert len(framer._tail) <= 512


def test_the_parity_bit_of_a_seven_bit_line_is_taken_off() -> None:
    frame = b"\x0201.842\r"
    with_parity = bytes(byte | (0x80 if byte.bit_count() % 2 else 0) for byte in frame)
    assert with_parity != frame
    (told,) = Framer(TOLEDO_8217).feed(with_parity)
    assert told == Shown(S, 1842.0)


def test_a_scale_that_names_no_unit_is_taken_at_the_one_it_is_set_to() -> None:
    (told,) = Framer(TOLEDO_8217, unit="lb").feed(b"\x0202.00\r")
    assert told == Shown(S, 907.18474)


def test_only_a_stable_reading_is_a_weight() -> None:
    assert ScaleReading(S, 1842.0, 0.0).weight_g == 1842.0
    assert ScaleReading(M, 1842.0, 0.0).weight_g is None
    assert ScaleReading(OVER, None, 0.0).weight_g is None


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="stone"):
        in_grams(1, "stone")  # type: ignore[arg-type]  # refused before it is used

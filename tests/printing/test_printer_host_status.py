"""Answers to ~HS: what each flag means, and that nothing else is ever taken for an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing.jobs import HoldReason
from printing.printers.host_status import is_complete, parse_host_status

FIRST = "030,0,0,1218,000,0,0,0,000,0,0,0"
SECOND = "001,0,0,0,1,2,6,0,00000000,1,000"
THIRD = "1234,0"


def frames(first: str = FIRST, second: str = SECOND, third: str = THIRD) -> bytes:
    return b"".join(b"\x02" + text.encode() + b"\x03\r\n" for text in (first, second, third))


def field(text: str, number: int, value: str) -> str:
    """`text` with its field `number`, counted from 1 as the guide's letters are, replaced."""
    fields = text.split(",")
    fields[number - 1] = value
    return ",".join(fields)


def test_printer_at_rest_has_no_faults_and_nothing_left_to_print() -> None:
    status = parse_host_status(frames())
    assert status is not None
    assert (status.faults, status.is_idle, status.label_length) == ((), True, 1218)
    assert status.thermal_transfer
    assert not status.label_waiting


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (frames(first=field(FIRST, 2, "1")), HoldReason.PAPER_OUT),
        (frames(first=field(FIRST, 3, "1")), HoldReason.PAUSED),
        (frames(first=field(FIRST, 7, "1")), HoldReason.TEST_MODE),
        (frames(first=field(FIRST, 10, "1")), HoldReason.MEMORY_LOST),
        (frames(first=field(FIRST, 11, "1")), HoldReason.TOO_COLD),
        (frames(first=field(FIRST, 12, "1")), HoldReason.TOO_HOT),
        (frames(second=field(SECOND, 3, "1")), HoldReason.HEAD_OPEN),
        (frames(second=field(SECOND, 4, "1")), HoldReason.RIBBON_OUT),
    ],
)
def test_each_fault_flag_stands_in_its_own_field(reply: bytes, fault: HoldReason) -> None:
    status = parse_host_status(reply)
    assert status is not None
    assert status.faults == (fault,)
    assert status.is_idle


def test_open_head_is_named_before_the_pause_that_it_causes() -> None:
    status = parse_host_status(frames(field(FIRST, 3, "1"), field(SECOND, 3, "1")))
    assert status is not None
    assert status.faults == (HoldReason.HEAD_OPEN, HoldReason.PAUSED)


@pytest.mark.parametrize(
    "reply",
    [
        frames(first=field(FIRST, 5, "001")),  # formats in the buffer
        frames(first=field(FIRST, 8, "1")),  # part of a format
        frames(second=field(SECOND, 9, "00000002")),  # labels left in the batch
    ],
)
def test_printer_with_something_left_to_print_is_not_idle(reply: bytes) -> None:
    status = parse_host_status(reply)
    assert status is not None
    assert (status.faults, status.is_idle) == ((), False)


def test_full_buffer_and_label_waiting_to_be_taken_are_no_faults() -> None:
    status = parse_host_status(frames(field(FIRST, 6, "1"), field(SECOND, 8, "1")))
    assert status is not None
    assert (status.buffer_full, status.label_waiting, status.faults) == (True, True, ())


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\r\n",
        b"OK\r\n",
        b"\x00" * 64,
        b"\xff\xfe\x02\x03\r\n" * 3,
        frames()[:-1],  # line end cut
        frames()[1:],  # first STX lost
        frames() + frames(),  # two answers run together
        b"late" + frames(),
        frames().replace(b"\x03\r\n", b"\x03"),  # no line ends
        frames(first=FIRST + ",0"),  # a field too many
        frames(first=FIRST.rpartition(",")[0]),  # a field too few
        frames(second=THIRD, third=SECOND),  # wrong order
        frames(first=field(FIRST, 2, "2")),  # a flag that is neither
        frames(first=field(FIRST, 2, "")),  # an empty flag
        frames(first=field(FIRST, 5, "-01")),
        frames(first=field(FIRST, 5, "9" * 4000)),
        frames(second=field(SECOND, 9, "many")),
        frames(first=field(FIRST, 5, "٣")),  # a digit, but not ASCII
    ],
)
def test_anything_but_exactly_one_answer_is_unknown(reply: bytes) -> None:
    assert parse_host_status(reply) is None


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_bytes_make_the_parser_stumble(noise: bytes) -> None:
    assert parse_host_status(noise) is None


@given(st.integers(0, len(frames()) - 1), st.integers(0, 255))
@settings(deadline=None)
def test_one_wrong_byte_never_makes_the_parser_stumble(place: int, byte: int) -> None:
    reply = bytearray(frames())
    reply[place] = byte
    parse_host_status(bytes(reply))


def test_answer_is_complete_with_its_third_string() -> None:
    assert is_complete(frames())
    assert not is_complete(frames()[:-1])

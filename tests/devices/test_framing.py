"""Bytes of a serial port come out as the scans that were sent, however they were chopped up."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.framing import LONGEST_TAIL, SUBSTITUTE, ScanFramer

STREAMS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "scan_streams.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: f"{stream['id']} {stream['cls']}")
def test_a_recorded_stream_is_cut_into_its_scans(stream: dict[str, object]) -> None:
    assert ScanFramer().feed(str(stream["input"]).encode()) == stream["scans"]


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: f"{stream['id']} {stream['cls']}")
def test_a_stream_that_arrives_byte_by_byte_gives_the_same_scans(
    stream: dict[str, object],
) -> None:
    framer = ScanFramer()
    scans = [scan for byte in str(stream["input"]).encode() for scan in framer.feed(bytes([byte]))]
    assert scans == stream["scans"]


@pytest.mark.parametrize(
    ("sent", "scans"),
    [
        (b"A1\rB2\nC3\r\nD4\tE5\x03", ["A1", "B2", "C3", "D4", "E5"]),
        (b"\x02A1\x03\x02B2\x03", ["A1", "B2"]),
        (b"\x02A1\r\x02B2\r", ["A1", "B2"]),
        (b"]C10112345678901231\x1d10AB\r", ["]C10112345678901231\x1d10AB"]),
        (b"\r\n\r\n\t\x02\x03", []),
        ("Größe\r".encode(), ["Größe"]),
        ("Größe\r".encode("iso-8859-1"), ["Größe"]),
        (b" A 1 \r", [" A 1 "]),
    ],
)
def test_every_suffix_and_frame_that_scanners_send_is_understood(
    sent: bytes, scans: list[str]
) -> None:
    assert ScanFramer().feed(sent) == scans


def test_an_unfinished_scan_waits_for_the_rest_of_it() -> None:
    framer = ScanFramer()
    assert framer.feed(b"T-00") == []
    assert framer.is_waiting
    assert framer.feed(b"01\r") == ["T-0001"]
    assert not framer.is_waiting


def test_a_scan_cut_off_by_the_next_ones_start_cannot_pass_for_a_code() -> None:
    assert ScanFramer().feed(b"\x02T-00\x02T-0002\x03") == ["T-00\x02", "T-0002"]


def test_garbage_without_end_is_one_overlong_scan_and_the_next_scan_is_right() -> None:
    framer = ScanFramer()
    scans = [scan for _ in range(100) for scan in framer.feed(b"\xff" * 100)]
    assert [len(scan) for scan in scans] == [LONGEST_TAIL]
    assert framer.feed(b"xyz\rT-0001\r") == ["T-0001"]


def test_garbage_with_an_end_is_cut_to_the_same_length() -> None:
    assert [len(scan) for scan in ScanFramer().feed(b"x" * 10_000 + b"\r")] == [LONGEST_TAIL]


def test_silence_ends_garbage_so_that_the_next_scan_is_right() -> None:
    framer = ScanFramer()
    framer.feed(b"x" * 5_000)
    assert framer.is_waiting
    assert framer.flush(whole=False) == []
    assert framer.feed(b"T-0001\r") == ["T-0001"]


def test_silence_ends_the_scan_of_a_scanner_that_sends_no_suffix() -> None:
    framer = ScanFramer()
    framer.feed(b"]C1T-0001")
    assert framer.flush(whole=True) == ["]C1T-0001"]
    assert framer.flush(whole=True) == []


def test_half_a_scan_is_handed_out_marked_as_broken() -> None:
    framer = ScanFramer()
    framer.feed(b"T-00")
    assert framer.flush(whole=False) == ["T-00" + SUBSTITUTE]
    assert framer.feed(b"T-0001\r") == ["T-0001"]


@given(
    st.lists(
        st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=30)
    ),
    st.sampled_from(["\r", "\n", "\r\n", "\t", "\x03", "\x03\r\n"]),
    st.lists(st.integers(min_value=1, max_value=7), min_size=1),
)
def test_scans_survive_any_chopping(payloads: list[str], suffix: str, steps: list[int]) -> None:
    sent = "".join(payload + suffix for payload in payloads).encode()
    framer = ScanFramer()
    scans: list[str] = []
    start = 0
    while start < len(sent):
        step = steps[start % len(steps)]
        scans += framer.feed(sent[start : start + step])
        start += step
    assert scans == payloads

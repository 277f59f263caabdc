"""Bytes from scanners, printers and print servers end in a value or a declared error, soon."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.devices.framing import ScanFramer
from app.domain.barcodes import read
from app.domain.code_book import printable
from app.domain.readings import GarbledCode, Reading
from printing.printers.host_status import HostStatus, parse_host_status
from printing.printers.ipp import GET_PRINTER_ATTRIBUTES, LONGEST_ANSWER, IppError, ask, decode

TODAY = date(2026, 11, 23)
OFTEN = settings(max_examples=300, deadline=None, database=None)
SCANNED = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(max_codepoint=0x9F), max_size=300),
    st.lists(
        st.sampled_from(
            [
                "]C1",
                "]d2",
                "]Q3",
                "01",
                "10",
                "17",
                "21",
                "\x1d",
                "\x00",
                "\x1b",
                "(01)",
                "B-",
                "L-",
                "04012345678901",
                "http://x/01/",
                "XCK",
                "XCN",
                "%",
                "'",
                '"',
                ";",
                "--",
                "<b>",
                "^XA",
            ]
        ),
        max_size=30,
    ).map("".join),
)


@given(raw=SCANNED)
@OFTEN
def test_any_scan_reads_as_something_that_can_be_stored_and_shown(raw: str) -> None:
    reading = read(raw, today=TODAY)
    assert isinstance(reading, Reading)
    printable(raw).encode()
    assert "\0" not in printable(raw)


@pytest.mark.parametrize(
    "seed", ["]C101", "(01)", "1", "A-", "\x1d", "]d2https://", "%", "é", "\0"]
)
def test_a_scan_of_a_million_characters_is_garbage_at_once(seed: str) -> None:
    began = time.process_time()
    reading = read(seed * (1_000_000 // len(seed)), today=TODAY)
    assert isinstance(reading, GarbledCode)
    assert time.process_time() - began < 1.0


@given(chunks=st.lists(st.binary(max_size=200), max_size=20))
@OFTEN
def test_whatever_a_serial_line_sends_is_cut_into_codes_of_bounded_length(
    chunks: list[bytes],
) -> None:
    framer = ScanFramer()
    for chunk in chunks:
        for code in framer.feed(chunk):
            assert isinstance(code, str)
            assert len(code) <= 4096


REAL_STATUS = (
    b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
)


@given(
    reply=st.one_of(
        st.binary(max_size=300),
        st.tuples(st.integers(0, len(REAL_STATUS)), st.integers(0, 9), st.binary(max_size=9)).map(
            lambda cut: REAL_STATUS[: cut[0]] + cut[2] + REAL_STATUS[cut[0] + cut[1] :]
        ),
    )
)
@OFTEN
def test_a_printers_answer_is_a_status_or_nothing(reply: bytes) -> None:
    assert isinstance(parse_host_status(reply), HostStatus | None)


def test_a_long_printers_answer_is_nothing_at_once() -> None:
    began = time.process_time()
    assert parse_host_status(b"\x02" + b"0," * 500_000) is None
    assert parse_host_status(REAL_STATUS * 5_000) is None
    assert time.process_time() - began < 1.0


def ipp(*attributes: tuple[int, bytes, bytes]) -> bytes:
    """An answer with one group of attributes: tag, name, value."""
    body = b"".join(
        struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value
        for tag, name, value in attributes
    )
    return b"\x02\x00\x00\x00\x00\x00\x00\x01\x04" + body + b"\x03"


TAGS = st.sampled_from([0x10, 0x13, 0x21, 0x22, 0x23, 0x30, 0x41, 0x44, 0x45, 0x7F, 0xFF])


@given(
    answer=st.one_of(
        st.binary(max_size=300),
        st.lists(st.tuples(TAGS, st.binary(max_size=6), st.binary(max_size=6)), max_size=10).map(
            lambda attributes: ipp(*attributes)
        ),
    )
)
@OFTEN
def test_a_print_servers_answer_is_attributes_or_a_declared_error(answer: bytes) -> None:
    try:
        found = decode(answer)
    except IppError:
        return
    assert all(isinstance(values, tuple) for values in found.values())


def test_a_print_servers_answer_of_very_many_values_is_read_at_once() -> None:
    values = [(0x44, b"a", b"x")] + [(0x44, b"", b"x")] * 150_000
    began = time.process_time()
    assert len(decode(ipp(*values))["a"]) == 150_001
    assert time.process_time() - began < 2.0


@contextmanager
def a_server_that_never_stops() -> Iterator[str]:
    """A print server whose answer has no end."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n\r\n")
                while True:
                    connection.sendall(b"\x00" * 65536)
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
        thread.join(timeout=90)


def test_a_print_server_that_never_stops_talking_is_left() -> None:
    with a_server_that_never_stops() as server, pytest.raises(IppError, match="never ends"):
        ask(server, GET_PRINTER_ATTRIBUTES, "/printers/x", ("state",), timeout=5)
    assert LONGEST_ANSWER < 10_000_000

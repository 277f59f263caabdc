"""Answers of print servers: attributes that are read, and nonsense that is refused."""

import socket
import struct
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing.printers import ipp

OK, END = b"\x02\x00\x00\x00\x00\x00\x00\x01", b"\x03"


def attribute(tag: int, name: str, value: bytes) -> bytes:
    key = name.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(value)) + value


ANSWER = (
    OK
    + b"\x01"
    + attribute(0x47, "attributes-charset", b"utf-8")
    + b"\x02"
    + attribute(0x23, "job-state", struct.pack(">i", 9))
    + attribute(0x13, "time-at-processing", b"")
    + attribute(0x22, "printer-is-accepting-jobs", b"\x01")
    + attribute(0x44, "printer-state-reasons", b"media-empty-warning")
    + attribute(0x44, "", b"cover-open")
    + END
)


def test_numbers_claims_words_lists_and_missing_values_are_read() -> None:
    found = ipp.decode(ANSWER)
    assert found["job-state"] == (9,)
    assert found["time-at-processing"] == (None,)
    assert found["printer-is-accepting-jobs"] == (True,)
    assert found["printer-state-reasons"] == ("media-empty-warning", "cover-open")


def test_refusal_carries_the_status_and_the_servers_words() -> None:
    refusal = b"\x02\x00\x04\x06" + OK[4:] + b"\x01" + attribute(0x41, "status-message", b"gone")
    with pytest.raises(ipp.IppError, match="gone") as refused:
        ipp.decode(refusal + END)
    assert refused.value.status == ipp.NOT_FOUND


@pytest.mark.parametrize("length", range(len(ANSWER)))
def test_answer_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises(ipp.IppError, match="no IPP answer"):
        ipp.decode(ANSWER[:length])


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_noise_is_refused_or_read_but_never_stumbled_over(noise: bytes) -> None:
    try:
        ipp.decode(noise)
    except ipp.IppError as error:
        assert str(error)  # noqa: PT017 - most noise is refused, some happens to be well formed


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n", b"220 smtp\r\n", b""]
)
def test_server_that_is_no_print_server_is_refused_with_its_address(
    tmp_path: Path, said: bytes
) -> None:
    path = str(tmp_path / "server.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()

        def answer() -> None:
            with listener.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(ipp.IppError, match=r"server\.sock"):
            ipp.ask(path, ipp.GET_JOB_ATTRIBUTES, "/jobs/1", ("job-state",), timeout=5.0)
        thread.join()

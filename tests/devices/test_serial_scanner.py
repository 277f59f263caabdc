"""A serial scanner is read on a real pseudo-terminal, unplugged, and found again."""

import contextlib
import os
import queue
import socket
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.devices.framing import SUBSTITUTE
from app.devices.scan import Scan, serial_source
from app.devices.serial_scanner import PortState, SerialScanner, SerialSettings

PATIENCE = 90.0


class Terminal:
    """A pseudo-terminal behind a name that stays, as udev gives a scanner."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self.master = -1
        self.plug_in()

    def plug_in(self) -> None:
        self.master, slave = os.openpty()
        tty.setraw(slave)
        self.name.unlink(missing_ok=True)
        self.name.symlink_to(os.ttyname(slave))
        self._slave = slave

    def unplug(self) -> None:
        os.close(self._slave)
        os.close(self.master)

    def send(self, data: bytes) -> None:
        os.write(self.master, data)


class Heard:
    """What the scanner reported, from its own thread."""

    def __init__(self) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[tuple[PortState, str]] = queue.Queue()
        self.threads: set[str] = set()

    def on_scan(self, scan: Scan) -> None:
        self.threads.add(threading.current_thread().name)
        self.scans.put(scan)

    def on_state(self, state: PortState, words: str) -> None:
        self.states.put((state, words))

    def raw(self) -> str:
        return self.scans.get(timeout=PATIENCE).raw

    def until(self, wanted: PortState) -> str:
        """Wait for a state; gives the words that came with it."""
        while True:
            state, words = self.states.get(timeout=PATIENCE)
            if state is wanted:
                return words


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    device = Terminal(tmp_path / "scanner")
    yield device
    with contextlib.suppress(OSError):
        device.unplug()


@contextlib.contextmanager
def reading(settings: SerialSettings, heard: Heard) -> Iterator[SerialScanner]:
    scanner = SerialScanner(settings, heard.on_scan, heard.on_state, reconnect_waits=[0.01])
    scanner.start()
    try:
        yield scanner
    finally:
        scanner.stop()


@pytest.fixture
def scanner(terminal: Terminal, heard: Heard) -> Iterator[SerialScanner]:
    settings = SerialSettings(str(terminal.name), accepted=b"\x06", refused=b"\x15")
    with reading(settings, heard) as scanner:
        heard.until(PortState.CONNECTED)
        yield scanner


@pytest.mark.usefixtures("scanner")
def test_two_hundred_scans_arrive_whole_and_in_order(terminal: Terminal, heard: Heard) -> None:
    codes = [f"]C1010400638133393{number % 10}10L{number}\x1d17260131" for number in range(200)]
    for code in codes:
        terminal.send(code.encode() + b"\r\n")
    scans = [heard.scans.get(timeout=PATIENCE) for _ in codes]
    assert [scan.raw for scan in scans] == codes
    assert {scan.source for scan in scans} == {serial_source(str(terminal.name))}
    assert len({scan.scan_id for scan in scans}) == len(codes)
    assert [scan.at for scan in scans] == sorted(scan.at for scan in scans)
    assert threading.current_thread().name not in heard.threads


def test_a_pulled_cable_is_said_in_words_and_the_scanner_is_found_again(
    terminal: Terminal, heard: Heard, scanner: SerialScanner
) -> None:
    terminal.send(b"T-0001\r")
    assert heard.raw() == "T-0001"
    terminal.send(b"T-00")
    terminal.unplug()
    assert heard.until(PortState.DISCONNECTED)
    terminal.plug_in()
    heard.until(PortState.CONNECTED)
    terminal.send(b"T-0002\r")
    assert heard.raw() == "T-0002"
    assert scanner.state is PortState.CONNECTED


def test_a_port_that_does_not_exist_is_tried_again_until_it_does(
    tmp_path: Path, heard: Heard
) -> None:
    name = tmp_path / "scanner"
    with reading(SerialSettings(str(name)), heard):
        assert str(name) in heard.until(PortState.DISCONNECTED)
        terminal = Terminal(name)
        heard.until(PortState.CONNECTED)
        terminal.send(b"T-0001\r")
        assert heard.raw() == "T-0001"
    terminal.unplug()


@pytest.mark.parametrize("port", ["spy+nonsense://x", "socket://127.0.0.1", ""])
def test_a_port_name_without_sense_ends_in_words_not_in_a_dead_thread(
    port: str, heard: Heard
) -> None:
    with reading(SerialSettings(port), heard):
        assert heard.until(PortState.DISCONNECTED)
        assert heard.until(PortState.DISCONNECTED)


def test_a_listener_that_fails_ends_in_words_and_the_scanner_reads_on(
    terminal: Terminal, heard: Heard
) -> None:
    def on_scan(scan: Scan) -> None:
        if scan.raw == "T-0001":
            message = "the listener is broken"
            raise RuntimeError(message)
        heard.on_scan(scan)

    scanner = SerialScanner(
        SerialSettings(str(terminal.name)), on_scan, heard.on_state, reconnect_waits=[0.01]
    )
    scanner.start()
    heard.until(PortState.CONNECTED)
    terminal.send(b"T-0001\r")
    assert heard.until(PortState.DISCONNECTED) == "the listener is broken"
    heard.until(PortState.CONNECTED)
    terminal.send(b"T-0002\r")
    assert heard.raw() == "T-0002"
    scanner.stop()


def test_a_state_listener_that_fails_does_not_stop_the_scanner(
    terminal: Terminal, heard: Heard
) -> None:
    def on_state(state: PortState, words: str) -> None:
        heard.on_state(state, words)
        message = "the screen is gone"
        raise RuntimeError(message)

    scanner = SerialScanner(SerialSettings(str(terminal.name)), heard.on_scan, on_state)
    scanner.start()
    heard.until(PortState.CONNECTED)
    terminal.send(b"T-0001\r")
    assert heard.raw() == "T-0001"
    scanner.stop()


def test_the_scanner_itself_says_good_and_wrong(terminal: Terminal, scanner: SerialScanner) -> None:
    scanner.signal_accepted()
    assert os.read(terminal.master, 10) == b"\x06"
    scanner.signal_refused()
    assert os.read(terminal.master, 10) == b"\x15"


def test_a_signal_to_a_scanner_that_is_gone_does_no_harm(
    terminal: Terminal, heard: Heard, scanner: SerialScanner
) -> None:
    terminal.unplug()
    scanner.signal_accepted()
    heard.until(PortState.DISCONNECTED)
    scanner.signal_accepted()


def test_a_scanner_without_suffix_is_heard_when_it_is_set_so(
    terminal: Terminal, heard: Heard
) -> None:
    with reading(SerialSettings(str(terminal.name), whole_after=0.05), heard):
        heard.until(PortState.CONNECTED)
        terminal.send(b"T-0001")
        assert heard.raw() == "T-0001"


def test_half_a_scan_is_reported_as_broken_after_a_while(terminal: Terminal, heard: Heard) -> None:
    seconds = iter(range(0, 10**9, 1))
    scanner = SerialScanner(
        SerialSettings(str(terminal.name)), heard.on_scan, heard.on_state, now=lambda: next(seconds)
    )
    scanner.start()
    heard.until(PortState.CONNECTED)
    terminal.send(b"T-00")
    assert heard.raw() == "T-00" + SUBSTITUTE
    scanner.stop()


@pytest.mark.parametrize("is_connected", [True, False])
def test_stopping_does_not_wait_for_the_next_try(
    terminal: Terminal, heard: Heard, *, is_connected: bool
) -> None:
    port = str(terminal.name) if is_connected else "/dev/no such scanner"
    scanner = SerialScanner(
        SerialSettings(port), heard.on_scan, heard.on_state, reconnect_waits=[60]
    )
    scanner.start()
    heard.until(PortState.CONNECTED if is_connected else PortState.DISCONNECTED)
    began = time.monotonic()
    scanner.stop()
    assert time.monotonic() - began < 0.5
    assert scanner.state is PortState.STOPPED


def test_a_scanner_that_never_started_can_be_stopped(heard: Heard) -> None:
    scanner = SerialScanner(SerialSettings("COM4"), heard.on_scan, heard.on_state)
    scanner.stop()
    assert scanner.state is PortState.STOPPED


def test_a_network_scanner_is_read_and_its_hang_up_is_a_disconnection(heard: Heard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = f"socket://127.0.0.1:{server.getsockname()[1]}"
        with reading(SerialSettings(port), heard):
            first, _ = server.accept()
            with first:
                heard.until(PortState.CONNECTED)
                first.sendall(b"\x02]C1T-0001\x03\r\n\x02]C1T-0002\x03")
                assert [heard.raw(), heard.raw()] == ["]C1T-0001", "]C1T-0002"]
            assert heard.until(PortState.DISCONNECTED)
            second, _ = server.accept()
            with second:
                heard.until(PortState.CONNECTED)
                second.sendall(b"T-0003\r")
                scan = heard.scans.get(timeout=PATIENCE)
                assert (scan.raw, scan.source) == ("T-0003", f"serial:{port}")


def test_stopping_a_network_scanner_takes_less_than_half_a_second(heard: Heard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = f"socket://127.0.0.1:{server.getsockname()[1]}"
        scanner = SerialScanner(SerialSettings(port), heard.on_scan, heard.on_state)
        scanner.start()
        heard.until(PortState.CONNECTED)
        scanner.stop()
        assert scanner.state is PortState.STOPPED


def test_a_looped_port_hears_its_own_signal(heard: Heard) -> None:
    with reading(SerialSettings("loop://", accepted=b"T-0001\r"), heard) as scanner:
        heard.until(PortState.CONNECTED)
        scanner.signal_accepted()
        assert heard.raw() == "T-0001"

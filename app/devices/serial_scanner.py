"""Reads a scanner on a serial port, and keeps coming back when the cable is pulled."""

import contextlib
import enum
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import serial

from app.devices.framing import ScanFramer
from app.devices.scan import Scan, serial_source

READ_TIMEOUT = 0.1
"""Seconds a read waits for the first byte, and so the longest that stopping waits for it. A
network port takes 0.3 more to close, and all in all it shall be less than 0.5."""

BROKEN_OFF_AFTER = 2.0
"""Seconds of silence after which half a scan will not go on: at 9600 baud a second is 960
characters."""

RECONNECT_WAITS = (0.25, 0.5, 1.0, 2.0, 5.0)

logger = logging.getLogger(__name__)


class PortState(enum.StrEnum):
    """What a serial scanner is doing."""

    STOPPED = "stopped"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"


@dataclass(frozen=True)
class SerialSettings:
    """How to reach one scanner.

    Attributes:
        port: A device (`/dev/ttyACM0`, `COM4`) or a pyserial URL (`socket://host:port`).
        baud_rate: Bits per second; without meaning for USB and network ports.
        accepted: Bytes that make this model signal "good", empty for a model that can't.
        refused: Bytes that make this model signal "wrong".
        whole_after: Seconds of silence that end a scan, for a scanner that can't send a suffix;
            None for all others, where silence must not cut a code in two.
    """

    port: str
    baud_rate: int = 9600
    accepted: bytes = b""
    refused: bytes = b""
    whole_after: float | None = None


class SerialScanner:
    """One scanner, one reader thread.

    What was sent before the port is connected is thrown away: nobody saw its answer.

    Args:
        settings: How to reach it.
        on_scan: Called on the reader thread with each scan.
        on_state: Called on the reader thread with each change of state and the system's own
            words about it (empty where there is nothing to say).
        reconnect_waits: Seconds before each next try to connect; the last one repeats.
        now: The station's monotonic clock in seconds.
    """

    def __init__(
        self,
        settings: SerialSettings,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[PortState, str], None],
        reconnect_waits: Sequence[float] = RECONNECT_WAITS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.state = PortState.STOPPED
        self._on_scan = on_scan
        self._on_state = on_state
        whole_after = settings.whole_after
        self._patience = BROKEN_OFF_AFTER if whole_after is None else whole_after
        self._waits = tuple(reconnect_waits)
        self._now = now
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"scanner {settings.port}", daemon=True
        )
        self._port: serial.Serial | None = None

    def start(self) -> None:
        """Begin to connect and read; returns at once.

        Raises:
            RuntimeError: It has been started before; a stopped scanner is not used again.
        """
        self._thread.start()

    def stop(self, patience: float = 0.5) -> None:
        """Stop reading and close the port.

        Args:
            patience: Seconds to wait for the reader thread. Only a network port that is just
                being opened can take longer; its thread then ends by itself.
        """
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def signal_accepted(self) -> None:
        """Let the scanner itself say "good"."""
        self._send(self.settings.accepted)

    def signal_refused(self) -> None:
        """Let the scanner itself say "wrong"."""
        self._send(self.settings.refused)

    def _send(self, signal: bytes) -> None:
        port = self._port
        if not signal or port is None:
            return
        try:
            port.write(signal)
        except OSError:  # the screen has said it already, and the reader finds out by itself
            logger.warning("no signal to the scanner on %s", self.settings.port, exc_info=True)

    def _run(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            try:
                self._report(PortState.CONNECTING)
                with self._open_port() as port:
                    tries = 0
                    self._report(PortState.CONNECTED)
                    self._read(port)
            except OSError as error:  # no such port, no permission, unplugged
                logger.info("the scanner on %s is lost: %s", self.settings.port, error)
                self._wait(error, tries)
            except Exception as error:  # whatever it was: a dead thread is a deaf station
                logger.exception("reading the scanner on %s failed", self.settings.port)
                self._wait(error, tries)
            tries += 1
        self._report(PortState.STOPPED)

    def _wait(self, error: Exception, tries: int) -> None:
        self._report(PortState.DISCONNECTED, str(error) or type(error).__name__)
        self._stopping.wait(self._waits[min(tries, len(self._waits) - 1)])

    @contextlib.contextmanager
    def _open_port(self) -> Iterator[serial.Serial]:
        is_device = "://" not in self.settings.port
        port = serial.serial_for_url(
            self.settings.port,
            baudrate=self.settings.baud_rate,
            timeout=min(READ_TIMEOUT, self._patience),
            write_timeout=READ_TIMEOUT,
            exclusive=True if is_device else None,  # two readers would share out each scan
        )
        self._port = port
        try:
            yield port
        finally:
            self._port = None
            with contextlib.suppress(Exception):  # a device that is gone can't be closed politely
                port.close()

    def _read(self, port: serial.Serial) -> None:
        framer = ScanFramer()
        sends_no_suffix = self.settings.whole_after is not None
        heard_at = self._now()
        while not self._stopping.is_set():
            data = port.read(max(1, port.in_waiting))
            at = self._now()
            if data:
                heard_at = at
                self._hand_out(framer.feed(data), at)
            elif framer.is_waiting and at - heard_at >= self._patience:
                self._hand_out(framer.flush(whole=sends_no_suffix), heard_at)

    def _hand_out(self, payloads: Sequence[str], at: float) -> None:
        for payload in payloads:
            self._on_scan(Scan(payload, serial_source(self.settings.port), at))

    def _report(self, state: PortState, words: str = "") -> None:
        self.state = state
        try:
            self._on_state(state, words)
        except Exception:  # a listener's fault must not deafen the station
            logger.exception("the state %s of %s was not heard", state, self.settings.port)

"""Reads a scale on a serial port, finds out what it speaks, and comes back after a pulled cable."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import serial

from app.devices.scale_protocols import (
    ASKED,
    CLEAR_TARE,
    PROTOCOLS,
    SENDING,
    TARE,
    ZERO,
    Declined,
    Done,
    Framer,
    ScaleProtocol,
    Shown,
)
from app.devices.scale_reading import Load, ScaleReading
from app.devices.serial_scanner import READ_TIMEOUT, RECONNECT_WAITS, PortState
from app.devices.settling import Settling

FIND_OUT = "auto"

LINES = ((9600, "8N1"), (9600, "7E1"), (4800, "7E1"), (2400, "7E1"), (19200, "8N1"))
"""Speeds and framings that scales are delivered with, the commonest first."""

_FRAMINGS = {
    "8N1": (serial.EIGHTBITS, serial.PARITY_NONE),
    "7E1": (serial.SEVENBITS, serial.PARITY_EVEN),
    "7O1": (serial.SEVENBITS, serial.PARITY_ODD),
    "8E1": (serial.EIGHTBITS, serial.PARITY_EVEN),
}
FRAMINGS = tuple(_FRAMINGS)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ScaleSettings:
    """How to reach one scale.

    Attributes:
        port: A device (`/dev/ttyUSB0`, `COM5`) or a pyserial URL (`socket://host:port`).
        protocol: Name of one of `PROTOCOLS`, or `auto`.
        baud_rate: Bits per second; 0 tries what scales are delivered with.
        framing: One of `FRAMINGS`; without meaning where the speed is tried.
        unit: What a scale weighs in that names no unit.
    """

    port: str
    protocol: str = FIND_OUT
    baud_rate: int = 0
    framing: str = "8N1"
    unit: str = "kg"

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Speeds and framings to try."""
        return ((self.baud_rate, self.framing),) if self.baud_rate else LINES


@dataclass(frozen=True)
class ScalePace:
    """How a scale is waited for, in seconds.

    Attributes:
        listen: For a scale that sends by itself, before any is asked.
        answer: For an answer to a question.
        ask: Between two questions.
        silence: Without a word, after which a scale counts as lost.
    """

    listen: float = 0.6
    answer: float = 0.4
    ask: float = 0.15
    silence: float = 3.0


_FLOOR_PACE = ScalePace()


class ScaleSilent(OSError):
    """The line is open, and nothing that a scale would say comes."""


class SerialScale:
    """One scale, one reader thread.

    `connected` means that the scale is understood: it is `connecting` as long as it has not said
    anything that makes sense.

    Args:
        settings: How to reach it.
        on_reading: Called on the reader thread with each reading that differs from the last one.
        on_state: Called on the reader thread with each change of state, and what it speaks or the
            system's own words.
        on_answer: Called on the reader thread with what came of `zero`, `tare`, `clear_tare`.
        pace: How long to wait.
        reconnect_waits: Seconds before each next try to connect; the last one repeats.
        now: The station's monotonic clock in seconds.
    """

    def __init__(
        self,
        settings: ScaleSettings,
        on_reading: Callable[[ScaleReading], None],
        on_state: Callable[[PortState, str], None],
        on_answer: Callable[[Done | Declined], None] | None = None,
        *,
        pace: ScalePace = _FLOOR_PACE,
        reconnect_waits: Sequence[float] = RECONNECT_WAITS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.state = PortState.STOPPED
        self.latest: ScaleReading | None = None
        self._on_reading = on_reading
        self._on_state = on_state
        self._on_answer = on_answer
        self._pace = pace
        self._waits = tuple(reconnect_waits)
        self._now = now
        self._settling = Settling()
        self._wishes: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"scale {settings.port}", daemon=True
        )

    def start(self) -> None:
        """Begin to connect and read; returns at once.

        Raises:
            RuntimeError: It has been started before; a stopped scale is not used again.
        """
        self._thread.start()

    def stop(self, patience: float = 0.5) -> None:
        """Stop reading and close the port; waits so many seconds for the reader thread."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def zero(self) -> None:
        """Let what lies on the scale now be nothing; a scale allows that only near its zero."""
        self._wishes.put(ZERO)

    def tare(self) -> None:
        """Take what lies on the scale now off from all that follows."""
        self._wishes.put(TARE)

    def clear_tare(self) -> None:
        """Show the whole weight again."""
        self._wishes.put(CLEAR_TARE)

    # The reader thread ------------------------------------------------------------------------

    def _run(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            line = self.settings.lines[tries % len(self.settings.lines)]
            try:
                self._report(PortState.CONNECTING)
                with self._open_port(*line) as port:
                    framer = self._find_out(port)
                    tries = 0
                    self._report(PortState.CONNECTED, framer.protocol.name)
                    self._read(port, framer)
            except OSError as error:  # no such port, no permission, unplugged, silent
                logger.info("the scale on %s is lost: %s", self.settings.port, error)
                self._wait(error, tries)
            except Exception as error:  # whatever it was: a dead thread weighs nothing
                logger.exception("reading the scale on %s failed", self.settings.port)
                self._wait(error, tries)
            tries += 1
        self._report(PortState.STOPPED)

    def _wait(self, error: Exception, tries: int) -> None:
        self.latest = None
        self._settling.forget()
        self._report(PortState.DISCONNECTED, str(error) or type(error).__name__)
        rounds = tries // len(self.settings.lines)
        self._stopping.wait(self._waits[min(rounds, len(self._waits) - 1)])

    @contextlib.contextmanager
    def _open_port(self, baud_rate: int, framing: str) -> Iterator[serial.Serial]:
        bits, parity = _FRAMINGS[framing]
        is_device = "://" not in self.settings.port
        try:
            port = serial.serial_for_url(
                self.settings.port,
                baudrate=baud_rate,
                bytesize=bits,
                parity=parity,
                timeout=READ_TIMEOUT / 2,
                write_timeout=READ_TIMEOUT,
                exclusive=True if is_device else None,
            )
        except Exception as error:  # some drivers know no 7 bits, and say so in their own way
            raise OSError(f"{self.settings.port} at {baud_rate} {framing}: {error}") from error
        try:
            yield port
        finally:
            with contextlib.suppress(Exception):  # what is gone can't be closed politely
                port.close()

    def _find_out(self, port: serial.Serial) -> Framer:
        """What the scale speaks: it is listened to first, then asked.

        Raises:
            ScaleSilent: Nothing that came makes sense.
        """
        if self.settings.protocol != FIND_OUT:
            wanted = PROTOCOLS[self.settings.protocol]
            framer = self._listen(port, (wanted,), fewest=1) or self._ask_for(port, wanted)
        else:
            framer = self._listen(port, SENDING, fewest=2)
            for protocol in ASKED:
                framer = framer or self._ask_for(port, protocol)
        if framer is None:
            raise ScaleSilent(f"no scale answers on {self.settings.port}")
        return framer

    def _listen(
        self, port: serial.Serial, protocols: Sequence[ScaleProtocol], *, fewest: int
    ) -> Framer | None:
        """The strictest of some protocols in which a scale speaks by itself."""
        framers = [Framer(protocol, self.settings.unit) for protocol in protocols]
        heard = [0] * len(framers)
        give_up = self._now() + self._pace.listen
        while self._now() < give_up and not self._stopping.is_set():
            data = port.read(max(1, port.in_waiting))
            for place, framer in enumerate(framers):
                heard[place] += sum(isinstance(told, Shown) for told in framer.feed(data))
            if heard[0] >= fewest:
                break
        return next(
            (each for each, said in zip(framers, heard, strict=True) if said >= fewest), None
        )

    def _ask_for(self, port: serial.Serial, protocol: ScaleProtocol) -> Framer | None:
        """The protocol's framer if the scale answers its question."""
        if not protocol.ask:
            return None
        framer = Framer(protocol, self.settings.unit)
        port.reset_input_buffer()
        # The question of another protocol may still wait at the scale for the end of its line.
        port.write(b"\r\n" + protocol.ask)
        give_up = self._now() + self._pace.answer
        while self._now() < give_up and not self._stopping.is_set():
            told = framer.feed(port.read(max(1, port.in_waiting)))
            if any(isinstance(each, Shown) for each in told):
                return framer
        return None

    def _read(self, port: serial.Serial, framer: Framer) -> None:
        protocol = framer.protocol
        heard_at = asked_at = self._now()
        while not self._stopping.is_set():
            self._obey(port, protocol)
            now = self._now()
            if protocol.ask and now - asked_at >= self._pace.ask:
                port.write(protocol.ask)
                asked_at = now
            for told in framer.feed(port.read(max(1, port.in_waiting))):
                heard_at = self._now()
                if isinstance(told, Shown):
                    self._hand_out(told, heard_at)
                elif self._on_answer is not None:
                    self._on_answer(told)
            if self._now() - heard_at > self._pace.silence:
                raise ScaleSilent(f"the scale on {self.settings.port} says nothing any more")

    def _obey(self, port: serial.Serial, protocol: ScaleProtocol) -> None:
        """Pass on what was wished for at the screen."""
        while not self._wishes.empty():
            wish = self._wishes.get()
            command = protocol.commands.get(wish)
            if command is not None:
                port.write(command)
            elif self._on_answer is not None:
                self._on_answer(Declined(wish, "use the key on the scale"))

    def _hand_out(self, shown: Shown, at: float) -> None:
        load = shown.load
        if load is None and shown.grams is not None:
            load = self._settling.judge(shown.grams, at)
        elif load in (None, Load.OVER, Load.UNDER):
            self._settling.forget()
        reading = ScaleReading(load or Load.MOVING, shown.grams, at, shown.is_net)
        before, self.latest = self.latest, reading
        is_news = before is None or (before.load, before.grams, before.is_net) != (
            reading.load,
            reading.grams,
            reading.is_net,
        )
        if is_news:
            self._on_reading(reading)

    def _report(self, state: PortState, words: str = "") -> None:
        if state is self.state and not words:
            return
        self.state = state
        try:
            self._on_state(state, words)
        except Exception:  # a listener's fault must not stop the scale
            logger.exception("the state %s of %s was not heard", state, self.settings.port)

"""A scale made of software, on a line that looks like a serial port: for the demo and for tests.

It is built from the manufacturers' descriptions of the answers, apart from what reads them.
"""

from __future__ import annotations

import contextlib
import math
import os
import select
import threading
import time
import tty
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

STREAM_SECONDS = 0.05
"""Between two lines of a scale that sends by itself."""


@dataclass
class Platform:
    """What is under the goods: a plate, a spring, a display.

    Attributes:
        capacity_g: Above 9 divisions more it shows nothing but an overload.
        division_g: Steps of the display.
        swing_seconds: How long the plate swings after something was put on it or taken off.
    """

    capacity_g: float = 30_000.0
    division_g: float = 5.0
    swing_seconds: float = 0.25
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._load = self._before = self._zero = self._tare = 0.0
        self._since = -math.inf

    def put(self, grams: float) -> None:
        """Let so much lie on the plate, in all."""
        self._before, self._load, self._since = self.gross, grams, self.clock()

    @property
    def gross(self) -> float:
        """What presses on the spring at this moment."""
        age = self.clock() - self._since
        if age >= self.swing_seconds:
            return self._load
        swing = math.exp(-6 * age / self.swing_seconds) * math.cos(40 * age / self.swing_seconds)
        return self._load + (self._before - self._load) * swing

    @property
    def moves(self) -> bool:
        """Whether it still swings."""
        return self.clock() - self._since < self.swing_seconds

    @property
    def is_over(self) -> bool:
        """Whether too much lies on it."""
        return self.gross > self.capacity_g + 9 * self.division_g

    @property
    def is_under(self) -> bool:
        """Whether the plate was lifted."""
        return self.gross - self._zero < -20 * self.division_g

    @property
    def is_net(self) -> bool:
        """Whether a tare is taken off."""
        return self._tare != 0

    @property
    def shown(self) -> float:
        """What the display shows, in grams."""
        net = self.gross - self._zero - self._tare
        return round(net / self.division_g) * self.division_g + 0.0

    def zero(self) -> bool:
        """Let this be nothing; only within 2 % of the capacity, and standing still."""
        if self.moves or abs(self.gross) > 0.02 * self.capacity_g:
            return False
        self._zero, self._tare = self.gross, 0.0
        return True

    def tare(self) -> bool:
        """Take this off from now on."""
        if self.moves or self.is_over or self.is_under:
            return False
        self._tare = self.gross - self._zero
        return True

    def clear_tare(self) -> None:
        """Show the whole weight."""
        self._tare = 0.0


class SimulatedScale:
    """A scale on a pseudo-terminal; `port` is what a serial port is called. Not on Windows.

    Attributes:
        platform: What lies on it.
        port: Device to open; it stays the same when the cable is pulled and put back.
        is_mute: Whether it says nothing, as one that is switched off on a live adapter.
    """

    def __init__(
        self, speaks: str = "sics", port: Path | None = None, platform: Platform | None = None
    ) -> None:
        """Describe the scale.

        Args:
            speaks: Name of one of `app.devices.scale_protocols.PROTOCOLS`.
            port: A name to lay over the terminal's own, so that it can be plugged in again.
            platform: The scale's plate; a common one if None.
        """
        self.platform = platform or Platform()
        self.is_mute = False
        self._tongue = _TONGUES[speaks](self.platform)
        self._link = port
        self._stopped, self._stop = os.pipe()
        self._thread: threading.Thread | None = None
        self._master = self._slave = -1
        self.port = ""

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unplug()
        for handle in (self._stopped, self._stop):
            os.close(handle)

    def plug_in(self) -> None:
        """Connect the cable."""
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.port = os.ttyname(self._slave)
        if self._link is not None:
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self.port)
            self.port = str(self._link)
        self._thread = threading.Thread(target=self._serve, name="simulated scale", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Pull the cable."""
        if self._thread is None:
            return
        os.write(self._stop, b"x")
        self._thread.join()
        os.read(self._stopped, 1)
        self._thread = None
        if self._link is not None:
            self._link.unlink(missing_ok=True)
        for handle in (self._slave, self._master):
            os.close(handle)

    def put(self, grams: float) -> None:
        """Let so much lie on the plate, in all."""
        self.platform.put(grams)

    def _serve(self) -> None:
        asked = b""
        while True:
            ready, _, _ = select.select([self._master, self._stopped], [], [], STREAM_SECONDS)
            if self._stopped in ready:
                return
            if self._master in ready:
                asked += os.read(self._master, 4096)
            said, asked = self._tongue.answer(asked)
            self._say(said + (b"" if ready else self._tongue.stream()))

    def _say(self, said: bytes) -> None:
        if said and not self.is_mute:
            with contextlib.suppress(BlockingIOError):  # nobody listens; a real line would lose it
                os.write(self._master, said)


class _Tongue:
    """How a scale speaks. `answer` gives back what it has to say and what it has yet to read."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    def stream(self) -> bytes:
        return b""

    def answer(self, asked: bytes) -> tuple[bytes, bytes]:
        said = b""
        while b"\n" in asked:
            line, _, asked = asked.partition(b"\n")
            said += self.obey(line.strip(b"\r"))
        return said, asked[-64:]

    def obey(self, _command: bytes) -> bytes:
        return b""

    def _key(self, command: bytes) -> None:
        """What the keys of most scales do, told by a letter."""
        if command.endswith((b"Z", b"V")):
            self.platform.zero()
        elif command in (b"C", b"CT"):
            self.platform.clear_tare()
        elif command.endswith((b"T", b"U")):
            self.platform.tare()


class _Sics(_Tongue):
    def obey(self, command: bytes) -> bytes:
        plate = self.platform
        if command == b"SI":
            if plate.is_over or plate.is_under:
                return b"S +\r\n" if plate.is_over else b"S -\r\n"
            mark = "D" if plate.moves else "S"
            return f"S {mark} {plate.shown:10.2f} g\r\n".encode()
        if command == b"Z":
            return b"Z A\r\n" if plate.zero() else b"Z I\r\n" if plate.moves else b"Z +\r\n"
        if command == b"T":
            return f"T S {plate.gross:10.2f} g\r\n".encode() if plate.tare() else b"T I\r\n"
        if command == b"TAC":
            plate.clear_tare()
            return b"TAC A\r\n"
        return b"ES\r\n"


class _Toledo8217(_Tongue):
    def answer(self, asked: bytes) -> tuple[bytes, bytes]:
        said = b""
        for letter in asked:
            if letter == ord("W"):
                said += self._weight()
            else:
                self._key(bytes([letter]) if chr(letter) in "ZTC" else b"")
        return said, b""

    def _weight(self) -> bytes:
        plate = self.platform
        bits = 0x40 | plate.moves | plate.is_over << 1 | plate.is_under << 2 | plate.is_net << 5
        if bits & 0x07:
            return b"\x02?" + bytes([bits]) + b"\r"
        return f"\x02{plate.shown / 1000:06.3f}{'N' if plate.is_net else ''}\r".encode()


class _Continuous(_Tongue):
    def stream(self) -> bytes:
        plate = self.platform
        status = 0x30 | plate.is_net | (plate.shown < 0) << 1
        status |= (plate.is_over or plate.is_under) << 2 | plate.moves << 3
        digits = f"{min(abs(round(plate.shown)), 999_999):06d}"
        return b"\x02" + bytes([0x2D, status, 0x20]) + f"{digits}000000\r".encode()

    def obey(self, command: bytes) -> bytes:
        self._key(command)
        return b""


class _Sbi(_Tongue):
    def obey(self, command: bytes) -> bytes:
        plate = self.platform
        if command != b"\x1bP":
            self._key(command)
            return b""
        if plate.is_over or plate.is_under:
            return f"{'Stat':14}{'H' if plate.is_over else 'L':6}\r\n".encode()
        sign = "-" if plate.shown < 0 else "+"
        unit = "" if plate.moves else "g"
        ident = "N" if plate.is_net else "G"
        return f"{ident:6}{sign}{abs(plate.shown):9.1f} {unit:3}\r\n".encode()


class _Ascii(_Tongue):
    def stream(self) -> bytes:
        plate = self.platform
        if plate.is_over or plate.is_under:
            return b"OL,+9999999E+19\r\n" if plate.is_over else b"OL,-9999999E+19\r\n"
        head = "US" if plate.moves else "ST"
        kind = "NT" if plate.is_net else "GS"
        return f"{head},{kind},{plate.shown / 1000:+9.3f}kg\r\n".encode()

    def obey(self, command: bytes) -> bytes:
        self._key(command)
        return b""


class _Ohaus(_Tongue):
    def obey(self, command: bytes) -> bytes:
        plate = self.platform
        if command != b"IP":
            self._key(command)
            return b"OK!\r\n" if command in (b"Z", b"T") else b"ES\r\n"
        if plate.is_over or plate.is_under:
            return b"Err 8.3\r\n" if plate.is_over else b"Err 8.4\r\n"
        mark = "?" if plate.moves else " "
        return f"{plate.shown:11.1f} g {mark}{' N' if plate.is_net else ''}\r\n".encode()


class _Plain(_Tongue):
    def stream(self) -> bytes:
        plate = self.platform
        if plate.is_over or plate.is_under:
            return b"OVERLOAD\r\n" if plate.is_over else b"UNDERLOAD\r\n"
        return f"{plate.shown / 1000:9.3f} kg\r\n".encode()


_TONGUES: dict[str, Callable[[Platform], _Tongue]] = {
    "sics": _Sics,
    "toledo_8217": _Toledo8217,
    "toledo_continuous": _Continuous,
    "sbi": _Sbi,
    "ascii": _Ascii,
    "ohaus": _Ohaus,
    "plain": _Plain,
}

"""The demo's hands and eyes: scans typed into the real window or sent over a serial line."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from app.bootstrap.window import StationWindow
from app.devices.serial_scanner import PortState
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.station_setup_screen import StationSetupScreen
from app.ui.typed_scans import press_key, type_human, type_scan
from app.ui.widgets.flash_frame import FlashFrame

PATIENCE_SECONDS = 30.0
"""How long the player waits for the program before it gives up and says where it stood."""

QUICK = 90
"""How Qt is told to spend little time on making a picture's file small; nothing is lost."""


class PlayerStuck(Exception):
    """The program did not do what the player waited for."""


class SerialLine:
    """A pseudo-terminal with the demo's scanner at one end and the station at the other."""

    def __init__(self) -> None:
        """Open the line; only on systems that have pseudo-terminals."""
        import tty

        self._scanner, station = os.openpty()
        tty.setraw(station)
        self.port = os.ttyname(station)
        self._station = station

    @staticmethod
    def is_possible() -> bool:
        """Whether this system has pseudo-terminals."""
        return hasattr(os, "openpty") and not sys.platform.startswith("win")

    def send(self, code: str) -> None:
        """Send a code as a scanner does, with a carriage return behind it."""
        os.write(self._scanner, code.encode("utf-8") + b"\r")

    def close(self) -> None:
        """Unplug the scanner."""
        os.close(self._scanner)
        os.close(self._station)


class Player:
    """Somebody at a station: scans, waits for the answer, and takes pictures of new screens."""

    def __init__(
        self,
        application: QApplication,
        station: StationWindow,
        pictures: Path | None,
        line: SerialLine | None,
    ) -> None:
        """Stand at an open station.

        Args:
            application: the program.
            station: its window.
            pictures: the folder for pictures of its screens; None if none are taken.
            line: the serial scanner's, if there is one.
        """
        self._application = application
        self._station = station
        self._pictures = pictures
        self._line = line
        self._last_serial = ""
        self.scans = 0
        self.serial_scans = 0
        self.taken: set[str] = set()
        self._tick = QTimer(interval=2)
        self._tick.timeout.connect(_nothing)
        self._tick.start()
        if line is not None:
            self.wait_for(self._is_scanner_connected, "the serial scanner to connect")

    @property
    def screen(self) -> FloorScreen:
        """The screen shown now."""
        return self._station.window.screen_shown

    def scan(self, code: str) -> None:
        """Type a code as a keyboard scanner does, and wait for the answer."""
        self.scans += 1
        type_scan(self._handle(), code)
        self.settle()

    def scan_serially(self, code: str) -> None:
        """Send a code over the serial line, or type it where there is none."""
        if self._line is None or code == self._last_serial:
            # The same code twice within a moment counts as the hardware repeating itself.
            self.scan(code)
            return
        self._last_serial = code
        self.scans += 1
        self.serial_scans += 1
        seen = self._station.serial_scans
        self._line.send(code)
        self.wait_for(lambda: self._station.serial_scans > seen, "a serial scan to arrive")
        self.settle()

    def type(self, text: str) -> None:
        """Type as a person does, with Enter at the end."""
        type_human(self._handle(), text)
        self.settle()

    def press(self, key: Qt.Key) -> None:
        """Press a single key."""
        press_key(self._handle(), key)
        self.settle()

    def settle(self) -> None:
        """Wait until the program has nothing left to do about what was scanned."""
        self._turn()
        self.wait_for(self._is_idle, "the screen to answer")
        self._turn()

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program run until a condition holds.

        Raises:
            PlayerStuck: it does not within `PATIENCE_SECONDS`.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > until:
                raise PlayerStuck(f"waited for {what} on {type(self.screen).__name__}")
            self._turn()

    def photograph(self, name: str) -> None:
        """Keep a picture of the window under a name, once."""
        if self._pictures is None or name in self.taken:
            return
        self.taken.add(name)
        self.settle()
        if (flash := self._station.window.findChild(FlashFrame)) is not None:
            flash.hide()  # a picture shows what stays
        self._pictures.mkdir(parents=True, exist_ok=True)
        self._station.window.grab().save(str(self._pictures / f"{name}.png"), "PNG", QUICK)

    def photograph_setup(self) -> None:
        """Keep a picture of the station's set-up."""
        window = self._station.window
        window.show_screen(window.one(StationSetupScreen))
        self.settle()
        self.photograph("15-station-set-up")
        window.show_screen(window.sign_in)
        self.settle()

    def _handle(self) -> QWindow:
        return self._station.window.windowHandle()

    def _turn(self) -> None:
        # Sleeps until something happens; the tick wakes it to look at what threads have done.
        self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _is_idle(self) -> bool:
        context = self._station.context
        is_quiet = context.router.waiting == 0 and context.jobs.database.pending == 0
        return is_quiet and not self.screen.is_running

    def _is_scanner_connected(self) -> bool:
        return all(scanner.state is PortState.CONNECTED for scanner in self._station.scanners)


def _nothing() -> None:
    """The tick's slot: only the waking counts."""

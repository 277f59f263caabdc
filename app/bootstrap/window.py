"""Puts a station's window together: database, lanes, scanners, printers, screens."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app import __version__
from app.bootstrap.print_room import PrintRoom
from app.bootstrap.workplace import open_workplace
from app.db.engine import database_words, parse_url
from app.db.unit_of_work import is_connection_lost
from app.devices.scan import Scan
from app.devices.serial_scanner import PortState, SerialScanner, SerialSettings
from app.devices.wedge import ScannerPrefix
from app.services.workplace import Workplace
from app.settings import StationSettings
from app.ui.application import catch_unexpected, make_application
from app.ui.context import StationAbout, StationContext
from app.ui.feedback import Feedback
from app.ui.jobs import Jobs
from app.ui.main_window import MainWindow
from app.ui.scan_router import ScanRouter
from app.ui.scanner_board import ScannerBoard
from app.ui.sounds import SoundPlayer
from app.ui.station_look import StationLook
from app.ui.theme import ThemeName
from app.ui.wedge_filter import WedgeFilter

WINDOW_SIZE = (1920, 1080)


@dataclass
class StationWindow:
    """An open station; `close` ends its threads and puts its parts away."""

    application: QApplication
    window: MainWindow
    context: StationContext
    print_room: PrintRoom
    sounds: SoundPlayer
    scanners: list[SerialScanner] = field(default_factory=list)
    serial_scans: int = 0

    def plug_in(self, settings: SerialSettings) -> None:
        """Connect a serial scanner."""
        router, board = self.context.router, self.context.scanners

        def scanned(scan: Scan) -> None:
            router.post(scan)
            self.serial_scans += 1

        def told(state: PortState, words: str) -> None:
            board.report(settings.port, state, words)

        scanner = SerialScanner(settings, scanned, told)
        self.scanners.append(scanner)
        scanner.start()

    def close(self) -> None:
        """Stop scanners, lanes and spoolers, in that order, and close the window."""
        for scanner in self.scanners:
            scanner.stop()
        self.context.jobs.drain()
        self.print_room.stop()
        self.context.capture.remove(self.application)
        self.sounds.close()
        self.window.close()
        self.window.deleteLater()


def build_station(
    application: QApplication, settings: StationSettings, workplace: Workplace
) -> StationWindow:
    """Make a station's window and all it works with; nothing is shown yet."""
    owner: QObject = application
    sounds = SoundPlayer(owner)
    capture = WedgeFilter(ScannerPrefix(settings.scanner_prefix), owner)
    print_room = PrintRoom(workplace)
    print_room.start()  # first of all, so that its lamps are known when the window opens
    context = StationContext(
        workplace=workplace,
        jobs=Jobs(),
        router=ScanRouter(parent=owner),
        capture=capture,
        feedback=Feedback(sounds, owner),
        look=StationLook(application, settings.dpi, ThemeName(settings.theme)),
        scanners=ScannerBoard(owner),
        check_printer=print_room.check,
        wake_spooler=print_room.wake,
        about=StationAbout(
            program=__version__,
            database=database_words(workplace.database.engine),
            address=parse_url(settings.database_url).render_as_string(hide_password=True),
        ),
        is_connection_lost=is_connection_lost,
    )
    station = StationWindow(application, MainWindow(context), context, print_room, sounds)
    station.window.resize(*WINDOW_SIZE)
    context.look.wear(ThemeName(settings.theme), settings.text_scale)
    capture.install(application)
    for port in settings.scanners:
        station.plug_in(SerialSettings(port.port, port.baud_rate))
    return station


def run_station(
    settings: StationSettings,
    *,
    prepare: Callable[[Workplace], None] | None = None,
    full_screen: bool = False,
) -> int:
    """Open the station and stay until its window is closed.

    Args:
        settings: the station.
        prepare: called with the open workplace before the window is made.
        full_screen: whether the window fills the screen.

    Returns:
        0 after a normal end.

    Raises:
        CannotOpen: the database cannot be opened; in words for a person.
    """
    workplace = open_workplace(settings)
    application = make_application(sys.argv[:1])
    if prepare is not None:
        prepare(workplace)
    station = build_station(application, settings, workplace)
    restore = catch_unexpected(station.window)
    try:
        if full_screen:
            station.window.showFullScreen()
        else:
            station.window.showMaximized()
        return application.exec()
    finally:
        restore()
        station.close()
        workplace.database.close()

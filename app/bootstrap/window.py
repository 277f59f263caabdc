"""Puts a station's window together: database, lanes, scanners, printers, screens."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.carrier_room import CarrierRoom
from app.bootstrap.heartbeat import Heartbeat
from app.bootstrap.offline import is_shared, open_line
from app.bootstrap.offline_paper import OfflinePaper
from app.bootstrap.print_room import PrintRoom
from app.bootstrap.safety_copies import Keeper
from app.bootstrap.settled_memory import settle_memory
from app.bootstrap.shared_interpreter import share_interpreter
from app.bootstrap.workplace import open_workplace
from app.db.engine import database_words, parse_url
from app.db.opening import address_of
from app.db.unit_of_work import is_connection_lost
from app.devices.scan import Scan
from app.devices.serial_scale import ScaleSettings, SerialScale
from app.devices.serial_scanner import PortState, SerialScanner, SerialSettings
from app.devices.wedge import ScannerPrefix
from app.services.live import EventWatch
from app.services.station_work import sender_of
from app.services.workplace import Workplace
from app.settings import StationSettings
from app.ui import messages_offline
from app.ui.application import catch_unexpected, make_application
from app.ui.context import StationAbout, StationContext
from app.ui.feedback import Feedback
from app.ui.jobs import Jobs
from app.ui.line_board import LineBoard
from app.ui.live_feed import LiveFeed
from app.ui.main_window import MainWindow
from app.ui.scale_board import ScaleBoard
from app.ui.scan_router import ScanRouter
from app.ui.scanner_board import ScannerBoard
from app.ui.screens.hall_screen import HallScreen
from app.ui.sounds import SoundPlayer
from app.ui.station_look import StationLook
from app.ui.theme import ThemeName
from app.ui.wedge_filter import WedgeFilter

WINDOW_SIZE = (1920, 1080)

START_SECONDS = 2.0
"""How long the window waits for a shared database that answers; without one it opens as well."""


@dataclass
class StationWindow:
    """An open station; `close` ends its threads and puts its parts away."""

    application: QApplication
    window: MainWindow
    context: StationContext
    print_room: PrintRoom
    carrier_room: CarrierRoom
    sounds: SoundPlayer
    live: LiveFeed
    heartbeat: Heartbeat
    scanners: list[SerialScanner] = field(default_factory=list)
    scale: SerialScale | None = None
    serial_scans: int = 0
    own_paper: OfflinePaper | None = None
    is_closing: bool = False

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

    def plug_in_scale(self, settings: ScaleSettings) -> None:
        """Connect the bench's scale."""
        board = self.context.scale
        self.scale = SerialScale(
            settings, board.report_reading, board.report_state, board.report_answer
        )
        board.attach(self.scale, settings.port)
        self.scale.start()

    def close(self) -> None:
        """Stop scanners, lanes and spoolers, in that order, and close the window."""
        self.is_closing = True
        self.live.stop()
        for scanner in self.scanners:
            scanner.stop()
        if self.scale is not None:
            self.scale.stop()
        self.context.jobs.drain()
        self.heartbeat.stop()
        self.carrier_room.stop()
        self.print_room.stop()
        if self.own_paper is not None:
            self.own_paper.stop()
        self.context.capture.remove(self.application)
        self.sounds.close()
        self.window.close()
        self.window.deleteLater()


def build_station(
    application: QApplication, settings: StationSettings, workplace: Workplace
) -> StationWindow:
    """Make a station's window and all it works with; nothing is shown yet."""
    owner: QObject = application
    line = LineBoard(sender_of(workplace), owner)
    heartbeat = Heartbeat(workplace, owner)
    if not line.is_away:
        heartbeat.start()  # or nothing is: this computer may not speak for the station
    sounds = SoundPlayer(owner)
    capture = WedgeFilter(ScannerPrefix(settings.scanner_prefix), owner)
    workers = _start_workers(workplace)
    context = StationContext(
        workplace=workplace,
        jobs=Jobs(),
        router=ScanRouter(parent=owner),
        capture=capture,
        feedback=Feedback(sounds, owner),
        look=StationLook(application, settings.dpi, ThemeName(settings.theme)),
        scanners=ScannerBoard(owner),
        scale=ScaleBoard(owner),
        check_printer=workers[0].check,
        wake_spooler=partial(_wake, *workers),
        about=StationAbout(
            program=__version__,
            database="PostgreSQL" if line.is_away else database_words(workplace.database.engine),
            address=address_of(parse_url(settings.database_url)),
        ),
        line=line,
        is_connection_lost=is_connection_lost,
    )
    live = LiveFeed(EventWatch(workplace), owner)
    station = StationWindow(
        application, MainWindow(context), context, *workers, sounds, live, heartbeat
    )
    _print_own_slips(station, workplace)
    station.window.resize(*WINDOW_SIZE)
    context.look.wear(ThemeName(settings.theme), settings.text_scale)
    capture.install(application)
    live.happened.connect(station.window.happened)
    live.connection_told.connect(station.window.note_link)
    heartbeat.doubled.connect(station.window.note_second_run)
    live.start()
    if line.is_away:
        _speak_when_back(station)
    _plug_in_devices(station, settings)
    return station


def _plug_in_devices(station: StationWindow, settings: StationSettings) -> None:
    """Connect what hangs on serial ports."""
    for port in settings.scanners:
        station.plug_in(SerialSettings(port.port, port.baud_rate))
    if settings.scale is not None:
        station.plug_in_scale(ScaleSettings(**asdict(settings.scale)))


def _start_workers(workplace: Workplace) -> tuple[PrintRoom, CarrierRoom]:
    """Begin to work off papers and what is wanted of carriers, before there is a window."""
    print_room = PrintRoom(workplace)
    carrier_room = CarrierRoom(workplace, bought=print_room.wake)
    print_room.start()  # first of all, so that its lamps are known when the window opens
    carrier_room.start()
    return print_room, carrier_room


def _wake(print_room: PrintRoom, carrier_room: CarrierRoom) -> None:
    """Something was written that a worker waits for."""
    print_room.wake()
    carrier_room.wake()


def _print_own_slips(station: StationWindow, workplace: Workplace) -> None:
    """Let a station with a journal print what its bench closes off line."""
    sender = sender_of(workplace)
    if sender is not None:
        station.own_paper = OfflinePaper(sender, workplace.station)
        station.own_paper.start()


def _speak_when_back(station: StationWindow) -> None:
    """Begin the heartbeat of a station that was started without its database."""
    line, jobs = station.context.line, station.context.jobs

    def look() -> None:
        # News of a line that comes back while the station closes find no lane to work in.
        if not line.is_away and not station.is_closing:
            line.changed.disconnect(look)
            jobs.background.submit(
                station.heartbeat.start, failed=lambda _: station.window.note_second_run(True)
            )

    line.changed.connect(look)


def _show(window: MainWindow, *, full_screen: bool, wall: bool) -> None:
    """Show the window, with the board for the wall in it where it is for one."""
    if wall:
        window.show_screen(window.one(HallScreen))
    if full_screen or wall:
        window.showFullScreen()
    else:
        window.showMaximized()
    share_interpreter()
    QTimer.singleShot(0, settle_memory)  # after the first paint


def run_station(
    settings: StationSettings,
    *,
    prepare: Callable[[Workplace], None] | None = None,
    full_screen: bool = False,
    wall: bool = False,
) -> int:
    """Open the station and stay until its window is closed.

    Args:
        settings: the station.
        prepare: called with the open workplace before the window is made.
        full_screen: whether the window fills the screen.
        wall: whether it fills the screen with the board for the wall.

    Returns:
        0 after a normal end.

    Raises:
        CannotOpen: the embedded database or the journal cannot be opened; in words for a person.
            A shared database that cannot be reached is waited for in the window.
    """
    line = open_line(settings) if is_shared(settings) else None
    workplace = open_workplace(settings) if line is None else line.workplace
    application = make_application(sys.argv[:1])
    if line is not None and not line.sender.wait_until_open(START_SECONDS) and prepare is not None:
        raise CannotOpen(line.sender.status.problem)
    if prepare is not None:
        prepare(workplace)
    station = build_station(application, settings, workplace)
    restore = catch_unexpected(station.window)
    keeper = Keeper(station.window, workplace)
    if line is not None and line.journal.damage is not None:
        told = messages_offline.journal_damaged(line.journal.damage.unsent)
        station.window.screen_shown.hold(told)
    try:
        _show(station.window, full_screen=full_screen, wall=wall)
        return application.exec()
    finally:
        restore()
        keeper.close()
        station.close()
        workplace.database.close()
        if line is not None:
            line.close()

"""What every screen of a station works with; made once by the bootstrap, passed to all screens."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from uuid_utils.compat import uuid7

from app.services.workplace import Workplace
from app.ui.feedback import Feedback
from app.ui.jobs import Jobs
from app.ui.line_board import LineBoard
from app.ui.paper_words import PrinterReport
from app.ui.scale_board import ScaleBoard
from app.ui.scan_router import ScanRouter
from app.ui.scanner_board import ScannerBoard
from app.ui.station_look import StationLook
from app.ui.wedge_filter import WedgeFilter


@dataclass(frozen=True)
class StationAbout:
    """What the set-up screen tells of the station.

    Attributes:
        name: The station's name beside its code, e.g. "Pack bench 3".
        program: The program's version.
        database: Kind and version of the database, e.g. "SQLite 3.40.1".
        address: Where the database is, without a password.
    """

    name: str = ""
    program: str = ""
    database: str = ""
    address: str = ""


def _is_connection_lost(problem: Exception) -> bool:
    return isinstance(problem, ConnectionError | TimeoutError)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class StationContext:
    """The parts of a running station.

    Attributes:
        workplace: The open database and the station's code, for the services.
        jobs: The lanes that services run in.
        router: Delivers scans to the screen that is shown.
        capture: The keyboard filter; its mode follows the screen.
        feedback: Sound and flash.
        look: Light or dark, and the size of text.
        scanners: How the serial scanners are.
        check_printer: Asks a printer by name how it is; slow, runs in the background lane.
        wake_spooler: Says that there is something to print.
        about: What the set-up screen tells of the station.
        line: How the line to a shared database is.
        scale: What the station's scale says; a board without a scale where there is none.
        is_connection_lost: Whether an exception means that the database cannot be reached.
        new_scan_id: Makes the id of an entry that no device gave one.
        monotonic: The station's monotonic clock in seconds, the one that scans are timed by.
        now: The wall clock, with a zone.
    """

    workplace: Workplace
    jobs: Jobs
    router: ScanRouter
    capture: WedgeFilter
    feedback: Feedback
    look: StationLook
    scanners: ScannerBoard
    check_printer: Callable[[str], PrinterReport]
    wake_spooler: Callable[[], None]
    about: StationAbout = StationAbout()
    line: LineBoard = field(default_factory=LineBoard)
    scale: ScaleBoard = field(default_factory=ScaleBoard)
    is_connection_lost: Callable[[Exception], bool] = _is_connection_lost
    new_scan_id: Callable[[], uuid.UUID] = uuid7
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now

"""A station's window at work on the small floor, with an operator who scans, types and taps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.devices.scan import WEDGE, Scan
from app.devices.wedge import CaptureMode
from app.ui.context import StationAbout, StationContext
from app.ui.feedback import Feedback
from app.ui.jobs import Arguments, Failed, ImmediateJobs, Jobs, Result
from app.ui.main_window import SCREEN_OF, MainWindow
from app.ui.scan_router import ScanRouter
from app.ui.scanner_board import ScannerBoard
from app.ui.screens.floor_screen import FloorScreen
from app.ui.sounds import SoundPlayer
from app.ui.station_look import StationLook
from app.ui.theme import Theme
from app.ui.typed_scans import press_key, type_human, type_scan
from app.ui.wedge_filter import WedgeFilter
from tests.ui.screens_fixture import SmallFloor

NOW = datetime(2026, 5, 4, 8, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Report:
    """What a printer says of itself."""

    lamp: str = "ready"
    reasons: tuple[str, ...] = ()
    words: str = ""


class LostLine(ConnectionError):
    """The database cannot be reached."""


class SteppedClock:
    """A monotonic clock that goes on by itself, so that no two scans look like one read twice."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        self.seconds += 0.5
        return self.seconds


class BreakableJobs(ImmediateJobs):
    """Jobs whose line to the database can be cut, before the work is done or after it."""

    def __init__(self) -> None:
        super().__init__()
        self.cut: Literal["", "before", "after"] = ""

    def submit(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None] | None = None,
        failed: Failed | None = None,
        owner: object = None,
    ) -> None:
        """Run the function, or fail as a cut line makes it fail."""
        if not self.cut or failed is None:
            super().submit(function, *args, done=done, failed=failed, owner=owner)
            return
        if self.cut == "after":
            function(*args)
        failed(LostLine("no route to the database"))


@dataclass
class Station:
    """A window and whoever stands before it."""

    window: MainWindow
    floor: SmallFloor
    clock: Callable[[], float]
    player: SoundPlayer
    woken: list[bool]
    reports: dict[str, Report]
    sounds: list[str] = field(default_factory=list)

    @property
    def jobs(self) -> BreakableJobs:
        """The jobs, where the test may cut their line."""
        assert isinstance(self.context.jobs, BreakableJobs)
        return self.context.jobs

    @property
    def context(self) -> StationContext:
        """What the window works with."""
        return self.window.context

    def scan(self, *codes: str) -> None:
        """Scan codes one after another with the keyboard scanner."""
        for code in codes:
            self.context.router.submit(Scan(code, WEDGE, self.clock()))

    def badge(self, name: str) -> None:
        """Scan the badge of somebody."""
        self.scan(f"B-{self.floor.badges[name]}")

    def type(self, text: str) -> None:
        """Type by hand, then Enter."""
        type_human(self.window.windowHandle(), text)
        QApplication.processEvents()

    def press(self, key: Qt.Key) -> None:
        """Press one key."""
        press_key(self.window.windowHandle(), key)
        QApplication.processEvents()

    def type_as_scanner(self, text: str) -> None:
        """Send the keys of a keyboard scanner into the window."""
        type_scan(self.window.windowHandle(), text)
        QApplication.processEvents()

    def tap(self, widget: QWidget) -> None:
        """Tap the middle of a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def every_screen(self) -> list[FloorScreen]:
        """All screens that the window has, made where nobody wanted them yet."""
        return [self.window.one(kind) for kind in kinds_of_screens(FloorScreen)]

    def shows(self, page: QWidget) -> bool:
        """Whether this screen, or help, is what can be seen."""
        return page.isVisible()

    def mode(self) -> CaptureMode:
        """Whose the keys are at present."""
        return self.context.capture.mode

    @property
    def verdict(self) -> str:
        """The words of the held message; empty where nothing is held."""
        screen = self.window.screen_shown
        return screen.band.accessibleName() if screen.held is not None else ""


def kinds_of_screens(above: type[FloorScreen]) -> list[type[FloorScreen]]:
    """What a window can show: the choices of the start screen, and what nothing is derived from."""
    below = [kind for one in above.__subclasses__() for kind in kinds_of_screens(one)]
    is_shown = not below or above in SCREEN_OF.values()
    return [above, *below] if is_shown and above.__module__.startswith("app.") else below


def make_station(
    floor: SmallFloor,
    application: QApplication,
    jobs: Jobs | None = None,
    code: str = "P-03",
    look: StationLook | None = None,
) -> Station:
    """Open a station's window on a floor; nobody is signed in."""
    clock = SteppedClock()
    player = SoundPlayer(players=[])
    woken: list[bool] = []
    reports: dict[str, Report] = {}
    context = StationContext(
        workplace=floor.workplace if code == "P-03" else floor.at(code),
        jobs=jobs or ImmediateJobs(),
        router=ScanRouter(clock),
        capture=WedgeFilter(),
        feedback=Feedback(player),
        look=look or StationLook(application),
        scanners=ScannerBoard(),
        check_printer=lambda name: reports.get(name, Report()),
        wake_spooler=lambda: woken.append(True),
        about=StationAbout("Pack bench 3", "0.1.0", "SQLite 3.40.1", "floor.sqlite"),
        monotonic=clock,
        now=lambda: NOW,
    )
    window = MainWindow(context)
    station = Station(window, floor, clock, player, woken, reports)
    context.feedback.played.connect(station.sounds.append)
    return station


@pytest.fixture
def station(small_floor: SmallFloor, qapp: QApplication) -> Iterator[Station]:
    """Give an open station; its window goes with the test."""
    station = make_station(small_floor, qapp, BreakableJobs())
    station.window.resize(1920, 1080)
    station.window.show()
    station.context.capture.install(qapp)
    yield station
    station.context.capture.remove(qapp)
    close_station(station, qapp)


def close_station(station: Station, application: QApplication) -> None:
    """Close a station's window for good."""
    station.window.close()
    station.context.jobs.drain()
    station.player.close()
    # Windows of earlier tests would be styled anew with each new one.
    shiboken6.delete(station.window)
    application.setStyleSheet("")
    Theme._current = None

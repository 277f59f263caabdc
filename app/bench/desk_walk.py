"""A lead walks through the desk's screens: how soon each is painted, how long all stood still."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.bench.loop_gaps import LoopGaps
from app.bench.raw_commit import Durations
from app.bootstrap.window import StationWindow, build_station
from app.demo.player import Player
from app.domain.floor_heat import HeatLayer
from app.domain.floor_work import FloorWork
from app.domain.operators import OperatorRole
from app.domain.own_codes import badge_payload
from app.services.people_care import add_operator
from app.services.workplace import Workplace
from app.settings import StationSettings
from app.ui.application import make_application
from app.ui.screens.desk_screen import DeskScreen
from app.ui.screens.exception_screen import ExceptionScreen
from app.ui.screens.figures_screen import FiguresScreen
from app.ui.screens.map_screen import MapScreen
from app.ui.screens.people_screen import PeopleScreen
from app.ui.screens.wave_board_screen import WaveBoardScreen
from app.ui.screens.wave_late_task import LateTask

REFRESHES = 8
MOST_MS = 1_000.0
"""A screen is painted anew within this, from the question on."""

MOST_OPENING_MS = 2_000.0
"""And so long after its key it is there for the first time."""

FIGURES_MS = 4_000.0
"""Figures of a whole shift take longer, and are read once a minute."""

MOST_GAP_MS = 100.0
"""So long the window may stand still: no longer than an answer that seems to come at once."""


@dataclass(frozen=True)
class ScreenFigures:
    """A screen's times in milliseconds.

    Attributes:
        opened: from the key to the painted screen.
        refreshed: from the question to the screen painted anew.
        longest_gap: the longest time in which the window heard nobody.
        most_opening: the limit of the first.
        most: the limit of the second, which half of all keep.
    """

    opened: float
    refreshed: Durations
    longest_gap: float
    most_opening: float = MOST_OPENING_MS
    most: float = MOST_MS

    @property
    def is_quick(self) -> bool:
        """Whether all of it keeps within its limits."""
        return (
            self.opened < self.most_opening
            and self.refreshed.at(0.5) < self.most
            and self.longest_gap < MOST_GAP_MS
        )

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "opened_ms": round(self.opened, 1),
            "refresh_median_ms": round(self.refreshed.at(0.5), 1),
            "refresh_max_ms": round(self.refreshed.at(1.0), 1),
            "longest_gap_ms": round(self.longest_gap, 1),
        }

    def in_words(self, name: str) -> str:
        """One line for people."""
        return (
            f"  {name}: painted {self.opened:.0f} after its key (limit {self.most_opening:.0f}), "
            f"anew {self.refreshed.at(0.5):.0f}, longest {self.refreshed.at(1.0):.0f} (limit "
            f"{self.most:.0f}); stood still at the most {self.longest_gap:.0f} "
            f"(limit {MOST_GAP_MS:.0f})"
        )


@contextmanager
def a_lead_at(settings: StationSettings, workplace: Workplace) -> Iterator[DeskWalk]:
    """Open a station's window, off screen where there is none, and sign a new lead in."""
    badge = add_operator(
        workplace, staff_number="9000", name="Mira Lind", role=OperatorRole.LEAD, pin="471108"
    )
    application = make_application(sys.argv[:1])
    station = build_station(application, settings, workplace)
    station.window.show()
    try:
        walk = DeskWalk(application, station)
        walk.sign_in(badge)
        yield walk
    finally:
        station.close()


class DeskWalk:
    """A lead at an open station, who opens one screen after the other."""

    def __init__(self, application: QApplication, station: StationWindow) -> None:
        self._application, self._station = application, station
        self._gaps = LoopGaps(station.window)

    def sign_in(self, badge: str) -> None:
        """Be the lead with a badge."""
        Player(self._application, self._station, None, None).scan(badge_payload(badge))

    def screens(self) -> dict[str, ScreenFigures]:
        """Open each screen and look anew at it, by its name."""
        board = self._screen(FloorWork.WAVE, WaveBoardScreen)
        late = self._late_list()
        rest: Sequence[tuple[str, FloorWork, type[DeskScreen]]] = (
            ("map", FloorWork.MAP, MapScreen),
            ("people", FloorWork.PEOPLE, PeopleScreen),
            ("exceptions", FloorWork.DESK, ExceptionScreen),
        )
        found = {"wave board": board, "late list": late}
        found |= {name: self._screen(work, screen) for name, work, screen in rest}
        figures = self._screen(FloorWork.FIGURES, FiguresScreen)
        found["figures"] = replace(figures, most_opening=FIGURES_MS, most=FIGURES_MS)
        return found

    def map_alone(self) -> ScreenFigures:
        """Open the map, and look anew at each of its layers three times."""
        return self._screen(FloorWork.MAP, MapScreen, 3 * len(HeatLayer))

    def _screen(
        self, work: FloorWork, kind: type[DeskScreen], refreshes: int = REFRESHES
    ) -> ScreenFigures:
        self._gaps.start()
        begun = time.perf_counter()
        screen = self._station.window.one(kind)  # it is made now, as it would be by its key
        made = time.perf_counter() - begun
        opened = made + self._timed(
            lambda: self._station.window.screen_shown.type_quantity(work.value), screen
        )
        self._until(lambda: self._station.context.jobs.background.pending == 0)
        seen = [self._timed(partial(_look, screen, number), screen) for number in range(refreshes)]
        self._gaps.stop()
        if kind is not WaveBoardScreen:
            self._home(screen)
        return ScreenFigures(1000 * opened, Durations.of(seen), self._gaps.longest_ms)

    def _late_list(self) -> ScreenFigures:
        """The page over the wave board, which is shown."""
        screen = self._station.window.one(WaveBoardScreen)
        self._gaps.start()
        begun = time.perf_counter()
        screen.do("late")
        self._until(lambda: isinstance(screen.task, LateTask) and screen.task.late is not None)
        opened = time.perf_counter() - begun
        seen = []
        for _ in range(REFRESHES):
            task, begun = screen.task, time.perf_counter()
            assert isinstance(task, LateTask)  # noqa: S101 - as it was opened above
            self._again(task)
            seen.append(time.perf_counter() - begun)
        self._gaps.stop()
        self._home(screen)
        return ScreenFigures(1000 * opened, Durations.of(seen), self._gaps.longest_ms)

    def _again(self, task: LateTask) -> None:
        """Look anew at the late list, which is read by itself."""
        before = task.late
        task.reload()
        self._until(lambda: task.late is not before)

    def _home(self, screen: DeskScreen) -> None:
        self._until(lambda: self._station.context.jobs.database.pending == 0)
        screen.home_asked.emit()
        self._until(lambda: self._station.window.screen_shown is not screen)

    def _timed(self, ask: Callable[[], None], screen: DeskScreen) -> float:
        """Seconds until what is asked for is painted."""
        before, begun = screen.read_at, time.perf_counter()
        ask()
        self._until(lambda: screen.read_at is not before)
        return time.perf_counter() - begun

    def _until(self, is_so: Callable[[], bool]) -> None:
        """Let the window turn until something is so, and paint."""
        while not is_so():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)


def _look(screen: DeskScreen, number: int) -> None:
    if isinstance(screen, MapScreen):
        screen.layer = HeatLayer(1 + number % len(HeatLayer))
    screen.reload()

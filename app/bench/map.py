"""The live map on a busy floor: from question to painted map, and the longest standstill."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.bench.board_floor import fill_busy_floor
from app.bench.loop_gaps import LoopGaps
from app.bench.map_floor import add_scans
from app.bench.raw_commit import Durations
from app.bootstrap.window import StationWindow, build_station
from app.bootstrap.workplace import CannotOpen, open_workplace
from app.db.engine import Patience
from app.demo.player import Player
from app.domain.floor_heat import HeatLayer
from app.domain.floor_work import FloorWork
from app.domain.operators import OperatorRole
from app.domain.own_codes import badge_payload
from app.services.live_map import live_map
from app.services.people_care import add_operator
from app.services.workplace import Workplace
from app.settings import StationSettings
from app.ui.application import make_application
from app.ui.screens.map_screen import MapScreen

REFRESHES = 24
MOST_MS = 1_000.0
"""A refresh takes less, from the question to the painted map."""

MOST_GAP_MS = 100.0
"""So long the window may stand still: no longer than an answer that seems to come at once."""

AGO = timedelta(hours=1)
HURRY_MS = 50.0

NEXT_OPERATOR = (
    "select setval(pg_get_serial_sequence('operator', 'id'), (select max(id) from operator))"
)
"""The busy floor's people have numbers of their own making, past which a server has to count."""


@dataclass(frozen=True)
class MapFigures:
    """How long refreshes took, and how long the window stood still meanwhile, in milliseconds."""

    database: str
    orders: int
    scans: int
    reads: dict[str, Durations]
    painted: Durations
    longest_gap: float
    gaps_above: int

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        told = {**self.reads, "refresh": self.painted}
        return {
            "database": self.database,
            "orders": self.orders,
            "scans": self.scans,
            "longest_gap_ms": round(self.longest_gap, 1),
            f"gaps_above_{HURRY_MS:.0f}_ms": self.gaps_above,
            "reads": {
                name: {"median_ms": round(found.at(0.5), 1), "max_ms": round(found.at(1.0), 1)}
                for name, found in told.items()
            },
        }


def bench_map(settings: StationSettings, *, own_database: bool, as_json: bool) -> int:
    """Measure and print the figures.

    Returns:
        0 if refreshes and standstills keep within `MOST_MS` and `MOST_GAP_MS`; otherwise 1.

    Raises:
        CannotOpen: the database cannot be opened, or is not empty.
    """
    with TemporaryDirectory() as folder:
        if own_database:
            settings = replace(settings, database=f"sqlite:///{Path(folder) / 'map.sqlite3'}")
        workplace = open_workplace(settings, patience=Patience.DESK)
        try:
            figures = _measured(settings, workplace)
        finally:
            workplace.database.close()
    print(json.dumps(figures.as_json()) if as_json else _in_words(figures))
    is_quick = figures.painted.at(1.0) < MOST_MS and figures.longest_gap < MOST_GAP_MS
    return 0 if is_quick else 1


def _measured(settings: StationSettings, workplace: Workplace) -> MapFigures:
    engine, now = workplace.database.engine, datetime.now(UTC)
    with engine.begin() as connection:
        if connection.exec_driver_sql("select count(*) from orders").scalar():
            raise CannotOpen("the benchmark needs a database without orders; name an empty one")
        floor = fill_busy_floor(connection, now=now)
        scans = add_scans(connection, now)
        if not workplace.database.is_sqlite:
            connection.exec_driver_sql(NEXT_OPERATOR)
            connection.exec_driver_sql("analyze")
    badge = add_operator(
        workplace, staff_number="9000", name="Mira Lind", role=OperatorRole.LEAD, pin="471108"
    )
    reads = {
        "now": _timed(lambda: live_map(workplace, None)),
        "an hour ago": _timed(lambda: live_map(workplace, None, now - AGO)),
    }
    application = make_application(sys.argv[:1])
    station = build_station(application, settings, workplace)
    station.window.show()
    try:
        run = _Run(application, station)
        run.open(badge)
        gaps = LoopGaps(station.window)
        gaps.start()
        painted = Durations.of([run.refresh(number) for number in range(REFRESHES)])
        gaps.stop()
    finally:
        station.close()
    return MapFigures(
        station.context.about.database,
        floor.rows["orders"],
        scans,
        reads,
        painted,
        gaps.longest_ms,
        gaps.above(HURRY_MS),
    )


class _Run:
    """A lead at the map; each refresh colours it by another layer."""

    def __init__(self, application: QApplication, station: StationWindow) -> None:
        self._application, self._station = application, station
        self._screen = station.window.one(MapScreen)

    def open(self, badge: str) -> None:
        """Sign in and open the map."""
        Player(self._application, self._station, None, None).scan(badge_payload(badge))
        self._station.window.screen_shown.type_quantity(FloorWork.MAP.value)
        self._until(lambda: self._screen.shown is not None)

    def refresh(self, number: int) -> float:
        """Look anew; returns the seconds until the window is painted."""
        begun = time.perf_counter()
        before = self._screen.shown
        self._screen.layer = HeatLayer(1 + number % len(HeatLayer))
        self._screen.reload()
        self._until(lambda: self._screen.shown is not before)
        self._until(lambda: True)
        return time.perf_counter() - begun

    def _until(self, is_so: Callable[[], bool]) -> None:
        """Let the window turn until something is so, and paint."""
        while True:
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
            if is_so():
                return


def _timed(read: Callable[[], object]) -> Durations:
    found = []
    for _ in range(7):
        begun = time.perf_counter()
        read()
        found.append(time.perf_counter() - begun)
    return Durations.of(found)


def _in_words(figures: MapFigures) -> str:
    lines = [
        f"{figures.database}: {figures.orders} orders, {figures.scans} scans (milliseconds)",
        *(
            f"  read of the floor {name}: median {found.at(0.5):.0f}  longest {found.at(1.0):.0f}"
            for name, found in figures.reads.items()
        ),
        (
            f"  refresh until painted: median {figures.painted.at(0.5):.0f}  "
            f"longest {figures.painted.at(1.0):.0f} (limit {MOST_MS:.0f})"
        ),
        (
            f"  window stood still at the most {figures.longest_gap:.0f} "
            f"(limit {MOST_GAP_MS:.0f}), {figures.gaps_above} times longer than {HURRY_MS:.0f}"
        ),
    ]
    return "\n".join(lines)

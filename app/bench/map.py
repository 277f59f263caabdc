"""The live map on a busy floor: from question to painted map, and the longest standstill."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bench.busy_day import fill_busy_day
from app.bench.desk_walk import ScreenFigures, a_lead_at
from app.bench.raw_commit import Durations
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience, database_words
from app.services.live_map import live_map
from app.services.workplace import Workplace
from app.settings import StationSettings

AGO = timedelta(hours=1)


@dataclass(frozen=True)
class MapFigures:
    """How long reads and refreshes took, and how long the window stood still meanwhile."""

    database: str
    orders: int
    reads: dict[str, Durations]
    screen: ScreenFigures

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "database": self.database,
            "orders": self.orders,
            "screen": self.screen.as_json(),
            "reads": {
                name: {"median_ms": round(found.at(0.5), 1), "max_ms": round(found.at(1.0), 1)}
                for name, found in self.reads.items()
            },
        }


def bench_map(settings: StationSettings, *, own_database: bool, as_json: bool) -> int:
    """Measure and print the figures.

    Returns:
        0 if the map and its standstills keep within the limits of a screen; otherwise 1.

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
    return 0 if figures.screen.is_quick else 1


def _measured(settings: StationSettings, workplace: Workplace) -> MapFigures:
    now = datetime.now(UTC)
    with workplace.database.engine.begin() as connection:
        floor = fill_busy_day(connection, now)
    reads = {
        "now": _timed(lambda: live_map(workplace, None)),
        "an hour ago": _timed(lambda: live_map(workplace, None, now - AGO)),
    }
    with a_lead_at(settings, workplace) as walk:
        screen = walk.map_alone()
    database = database_words(workplace.database.engine)
    return MapFigures(database, floor.rows["orders"], reads, screen)


def _timed(read: Callable[[], object]) -> Durations:
    found = []
    for _ in range(7):
        begun = time.perf_counter()
        read()
        found.append(time.perf_counter() - begun)
    return Durations.of(found)


def _in_words(figures: MapFigures) -> str:
    lines = [
        f"{figures.database}: {figures.orders} open orders (milliseconds)",
        *(
            f"  read of the floor {name}: median {found.at(0.5):.0f}  longest {found.at(1.0):.0f}"
            for name, found in figures.reads.items()
        ),
        figures.screen.in_words("map"),
    ]
    return "\n".join(lines)

"""The lead's desk on a busy floor: reads beside a bare scan of their rows, and its screens."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from app.bench.board_floor import BusyFloor
from app.bench.busy_day import fill_busy_day
from app.bench.desk_walk import ScreenFigures, a_lead_at
from app.bench.raw_commit import Durations
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience, database_words
from app.planning.board_outlook import Move
from app.services.board_forecast import PaceMemory, board_now, moved
from app.services.lead_board import lead_board
from app.services.workplace import Workplace
from app.settings import StationSettings

TIMES = 7
MOST_SECONDS = 1.0
"""A refresh of the board takes less."""

BARE = (
    "select count(*), sum(quantity - picked - short) from pick_line",
    "select count(*), max(due_at) from pick_task",
    "select count(*), sum(picked - packed) from order_line",
    "select count(*), max(ship_by) from orders",
)
"""Every row the board looks at, once, and two numbers back: the least that a read can be."""


COUNTED = ("orders", "waves", "people", "pick_lines")


@dataclass(frozen=True)
class BoardFigures:
    """How long each read took; `first` is the look that learns the pace and walks the floor."""

    database: str
    floor: BusyFloor
    first: float
    reads: dict[str, Durations]
    bare: Durations
    screens: dict[str, ScreenFigures]

    @property
    def is_quick(self) -> bool:
        """Whether a refresh and all screens keep within their limits."""
        is_read_soon = self.reads["board with its strip"].at(0.5) < MOST_SECONDS * 1000
        return is_read_soon and all(screen.is_quick for screen in self.screens.values())

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "database": self.database,
            "orders": self.floor.rows["orders"],
            "waves": self.floor.rows["wave"],
            "people": self.floor.rows["operator"],
            "pick_lines": self.floor.rows["pick_line"],
            "first_ms": round(self.first * 1000, 1),
            "bare_scan_ms": round(self.bare.at(0.5), 2),
            "reads": {
                name: {
                    "median_ms": round(found.at(0.5), 2),
                    "max_ms": round(found.at(1.0), 2),
                    "ratio": round(found.at(0.5) / self.bare.at(0.5), 1),
                }
                for name, found in self.reads.items()
            },
            "screens": {name: found.as_json() for name, found in self.screens.items()},
        }


def bench_board(settings: StationSettings, *, own_database: bool, as_json: bool) -> int:
    """Measure and print the figures.

    Returns:
        0 if a refresh takes less than `MOST_SECONDS` and each screen keeps within its limits;
        otherwise 1.

    Raises:
        CannotOpen: the database cannot be opened, or is not empty.
    """
    with TemporaryDirectory() as folder:
        if own_database:
            settings = replace(settings, database=f"sqlite:///{Path(folder) / 'board.sqlite3'}")
        workplace = open_workplace(settings, patience=Patience.DESK)
        try:
            figures = measured(settings, workplace)
        finally:
            workplace.database.close()
    print(json.dumps(figures.as_json()) if as_json else _in_words(figures))
    return 0 if figures.is_quick else 1


def measured(settings: StationSettings, workplace: Workplace) -> BoardFigures:
    """Fill the database and measure.

    Raises:
        CannotOpen: the database is not empty.
    """
    engine = workplace.database.engine
    with engine.begin() as connection:
        floor = fill_busy_day(connection, datetime.now(UTC))
    memory = PaceMemory()
    begun = time.perf_counter()
    board = board_now(workplace, memory=memory)
    first = time.perf_counter() - begun
    person = next(iter(board.pickers))
    wave = board.waves[-1].wave_id
    reads = {
        "board": _timed(lambda: board_now(workplace, memory=memory)),
        "board with its strip": _timed(lambda: lead_board(workplace, memory=memory)),
        "effect of a move": _timed(lambda: moved(board, [Move(person, wave)])),
    }
    bare = _timed(lambda: _scan(engine))
    with a_lead_at(settings, workplace) as walk:
        screens = walk.screens()
    return BoardFigures(database_words(engine), floor, first, reads, bare, screens)


def _scan(engine: Engine) -> None:
    with engine.connect() as connection:
        for statement in BARE:
            connection.exec_driver_sql(statement).all()


def _timed(read: Callable[[], object]) -> Durations:
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        read()
        found.append(time.perf_counter() - begun)
    return Durations.of(found)


def _in_words(figures: BoardFigures) -> str:
    told = figures.as_json()
    what = ", ".join(f"{told[name]} {name.replace('_', ' ')}" for name in COUNTED)
    lines = [
        f"{figures.database}: {what} (milliseconds)",
        f"  first look, pace learned and floor walked: {told['first_ms']}",
    ]
    for name, found in figures.reads.items():
        ratio = found.at(0.5) / figures.bare.at(0.5)
        lines.append(
            f"  {name}: median {found.at(0.5):.1f}  longest {found.at(1.0):.1f}  "
            f"{ratio:.1f} times the bare scan of the rows ({figures.bare.at(0.5):.1f})"
        )
    lines += [found.in_words(name) for name, found in figures.screens.items()]
    return "\n".join(lines)

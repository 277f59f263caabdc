"""Figures of a worked day of 10,000 orders: time of each read, beside a bare scan of its rows."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, func, select, table

from app.bench.busy_day import fill_busy_day
from app.bench.past_day import HOURS
from app.bench.raw_commit import Durations
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience, database_words
from app.services.exception_board import floor_exceptions
from app.services.figure_plots import figure_pages
from app.services.figure_words import in_english
from app.services.figures import figures_of, own_figures
from app.services.shift_report import shift_report, shift_told
from app.services.workplace import Workplace
from app.settings import StationSettings
from printing.paper import Format
from printing.rendering import render

TIMES = 5
MOST_SECONDS = 4.0
"""A lead turns pages of what was read; the reading itself is no longer than this."""

BARE = (
    "select work, count(*), max(at) from scan_log group by work",
    "select count(*), sum(picked), max(picked_at) from pick_line",
    "select count(*), max(at) from stock_move",
    "select count(*), max(shipped_at) from orders",
    "select count(*), max(closed_at) from carton",
)
"""Every row the figures look at, once, and a few numbers back: the least that a read can be."""


@dataclass(frozen=True)
class FiguresMeasured:
    """How long each read took, and how many rows there were."""

    database: str
    rows: dict[str, int]
    reads: dict[str, Durations]
    bare: Durations

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "database": self.database,
            **self.rows,
            "bare_scan_ms": round(self.bare.at(0.5), 1),
            "reads": {
                name: {
                    "median_ms": round(found.at(0.5), 1),
                    "max_ms": round(found.at(1.0), 1),
                    "ratio": round(found.at(0.5) / self.bare.at(0.5), 1),
                }
                for name, found in self.reads.items()
            },
        }


def bench_figures(settings: StationSettings, *, own_database: bool, as_json: bool) -> int:
    """Measure and print the figures.

    Returns:
        0 if all figures of a shift are read in less than `MOST_SECONDS`; otherwise 1.

    Raises:
        CannotOpen: the database cannot be opened, or is not empty.
    """
    with TemporaryDirectory() as folder:
        if own_database:
            settings = replace(settings, database=f"sqlite:///{Path(folder) / 'figures.sqlite3'}")
        workplace = open_workplace(settings, patience=Patience.DESK)
        try:
            found = measured(workplace)
        finally:
            workplace.database.close()
    print(json.dumps(found.as_json()) if as_json else _in_words(found))
    return 0 if found.reads["all figures"].at(0.5) < MOST_SECONDS * 1000 else 1


def measured(workplace: Workplace) -> FiguresMeasured:
    """Fill the database and measure.

    Raises:
        CannotOpen: the database is not empty.
    """
    engine = workplace.database.engine
    ends = datetime.now(UTC)
    with engine.begin() as connection:
        fill_busy_day(connection, ends)
    with engine.connect() as connection:
        counts = {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in ("orders", "pick_line", "scan_log")
        }
    begins = ends - timedelta(hours=HOURS)
    told = figures_of(workplace, begins, ends)
    report = shift_report(shift_told(workplace, begins=begins))
    week = ends - timedelta(days=1)
    return FiguresMeasured(
        database_words(engine),
        counts,
        {
            "all figures": _timed(lambda: figures_of(workplace, begins, ends)),
            "all plots of them": _timed(lambda: figure_pages(told, in_english)),
            "exceptions": _timed(lambda: floor_exceptions(workplace)),
            "one's own": _timed(lambda: own_figures(workplace, 7, week)),
            "report, read": _timed(lambda: shift_told(workplace, begins=begins)),
            "report, as PDF": _timed(lambda: render(report, Format.PDF, 300)),
        },
        _timed(lambda: _scan(engine)),
    )


def _timed(read: Callable[[], object]) -> Durations:
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        read()
        found.append(time.perf_counter() - begun)
    return Durations.of(found)


def _scan(engine: Engine) -> None:
    with engine.connect() as connection:
        for statement in BARE:
            connection.exec_driver_sql(statement).all()


def _in_words(found: FiguresMeasured) -> str:
    rows = ", ".join(f"{count:,} rows of {table}" for table, count in found.rows.items())
    lines = [f"{found.database}: {rows}", f"bare scan of the rows: {found.bare.at(0.5):.0f} ms"]
    for name, took in found.reads.items():
        ratio = took.at(0.5) / found.bare.at(0.5)
        lines.append(
            f"{name}: {took.at(0.5):.0f} ms, {took.at(1.0):.0f} ms at the most, "
            f"{ratio:.1f} times the bare scan"
        )
    return "\n".join(lines)

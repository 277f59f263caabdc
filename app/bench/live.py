"""Commit at one station to the signal in another one's window, beside the bare notice."""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop
from sqlalchemy import Connection
from sqlalchemy import event as engine_event

from app.bench.bare_hints import ScanRates, bare_hints, scan_rates
from app.bench.raw_commit import Durations
from app.bootstrap.workplace import open_workplace
from app.db.engine import database_words, make_engine, parse_url
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.events import TaskFinished
from app.services.live import EventWatch, StoredEvent
from app.services.workplace import Workplace
from app.settings import StationSettings
from app.ui.application import make_application
from app.ui.live_feed import LiveFeed

PAUSES = (0.02, 0.12)
"""Shortest and longest pause between two commits, in seconds: events of a busy floor."""

RATE_SECONDS_PER_EVENT = 0.01
"""How long each of the two rates of scans is measured, for each event that is."""


@dataclass(frozen=True)
class LiveFigures:
    """The benchmark's figures; `rates` only where there are notices."""

    database: str
    events: int
    told: Durations
    bare: Durations
    rates: ScanRates | None

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        figures: dict[str, object] = {
            "database": self.database,
            "events": self.events,
            "signal_ms": _quantiles(self.told),
            "bare_notice_ms": _quantiles(self.bare),
            "ratio_median": round(self.told.at(0.5) / self.bare.at(0.5), 2),
            "ratio_p99": round(self.told.at(0.99) / self.bare.at(0.99), 2),
        }
        if self.rates is not None:
            figures["scans_per_second"] = {
                "silent": round(self.rates.silent),
                "noticed": round(self.rates.noticed),
            }
            figures["rate_ratio"] = round(self.rates.noticed / self.rates.silent, 2)
        return figures


def bench_live(settings: StationSettings, *, events: int, own_database: bool, as_json: bool) -> int:
    """Measure and print the figures.

    Returns:
        0.

    Raises:
        CannotOpen: the database cannot be opened.
    """
    with TemporaryDirectory() as folder:
        if own_database:
            settings = replace(settings, database=f"sqlite:///{Path(folder) / 'floor.sqlite3'}")
        workplace = open_workplace(settings)
        try:
            figures = _measure(settings, workplace, events)
        finally:
            workplace.database.close()
    print(json.dumps(figures.as_json()) if as_json else _in_words(figures))
    return 0


def _measure(settings: StationSettings, workplace: Workplace, events: int) -> LiveFigures:
    url = parse_url(settings.database_url)
    chance = random.Random(1)  # noqa: S311 - repeatable pauses, no secret
    pauses = [chance.uniform(*PAUSES) for _ in range(events)]
    # Each limit directly after what it is compared with: the machine may be busier later.
    told = _times_until_told(workplace, pauses)
    bare = bare_hints(url, pauses)
    rates = (
        None if workplace.database.is_sqlite else scan_rates(url, events * RATE_SECONDS_PER_EVENT)
    )
    words = database_words(workplace.database.engine)
    return LiveFigures(words, events, told, bare, rates)


def _times_until_told(workplace: Workplace, pauses: list[float]) -> Durations:
    """Commit in a thread with connections of its own; wait for the signals in the main thread."""
    make_application(sys.argv[:1])
    feed = LiveFeed(EventWatch(workplace))
    loop = QEventLoop()
    begun: dict[object, float] = {}
    ended: dict[object, float] = {}

    def happened(events: tuple[StoredEvent, ...]) -> None:
        now = time.monotonic()
        ended.update((event.payload["task_id"], now) for event in events if not event.is_own)
        if len(ended) == len(pauses):
            loop.quit()

    def begin(is_connected: bool) -> None:
        if is_connected and writer.ident is None:
            writer.start()

    writer = threading.Thread(target=_write, args=(workplace, pauses, begun), daemon=True)
    feed.happened.connect(happened)
    feed.connection_told.connect(begin)
    feed.start()
    try:
        loop.exec()
    finally:
        feed.stop()
        writer.join()
    return Durations.of([ended[number] - begun[number] for number in begun])


def _write(workplace: Workplace, pauses: list[float], begun: dict[object, float]) -> None:
    """Be the other station: one event a transaction, its time that of the commit."""
    engine = make_engine(workplace.database.engine.url)
    commits: list[float] = []
    engine_event.listen(engine, "commit", _noting(commits))
    elsewhere = Workplace(Database(engine), "bench")
    actor = elsewhere.actor()
    for number, pause in enumerate(pauses):
        time.sleep(pause)
        elsewhere.database.run(partial(UnitOfWork.record, event=TaskFinished(number)), actor)
        begun[number] = commits[-1]
    elsewhere.database.close()


def _noting(commits: list[float]) -> Callable[[Connection], None]:
    def note(_connection: Connection) -> None:
        commits.append(time.monotonic())

    return note


def _quantiles(durations: Durations) -> dict[str, float]:
    return {
        "median": round(durations.at(0.5), 2),
        "p99": round(durations.at(0.99), 2),
        "max": round(durations.at(1.0), 2),
    }


def _in_words(figures: LiveFigures) -> str:
    lines = [f"{figures.database}, {figures.events} events (milliseconds)"]
    for name, durations in (
        ("commit at one station to signal at another", figures.told),
        ("commit to notice by the bare driver", figures.bare),
    ):
        values = _quantiles(durations)
        lines.append(f"  {name}: median {values['median']}  99 % {values['p99']}")
    ratios = figures.as_json()
    lines.append(f"  ratio: median {ratios['ratio_median']}  99 % {ratios['ratio_p99']}")
    if figures.rates is not None:
        rates = figures.rates
        lines.append(
            f"  scans a second of 8 stations: {rates.silent:.0f}, with a notice in each "
            f"{rates.noticed:.0f}, ratio {ratios['rate_ratio']}"
        )
    return "\n".join(lines)

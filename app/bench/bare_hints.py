"""The limits beside the benchmark of the live feed: bare notices, and commits that send them."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import URL

from app.bench.raw_commit import Durations
from app.db.hints import LOOK_SECONDS

STATIONS = 8
"""Connections that scan at the same time while the cost of notices is measured."""

TURNS = 4
"""How often scans with notices and scans without take turns."""

CHANNEL = "pickstation_bench"

SCAN = (
    "BEGIN; "
    "INSERT INTO bench_hint_event (payload) VALUES ('{{}}'); "
    "UPDATE bench_hint_line SET picked = picked + 1 WHERE id = {0}; "
    "{1} "
    "COMMIT"
)
"""A scan in one round trip, on a line of the station's own; with a notice or without."""

NOTICE = f"SELECT pg_notify('{CHANNEL}', '');"

TABLES = (
    "CREATE TABLE bench_hint_event (id bigserial PRIMARY KEY, payload text)",
    "CREATE TABLE bench_hint_line (id bigint PRIMARY KEY, picked integer)",
    "INSERT INTO bench_hint_line SELECT n, 0 FROM generate_series(0, 15) AS n",
)


@dataclass(frozen=True)
class ScanRates:
    """Transactions a second of all stations together, without notices and with one in each."""

    silent: float
    noticed: float


def plain_url(url: URL) -> str:
    """The URL as the bare driver takes it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def bare_hints(url: URL, pauses: list[float]) -> Durations:
    """Time from the commit to the bare driver's notice of it, in another thread.

    Args:
        url: the database; a SQLite database of the bench's own is made beside it.
        pauses: seconds before each commit.
    """
    if url.get_backend_name() == "sqlite":
        with TemporaryDirectory(dir=Path(url.database or ".").parent) as folder:
            return _on_sqlite(str(Path(folder) / "bare.sqlite3"), pauses)
    return _on_postgresql(plain_url(url), pauses)


def _on_postgresql(url: str, pauses: list[float]) -> Durations:
    with (
        psycopg.connect(url, autocommit=True) as listener,
        psycopg.connect(url, autocommit=True) as writer,
    ):
        listener.execute(f"LISTEN {CHANNEL}")

        def commit() -> float:
            writer.execute("BEGIN")
            writer.execute(NOTICE)
            begun = time.monotonic()
            writer.execute("COMMIT")
            return begun

        # As long as it is open, the generator keeps the connection locked.
        with closing(listener.notifies()) as notices:
            return _time(commit, lambda: next(notices), pauses)


def _on_sqlite(file: str, pauses: list[float]) -> Durations:
    writer = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    reader = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL"):
        writer.execute(f"PRAGMA {pragma}")
    writer.execute("CREATE TABLE bench_hint (id INTEGER PRIMARY KEY)")

    def version() -> int:
        return int(reader.execute("PRAGMA data_version").fetchone()[0])

    seen = version()

    def commit() -> float:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO bench_hint DEFAULT VALUES")
        begun = time.monotonic()
        writer.execute("COMMIT")
        return begun

    def wait() -> None:
        nonlocal seen
        while (now := version()) == seen:
            time.sleep(LOOK_SECONDS)
        seen = now

    try:
        return _time(commit, wait, pauses)
    finally:
        reader.close()
        writer.close()


def _time(
    commit: Callable[[], float], wait: Callable[[], object], pauses: list[float]
) -> Durations:
    """Commit in a thread, one after the other; wait for each here."""
    begun: list[float] = []
    heard = threading.Semaphore(0)

    def write() -> None:
        for pause in pauses:
            time.sleep(pause)
            begun.append(commit())
            heard.acquire()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    ends: list[float] = []
    for _ in pauses:
        wait()
        ends.append(time.monotonic())
        heard.release()
    writer.join()
    return Durations.of([end - start for start, end in zip(begun, ends, strict=True)])


def scan_rates(url: URL, seconds: float) -> ScanRates:
    """How many scans a second commit on PostgreSQL, without a notice in each and with one.

    Both are measured in turns, `seconds` each in all: a machine is not equally fast all the time.
    """
    plain = plain_url(url)
    with psycopg.connect(plain, autocommit=True) as desk:
        for statement in TABLES:
            desk.execute(statement.encode())
        desk.execute(f"LISTEN {CHANNEL}")  # without any listener a notice costs next to nothing
        try:
            turns = [
                (_rate(plain, "", seconds / TURNS), _rate(plain, NOTICE, seconds / TURNS))
                for _ in range(TURNS)
            ]
        finally:
            desk.execute("DROP TABLE bench_hint_event, bench_hint_line")
    return ScanRates(fmean(silent for silent, _ in turns), fmean(noticed for _, noticed in turns))


def _rate(url: str, notice: str, seconds: float) -> float:
    done = [0] * STATIONS
    end = time.monotonic() + seconds

    def scan(station: int) -> None:
        statement = SCAN.format(station, notice).encode()
        with psycopg.connect(url, autocommit=True) as connection:
            while time.monotonic() < end:
                connection.execute(statement)
                done[station] += 1

    stations = [threading.Thread(target=scan, args=(number,)) for number in range(STATIONS)]
    started = time.monotonic()
    for thread in stations:
        thread.start()
    for thread in stations:
        thread.join()
    return sum(done) / (time.monotonic() - started)

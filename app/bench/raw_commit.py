"""The limit beside the scan benchmark: the same rows written by the bare driver, and committed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import psycopg
from sqlalchemy import URL

STATEMENTS = (
    "INSERT INTO bench_scan (id, raw) VALUES ({0}, 'L-A01-01L-1')",
    "UPDATE bench_line SET picked = picked + 1 WHERE id = 1",
    "UPDATE bench_stock SET on_hand = on_hand - 1, allocated = allocated - 1 WHERE id = 1",
    "UPDATE bench_stock SET on_hand = on_hand + 1 WHERE id = 2",
    "INSERT INTO bench_move (id, source, target, quantity) VALUES ({0}, 1, 2, 1)",
    "UPDATE bench_order_line SET picked = picked + 1 WHERE id = 1",
    "UPDATE bench_allocation SET quantity = quantity - 1 WHERE id = 1",
    "INSERT INTO bench_event (id, payload) VALUES ({0}, '{{}}')",
)
"""What one accepted put writes: key, line, two stock rows, ledger, order line, promise, event."""

TABLES = (
    "CREATE TABLE bench_scan (id bigint PRIMARY KEY, raw text)",
    "CREATE TABLE bench_line (id bigint PRIMARY KEY, picked integer)",
    "CREATE TABLE bench_stock (id bigint PRIMARY KEY, on_hand integer, allocated integer)",
    "CREATE TABLE bench_move (id bigint PRIMARY KEY, source bigint, target bigint, quantity int)",
    "CREATE TABLE bench_order_line (id bigint PRIMARY KEY, picked integer)",
    "CREATE TABLE bench_allocation (id bigint PRIMARY KEY, quantity integer)",
    "CREATE TABLE bench_event (id bigint PRIMARY KEY, payload text)",
    "INSERT INTO bench_line VALUES (1, 0)",
    "INSERT INTO bench_stock VALUES (1, 1000000, 1000000), (2, 0, 0)",
    "INSERT INTO bench_order_line VALUES (1, 0)",
    "INSERT INTO bench_allocation VALUES (1, 1000000)",
)


class _Connection(Protocol):
    """What both drivers' connections offer here."""

    def execute(self, statement: str) -> object:
        """Run one statement."""


@dataclass(frozen=True)
class Durations:
    """Durations in seconds, sorted."""

    seconds: tuple[float, ...]

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Durations:
        """Sort measured durations."""
        return cls(tuple(sorted(seconds)))

    def at(self, share: float) -> float:
        """The duration below which this share of all lies, in milliseconds."""
        index = min(len(self.seconds) - 1, int(len(self.seconds) * share))
        return self.seconds[index] * 1000


def raw_commits(url: URL, rounds: int) -> Durations:
    """Time the bare transaction on a database of the same kind, in the same folder or server."""
    if url.get_backend_name() == "sqlite":
        return _on_sqlite(url, rounds)
    return _on_postgresql(url, rounds)


def _on_sqlite(url: URL, rounds: int) -> Durations:
    with TemporaryDirectory(dir=Path(url.database or ".").parent) as folder:
        connection = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        try:
            for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL"):
                connection.execute(f"PRAGMA {pragma}")
            for statement in TABLES:
                connection.execute(statement)
            return _time(connection, "BEGIN IMMEDIATE", rounds)
        finally:
            connection.close()


def _on_postgresql(url: URL, rounds: int) -> Durations:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA bench_bare")
        connection.execute("SET search_path TO bench_bare")
        try:
            for statement in TABLES:
                connection.execute(statement)
            return _time(connection, "BEGIN", rounds)
        finally:
            connection.execute("DROP SCHEMA bench_bare CASCADE")


def _time(connection: _Connection, begin: str, rounds: int) -> Durations:
    seconds: list[float] = []
    for number in range(rounds):
        started = time.perf_counter()
        connection.execute(begin)
        for statement in STATEMENTS:
            connection.execute(statement.format(number))
        connection.execute("COMMIT")
        seconds.append(time.perf_counter() - started)
    return Durations.of(seconds)

"""Engines for both databases, set so that no write is lost and no dead link hangs a station.

SQLite: one connection owns every write, transactions begin IMMEDIATE (a deferred read that turns
into a write fails at once under load), rollback journal with full sync: the WAL-reset defect of
SQLite before 3.51.3 cannot occur without a write-ahead log. PostgreSQL: READ COMMITTED with
explicit row locks, and time-outs at both ends of the connection.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 10_000
"""How long a second process waits for SQLite's write lock before it is told."""

POSTGRESQL_CONNECT_ARGUMENTS: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
}

POSTGRESQL_TIMEOUTS = (
    "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
)


class UnusableDatabaseUrl(ValueError):
    """The database URL cannot be used; the message says why, without showing a password."""


def parse_url(text: str) -> URL:
    """Read a database URL; only SQLite files and PostgreSQL through psycopg are supported.

    Raises:
        UnusableDatabaseUrl: the text is no URL, or names another database or driver.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise UnusableDatabaseUrl(
            "the database URL cannot be read; write sqlite:///FILE or "
            "postgresql+psycopg://USER@HOST/NAME"
        ) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise UnusableDatabaseUrl(
            f"{url.drivername} is not supported; write sqlite:///FILE or "
            "postgresql+psycopg://USER@HOST/NAME"
        )
    if url.get_backend_name() == "sqlite" and (url.database or "").startswith("~"):
        url = url.set(database=str(Path(url.database or "").expanduser()))
    return url


def make_engine(url: str | URL, *, station: str = "") -> Engine:
    """An engine for the database at `url`. `station` names the connection in server views."""
    parsed = parse_url(url) if isinstance(url, str) else url
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    return create_engine(
        parsed,
        pool_size=3,
        max_overflow=2,
        pool_recycle=1800,
        isolation_level="READ COMMITTED",
        connect_args={
            **POSTGRESQL_CONNECT_ARGUMENTS,
            "options": POSTGRESQL_TIMEOUTS,
            "application_name": f"pickstation {station}".strip(),
        },
    )


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        # The driver's own transaction control begins too late; see _begin_immediate.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=TRUNCATE", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def database_words(engine: Engine) -> str:
    """Kind and version of the database, for people."""
    if engine.dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with engine.connect() as connection:
        return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"

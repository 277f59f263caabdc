"""Engines for both databases, set so that no write is lost and no dead link hangs a station.

SQLite: one connection owns every write, transactions begin IMMEDIATE (a deferred read that turns
into a write fails at once under load), rollback journal with full sync: the WAL-reset defect of
SQLite before 3.51.3 cannot occur without a write-ahead log. PostgreSQL: READ COMMITTED with
explicit row locks, and time-outs at both ends of the connection.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.sqlite_turns import Turns
from app.db.transport import InsecureTransport, hosts_of, transport_arguments
from app.db.watchdog import Watchdog

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
"""Both halves are needed: keepalives see a silent link while waiting, `tcp_user_timeout` one that
takes nothing while sending."""

USELESS_SQLSTATES = frozenset({"25006", "25P03", "25P04"})
"""Of errors after which a connection is of no use: the server became a standby that takes no
writes, or ended the session because its transaction lay idle or lasted too long."""


@dataclass(frozen=True)
class Limits:
    """How long a database may take before it is given up; of the server's, in milliseconds.

    Attributes:
        statement_ms: one statement, at the server.
        lock_ms: waiting for somebody else's lock, at the server.
        idle_ms: a transaction in which nothing is asked, at the server.
        call_seconds: one exchange, at this end, whatever the network does.
        retry_seconds: how long after the first try another one may begin.
    """

    statement_ms: int
    lock_ms: int
    idle_ms: int
    call_seconds: float
    retry_seconds: float

    @property
    def options(self) -> str:
        """As the server takes them at the start of a session."""
        return (
            f"-c statement_timeout={self.statement_ms} -c lock_timeout={self.lock_ms} "
            f"-c idle_in_transaction_session_timeout={self.idle_ms}"
        )


class Patience(Enum):
    """How long one is willing to wait.

    FLOOR: somebody stands there with a scanner. The server gives up first and says why; this end
    gives up where the server cannot. DESK: imports, checks, bulk release: work that may be long.
    """

    FLOOR = Limits(
        statement_ms=4_000, lock_ms=2_000, idle_ms=5_000, call_seconds=6.0, retry_seconds=5.0
    )
    DESK = Limits(
        statement_ms=1_800_000,
        lock_ms=30_000,
        idle_ms=600_000,
        call_seconds=1_860.0,
        retry_seconds=60.0,
    )


class UnusableDatabaseUrl(ValueError):
    """The database URL cannot be used; the message says why, without showing a password."""


def parse_url(text: str) -> URL:
    """Read a database URL; only SQLite files and PostgreSQL through psycopg are supported.

    What a safe connection needs is added to it: encryption on the way to another machine, and,
    where it names several servers, that the one that takes writes is wanted.

    Raises:
        UnusableDatabaseUrl: the text is no URL, names another database or driver, or would let
            passwords and orders travel in clear text.
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
    if url.get_backend_name() == "sqlite":
        if (url.database or "").startswith("~"):
            url = url.set(database=str(Path(url.database or "").expanduser()))
        return url
    return _safe_postgresql(url)


def _safe_postgresql(url: URL) -> URL:
    if "password" in url.query:
        # As part of the query it would be shown wherever the URL is.
        hidden = url.query["password"]
        url = url.difference_update_query(["password"])
        url = url.set(password=hidden if isinstance(hidden, str) else hidden[-1])
    if len(hosts_of(url)) > 1 and "target_session_attrs" not in url.query:
        url = url.update_query_dict({"target_session_attrs": "read-write"})
    try:
        url.get_dialect()().create_connect_args(url)
        return url.update_query_dict(transport_arguments(url))
    except InsecureTransport as error:
        raise UnusableDatabaseUrl(str(error)) from error
    except (ArgumentError, ValueError) as error:
        raise UnusableDatabaseUrl(
            "the database URL's hosts and ports cannot be read; write "
            "postgresql+psycopg://USER@/NAME?host=FIRST:5432&host=SECOND:5432"
        ) from error


def make_engine(
    url: str | URL, *, station: str = "", patience: Patience = Patience.FLOOR
) -> Engine:
    """An engine for the database at `url`.

    Args:
        url: the database; see `parse_url`.
        station: names the connection in server views.
        patience: how long anything may take; DESK for commands that do much at once.

    Raises:
        UnusableDatabaseUrl: see `parse_url`.
    """
    parsed = parse_url(url) if isinstance(url, str) else url
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    return limited_engine(
        _safe_postgresql(parsed), patience.value, f"pickstation {station}".strip()
    )


def limited_engine(url: URL, limits: Limits, application: str) -> Engine:
    """An engine for a PostgreSQL database, with limits of its own.

    Args:
        url: as `parse_url` gives it.
        limits: how long anything may take.
        application: names the connection in server views.
    """
    engine = create_engine(
        url,
        pool_size=3,
        max_overflow=2,
        pool_recycle=1800,
        pool_timeout=limits.call_seconds,
        isolation_level="READ COMMITTED",
        connect_args={
            **POSTGRESQL_CONNECT_ARGUMENTS,
            "options": limits.options,
            "application_name": application,
        },
    )
    Watchdog(limits.call_seconds).guard(engine)
    event.listen(engine, "handle_error", _give_up_what_is_useless)
    return engine


def _give_up_what_is_useless(context: ExceptionContext) -> None:
    """Let the pool drop all its connections where one was told that it is of no use any more."""
    state = getattr(context.original_exception, "sqlstate", None) or ""
    if state in USELESS_SQLSTATES or state.startswith(("08", "57P")):
        context.is_disconnect = True


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        # The driver's own transaction control begins too late; see Turns.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", Turns(url.database, BUSY_TIMEOUT_MS / 1000).begin)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=TRUNCATE", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def database_words(engine: Engine) -> str:
    """Kind and version of the database, for people."""
    if engine.dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with engine.connect() as connection:
        return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"

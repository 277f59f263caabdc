"""Tells a station that the event log has grown: a hint to read it, never the news itself.

PostgreSQL sends notices on one channel. A notice is lost while the listener is not connected, and
sending one makes commits wait for each other (a lock held over the commit). Therefore

- the event log is the truth; a listener reads it after each (re)connect, after each notice, and
  every few seconds in any case, so a lost notice costs seconds and nothing else;
- a transaction sends at most one notice, at its end, and none where all its events are of the
  kinds in `QUIET`, which happen with every scan. Whatever writes into the event log past
  `UnitOfWork.flush_events`, such as a function in the database, does the same: once and after its
  last insert, `PERFORM pg_notify('pickstation', '')`, unless every kind it wrote is in `QUIET`.

SQLite has no notices; there a number changes with each commit of any other connection, and
asking for it takes microseconds.
"""

from __future__ import annotations

import selectors
import socket
import sqlite3
import time
from collections.abc import Iterable
from typing import Protocol, cast

import psycopg
from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from app.db.watchdog import WatchedConnection
from app.domain.events import (
    Event,
    LabelConfirmed,
    LinePicked,
    LineSkipped,
    PickUndone,
    ToteBound,
    UnitsVerified,
)

CHANNEL = "pickstation"

SEND_HINT = select(func.pg_notify(CHANNEL, ""))
"""What a transaction on PostgreSQL executes once, where its events deserve a hint."""

QUIET = frozenset(
    kind.__name__
    for kind in (LabelConfirmed, LinePicked, LineSkipped, PickUndone, ToteBound, UnitsVerified)
)
"""Kinds of events that come with every scan: others may see them some seconds later."""

HINT_PROBLEMS = (SQLAlchemyError, psycopg.Error, sqlite3.Error, OSError)
"""What waiting for hints, and reading on their connection, may raise."""

ANSWER_SECONDS = 4.0
"""How long a server may take to answer a listener; its questions are small. Less than others may
take, since it is the listener that notices a lost network while nobody scans."""

LOOK_SECONDS = 0.05
"""How often an embedded database is asked whether it changed."""

BUSY_SECONDS = 0.25
"""How long a reader of an embedded database waits for a writer before it tries again later."""


def deserves_hint(events: Iterable[Event]) -> bool:
    """Whether other stations are to be told at once of a transaction with these events."""
    return any(event.kind not in QUIET for event in events)


class Stop:
    """Ends the waits of another thread, at once and for good."""

    def __init__(self) -> None:
        self.is_told = False
        self._teller, self._told = socket.socketpair()

    def tell(self) -> None:
        """End all waits, those to come as well."""
        if not self.is_told:
            self.is_told = True
            self._teller.send(b"!")

    def wait(self, seconds: float, link: int | None = None) -> bool:
        """Wait for the end, the time, or data on a link (a socket's number).

        Returns:
            Whether there is data on the link.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(self._told, selectors.EVENT_READ)
            if link is not None:
                selector.register(link, selectors.EVENT_READ)
            ready = selector.select(max(0.0, seconds))
        return any(key.fd == link for key, _ in ready)

    def close(self) -> None:
        """Give the sockets back; nobody waits any more."""
        self._teller.close()
        self._told.close()


class Hints(Protocol):
    """Waits for hints; `connection` reads the log in statements that leave nothing open."""

    connection: Connection

    def wait(self, seconds: float) -> bool:
        """Wait until something may have been committed; False after the time, or when stopped.

        Raises:
            HINT_PROBLEMS: the link is gone; close these hints and open others.
        """

    def close(self) -> None:
        """Give the connection back, whatever state it is in."""


def open_hints(engine: Engine, stop: Stop) -> Hints:
    """Connect for hints, on a connection of their own with the settings of all others.

    What is committed after this returns is hinted at, or was lost with the link.

    Raises:
        HINT_PROBLEMS: the database cannot be reached.
    """
    if engine.dialect.name == "sqlite":
        return SqliteHints(engine, stop)
    return PostgresqlHints(engine, stop)


class PostgresqlHints:
    """Listens on the channel, never in a transaction: that would keep old notices from going."""

    def __init__(self, engine: Engine, stop: Stop) -> None:
        """See `open_hints`."""
        self._stop = stop
        self._is_hinted = False
        self.connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._driver = cast(
            "psycopg.Connection[object]", self.connection.connection.driver_connection
        )
        self.connection.detach()  # the pool's connections are for work
        if isinstance(self._driver, WatchedConnection):
            self._driver.seconds = min(self._driver.seconds, ANSWER_SECONDS)
        self._driver.add_notify_handler(self._note)  # for notices that come with an answer
        try:
            self.connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        except BaseException:
            self.close()
            raise

    def wait(self, seconds: float) -> bool:
        """Wait for a notice; see `Hints`."""
        if not self._is_hinted and self._stop.wait(seconds, self._driver.fileno()):
            self._driver.pgconn.consume_input()
            while self._driver.pgconn.notifies() is not None:
                self._is_hinted = True
        was_hinted, self._is_hinted = self._is_hinted, False
        return was_hinted

    def close(self) -> None:
        """Close the connection; the pool never sees it again."""
        self._driver.close()
        self.connection.invalidate()
        self.connection.close()

    def _note(self, _notice: psycopg.Notify) -> None:
        self._is_hinted = True


class SqliteHints:
    """Asks the file for its number of changes. The lock for that is held for microseconds."""

    def __init__(self, engine: Engine, stop: Stop) -> None:
        """See `open_hints`."""
        self._stop = stop
        self._reader = create_engine(
            engine.url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        self.connection = self._reader.connect()
        self._driver = cast("sqlite3.Connection", self.connection.connection.driver_connection)
        # Not opened read-only: such a connection cannot read after a writer was killed half-way.
        self._driver.execute("PRAGMA query_only=ON")
        self._seen: int | None = None
        self._has_changed()

    def wait(self, seconds: float) -> bool:
        """Look until the number is another one; see `Hints`."""
        end = time.monotonic() + seconds
        while not self._has_changed():
            left = end - time.monotonic()
            if left <= 0 or self._stop.is_told:
                return False
            self._stop.wait(min(left, LOOK_SECONDS))
        return True

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
        self._reader.dispose()

    def _has_changed(self) -> bool:
        try:
            row = self._driver.execute("PRAGMA data_version").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False  # a long transaction writes to the file; there is news at its end
            raise
        before, self._seen = self._seen, int(row[0])
        return self._seen != before

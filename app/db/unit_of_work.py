"""One transaction of the floor: a session, the events recorded in it, and the retry around it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar

import psycopg
from sqlalchemy import Engine, ExceptionContext, insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.event import listen
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.engine import Patience
from app.db.entering import enter
from app.db.hints import SEND_HINT, deserves_hint
from app.db.schema import Row
from app.db.watchdog import LinkLost
from app.domain.backoff import Backoff
from app.domain.events import Event, VerbRefused
from app.domain.permissions import Verb
from app.domain.refusals import Refused

Result = TypeVar("Result")

SERIALIZATION_FAILURE, DEADLOCK = "40001", "40P01"

RETRIED_SQLSTATES = frozenset({SERIALIZATION_FAILURE, DEADLOCK, "55P03", "57014"})
"""Serialization failure, deadlock, lock not available, cancelled: the server says that it took
everything back, so a whole new transaction may succeed."""

NO_ROOM = "53"
"""The class of sqlstates by which a server says that it lacks resources."""

MAX_TRIES = 5
FIRST_PAUSE_SECONDS = 0.04
LONGEST_PAUSE_SECONDS = 1.0

SUDDEN_SECONDS = 1.0
"""A connection that turns out dead within this time had died before. Where it took longer, the
network is silent; trying again at once would double the wait."""


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where: written beside every change.

    `verb` is what they want, which their role and this station must permit; None for what every
    station may.
    """

    station: str = ""
    operator_id: int | None = None
    verb: Verb | None = None


_WRITE_EVENTS = insert(Row.metadata.tables["event_log"])
"""Built once: every scan writes an event."""


class UnitOfWork:
    """A session and what happened in it; leaving the block commits both together or neither."""

    def __init__(self, session: Session, actor: Actor, now: datetime) -> None:
        """Use `database.begin()` rather than this."""
        self.session = session
        self.actor = actor
        self.now = now
        self.events: list[Event] = []

    def record(self, event: Event) -> None:
        """Remember an event; it is stored with the transaction."""
        self.events.append(event)

    def flush_events(self) -> None:
        """Write the recorded events into the event log, and tell who listens; see `hints`."""
        if not self.events:
            return
        self.session.flush()
        rows = [
            {
                "kind": event.kind,
                "payload": asdict(event),
                "station": self.actor.station,
                "operator_id": self.actor.operator_id,
                "at": self.now,
            }
            for event in self.events
        ]
        self.session.connection().execute(_WRITE_EVENTS, rows)
        if self.session.get_bind().dialect.name == "postgresql" and deserves_hint(self.events):
            self.session.execute(SEND_HINT)


_counting = Lock()


@dataclass
class Counters:
    """What went wrong between this program and its database since it was opened.

    Attributes:
        retries: transactions begun anew.
        deadlocks: transactions the server ended to resolve a deadlock.
        serialization_failures: transactions that saw a state somebody else had changed.
        lost_connections: connections that ended in use, or could not be opened.
    """

    retries: int = 0
    deadlocks: int = 0
    serialization_failures: int = 0
    lost_connections: int = 0

    def add(self, name: str) -> None:
        """Count one more; threads may do so at once."""
        with _counting:
            setattr(self, name, getattr(self, name) + 1)

    def note(self, context: ExceptionContext) -> None:
        """Count an error that the engine met."""
        error = context.sqlalchemy_exception or context.original_exception
        state = getattr(context.original_exception, "sqlstate", None)
        if state == DEADLOCK:
            self.add("deadlocks")
        elif state == SERIALIZATION_FAILURE:
            self.add("serialization_failures")
        elif context.is_disconnect or (isinstance(error, Exception) and is_connection_lost(error)):
            self.add("lost_connections")


class Database:
    """The open database: begins units of work and retries those that lost a race.

    Attributes:
        engine: gives the connections.
        counters: what went wrong so far.
    """

    def __init__(self, engine: Engine, patience: Patience = Patience.FLOOR) -> None:
        """Wrap an engine made by `app.db.engine.make_engine`, with the same patience."""
        self.engine = engine
        self.counters = Counters()
        self._retry_seconds = patience.value.retry_seconds
        listen(engine, "handle_error", self.counters.note)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self, actor: Actor | None = None) -> Iterator[UnitOfWork]:
        """One transaction. An exception rolls back everything, recorded events too."""
        with Session(self.engine, expire_on_commit=False) as session:
            try:
                work = self._enter(session, actor or Actor())
                yield work
                work.flush_events()
                session.commit()
            except BaseException:
                # A commit that failed leaves the connection in its transaction; without this the
                # next one who gets it from the pool would commit what was given up here.
                session.rollback()
                raise

    def run(self, verb: Callable[[UnitOfWork], Result], actor: Actor | None = None) -> Result:
        """Run `verb` in a transaction, anew where it lost a race against another one.

        Raises what `verb` raises, and the database's error after the last try. An error of which
        `is_connection_lost` is true leaves it open whether the transaction is on record; it is
        not tried again here.
        """

        def attempt() -> Result:
            with self.begin(actor) as work:
                return verb(work)

        return self.retried(attempt)

    def retried(self, attempt: Callable[[], Result]) -> Result:
        """Call `attempt`, which is one whole transaction, until it does not lose a race.

        Raises what `attempt` raises, and the database's error after the last try.
        """
        pauses = Backoff(first=FIRST_PAUSE_SECONDS, longest=LONGEST_PAUSE_SECONDS)
        end = time.monotonic() + self._retry_seconds
        while True:
            try:
                return attempt()
            except DBAPIError as error:
                pause = pauses.next_pause()
                is_over = pauses.failures == MAX_TRIES or time.monotonic() + pause > end
                if is_over or not lost_a_race(error):
                    raise
            self.counters.add("retries")
            time.sleep(pause)

    def _enter(self, session: Session, actor: Actor) -> UnitOfWork:
        """The unit of work of an actor, told by the database's clock.

        Stations' clocks may differ, leases and the ledger may not.

        Raises:
            Refused: the actor may not do it, which is on record in the event log then.
        """
        entered = _first(session, lambda: enter(session, actor.operator_id, actor.verb))
        work = UnitOfWork(session, actor, entered.now)
        if entered.refusal is not None and actor.verb is not None:
            if actor.operator_id is not None:
                work.record(VerbRefused(actor.verb.value, entered.refusal.name))
                work.flush_events()
                session.commit()
            raise Refused(entered.refusal)
        return work

    def close(self) -> None:
        """Close all connections, those that are at work once they come back."""
        listen(self.engine, "checkin", _close_late)
        self.engine.dispose()


def _close_late(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    """End a connection that comes back to a pool which was closed while it was at work."""
    entry.invalidate()


def _first(session: Session, ask: Callable[[], Result]) -> Result:
    """The answer to the first question of a transaction.

    A connection that dies at it died while it rested; nothing was written on it, so another one
    is asked instead, once.
    """
    asked = time.monotonic()
    try:
        return ask()
    except DBAPIError as error:
        was_silent = isinstance(error.orig, LinkLost) or time.monotonic() - asked > SUDDEN_SECONDS
        if was_silent or not error.connection_invalidated:
            raise
    session.rollback()
    return ask()


def lost_a_race(error: DBAPIError) -> bool:
    """Whether a new transaction may succeed where this one failed."""
    state = getattr(error.orig, "sqlstate", None)
    return state in RETRIED_SQLSTATES or "database is locked" in str(error.orig)


def is_passing(problem: Exception) -> bool:
    """Whether the same may succeed later: the database is away or full, or others stand before."""
    if isinstance(problem, DBAPIError) and (lost_a_race(problem) or has_no_room(problem)):
        return True
    return is_connection_lost(problem)


def has_no_room(error: DBAPIError) -> bool:
    """Whether the server lacks disk, memory or connections just now; nothing was written."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return state.startswith(NO_ROOM) or "disk is full" in str(error.orig)


def is_connection_lost(problem: Exception) -> bool:
    """Whether the database could not be reached, so that the same may succeed once it is back.

    What was being written then may be on record or not; the same scan id settles it.
    """
    if isinstance(problem, ConnectionError | TimeoutError | PoolTimeout):
        return True
    if isinstance(problem, DBAPIError) and problem.connection_invalidated:
        return True
    said = problem.orig if isinstance(problem, DBAPIError) else problem
    state = getattr(said, "sqlstate", None) or ""
    # What the driver itself raises has no state: no connection could be opened, or it is closed.
    return state.startswith(("08", "57P")) or (
        not state and isinstance(said, psycopg.OperationalError)
    )

"""One transaction of the floor: a session, the events recorded in it, and the retry around it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TypeVar, cast

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.db.schema import EventLog
from app.domain.events import Event

Result = TypeVar("Result")

RETRIED_SQLSTATES = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available: a whole new transaction may succeed."""

MAX_TRIES = 5


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where: written beside every change."""

    station: str = ""
    operator_id: int | None = None


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
        """Write the recorded events into the event log."""
        self.session.add_all(
            EventLog(
                kind=event.kind,
                payload=asdict(event),
                station=self.actor.station,
                operator_id=self.actor.operator_id,
                at=self.now,
            )
            for event in self.events
        )


class Database:
    """The open database: begins units of work and retries those that lost a race."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine made by `app.db.engine.make_engine`."""
        self.engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self, actor: Actor | None = None) -> Iterator[UnitOfWork]:
        """One transaction. An exception rolls back everything, recorded events too."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            work = UnitOfWork(session, actor or Actor(), self._now(session))
            yield work
            work.flush_events()

    def run(self, verb: Callable[[UnitOfWork], Result], actor: Actor | None = None) -> Result:
        """Run `verb` in a transaction, anew after a deadlock or serialization failure.

        Raises what `verb` raises, and the database's error after the last try.
        """
        for attempt in range(MAX_TRIES):
            try:
                with self.begin(actor) as work:
                    return verb(work)
            except OperationalError as error:
                if attempt == MAX_TRIES - 1 or not lost_a_race(error):
                    raise
                time.sleep(0.02 * 2**attempt * (1 + random.random()))  # noqa: S311 - jitter
        raise AssertionError("unreachable")

    def _now(self, session: Session) -> datetime:
        """The database's clock: stations' clocks may differ, leases and the ledger may not."""
        if self.is_sqlite:
            return datetime.now(UTC)
        now = session.scalar(select(func.clock_timestamp()))
        if now is None:
            raise RuntimeError("the database did not tell the time")
        return cast(datetime, now).astimezone(UTC)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def lost_a_race(error: DBAPIError) -> bool:
    """Whether a new transaction may succeed where this one failed."""
    state = getattr(error.orig, "sqlstate", None)
    return state in RETRIED_SQLSTATES or "database is locked" in str(error.orig)


def is_connection_lost(problem: Exception) -> bool:
    """Whether the database could not be reached, so that the same may succeed once it is back.

    What was being written then may be on record or not; the same scan id settles it.
    """
    if isinstance(problem, ConnectionError | TimeoutError):
        return True
    if not isinstance(problem, DBAPIError):
        return False
    state = getattr(problem.orig, "sqlstate", None) or ""
    return problem.connection_invalidated or state.startswith(("08", "57P"))

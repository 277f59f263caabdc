"""What happens at all stations, as it is committed: each event of the log once, within moments."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from app.db.hints import HINT_PROBLEMS, Hints, Stop, open_hints
from app.db.queries.records import EventRow, database_time, events_after, newest_event_ids
from app.db.unit_of_work import lost_a_race
from app.domain.backoff import Backoff
from app.domain.event_cursor import EventCursor
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

LOOK_ANYWAY_SECONDS = 2.0
"""How often the log is read without a hint: hints may be lost, and quiet kinds send none. It is
also the sign of life: a link that has died in silence is noticed at the next look."""

SUDDEN_SECONDS = 1.0
"""A link that ends faster than this was closed by somebody and is probably there again at once;
one that was silent for longer is a lost network, which is told without another try."""

BREATH_SECONDS = 0.05
"""Between two readings, so that a burst of hints costs each station twenty of them a second."""

BATCH = 500
"""Events that are read at once; a station that was away for long catches up in several steps."""

UNDER_WAY = 1000
"""So many of the newest events are looked at for gaps when a station begins to watch."""


@dataclass(frozen=True)
class StoredEvent:
    """One event of the log.

    Attributes:
        id: Its number; events mostly, but not always, come in this order.
        kind: The name of its class in `app.domain.events`.
        payload: The fields of that class.
        station: Where it happened.
        operator_id: Who did it.
        at: When, by the database's clock.
        is_own: Whether it happened at the station that watches.
    """

    id: int
    kind: str
    payload: Mapping[str, object]
    station: str
    operator_id: int | None
    at: datetime
    is_own: bool


class EventWatch:
    """Waits for events on a connection of its own; for one thread that does nothing else.

    It begins with what is committed after it first connects, and misses nothing from then on:
    neither what happens while the link is down, nor what is committed late under a lower id.

    Attributes:
        is_connected: Whether the log can be read; None until that was tried. A link that is
            there again at the first attempt was never reported lost.
    """

    def __init__(self, workplace: Workplace, *, look_anyway: float = LOOK_ANYWAY_SECONDS) -> None:
        """Connect at the first wait.

        Args:
            workplace: The open database, and the station whose events are its own.
            look_anyway: Seconds between two readings where no hint comes; a board that shows
                every scan asks for 1.
        """
        self.is_connected: bool | None = None
        self._workplace = workplace
        self._look_anyway = look_anyway
        self._stop = Stop()
        self._in_use = threading.Lock()
        self._hints: Hints | None = None
        self._cursor: EventCursor | None = None
        self._is_due = False
        self._read_at = self._retry_at = 0.0
        self._asked_at: float | None = None
        self._pauses = Backoff()

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, from whatever thread."""
        return self._stop.is_told

    def wait(self, seconds: float) -> tuple[StoredEvent, ...]:
        """The next events; nothing after the time, once closed, or when `is_connected` changed.

        A lost link is made again here, with growing rests in between. Nothing is raised for it.
        """
        with self._in_use:
            end = time.monotonic() + seconds
            was_connected = self.is_connected
            while not self.is_closed:
                events = self._step(end)
                has_turned = self.is_connected is not was_connected
                if events or has_turned or time.monotonic() >= end:
                    return events
            return ()

    def close(self) -> None:
        """End a wait in another thread, and close the connection."""
        if self.is_closed:
            return
        self._stop.tell()
        with self._in_use:
            self._drop_link()
            self._stop.close()

    def _step(self, end: float) -> tuple[StoredEvent, ...]:
        """Wait for one thing to happen, at most until `end`."""
        try:
            if self._hints is None:
                self._rest(min(self._retry_at, end))
                if time.monotonic() >= self._retry_at and not self.is_closed:
                    self._hints = self._answered(self._connect)
                return ()
            self._is_due = self._is_due or self._waited(self._hints, end)
            if not self._is_due or self.is_closed:
                return ()
            self._rest(self._read_at + BREATH_SECONDS)
            return self._answered(partial(self._read, self._hints))
        except HINT_PROBLEMS as problem:
            self._lost(problem)
            return ()

    def _answered(self, ask: Callable[[], Answer]) -> Answer:
        """Ask the database something, and remember since when while there is no answer."""
        self._asked_at = time.monotonic()
        answer = ask()
        self._asked_at = None
        return answer

    def _connect(self) -> Hints:
        hints = open_hints(self._workplace.database.engine, self._stop)
        try:
            newest = newest_event_ids(hints.connection, UNDER_WAY)
            now = database_time(hints.connection)
        except BaseException:
            hints.close()
            raise
        if self._cursor is not None and max(newest, default=0) < self._cursor.highest:
            _log.warning("the event log is shorter than it was: an older backup was restored")
            self._cursor = None
        self._cursor = self._cursor or EventCursor.at_end(
            newest, now, is_all=len(newest) < UNDER_WAY
        )
        self._is_due = True
        return hints

    def _waited(self, hints: Hints, end: float) -> bool:
        """Wait for a hint; whether the log is to be read now."""
        look_at = self._read_at + self._look_anyway
        is_hinted = hints.wait(min(look_at, end) - time.monotonic())
        return is_hinted or time.monotonic() >= look_at

    def _read(self, hints: Hints) -> tuple[StoredEvent, ...]:
        cursor = self._cursor or EventCursor()
        rows = events_after(hints.connection, cursor, BATCH)
        if rows or cursor.gaps:
            now = database_time(hints.connection)
            self._cursor = cursor.advance((row.id for row in rows), now)
        self._read_at = time.monotonic()
        self._is_due = len(rows) == BATCH
        self._pauses.reset()
        self.is_connected = True
        return tuple(self._stored(row) for row in rows)

    def _stored(self, row: EventRow) -> StoredEvent:
        return StoredEvent(*row, is_own=row.station == self._workplace.station)

    def _lost(self, problem: Exception) -> None:
        if isinstance(problem, DBAPIError) and lost_a_race(problem):
            self._rest(time.monotonic() + BREATH_SECONDS)  # an embedded database is being written
            return
        asked_at, self._asked_at = self._asked_at, None
        was_sudden = asked_at is None or time.monotonic() - asked_at < SUDDEN_SECONDS
        self._drop_link()
        pause = self._pauses.next_pause()
        if was_sudden and self._pauses.failures == 1:
            _log.info("the live feed lost its link: %s", problem)
            return
        if self.is_connected is not False:
            _log.warning("the live feed cannot reach the database: %s", problem)
        self.is_connected = False
        self._retry_at = time.monotonic() + pause

    def _drop_link(self) -> None:
        hints, self._hints = self._hints, None
        if hints is None:
            return
        try:
            hints.close()
        except HINT_PROBLEMS as problem:
            _log.info("a lost link did not close", exc_info=problem)

    def _rest(self, until: float) -> None:
        """Do nothing until then, or until closed."""
        seconds = until - time.monotonic()
        if seconds > 0:
            self._stop.wait(seconds)

"""The way between a station and the database: it delays, loses, tells nobody, and comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from app.db.engine import Patience
from app.db.line_gate import GatedDatabase
from app.db.unit_of_work import Actor, Database, UnitOfWork
from app.domain.pick_request import PickRequest

if TYPE_CHECKING:
    from tests.simulation.world import World

LOST_REQUEST, LOST_REPLY, SERVER_DIES = 0.02, 0.03, 0.002
WATCHDOG_SECONDS = 6.0
"""After so long the program gives a silent connection up."""


class Line:
    """One machine's connection.

    Attributes:
        cut_until: Until when nothing gets through.
        is_instant: Whether nobody gets a turn while it is used.
        carrying: The request that is sent just now, if it is one that takes one round trip.
    """

    def __init__(self, world: World, name: str, *, is_good: bool = False) -> None:
        """A line that is `is_good` only takes its time."""
        self.world, self.name, self._is_good = world, name, is_good
        self.cut_until = 0.0
        self.is_instant = False
        self._asked: PickRequest | None = None
        self.carrying: PickRequest | None = None

    @property
    def is_up(self) -> bool:
        """Whether anything gets through now."""
        return self.is_instant or self.world.now >= max(
            self.cut_until, self.world.server_down_until
        )

    def ask(self) -> None:
        """Bring a request to the database."""
        request, self.carrying = self.carrying, None
        self._asked = request
        self._travel("request under way")
        self.world.mishap("the request was sent")
        if not self.is_up:
            self._fail("no way to the database", request)
        if self._happens("request lost", LOST_REQUEST):
            if request is not None and self.world.chance.random() < 0.5:
                self.world.go_astray(self.name, request)
            self._fail("the request was lost", request)

    def commit(self) -> None:
        """Let a transaction end, unless the server goes down with it or has no room for it."""
        if self.world.database_is_full and self.world.has_written and not self._is_good:
            full = sqlite3.OperationalError("database or disk is full")
            raise OperationalError("COMMIT", {}, full)
        if self._happens("server restart", SERVER_DIES):
            self.world.restart_server()
            raise ConnectionError("the server went down before the commit")

    def answer(self) -> None:
        """Bring an answer back."""
        self._travel("answer under way")
        self.world.mishap("the answer came")
        if self.is_up and not self._happens("reply lost", LOST_REPLY):
            return
        self.world.count("reply lost after the commit")
        self._fail("the answer was lost", self._asked)

    def _travel(self, what: str) -> None:
        chance, now = self.world.chance, self.world.now
        luck = chance.random()
        if luck < (0.4 if self.world.is_rough else 0.9) or self.is_instant:
            return
        seconds = 0.05 * chance.random() if luck < 0.9 else chance.choice((0.3, 0.7, 1.2, 3.0))
        self.world.pause(what, until=now + seconds)

    def _happens(self, fault: str, rate: float) -> bool:
        return not self._is_good and self.world.strikes(fault, rate)

    def _fail(self, words: str, request: PickRequest | None) -> None:
        """The program hears of it at once, or never and gives up."""
        if self.world.chance.random() < 0.5:
            self.world.pause("nothing answers", until=self.world.now + WATCHDOG_SECONDS)
        if request is not None:
            self.world.unknown.add(request.scan_id)
        self.world.note(words)
        raise ConnectionError(words)


class LinkedDatabase(Database):
    """The database at the other end of a line."""

    line: Line

    @contextmanager
    def begin(self, actor: Actor | None = None) -> Iterator[UnitOfWork]:
        """One transaction, as far as the line lets it."""
        self.line.ask()
        with self.line.world.transaction(), super().begin(actor) as work:
            yield work
            self.line.commit()
        self.line.world.committed()
        self.line.answer()


class LinkedGate(GatedDatabase, LinkedDatabase):
    """The same as screens see it: closed while the station knows that the database is away."""


def linked(engine: Engine, line: Line) -> LinkedDatabase:
    """The database by way of a line."""
    database = LinkedDatabase(engine)
    database.line = line
    return database


def gated(engine: Engine, line: Line, is_away: Callable[[], bool]) -> LinkedGate:
    """The database by way of a line, for as long as it is not known to be away."""
    database = LinkedGate(engine, Patience.FLOOR, is_away)
    database.line = line
    return database


def unlink(database: Database) -> None:
    """Let go of an engine that others go on with."""
    event.remove(database.engine, "handle_error", database.counters.note)

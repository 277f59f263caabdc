"""A database whose line is known to be down fails at once, not after the longest time-out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from app.db.engine import Patience
from app.db.unit_of_work import Actor, Database, UnitOfWork


def on_new_connection(engine: Engine, told: Callable[[], None]) -> None:
    """Call `told`, from any thread, whenever an engine connects.

    Only a new connection can lead to another database than the one before: a restore takes the
    place of a database that nobody is connected to.
    """
    event.listen(engine, "connect", lambda *_: told())


class LineDown(ConnectionError):
    """The database is known to be away; the station's sender tries to reach it."""


class GatedDatabase(Database):
    """The database as screens and printers of a station use it.

    While the station's sender knows that the database is away, or has not opened it yet, nobody
    else waits for it: each wait would hold up the next scan for seconds.
    """

    def __init__(self, engine: Engine, patience: Patience, is_away: Callable[[], bool]) -> None:
        """Share an engine; `is_away` is asked, from any thread, before each transaction."""
        super().__init__(engine, patience)
        self._is_away = is_away

    @contextmanager
    def begin(self, actor: Actor | None = None) -> Iterator[UnitOfWork]:
        """One transaction, unless the line is down.

        Raises:
            LineDown: it is.
        """
        if self._is_away():
            raise LineDown("the database is away; the station works from its own copy")
        with super().begin(actor) as work:
            yield work

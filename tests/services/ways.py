"""The ways in which picks reach a database: embedded, by statements, by its own functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, Table, text

from app.db.unit_of_work import Database
from app.domain.pick_request import Applied, PickRequest
from app.domain.pick_state import PickState
from app.domain.refusals import NoWork, Refused
from app.services import picking
from app.services.identifying import Entry
from app.services.pick_applying import PickSender, apply_by_statements
from app.services.workplace import Workplace
from tests import builders
from tests.services.conftest import make_new_again


class ByStatements:
    """Writes by the reference, whatever functions the database has: a sender, and a claim."""

    def __init__(self, database: Database) -> None:
        self._workplace = Workplace(database, "P-01")

    def send(
        self, request: PickRequest, _before: PickState, _after: PickState, _entry: Entry
    ) -> Applied:
        return apply_by_statements(self._workplace, request)

    def claim(self, workplace: Workplace, operator_id: int) -> PickState:
        state = picking.claim_by_statements(workplace, operator_id)
        if state is None:
            raise Refused(NoWork())
        return state


@dataclass(frozen=True)
class Way:
    """One of the ways.

    Attributes:
        database: Where the picks go.
        make_new: Empties it, and lets everything be numbered as in the play before.
        claim: How work is claimed.
        sender: How scans are written; None for the way the program takes by itself.
    """

    database: Database
    make_new: Callable[[], None]
    claim: Callable[[Workplace, int], PickState] = picking.claim_work
    sender: PickSender | None = None


@contextmanager
def embedded_way() -> Iterator[Way]:
    """A SQLite database of one's own."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "floor.sqlite"
        database = builders.a_database(f"sqlite:///{file}")

        def make_new() -> None:
            database.engine.dispose()  # a closed one would keep no connection from now on
            builders.write_migrated_sqlite(file)
            builders.count_anew()

        yield Way(database, make_new)
        database.close()


def restart_ids(engine: Engine, first_rows: dict[Table, list[dict[str, Any]]]) -> None:
    """Let new rows get the ids they would get in a new database."""
    with engine.begin() as connection:
        for table, rows in first_rows.items():
            if "id" not in table.columns:
                continue
            last = max((row["id"] for row in rows if isinstance(row["id"], int)), default=0)
            connection.execute(
                text("select setval(pg_get_serial_sequence(:name, 'id'), :next, false)"),
                {"name": f'"{table.name}"', "next": max(last, 0) + 1},
            )


@contextmanager
def shared_way(database: Database, first_rows: dict[Table, list[dict[str, Any]]]) -> Iterator[Way]:
    """The PostgreSQL database of the tests, by its own functions; it is left as new."""

    def make_new() -> None:
        make_new_again(database.engine, first_rows)
        restart_ids(database.engine, first_rows)
        builders.count_anew()

    way = Way(database, make_new)
    yield way
    way.make_new()

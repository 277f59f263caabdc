"""Moves a warehouse from one database to another, such as from SQLite to PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection
from sqlalchemy.orm import Session

from app.db.copy_engine import InUse, copying, kept_from_writers, one_moment
from app.db.copying import NotCopied, compare, copy_rows, rows_in
from app.db.held_files import stations_at
from app.db.migrations.losses import holdings_of
from app.db.migrations.upgrade import check_schema, upgrade
from app.db.new_database import rows_of_a_new_database
from app.db.opening import place_of, reaching
from app.db.server_databases import stations_in
from app.services.checking import CheckReport, check_what_is_seen
from app.services.safekeeping import Progress, no_progress


class MoveRefused(Exception):
    """Nothing was copied, or not exactly: the target is as empty as before."""


@dataclass(frozen=True)
class Moved:
    """What was copied: rows of each table, and how many violations both databases have alike."""

    source: str
    target: str
    rows: dict[str, int]
    violations: int

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


def copy_to(source: URL, target: URL, *, progress: Progress = no_progress) -> Moved:
    """Copy every row with its id into a new or empty database, and compare both.

    Nobody can write to the source meanwhile, and no station may have it open: what were written
    there after its state was taken would be acknowledged and missing. One transaction holds all
    of it at the target; it is committed after every row was read back and compared, and every
    invariant was found to hold on both sides alike.

    Args:
        source: read, never written; its schema has to be this program's.
        target: a database that exists, with no table in it or as the migrations make it; a SQLite
            file may be missing.
        progress: told of the rows that went over and were read back.

    Raises:
        MoveRefused: the target holds rows, a row cannot be stored as it is or came out another;
            the message names table and key.
        InUse: somebody works in one of them.
        SchemaTooOld, SchemaTooNew, NotOurDatabase: a schema is not this program's.
        DatabaseUnreachable: the source cannot be reached.
        sqlalchemy.exc.DBAPIError: the target cannot be, or one was lost; nothing was copied.
    """
    _refuse_the_same(source, target)
    with reaching(source), one_moment(source) as connection:
        check_schema(connection)
    for url in (source, target):
        _refuse_stations(url)
    with kept_from_writers(source, place_of(source)) as reading:
        if target.get_backend_name() == "sqlite":
            Path(target.database or "").parent.mkdir(parents=True, exist_ok=True)
        upgrade(target, without_copy=True)
        _refuse_rows(target)
        rows = rows_in(reading)
        tell = _Teller(progress, 2 * sum(rows.values()))
        try:
            with _filling(target) as writing:
                prints = copy_rows(reading, writing, tell.copied)
                compare(prints, reading, writing, tell.compared)
                violations = _same_violations(reading, writing)
        except NotCopied as error:
            raise MoveRefused(f"{error}; {place_of(target)} is as empty as before") from error
    return Moved(place_of(source), place_of(target), rows, violations)


@dataclass
class _Teller:
    progress: Progress
    of: int
    done: int = 0

    def copied(self, table: str, rows: int) -> None:
        self._tell(f"copying {table}", rows)

    def compared(self, table: str, rows: int) -> None:
        self._tell(f"comparing {table}", rows)

    def _tell(self, what: str, rows: int) -> None:
        self.done += rows
        self.progress(what, self.done, self.of)


@contextmanager
def _filling(target: URL) -> Iterator[Connection]:
    """The target's one transaction: committed if the block ends well, gone otherwise."""
    with copying(target) as engine, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {name} = 0")
        yield connection


def _refuse_the_same(source: URL, target: URL) -> None:
    def where(url: URL) -> object:
        if url.get_backend_name() == "sqlite":
            return Path(url.database or "").absolute()
        return url.host, url.query.get("host"), url.port, url.database

    if where(source) == where(target):
        raise MoveRefused("source and target are the same database; nothing was copied")


def _refuse_stations(url: URL) -> None:
    is_file = url.get_backend_name() == "sqlite"
    stations = stations_at(Path(url.database or "")) if is_file else stations_in(url)
    if stations:
        raise InUse(place_of(url), stations)


def _refuse_rows(target: URL) -> None:
    with one_moment(target) as connection:
        found, new = holdings_of(connection).rows, rows_of_a_new_database()
    held = {table: rows for table, rows in found.items() if rows != new.get(table, 0)}
    if held:
        named = ", ".join(f"{rows} of {table}" for table, rows in sorted(held.items())[:3])
        raise MoveRefused(
            f"{place_of(target)} holds rows already ({named}); name an empty database. "
            "Nothing was copied."
        )


def _same_violations(source: Connection, target: Connection) -> int:
    """How many violations both have; a copy must be as right and as wrong as what it is of."""
    here, there = _checked(source), _checked(target)
    mine = {each.code: each.broken for each in here.invariants if each.broken}
    its = {each.code: each.broken for each in there.invariants if each.broken}
    if mine != its:
        raise NotCopied(f"other invariants are broken in the copy: {its} instead of {mine}")
    return here.broken


def _checked(connection: Connection) -> CheckReport:
    with Session(connection) as session:
        return check_what_is_seen(session)

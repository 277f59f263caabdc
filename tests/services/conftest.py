"""A floor to work on, once on SQLite and once on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, insert, select

from app.db.schema import Row
from app.db.unit_of_work import Database
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer

OpenDatabase = Callable[[str], Database]
"""Gives each station connections of its own, and the same ones in each test.

An engine remembers the statements it has compiled, which takes longer than most tests.
"""


def _opener(url: str) -> tuple[OpenDatabase, dict[str, Database]]:
    opened: dict[str, Database] = {}

    def open_database(station: str) -> Database:
        if station not in opened:
            opened[station] = builders.a_database(url)
        return opened[station]

    return open_database, opened


@pytest.fixture(scope="session")
def sqlite_file() -> Iterator[Path]:
    """Where the SQLite database of all tests of this process lies."""
    with TemporaryDirectory() as folder:
        yield Path(folder) / "floor.sqlite"


@pytest.fixture(scope="session")
def sqlite_databases(sqlite_file: Path) -> tuple[OpenDatabase, dict[str, Database]]:
    """Stations at the SQLite database."""
    return _opener(f"sqlite:///{sqlite_file}")


@pytest.fixture(scope="session")
def postgresql_databases(
    postgresql_server: PostgresqlServer,
) -> Iterator[tuple[OpenDatabase, dict[str, Database]]]:
    """Stations at one migrated PostgreSQL database, which each test leaves as new."""
    open_database, opened = _opener(postgresql_server.new_database())
    yield open_database, opened
    for database in opened.values():
        database.close()


@pytest.fixture(scope="session")
def rows_of_a_new_database(
    postgresql_databases: tuple[OpenDatabase, dict[str, Database]],
) -> dict[Table, list[dict[str, Any]]]:
    """What a migrated database holds before anybody works with it."""
    open_database, _ = postgresql_databases
    return first_rows_of(open_database("desk"))


def first_rows_of(database: Database) -> dict[Table, list[dict[str, Any]]]:
    """All rows of a database."""
    with database.engine.connect() as connection:
        return {
            table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in Row.metadata.sorted_tables
        }


def make_new_again(engine: Engine, first_rows: dict[Table, list[dict[str, Any]]]) -> None:
    """Empty a database as no program of ours could: the ledger refuses to be deleted."""
    with engine.begin() as connection:
        connection.exec_driver_sql("set local session_replication_role = replica")
        for table in first_rows:
            connection.execute(delete(table))
        for table, rows in first_rows.items():
            if rows:
                connection.execute(insert(table), rows)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def open_database(request: pytest.FixtureRequest) -> Iterator[OpenDatabase]:
    """Opens a database that is as new, on each kind of server."""
    open_one, opened = request.getfixturevalue(f"{request.param}_databases")
    if request.param == "sqlite":
        file: Path = request.getfixturevalue("sqlite_file")
        builders.write_migrated_sqlite(file)
        yield open_one
        for database in opened.values():
            database.engine.dispose()  # not closed: the next test goes on with what it has compiled
        return
    first_rows = request.getfixturevalue("rows_of_a_new_database")
    yield open_one
    make_new_again(open_one("desk").engine, first_rows)


@pytest.fixture
def open_station(open_database: OpenDatabase) -> Callable[[str], Workplace]:
    """Opens further stations at the test's database, each with connections of its own."""
    return lambda station: builders.a_workplace(open_database(station), station)


@pytest.fixture
def floor(open_station: Callable[[str], Workplace], tmp_path: Path) -> Workplace:
    """A station of a warehouse that is set up, with a printer and empty shelves."""
    workplace = open_station("P-01")
    builders.a_site(workplace)
    builders.a_printer(workplace, tmp_path / "prints")
    return workplace

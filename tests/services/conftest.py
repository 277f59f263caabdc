"""A floor to work on, once on SQLite and once on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, insert, select

from app.db.engine import make_engine
from app.db.schema import Row
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer

Rows = dict[Table, list[dict[str, Any]]]

MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder of our own is made in it
"""Where Linux keeps files that need no disk: the program syncs every transaction to its file."""


@pytest.fixture(scope="session")
def shared_postgresql(postgresql_server: PostgresqlServer) -> Iterator[Engine]:
    """One migrated PostgreSQL database for all tests of this process; each leaves it empty."""
    url = postgresql_server.new_database()
    builders.a_database(url).close()
    engine = make_engine(url)
    yield engine
    engine.dispose()
    postgresql_server.drop_database(url)


@pytest.fixture(scope="session")
def rows_of_a_new_database(shared_postgresql: Engine) -> Rows:
    """What a migrated database holds before anybody works with it."""
    with shared_postgresql.connect() as connection:
        return {
            table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in Row.metadata.sorted_tables
        }


def make_new_again(engine: Engine, first_rows: Rows) -> None:
    """Empty a database as no program of ours could: the ledger refuses to be deleted."""
    with engine.begin() as connection:
        connection.exec_driver_sql("set local session_replication_role = replica")
        for table in first_rows:
            connection.execute(delete(table))
        for table, rows in first_rows.items():
            if rows:
                connection.execute(insert(table), rows)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def migrated_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of a database as new, on each kind of server."""
    if request.param == "sqlite":
        with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            yield f"sqlite:///{folder}/floor.sqlite"
        return
    engine: Engine = request.getfixturevalue("shared_postgresql")
    first_rows: Rows = request.getfixturevalue("rows_of_a_new_database")
    yield engine.url.render_as_string(hide_password=False)
    make_new_again(engine, first_rows)


@pytest.fixture
def open_station(migrated_url: str) -> Iterator[Callable[[str], Workplace]]:
    """Opens further stations at the test's database, each with connections of its own."""
    opened: list[Workplace] = []

    def open_one(station: str) -> Workplace:
        opened.append(builders.a_workplace(builders.a_database(migrated_url), station))
        return opened[-1]

    yield open_one
    for workplace in opened:
        workplace.database.close()


@pytest.fixture
def floor(open_station: Callable[[str], Workplace], tmp_path: Path) -> Workplace:
    """A station of a warehouse that is set up, with a printer and empty shelves."""
    workplace = open_station("P-01")
    builders.a_site(workplace)
    builders.a_printer(workplace, tmp_path / "prints")
    return workplace

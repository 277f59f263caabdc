"""A floor to work on, once on SQLite and once on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer

MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder of our own is made in it
"""Where Linux keeps files that need no disk: the program syncs every transaction to its file."""


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: PostgresqlServer) -> str:
    """The migrated PostgreSQL database that others are copied from."""
    return builders.a_migrated_template(postgresql_server)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def migrated_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of a database for `a_database`, on each kind of server."""
    if request.param == "sqlite":
        with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            yield f"sqlite:///{folder}/floor.sqlite"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.new_database(template=request.getfixturevalue("postgresql_template"))
    yield url
    server.drop_database(url)


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

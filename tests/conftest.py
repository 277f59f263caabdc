"""What tests of every room share: no screen unless asked for, and both kinds of database."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.settled_memory import settle_memory
from tests import builders
from tests.bytecode import keep_bytecode
from tests.memory import keep_files_in_memory
from tests.patient_bot import PatientBot
from tests.servers.postgresql import PostgresqlServer, database_name
from tests.servers.x_display import XDisplay

# Before anything imports Qt: it would look for a screen and abort the process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
keep_files_in_memory()
keep_bytecode()


def pytest_collection() -> None:
    """Find the tests without looking for garbage: each look walks through all found so far."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From now on look for garbage among what tests make, not among the tests."""
    gc.enable()
    settle_memory()


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:  # noqa: ARG001 - Qt must run
    """What drives windows, with more patience than pytest-qt's own."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Start one PostgreSQL server for the tests of this process."""
    with PostgresqlServer() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'pickstation.sqlite'}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.new_database()
    yield url
    server.drop_database(url)


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: PostgresqlServer) -> str:
    """The name of a PostgreSQL database that is migrated and otherwise empty, to be copied."""
    url = postgresql_server.new_database()
    builders.a_database(url).close()
    return database_name(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a migrated database without work, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "pickstation.sqlite"
        builders.write_migrated_sqlite(file)
        yield f"sqlite:///{file}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.new_database(template=request.getfixturevalue("migrated_template"))
    yield url
    server.drop_database(url)


@pytest.fixture(scope="module")
def x_display() -> Iterator[XDisplay]:
    """Start a virtual screen with a window manager; each test takes its windows away itself."""
    with XDisplay() as display:
        yield display

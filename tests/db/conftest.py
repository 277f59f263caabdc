"""Databases for tests of the ledger: empty, migrated, or in the middle of a shift, each its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.db.engine import make_engine, parse_url
from app.db.migrations.upgrade import upgrade
from app.db.unit_of_work import Database
from app.services.workplace import Workplace
from tests.db.breaking import engine_without_references
from tests.db.worked_warehouse import fill
from tests.servers.postgresql import PostgresqlServer, database_name


def _make_worked(url: str, folder: Path) -> None:
    upgrade(parse_url(url))
    database = Database(make_engine(url))
    fill(Workplace(database, "P-01"), folder)
    database.close()


@pytest.fixture(scope="session")
def worked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database in the middle of a shift, to be copied."""
    folder = tmp_path_factory.mktemp("worked")
    file = folder / "worked.sqlite"
    _make_worked(f"sqlite:///{file}", folder)
    return file


@pytest.fixture(scope="session")
def worked_template(
    postgresql_server: PostgresqlServer, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a PostgreSQL database in the middle of a shift, to be copied."""
    url = postgresql_server.new_database()
    _make_worked(url, tmp_path_factory.mktemp("worked"))
    return database_name(url)


@pytest.fixture(
    scope="session",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def breakable(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database in the middle of a shift, to be broken in transactions that are rolled back."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("breakable") / "worked.sqlite"
        shutil.copyfile(request.getfixturevalue("worked_file"), file)
        url = f"sqlite:///{file}"
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        url = server.new_database(template=request.getfixturevalue("worked_template"))
    engine = engine_without_references(url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def worked_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own in the middle of a shift, once on each kind."""
    if request.param == "sqlite":
        file = tmp_path / "worked.sqlite"
        shutil.copyfile(request.getfixturevalue("worked_file"), file)
        yield f"sqlite:///{file}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.new_database(template=request.getfixturevalue("worked_template"))
    yield url
    server.drop_database(url)

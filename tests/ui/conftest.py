"""Gives the tests of the screens the small floor, each a copy of its own, and a station on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.services.workplace import Workplace
from tests.builders import write_migrated_sqlite
from tests.ui.floor_memory import MEMORY
from tests.ui.screens_fixture import SmallFloor, build_small_floor
from tests.ui.screens_fixture_station import station

__all__ = ["station"]


@pytest.fixture(scope="session")
def small_floor_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Build the small floor once; every test gets a copy."""
    path = tmp_path_factory.mktemp("floor") / "template.sqlite"
    write_migrated_sqlite(path)
    database = Database(make_engine(f"sqlite:///{path}"))
    badges = build_small_floor(database).badges
    database.close()
    MEMORY.know(path.read_bytes())
    return path, badges


@pytest.fixture(scope="session")
def small_floor_database(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Database]:
    """Where the small floor lies; its engine keeps the statements that it has compiled."""
    path = tmp_path_factory.mktemp("floors") / "floor.sqlite"
    return path, Database(make_engine(f"sqlite:///{path}"))


@pytest.fixture
def small_floor(
    small_floor_template: tuple[Path, dict[str, str]], small_floor_database: tuple[Path, Database]
) -> Iterator[SmallFloor]:
    """Give the small floor as it was built."""
    template, badges = small_floor_template
    path, database = small_floor_database
    shutil.copy(template, path)
    yield SmallFloor(Workplace(database, "P-03"), dict(badges))
    database.engine.dispose()  # a closed one would keep no connection from now on
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)

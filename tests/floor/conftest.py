"""A floor for stories: a warehouse on disk, on both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.workplace import Workplace
from tests import builders


@pytest.fixture
def floor(migrated_url: str, tmp_path: Path) -> Iterator[Workplace]:
    """A station of a warehouse that is set up, with a printer and empty shelves."""
    workplace = builders.a_workplace(builders.a_database(migrated_url))
    builders.a_site(workplace)
    builders.a_printer(workplace, tmp_path / "prints")
    yield workplace
    workplace.database.close()

"""What a database holds before anybody works in it, found out by making one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from app.db.copy_engine import one_moment
from app.db.migrations.losses import holdings_of
from app.db.migrations.upgrade import upgrade


@cache
def rows_of_a_new_database() -> dict[str, int]:
    """The rows of each table that the migrations themselves put there."""
    with TemporaryDirectory(prefix="pickstation-") as folder:
        url = URL.create("sqlite", database=str(Path(folder) / "new.sqlite3"))
        upgrade(url)
        with one_moment(url) as connection:
            return holdings_of(connection).rows

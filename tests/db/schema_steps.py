"""Databases of earlier and later schemas than today's, and a look at what is in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.db.engine import make_engine, parse_url
from app.db.migrations import upgrade as upgrading
from app.db.migrations.losses import holdings_of
from app.db.migrations.upgrade import current_revision, head_revision, upgrade

HEAD = head_revision()
NEXT = "9000"
ROWS = {
    file.stem: file.read_text(encoding="utf-8").split(";\n")[:-1]
    for file in sorted((Path(__file__).parent / "revisions").glob("*.sql"))
}
"""By earlier revision: the rows added once a database has it; each builds on those before."""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def execute(url: str, *statements: str) -> None:
    with connected(url) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def filled_up_to(url: str, revision: str) -> None:
    """Make a database of an earlier schema, with rows in it."""
    for known, rows in ROWS.items():
        if known <= revision:
            upgrade(parse_url(url), revision=known, without_copy=True)
            execute(url, *rows)


def row_counts(url: str) -> dict[str, int]:
    with connected(url) as connection:
        return holdings_of(connection).rows


def revision_of(url: str) -> str | None:
    with connected(url) as connection:
        return current_revision(connection)


def add_revision(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Add a revision after today's; this program knows it until the test ends."""
    scripts = folder / "migrations"
    here = Path(upgrading.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(here, scripts, ignore=ignored, dirs_exist_ok=True)
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    (scripts / "versions" / f"{NEXT}_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{NEXT}'\ndown_revision = '{HEAD}'\n\n\ndef upgrade():\n{lines}",
        encoding="utf-8",
    )
    monkeypatch.setattr(upgrading, "SCRIPTS", scripts)

"""Databases of earlier and later schemas than today's, and a look at what is in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, Connection

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
    """Make an empty database one of an earlier schema, with rows in it."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").write_bytes(_filled_file(revision))
        return
    server = parsed.set(drivername="postgresql", database="postgres")
    _put_copy(server, _filled_template(server, revision), parsed.database or "")


def _step_before(revision: str) -> str | None:
    return max((known for known in ROWS if known < revision), default=None)


def _add_step(url: str, revision: str) -> None:
    upgrade(parse_url(url), revision=revision, without_copy=True)
    execute(url, *ROWS[revision])


@cache
def _filled_file(revision: str) -> bytes:
    """The content of a SQLite database of an earlier schema; to migrate once is enough."""
    before = _step_before(revision)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "template.sqlite"
        if before is not None:
            file.write_bytes(_filled_file(before))
        _add_step(f"sqlite:///{file}", revision)
        return file.read_bytes()


@cache
def _filled_template(server: URL, revision: str) -> str:
    """The name of a database of an earlier schema on a server, to be copied."""
    name, before = f"filled_{revision}", _step_before(revision)
    _put_copy(server, "template0" if before is None else _filled_template(server, before), name)
    made = server.set(drivername="postgresql+psycopg", database=name)
    _add_step(made.render_as_string(hide_password=False), revision)
    return name


def _put_copy(server: URL, template: str, name: str) -> None:
    """Put a copy of a database in the place of another one, or where none is."""
    where = server.render_as_string(hide_password=False)
    with psycopg.connect(where, autocommit=True) as desk:
        new, old = sql.Identifier(name), sql.Identifier(template)
        desk.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(new))
        desk.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))


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

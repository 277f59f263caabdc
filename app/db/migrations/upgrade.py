"""Brings a database to this program's schema: safety copy first, one transaction, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from app.db.engine import BUSY_TIMEOUT_MS
from app.db.safety_copy import make_safety_copy

MIGRATION_LOCK = 7_249_001
"""Key of the PostgreSQL advisory lock that keeps two stations from migrating at once."""


class SchemaTooNew(Exception):
    """The database was upgraded by a newer program; this one must not touch it."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"this database has schema {found}, made by a newer Pickstation; this program knows "
            f"schemas up to {known}. Update Pickstation on this station; nothing was changed."
        )


class SchemaTooOld(Exception):
    """The shared database needs an upgrade, which a station does not start on its own."""

    def __init__(self, found: str, needed: str) -> None:
        super().__init__(
            f"this database has schema {found}, this program needs {needed}. "
            "Run `pickstation database upgrade` once, from any station; nothing was changed."
        )


@dataclass(frozen=True)
class UpgradeReport:
    """What an upgrade did; `copy` is the safety copy made before, if there was data to keep."""

    before: str | None
    after: str
    copy: Path | None

    @property
    def changed(self) -> bool:
        """Whether the schema was changed at all."""
        return self.before != self.after


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, made here so that no file beside the program is needed."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head_revision() -> str:
    """The newest revision this program knows."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise RuntimeError("the program has no schema revisions")
    return head


def current_revision(connection: Connection) -> str | None:
    """The database's revision, or None where nothing was ever made in it."""
    return MigrationContext.configure(connection).get_current_revision()


def check_schema(connection: Connection) -> None:
    """Make sure this program may work on the database.

    Raises:
        SchemaTooNew: a newer program upgraded it.
        SchemaTooOld: it needs an upgrade first.
    """
    found, head = current_revision(connection), head_revision()
    if found == head:
        return
    known = {
        script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }
    if found is not None and found not in known:
        raise SchemaTooNew(found, head)
    raise SchemaTooOld(found or "none", head)


def upgrade(url: URL, *, copy_folder: Path | None = None, revision: str = "head") -> UpgradeReport:
    """Upgrade the database at `url` to `revision`, keeping a safety copy of what was there.

    Args:
        url: the database; a SQLite file that does not exist yet is made.
        copy_folder: where the safety copy goes; beside the SQLite file by default.
        revision: the revision to stop at.

    Raises:
        SchemaTooNew: a newer program upgraded it; nothing is changed.
        SafetyCopyFailed: there is data but no copy could be made; nothing is changed.
    """
    engine = _migration_engine(url)
    try:
        with _only_one(engine), engine.connect() as connection:
            before = current_revision(connection)
            connection.rollback()
            if before is not None:
                _refuse_newer(connection)
            target = head_revision() if revision == "head" else revision
            if before == target:
                return UpgradeReport(before, target, None)
            copy = None if before is None else make_safety_copy(url, before, copy_folder)
            _run(connection, target)
            return UpgradeReport(before, target, copy)
    finally:
        engine.dispose()


def _refuse_newer(connection: Connection) -> None:
    try:
        check_schema(connection)
    except SchemaTooOld:
        return
    finally:
        connection.rollback()


def _run(connection: Connection, target: str) -> None:
    counts = _row_counts(connection)
    connection.rollback()
    with connection.begin():
        command.upgrade(alembic_config(connection), target)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the upgrade would break references: {broken[:3]}")
        _refuse_lost_rows(connection, counts)


def _row_counts(connection: Connection) -> dict[str, int]:
    names = inspect(connection).get_table_names()
    quote = connection.dialect.identifier_preparer.quote
    return {
        name: connection.execute(text(f"SELECT count(*) FROM {quote(name)}")).scalar_one()  # noqa: S608 - names come from the database's own catalogue
        for name in names
    }


def _refuse_lost_rows(connection: Connection, before: dict[str, int]) -> None:
    """Rebuilding a table can drop the rows of its children in silence; compare the counts."""
    after = _row_counts(connection)
    lost = {
        name: (count, after[name])
        for name, count in before.items()
        if name in after and after[name] < count and name != "alembic_version"
    }
    if lost:
        raise RuntimeError(f"the upgrade would lose rows (before, after): {lost}")


@contextmanager
def _only_one(engine: Engine) -> Iterator[None]:
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as guard:
        guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        guard.commit()
        try:
            yield
        finally:
            guard.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
            guard.commit()


def _migration_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(
        url,
        poolclass=NullPool,
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _references_off)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _references_off(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Rebuilding a parent table would cascade into its children; in a transaction it is late."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")

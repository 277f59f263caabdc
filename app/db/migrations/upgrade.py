"""Brings a database to this program's schema: safety copy first, one transaction, one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from app.db.engine import BUSY_TIMEOUT_MS, POSTGRESQL_CONNECT_ARGUMENTS, Patience
from app.db.migrations.losses import holdings_of, refuse_losses
from app.db.safety_copy import make_safety_copy
from app.db.unit_of_work import lost_a_race
from app.db.watchdog import Watchdog

Result = TypeVar("Result")

SCRIPTS = Path(__file__).parent
"""Where the revisions lie."""

MIGRATION_LOCK = 7_249_001
"""Key of the PostgreSQL advisory lock that keeps two stations from migrating at once."""

LOCK_TIMEOUT_MS = 2000
"""How long a change of a table waits for PostgreSQL's lock; meanwhile all scans wait behind it."""

LOCK_TRIES = 5
RETRY_SECONDS = 0.5

NOT_ALLOWED = "42501"
"""PostgreSQL's code for an account that lacks the right."""


class SchemaRefused(Exception):
    """This program may not work on the database as it is; the message says why, nothing changed."""


class SchemaTooNew(SchemaRefused):
    """The database was upgraded by a newer program; this one must not touch it."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"this database has schema {found}, made by a newer Pickstation; this program knows "
            f"schemas up to {known}. Update Pickstation on this station; nothing was changed."
        )


class SchemaTooOld(SchemaRefused):
    """The database needs an upgrade, which was not asked for here or is not ours to make."""

    def __init__(self, found: str, needed: str) -> None:
        super().__init__(
            f"this database has schema {found}, this program needs {needed}. "
            "Run `pickstation database upgrade` once, with an account that owns the tables; "
            "nothing was changed."
        )


class NotOurDatabase(SchemaRefused):
    """The database holds tables, but was never made by this program."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(
            f"this database holds tables of another program, such as {tables[0]}. "
            "Give Pickstation an empty database of its own; nothing was changed."
        )


class UpgradeBlocked(SchemaRefused):
    """Somebody works in the database and did not let go of its tables; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "the database is in use, so its schema could not be changed; nothing was changed. "
            "Close Pickstation on the other stations and try again."
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
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
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
        NotOurDatabase: it holds another program's tables.
    """
    found, head = _own_revision(connection), head_revision()
    if found != head:
        raise SchemaTooOld(found or "none", head)


def upgrade(
    url: URL,
    *,
    copy_folder: Path | None = None,
    revision: str = "head",
    without_copy: bool = False,
) -> UpgradeReport:
    """Upgrade the database at `url` to `revision`, keeping a safety copy of what was there.

    Args:
        url: the database; a SQLite file that does not exist yet is made.
        copy_folder: where the safety copy goes; beside the SQLite file by default.
        revision: the revision to stop at.
        without_copy: make no safety copy; for servers that somebody backs up in another way.

    Raises:
        SchemaTooNew: a newer program upgraded it.
        SchemaTooOld: this account may not change the schema.
        NotOurDatabase: it holds another program's tables.
        SafetyCopyFailed: there is data but no copy could be made.
        UpgradeBlocked: others work in the database. In all these cases nothing is changed.
    """
    target = head_revision() if revision == "head" else revision
    if _has_revision(url, target):
        return UpgradeReport(target, target, None)
    engine = _migration_engine(url)
    copies: list[Path] = []

    def keep_copy(before: str) -> None:
        if not copies and not without_copy:
            copies.append(make_safety_copy(url, before, copy_folder))

    try:
        with _only_one(engine), engine.connect() as connection:
            before, after = _patiently(
                lambda: _upgrade_once(connection, target, keep_copy),
                tries=LOCK_TRIES if engine.dialect.name == "postgresql" else 1,
            )
            return UpgradeReport(before, after, copies[0] if copies else None)
    finally:
        engine.dispose()


def _has_revision(url: URL, target: str) -> bool:
    """Look without a lock: a station that starts must not wait for one that writes."""
    engine = create_engine(url, poolclass=NullPool, connect_args=_connect_arguments(url))
    if engine.dialect.name == "postgresql":
        Watchdog(Patience.FLOOR.value.call_seconds).guard(engine)
    try:
        with engine.connect() as connection:
            return current_revision(connection) == target
    finally:
        engine.dispose()


def _patiently(attempt: Callable[[], Result], *, tries: int) -> Result:
    """Try again while other connections hold the tables."""
    for number in range(1, tries + 1):
        try:
            return attempt()
        except OperationalError as error:
            if not lost_a_race(error):
                raise
            if number == tries:
                raise UpgradeBlocked from error
            time.sleep(RETRY_SECONDS)
    raise AssertionError("unreachable")


def _upgrade_once(
    connection: Connection, target: str, keep_copy: Callable[[str], None]
) -> tuple[str | None, str]:
    """Copy and upgrade in one transaction: what is upgraded is what was copied."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))
            # The copy of a large database may take long, and nothing is locked meanwhile.
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        before = _own_revision(connection)
        if before == target:
            return before, target
        if before is not None:
            keep_copy(before)
        try:
            return before, _migrate(connection, target)
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) == NOT_ALLOWED:
                raise SchemaTooOld(before or "none", target) from error
            raise


def _own_revision(connection: Connection) -> str | None:
    """The database's revision, if it is one this program knows, or None where there is nothing.

    Raises:
        SchemaTooNew: it is a revision this program does not know.
        NotOurDatabase: there are tables, and none of them is ours.
    """
    found = current_revision(connection)
    if found is None:
        others = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
        if others:
            raise NotOurDatabase(others)
    elif found not in _known_revisions():
        raise SchemaTooNew(found, head_revision())
    return found


def _known_revisions() -> set[str]:
    scripts = ScriptDirectory.from_config(alembic_config())
    return {script.revision for script in scripts.walk_revisions()}


def _migrate(connection: Connection, target: str) -> str:
    """Run the revisions up to `target`, and see to it that nothing fell by the wayside."""
    before = holdings_of(connection)
    command.upgrade(alembic_config(connection), target)
    refuse_losses(connection, before)
    after = current_revision(connection)
    if after is None:
        raise RuntimeError(f"the upgrade to {target} left no revision behind")
    return after


@contextmanager
def _only_one(engine: Engine) -> Iterator[None]:
    """Let one program upgrade at a time. SQLite's immediate transaction does that by itself."""
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
    engine = create_engine(url, poolclass=NullPool, connect_args=_connect_arguments(url))
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _references_off)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _connect_arguments(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000}
    return {**POSTGRESQL_CONNECT_ARGUMENTS, "application_name": "pickstation upgrade"}


def _references_off(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Rebuilding a parent table would delete its children's rows; in a transaction that stays."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")

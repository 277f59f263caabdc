"""Backups: made while stations work, proven before they get their name, and listed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app import __version__
from app.db.backup import Facts, bytes_for_backup, facts_of, refuse_without_room
from app.db.backup_file import ENDING, BadBackup, Manifest, read_manifest, write_backup
from app.db.copy_engine import one_moment
from app.db.held_files import work_folder
from app.db.migrations.upgrade import head_revision
from app.db.opening import place_of
from app.db.postgresql_programs import ProgramFailed, dump, restore_dump, tables_in
from app.db.server_databases import scratch_database
from app.db.sqlite_copy import CopyFailed, copy_sqlite, damage_in
from app.services.checking import check_what_is_seen

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class BackupFailed(Exception):
    """No backup was made, and nothing is left of the attempt; the message says why."""


@dataclass(frozen=True)
class Backup:
    """A backup that lies in a folder."""

    file: Path
    manifest: Manifest


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def back_up(
    url: URL, target: Path, *, prove: bool = False, progress: Progress = no_progress
) -> Backup:
    """Copy a whole database, as it is at one moment, into one file; stations go on working.

    The copy is read back before it gets its name: on SQLite its pages, references and rows and
    all invariants; on PostgreSQL the list of its tables, with the invariants looked at in the very
    snapshot that is copied. A backup of books that are wrong is a backup still, and says so.

    Args:
        url: the database.
        target: a file to make, or a folder that gets a file named after the database and the time.
        prove: on PostgreSQL, bring the copy back into a scratch database and compare.
        progress: told how far it is.

    Raises:
        BackupFailed: the disk, the copy or PostgreSQL's programs failed, or the file exists.
        NoRoom: the disk has too little room.
        SchemaTooNew, NotOurDatabase: this program cannot say what it would copy.
        sqlalchemy.exc.DBAPIError: the database cannot be reached.
    """
    made_at = datetime.now(UTC)
    file = target / name_for(url, made_at) if target.is_dir() else target
    if file.exists():
        raise BackupFailed(f"{file} exists already; nothing was changed")
    try:
        with work_folder(file.parent) as folder:
            refuse_without_room(folder, bytes_for_backup(url))
            copied = _copy_sqlite if url.get_backend_name() == "sqlite" else _copy_postgresql
            payload, manifest = copied(url, folder, made_at, prove, progress)
            begun = folder / file.name
            write_backup(payload, manifest, begun, _told(progress, "packing"))
            begun.replace(file)
    except ProgrammingError as error:  # an account that may not read all tables
        raise BackupFailed(
            f"{place_of(url)} cannot be read by this account: {error.orig}"
        ) from error
    except (CopyFailed, ProgramFailed, BadBackup, OSError, sqlite3.Error) as error:
        raise BackupFailed(f"no backup could be made in {file.parent}: {error}") from error
    return Backup(file, read_manifest(file))


def name_for(url: URL, moment: datetime) -> str:
    """What a backup is called: the database and the time, so that names sort by age."""
    name = Path(url.database or "").stem if url.get_backend_name() == "sqlite" else url.database
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name or "") or "database"
    return f"{plain}.{moment.strftime('%Y%m%d-%H%M%S')}{ENDING}"


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups that lie in a folder, the newest first; other files are passed over."""
    found: list[Backup] = []
    for file in folder.glob(f"*{ENDING}"):
        try:
            found.append(Backup(file, read_manifest(file)))
        except (BadBackup, OSError):
            continue
    return tuple(sorted(found, key=lambda backup: backup.manifest.moment, reverse=True))


def violations_in(connection: Connection, progress: Progress = no_progress) -> int | None:
    """How many violations of invariants a connection sees; None if its schema is an older one."""
    if facts_of(connection).revision != head_revision():
        return None
    with Session(connection) as session:
        return check_what_is_seen(session, _told(progress, "checking")).broken


def _copy_sqlite(
    url: URL, folder: Path, made_at: datetime, _prove: bool, progress: Progress
) -> tuple[Path, Manifest]:
    payload = folder / "floor.sqlite3"
    copy_sqlite(Path(url.database or ""), payload, _told(progress, "copying"))
    if damage := damage_in(payload):
        raise CopyFailed(f"the database or its copy is damaged: {damage}")
    with one_moment(URL.create("sqlite", database=str(payload))) as connection:
        violations = violations_in(connection, progress)
        server = f"SQLite {sqlite3.sqlite_version}"
        # What is looked at is the copy itself, not what it was made of: it is restored already.
        return payload, _manifest(url, made_at, server, facts_of(connection), violations, True)


def _copy_postgresql(
    url: URL, folder: Path, made_at: datetime, prove: bool, progress: Progress
) -> tuple[Path, Manifest]:
    payload = folder / "floor.dump"
    payload.touch(0o600)
    with one_moment(url) as connection:
        snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
        facts = facts_of(connection)
        violations = violations_in(connection, progress)
        with by_tables(progress, "copying", facts.rows) as begun:
            dump(url, payload, snapshot=snapshot, begun=begun)
    missing = set(facts.rows) - set(tables_in(payload))
    if missing:
        raise CopyFailed(f"pg_restore does not find {', '.join(sorted(missing))} in the copy")
    if prove:
        _prove(url, payload, facts, violations, progress)
    server = f"PostgreSQL {version}"
    return payload, _manifest(url, made_at, server, facts, violations, prove)


def _prove(
    url: URL, payload: Path, facts: Facts, violations: int | None, progress: Progress
) -> None:
    """Bring a dump back into a scratch database and see that all of it came."""
    with scratch_database(url) as scratch:
        with by_tables(progress, "restoring to prove it", facts.rows) as begun:
            restore_dump(payload, scratch, begun=begun)
        with one_moment(scratch) as connection:
            found = facts_of(connection)
            if found != facts:
                raise CopyFailed(f"the copy holds other rows than the database: {found}")
            if violations_in(connection, progress) != violations:
                raise CopyFailed("the copy breaks other invariants than the database")


def _manifest(
    url: URL, made_at: datetime, server: str, facts: Facts, violations: int | None, proven: bool
) -> Manifest:
    return Manifest(
        kind=url.get_backend_name(),
        place=place_of(url),
        made_at=made_at.isoformat(timespec="seconds"),
        program=__version__,
        server=server,
        revision=facts.revision,
        rows=facts.rows,
        last_event_id=facts.last_event_id,
        mark=facts.mark,
        violations=violations,
        proof="restored" if proven else "checked",
    )


def _told(progress: Progress, what: str) -> Callable[[int, int], None]:
    return lambda done, of: progress(what, done, of)


@contextmanager
def by_tables(
    progress: Progress, what: str, rows: Mapping[str, int]
) -> Iterator[Callable[[str], None]]:
    """Tell of rows as the tables they are in are begun."""
    done, before, of = 0, 0, sum(rows.values())

    def begun(table: str) -> None:
        nonlocal done, before
        done, before = done + before, rows.get(table, 0)
        progress(what, done, of)

    yield begun
    progress(what, of, of)

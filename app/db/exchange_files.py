"""Puts a restored embedded database in the place of the present one, and keeps that one aside."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.db.copy_engine import InUse
from app.db.held_files import OWNER_ONLY
from app.db.sqlite_copy import Pages, settle

BUSY_SECONDS = 5.0

STEP = 1024
"""Pages written before the progress is told."""

_BUSY = frozenset({"database is locked", "database table is locked"})


def put_in_place(new: Path, file: Path, aside: Path | None, pages: Pages | None = None) -> None:
    """Make `file` the database that is in `new`.

    Where there is a database already, its contents are replaced in one transaction of SQLite's: a
    program that has it open sees the old one or the new one, and so does whoever comes after a
    crash. A file that SQLite cannot read is replaced as a whole.

    Args:
        new: a whole database that nobody else uses, in the same folder as `file` or below it.
        file: the database to replace, or where there is none yet.
        aside: where all that was there is kept, byte by byte; None where nothing was in it.
        pages: told how far the replacing is.

    Raises:
        InUse: another program works in the database; nothing was changed.
        OSError, sqlite3.Error: the disk cannot be written; the present database is as it was.
    """

    def told(_status: int, remaining: int, total: int) -> None:
        if pages is not None:
            pages(total - remaining, total)

    settle(new)
    if not file.exists():
        _journal_of(file).unlink(missing_ok=True)  # of a database that is gone: not for this one
        new.replace(file)
        return
    with closing(
        sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS,
        )
    ) as database:
        if _is_ours_alone(database, file):
            if aside is not None:
                _keep(database, new.with_name("aside"), aside)
            with closing(sqlite3.connect(new)) as source:
                source.backup(database, pages=STEP, progress=told)
            return
    _replace_unreadable(new, file, aside)


def _is_ours_alone(database: sqlite3.Connection, file: Path) -> bool:
    """Lock everybody out until the connection is closed; False if it is no database at all."""
    try:
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=TRUNCATE", "synchronous=FULL"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        if str(error) in _BUSY:
            raise InUse(f"the database file {file}") from error
        return False
    return True


def _keep(database: sqlite3.Connection, begun: Path, aside: Path) -> None:
    begun.touch(OWNER_ONLY, exist_ok=False)
    with closing(sqlite3.connect(begun)) as copy:
        database.backup(copy)
    settle(begun)
    begun.replace(aside)


def _replace_unreadable(new: Path, file: Path, aside: Path | None) -> None:
    """Keep a damaged file and its journal as they are, then replace it in one step.

    The journal goes first: SQLite would play it back into the new database.
    """
    journal = _journal_of(file)
    if aside is not None:
        shutil.copyfile(file, aside)
        aside.chmod(OWNER_ONLY)
        settle(aside)
        if journal.exists():
            shutil.copyfile(journal, _journal_of(aside))
    journal.unlink(missing_ok=True)
    new.replace(file)


def _journal_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-journal")

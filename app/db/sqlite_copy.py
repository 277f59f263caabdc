"""Copies an embedded database while stations write into it: one state, whole, and checked."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

STEPS = (256, 256, 2048, 16384, -1)
"""Pages copied while writers wait, by attempt: a megabyte (a millisecond) first, then the lot."""

PAUSE_SECONDS = 0.003
"""Between two steps; whoever waited for the copy writes now."""

PATIENCE_SECONDS = 60.0
"""How long one attempt may wait for a writer that does not let go."""

BUSY_SECONDS = 10.0

Pages = Callable[[int, int], None]
"""Called with the pages copied so far and with how many there are."""

HEADER = b"SQLite format 3\x00"
"""What every SQLite file begins with."""


class CopyFailed(Exception):
    """No whole copy could be made; the message says why."""


class _BegunAnew(Exception):
    """Somebody wrote between two steps, and the copy started from its first page again."""


def copy_sqlite(file: Path, target: Path, pages: Pages | None = None) -> None:
    """Copy the database in `file` to `target`, as it is at one moment.

    SQLite's own online backup does it in short steps, so that writers get in between. A write
    between two steps makes it begin anew, so the steps grow until one is the whole file: the copy
    ends however busy the floor is, and no writer waits longer than it takes to read the file once.

    Args:
        file: the database; nothing in it is changed.
        target: a file that nobody else uses; what is in it is replaced.
        pages: told how far the copy is.

    Raises:
        CopyFailed: somebody holds the database for longer than a minute.
        sqlite3.Error: the database or the disk cannot be read or written.
    """
    for step in STEPS:
        try:
            _copy_in_steps(file, target, step, pages)
        except _BegunAnew:
            continue
        settle(target)
        return


def _copy_in_steps(file: Path, target: Path, step: int, pages: Pages | None) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    before: int | None = None

    def after_step(status: int, remaining: int, total: int) -> None:
        nonlocal before
        if time.monotonic() > deadline:
            raise CopyFailed("another program writes all the time and does not let go")
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return
        if before is not None and remaining >= before:
            raise _BegunAnew
        before = remaining
        if pages is not None:
            pages(total - remaining, total)
        if remaining:
            time.sleep(PAUSE_SECONDS)

    with (
        closing(sqlite3.connect(_existing(file), uri=True, timeout=BUSY_SECONDS)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        # A copy that was cut short is thrown away, so it needs no journal, and one sync at its end.
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        source.backup(copy, pages=step, progress=after_step)


def _existing(file: Path) -> str:
    """The URI under which SQLite opens a file that is there, and makes none that is not."""
    return f"{file.absolute().as_uri()}?mode=rw"


def damage_in(file: Path, *, with_references: bool = True) -> str:
    """What is wrong with a database file, in SQLite's words; nothing if it is whole.

    Pages, indices and references are looked at, not what the rows mean.
    """
    try:
        with closing(sqlite3.connect(_existing(file), uri=True)) as database:
            verdict = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if verdict != "ok" or not with_references:
                return "" if verdict == "ok" else verdict
            lost = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if lost is None else f"a row of {lost[0]} refers to a row of {lost[2]} that is gone"


def is_sqlite(file: Path) -> bool:
    """Whether a file begins like a SQLite database."""
    with file.open("rb") as stream:
        return stream.read(len(HEADER)) == HEADER


def settle(file: Path) -> None:
    """See to it that a finished file is on the disk, whatever happens to the machine next."""
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

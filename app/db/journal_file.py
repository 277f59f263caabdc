"""The file under a station's journal: made whole, locked, and rescued where it is damaged."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_log = logging.getLogger(__name__)

_TABLES = (
    """CREATE TABLE entry (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        scan_id TEXT NOT NULL UNIQUE,
        raw TEXT NOT NULL,
        request TEXT NOT NULL,
        operator_id INTEGER,
        noted_at TEXT NOT NULL,
        lines INTEGER NOT NULL,
        offline_seconds REAL NOT NULL,
        checksum TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'stored',
        answer TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX entry_unsent ON entry (sequence) WHERE state = 'stored'",
    """CREATE TABLE copy (
        id INTEGER PRIMARY KEY CHECK (id = 1), content TEXT NOT NULL, checksum TEXT NOT NULL
    )""",
    "CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE deed (id INTEGER PRIMARY KEY, at TEXT NOT NULL, words TEXT NOT NULL)",
)

_ENTRY_COLUMNS = (
    "sequence, scan_id, raw, request, operator_id, noted_at, lines, offline_seconds, checksum,"
    " state, answer"
)

ENTRY_STATES = ("stored", "confirmed", "refused", "discrepancy")
"""What can stand in `entry.state`; it changes, so that the checksum leaves it out."""

_IN_USE = ("locked", "busy")
_UNWRITABLE = ("full", "disk i/o", "readonly", "unable to open")


class JournalInUse(Exception):
    """Another program has this station's journal open; two would mix up the order of scans."""


class JournalUnwritable(Exception):
    """The journal cannot be written: no scan can be accepted. The message says why."""


@dataclass(frozen=True)
class JournalDamage:
    """What was found wrong with a journal, and what was saved of it.

    Attributes:
        reason: What is wrong with the file, in the words of whoever found it.
        kept: Entries that are whole and kept, unsent ones among them.
        unsent: Unsent entries among these.
        set_aside: Where the damaged file lies now.
        has_copy: Whether the copy of the work could be read.
    """

    reason: str
    kept: int
    unsent: int
    set_aside: Path
    has_copy: bool


def entry_check(*values: object) -> str:
    """The checksum of an entry or copy, so that a damaged one is never taken for whole."""
    return hashlib.sha256("\0".join(map(repr, values)).encode("utf-8", "surrogatepass")).hexdigest()


def words_of(error: sqlite3.Error) -> str:
    """Why the journal cannot be written, for a person."""
    said = str(error).lower()
    if "full" in said:
        return "the disk of this station is full"
    if "readonly" in said or "unable to open" in said:
        return "its file or folder may not be written"
    return "its disk cannot be read or written"


def connect(path: Path) -> sqlite3.Connection:
    """Connect so that nobody else can while this connection is open.

    Raises:
        sqlite3.Error: it cannot be connected to.
    """
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=0.2, cached_statements=32
    )
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN EXCLUSIVE")  # taken once, kept until the connection is closed
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def open_whole(path: Path) -> tuple[sqlite3.Connection, JournalDamage | None]:
    """Open a journal whose every part is whole; rescue one that is not.

    Raises:
        JournalInUse: another program has it open.
        JournalUnwritable: disk or folder does not let it be written.
    """
    try:
        if not path.exists():
            _make(path)
        reason, connection = _inspect(path)
        if connection is not None and not reason:
            return connection, None
        return _rescue(path, connection, reason)
    except (sqlite3.OperationalError, OSError) as error:
        said = str(error).lower()
        if any(sign in said for sign in _IN_USE):
            raise JournalInUse(f"the journal {path} is open in another program") from error
        why = words_of(error) if isinstance(error, sqlite3.Error) else error.strerror or said
        raise JournalUnwritable(f"the journal {path} cannot be opened: {why}") from error


def _make(path: Path) -> None:
    """A new journal appears whole or not at all, so an empty file is always a damaged one."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    connection = connect(fresh)
    try:
        for statement in _TABLES:
            connection.execute(statement)
    finally:
        connection.close()
    fresh.replace(path)
    _sync_folder(path.parent)


def _inspect(path: Path) -> tuple[str, sqlite3.Connection | None]:
    """What is wrong with a file, and the connection to it where one can be had."""
    if path.stat().st_size == 0:
        return "the file is empty", None
    try:
        connection = connect(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        return str(error), None
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found[0] != "ok":
            return str(found[0]), connection
        return _first_wrong_sum(connection), connection
    except sqlite3.DatabaseError as error:
        if any(sign in str(error).lower() for sign in (*_IN_USE, *_UNWRITABLE[:1])):
            connection.close()
            raise
        return str(error), connection


def _first_wrong_sum(connection: sqlite3.Connection) -> str:
    rows = connection.execute(f"SELECT {_ENTRY_COLUMNS} FROM entry")  # noqa: S608 - our own words
    for row in rows:
        if not _is_whole(row) or row[9] not in ENTRY_STATES:
            return f"entry {row[0]} is damaged"
    copy = connection.execute("SELECT content, checksum FROM copy").fetchone()
    if copy is not None and entry_check(copy[0]) != copy[1]:
        return "the copy of the work is damaged"
    return ""


def _is_whole(row: tuple[object, ...]) -> bool:
    return entry_check(*row[1:8]) == row[8]


def _rescue(
    path: Path, connection: sqlite3.Connection | None, reason: str
) -> tuple[sqlite3.Connection, JournalDamage]:
    entries, copy, others = _readable(connection)
    if connection is not None:
        connection.close()
    aside = _set_aside(path)
    _make(path)
    fresh = connect(path)
    fresh.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" * 11)
    fresh.executemany(f"INSERT INTO entry ({_ENTRY_COLUMNS}) VALUES ({marks})", entries)  # noqa: S608 - our own words
    if copy is not None:
        fresh.execute("INSERT INTO copy (id, content, checksum) VALUES (1, ?, ?)", copy)
    fresh.executemany("INSERT OR IGNORE INTO fact (key, value) VALUES (?, ?)", others)
    unsent = sum(1 for entry in entries if entry[9] == "stored")
    damage = JournalDamage(reason, len(entries), unsent, aside, copy is not None)
    words = f"damaged ({reason}); {len(entries)} whole entries kept, {unsent} unsent; see {aside}"
    fresh.execute("INSERT INTO deed (at, words) VALUES (?, ?)", (_label(), words))
    fresh.execute("COMMIT")
    _log.error("the journal %s is %s", path, words)
    return fresh, damage


def _readable(
    connection: sqlite3.Connection | None,
) -> tuple[list[tuple[object, ...]], tuple[str, str] | None, list[tuple[str, str]]]:
    """The whole entries, the copy of the work and the facts that can still be read."""
    if connection is None:
        return [], None, []
    found: dict[object, tuple[object, ...]] = {}
    # From both ends: a page that cannot be read ends a walk, and others may lie beyond it.
    for order in ("", " DESC"):
        statement = f"SELECT {_ENTRY_COLUMNS} FROM entry NOT INDEXED ORDER BY sequence{order}"  # noqa: S608 - our own words
        for row in _as_far_as_it_goes(connection, statement):
            if _is_whole(row):
                # Sent twice, an entry counts once; not sent, it would be lost.
                state = row[9] if row[9] in ENTRY_STATES else "stored"
                found[row[0]] = (*row[:9], state, row[10])
    copies = [
        (str(content), str(checksum))
        for content, checksum in _as_far_as_it_goes(
            connection, "SELECT content, checksum FROM copy"
        )
        if entry_check(content) == checksum
    ]
    facts = [
        (str(key), str(value))
        for key, value in _as_far_as_it_goes(connection, "SELECT key, value FROM fact")
    ]
    entries = [found[sequence] for sequence in sorted(found, key=lambda number: int(str(number)))]
    return entries, copies[0] if copies else None, facts


def _as_far_as_it_goes(
    connection: sqlite3.Connection, statement: str
) -> Iterator[tuple[object, ...]]:
    try:
        yield from connection.execute(statement)
    except sqlite3.DatabaseError as error:
        _log.warning("the journal cannot be read further: %s", error)


def _set_aside(path: Path) -> Path:
    """Rename a damaged file, and what SQLite keeps beside it; nothing is ever deleted."""
    label = _label().replace(":", "").split(".")[0]
    aside = path.with_name(f"{path.name}.damaged-{label}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{label}-{number}")
    path.rename(aside)
    beside = path.with_name(path.name + "-journal")
    if beside.exists():
        beside.rename(aside.with_name(aside.name + "-journal"))
    _sync_folder(path.parent)
    return aside


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _label() -> str:
    return datetime.now(UTC).isoformat()

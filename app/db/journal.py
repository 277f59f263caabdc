"""A station's journal: every scan is on this machine's disk before its answer is shown.

One SQLite file a station, full sync, rollback journal, one connection that keeps the file locked
for as long as it is open: a second program is turned away. Entries are only added; what becomes of
one is written beside it once. The journal also keeps the present copy of the work and who does it,
written in the same transaction as the entry that led there, so that the two never differ.
"""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from app.db.journal_file import (
    JournalDamage,
    JournalUnwritable,
    entry_check,
    open_whole,
    words_of,
)

Result = TypeVar("Result")

KEPT = timedelta(days=14)
"""How long answered entries stay: two weeks of backups can be compared with them."""


class EntryState(StrEnum):
    """What became of an entry. STORED waits to be sent; the others are answers of the database."""

    STORED = "stored"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DISCREPANCY = "discrepancy"


class ScanIdTwice(Exception):
    """One scan id came with two different codes: the station is broken, nothing is written."""


@dataclass(frozen=True)
class Note:
    """What is written down of one scan before it is answered.

    Attributes:
        scan_id: The id made once for this scan.
        raw: The code as it came.
        request: What the database is to be asked, as JSON.
        operator_id: Who scanned.
        noted_at: The station's clock, as a label only: nothing is decided by it.
        lines: How many pick lines it changes, for the limit of off-line work.
        offline_seconds: How long the station had been off line then, by its monotonic clock.
    """

    scan_id: uuid.UUID
    raw: str
    request: str
    operator_id: int | None
    noted_at: datetime
    lines: int = 0
    offline_seconds: float = 0.0


@dataclass(frozen=True)
class JournalEntry:
    """A note with its place in the order of sending and what became of it."""

    sequence: int
    note: Note
    state: EntryState = EntryState.STORED
    answer: str = ""


class Journal:
    """The open journal of a station. All methods may be called from any thread."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, damage: JournalDamage | None
    ) -> None:
        """Use `Journal.open`."""
        self.path = path
        self.damage = damage
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, now: datetime | None = None) -> Journal:
        """Open the journal, making it where there is none, and thin old answered entries.

        A damaged file is set aside and what is whole in it is kept; `damage` tells.

        Raises:
            JournalInUse: another program has it open.
            JournalUnwritable: disk or folder does not let it be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        connection, damage = open_whole(path)
        journal = cls(path, connection, damage)
        journal.thin((now or datetime.now(UTC)) - KEPT)
        return journal

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    # Writing ------------------------------------------------------------------------------

    def append(self, note: Note, copy: str | None) -> JournalEntry:
        """Write an entry and the copy of the work after it; both are on disk when this returns.

        An entry whose id is known already is given back as it stands, and nothing is changed.

        Raises:
            ScanIdTwice: the id is known with another code.
            JournalUnwritable: the disk does not take it; nothing was written.
        """

        def verb() -> JournalEntry:
            known = self._entry("scan_id = ?", str(note.scan_id))
            if known is not None:
                if known.note.raw != note.raw:
                    raise ScanIdTwice(str(note.scan_id))
                return known
            cursor = self._connection.execute(
                "INSERT INTO entry (scan_id, raw, request, operator_id, noted_at, lines,"
                " offline_seconds, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*_columns(note), entry_check(*_columns(note))),
            )
            if copy is not None:
                self._write_copy(copy)
            return JournalEntry(int(cursor.lastrowid or 0), note)

        return self._in_transaction(verb)

    def answer(self, sequence: int, state: EntryState, answer: str = "") -> None:
        """Write what became of an entry.

        Raises:
            JournalUnwritable: the disk does not take it; the entry will be sent once more, which
                its id makes harmless.
        """
        self._in_transaction(
            lambda: self._connection.execute(
                "UPDATE entry SET state = ?, answer = ? WHERE sequence = ?",
                (state.value, answer, sequence),
            )
        )

    def keep_copy(self, copy: str | None) -> None:
        """Write the present copy of the work; None once there is none.

        Raises:
            JournalUnwritable: the disk does not take it.
        """
        self._in_transaction(lambda: self._write_copy(copy))

    def discard(self, why: str, by: str) -> int:
        """Give up all unsent entries and the copy of the work, and log the act.

        Returns:
            How many unsent entries were given up; they stay readable as refused ones.

        Raises:
            ValueError: no reason is given.
            JournalUnwritable: the disk does not take it.
        """
        if not why.strip():
            raise ValueError("a journal is discarded for a reason only")

        def verb() -> int:
            given_up = self._connection.execute(
                "UPDATE entry SET state = ?, answer = ? WHERE state = ?",
                (EntryState.REFUSED.value, f"discarded: {why}", EntryState.STORED.value),
            ).rowcount
            self._write_copy(None)
            words = f"{given_up} unsent entries discarded by {by}: {why}"
            self._connection.execute(
                "INSERT INTO deed (at, words) VALUES (?, ?)", (datetime.now(UTC).isoformat(), words)
            )
            return given_up

        return self._in_transaction(verb)

    def thin(self, before: datetime) -> int:
        """Remove answered entries noted before a moment; unsent ones always stay."""
        return self._in_transaction(
            lambda: (
                self._connection.execute(
                    "DELETE FROM entry WHERE state <> ? AND noted_at < ?",
                    (EntryState.STORED.value, before.isoformat()),
                ).rowcount
            )
        )

    def remember(self, key: str, value: str) -> None:
        """Keep a fact about the journal itself, such as which database it belongs to."""
        self._in_transaction(
            lambda: self._connection.execute(
                "INSERT INTO fact (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
        )

    # Reading ------------------------------------------------------------------------------

    def fact(self, key: str) -> str:
        """What `remember` kept; empty if nothing."""
        with self._lock:
            row = self._connection.execute(
                "SELECT value FROM fact WHERE key = ?", (key,)
            ).fetchone()
        return "" if row is None else str(row[0])

    def unsent(self) -> list[JournalEntry]:
        """The entries that the database has not answered, oldest first."""
        return self._entries("state = ?", EntryState.STORED.value)

    def entries(self) -> list[JournalEntry]:
        """All entries that are kept, oldest first."""
        return self._entries("1 = ?", 1)

    def deeds(self) -> list[tuple[str, str]]:
        """What was done to the journal by hand or for a damage: time label and words."""
        with self._lock:
            rows = self._connection.execute("SELECT at, words FROM deed ORDER BY id").fetchall()
        return [(str(at), str(words)) for at, words in rows]

    def copy(self) -> str | None:
        """The present copy of the work as it was last written."""
        with self._lock:
            row = self._connection.execute("SELECT content FROM copy WHERE id = 1").fetchone()
        return None if row is None else str(row[0])

    def _entries(self, condition: str, *values: object) -> list[JournalEntry]:
        with self._lock:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM entry WHERE {condition} ORDER BY sequence",  # noqa: S608 - our own words
                values,
            ).fetchall()
        return [entry_of(row) for row in rows]

    def _entry(self, condition: str, *values: object) -> JournalEntry | None:
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE {condition}",  # noqa: S608 - our own words
            values,
        ).fetchone()
        return None if row is None else entry_of(row)

    def _write_copy(self, copy: str | None) -> None:
        if copy is None:
            self._connection.execute("DELETE FROM copy")
            return
        self._connection.execute(
            "INSERT INTO copy (id, content, checksum) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET content = excluded.content, checksum = excluded.checksum",
            (copy, entry_check(copy)),
        )

    def _in_transaction(self, verb: Callable[[], Result]) -> Result:
        with self._lock, _writing(self._connection):
            return verb()


_COLUMNS = (
    "sequence, scan_id, raw, request, operator_id, noted_at, lines, offline_seconds, state, answer"
)


def entry_of(row: tuple[object, ...]) -> JournalEntry:
    """The entry of a row with the columns of `entry` in their order, without the checksum."""
    sequence, scan_id, raw, request, operator_id, noted_at, lines, seconds, state, answer = row
    note = Note(
        scan_id=uuid.UUID(str(scan_id)),
        raw=str(raw),
        request=str(request),
        operator_id=None if operator_id is None else int(str(operator_id)),
        noted_at=datetime.fromisoformat(str(noted_at)),
        lines=int(str(lines)),
        offline_seconds=float(str(seconds)),
    )
    return JournalEntry(int(str(sequence)), note, EntryState(str(state)), str(answer))


def _columns(note: Note) -> tuple[object, ...]:
    return (
        str(note.scan_id),
        note.raw,
        note.request,
        note.operator_id,
        note.noted_at.astimezone(UTC).isoformat(),
        note.lines,
        note.offline_seconds,
    )


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction, on disk at the end or not there at all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise JournalUnwritable(words_of(error)) from error

"""Selects on logs and imported files."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import EventLog, ImportFile, ScanLog
from app.domain.event_cursor import EventCursor

IMPORT_LOCK = 7_249_002
"""Key of the PostgreSQL advisory lock that imports take one after the other."""

LARGEST_KEY = 2**63 - 1
"""Of PostgreSQL's advisory locks."""


class EventRow(NamedTuple):
    """A row of the event log."""

    id: int
    kind: str
    payload: dict[str, object]
    station: str
    operator_id: int | None
    at: datetime


def known_scan(session: Session, scan_id: uuid.UUID) -> ScanLog | None:
    """The scan with this id, if it was applied before."""
    return session.get(ScanLog, scan_id)


def lock_scan(session: Session, scan_id: uuid.UUID) -> None:
    """Let a scan that is handed in twice at once be answered one after the other.

    SQLite's immediate transaction does that by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = scan_id.int & LARGEST_KEY  # the random half of the id
        session.execute(select(func.pg_advisory_xact_lock(key)))


def scan_counts(session: Session) -> tuple[int, int]:
    """How many scans were made in all, and how many of them were refused."""
    row = session.execute(select(func.count(), func.count(ScanLog.refusal))).one()
    return int(row[0]), int(row[1])


def refusal_counts(session: Session) -> dict[str, int]:
    """How often each refusal was given."""
    rows = session.execute(
        select(ScanLog.refusal, func.count())
        .where(ScanLog.refusal.is_not(None))
        .group_by(ScanLog.refusal)
        .order_by(ScanLog.refusal)
    )
    return {str(name): count for name, count in rows}


def lock_imports(session: Session) -> None:
    """Let one import write at a time: two stations may be handed the same file.

    SQLite's immediate transaction does that by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK)))


def known_file(session: Session, kind: str, source: str, file_hash: str) -> ImportFile | None:
    """The import of a file with exactly this content."""
    return session.scalar(
        select(ImportFile).where(
            ImportFile.kind == kind,
            ImportFile.source == source,
            ImportFile.file_hash == file_hash,
        )
    )


def events_after(connection: Connection, cursor: EventCursor, limit: int) -> list[EventRow]:
    """The committed events that the cursor awaits, by id; the lowest of them where they are many.

    They are read in one statement, so that what lies between two of them is a gap.
    """
    gaps = (EventLog.id.between(gap.first, gap.last) for gap in cursor.gaps)
    rows = connection.execute(
        select(
            EventLog.id,
            EventLog.kind,
            EventLog.payload,
            EventLog.station,
            EventLog.operator_id,
            EventLog.at,
        )
        .where(or_(EventLog.id > cursor.highest, *gaps))
        .order_by(EventLog.id)
        .limit(limit)
    )
    return [EventRow(*row) for row in rows]


def newest_event_ids(connection: Connection, limit: int) -> list[int]:
    """The highest ids of the event log, the highest first."""
    return list(connection.scalars(select(EventLog.id).order_by(EventLog.id.desc()).limit(limit)))


def database_time(connection: Connection) -> datetime:
    """The time by the database's clock, which is the machine's own where it is embedded."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)

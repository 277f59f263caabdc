"""Selects on logs and imported files."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.schema import EventLog, ImportFile, ScanLog

IMPORT_LOCK = 7_249_002
"""Key of the PostgreSQL advisory lock that imports take one after the other."""


def known_scan(session: Session, scan_id: uuid.UUID) -> ScanLog | None:
    """The scan with this id, if it was applied before."""
    return session.get(ScanLog, scan_id)


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


def events_after(session: Session, event_id: int, limit: int = 500) -> list[EventLog]:
    """The events that were committed after a known one, oldest first."""
    return list(
        session.scalars(
            select(EventLog).where(EventLog.id > event_id).order_by(EventLog.id).limit(limit)
        )
    )

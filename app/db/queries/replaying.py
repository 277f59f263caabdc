"""Selects with which a station's journal is compared with the database it belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import DatabaseMark, Discrepancy, ScanLog

CHUNK = 500
"""Values in one question."""


def database_marks(session: Session) -> list[str]:
    """The marks of all lives of this database, the present one last."""
    return [
        str(mark) for mark in session.scalars(select(DatabaseMark.mark).order_by(DatabaseMark.id))
    ]


def scans_on_record(session: Session, scan_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these scans are in the log, or a question to a person."""
    known: set[uuid.UUID] = set()
    wanted = list(scan_ids)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        for column in (ScanLog.scan_id, Discrepancy.scan_id):
            known.update(session.scalars(select(column).where(column.in_(part))))
    return known

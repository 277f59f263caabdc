"""The mark of a database: another one after a restore, so that stations notice it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from app.db.schema import DatabaseMark, EventLog
from app.db.unit_of_work import Database

RESTORED = "restored"
"""Why a database has another mark than it was made with."""


@dataclass(frozen=True)
class Mark:
    """The present life of a database.

    Attributes:
        mark: Changes with each restore, and with nothing else.
        reason: "made" or "restored".
        at: When this life began.
        from_file: The backup it was restored from.
        last_event_id: The last event that backup knew: what a station was acknowledged after it
            under an older mark may be missing here.
    """

    mark: uuid.UUID
    reason: str
    at: datetime
    from_file: str
    last_event_id: int


def mark_of(database: Database) -> Mark:
    """The mark of an open database."""
    with database.begin() as work:
        return read_mark(work.session.connection())


def read_mark(connection: Connection) -> Mark:
    """The mark as a transaction sees it.

    Raises:
        RuntimeError: somebody deleted the marks.
    """
    table = DatabaseMark.__table__
    row = connection.execute(
        select(table.c.mark, table.c.reason, table.c.at, table.c.from_file, table.c.last_event_id)
        .order_by(table.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise RuntimeError("the database has no mark")
    return Mark(*row)


def mark_restored(connection: Connection, from_file: str) -> Mark:
    """Begin another life, because the database was brought back from a copy."""
    mark = Mark(uuid.uuid4(), RESTORED, datetime.now(UTC), from_file[-255:], last_event(connection))
    connection.execute(
        insert(DatabaseMark).values(
            mark=mark.mark,
            reason=mark.reason,
            at=mark.at,
            from_file=mark.from_file,
            last_event_id=mark.last_event_id,
        )
    )
    return mark


def last_event(connection: Connection) -> int:
    """The number of the last event on record; 0 where nothing ever happened."""
    return connection.scalar(select(func.max(EventLog.id))) or 0

"""Which life of the database this is: its making, and each time it was brought back from a copy."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId


class DatabaseMark(Row):
    """The beginning of a life of this database; the row with the highest id is the present one.

    After a restore the database knows less than the stations' own journals, which show it by
    another `mark` than the one they were last acknowledged under. `last_event_id` is the last
    event the restored copy knew; whatever was acknowledged after it has to be sent again.
    """

    __tablename__ = "database_mark"

    id: Mapped[RowId]
    mark: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True)
    reason: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    from_file: Mapped[str] = mapped_column(String(255), default="")
    last_event_id: Mapped[int] = mapped_column(Id, default=0)

"""What happened: the event log, the scan log and the files that were read in."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Record, Row, RowId, by_value
from app.domain.discrepancies import DiscrepancyKind


class EventLog(Row):
    """One event, committed with the change it tells of. Never changed, never deleted."""

    __tablename__ = "event_log"

    id: Mapped[RowId]
    kind: Mapped[str] = mapped_column(String(48), index=True)
    payload: Mapped[dict[str, object]] = mapped_column(Record)
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    at: Mapped[datetime]


class ScanLog(Row):
    """One physical scan and the answer it got; its id makes applying it twice impossible."""

    __tablename__ = "scan_log"
    __table_args__ = (
        Index("ix_scan_log_work", "work", "work_id"),
        # Ids are made in the order of time: the newest of a person are at the end.
        Index("ix_scan_log_operator_id_scan_id", "operator_id", "scan_id"),
        Index("ix_scan_log_at", "at"),
    )

    scan_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    raw: Mapped[str] = mapped_column(String(256))
    payload_hash: Mapped[str] = mapped_column(String(64))
    work: Mapped[str] = mapped_column(String(16))
    work_id: Mapped[int | None] = mapped_column(Id)
    epoch: Mapped[int | None]
    refusal: Mapped[str | None] = mapped_column(String(48))
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    at: Mapped[datetime]


class Discrepancy(Row):
    """What a station did without the database and the world does not allow any more.

    A named task for a person: it says what was done with which goods, and stays open until
    somebody says what became of them. One row a scan that could not be applied.
    """

    __tablename__ = "discrepancy"
    __table_args__ = (
        UniqueConstraint("scan_id", "leg"),
        Index(
            "ix_discrepancy_open",
            "raised_at",
            postgresql_where=text("resolved_at is null"),
            sqlite_where=text("resolved_at is null"),
        ),
    )

    id: Mapped[RowId]
    scan_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    leg: Mapped[int] = mapped_column(default=0)
    kind: Mapped[DiscrepancyKind] = mapped_column(by_value(DiscrepancyKind, "kind"))
    work: Mapped[str] = mapped_column(String(16))
    work_id: Mapped[int | None] = mapped_column(Id)
    epoch: Mapped[int | None]
    order_line_id: Mapped[int | None] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"))
    quantity: Mapped[int] = mapped_column(default=0)
    from_location_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    to_location_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    facts: Mapped[dict[str, object]] = mapped_column(Record)
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    resolution: Mapped[str] = mapped_column(String(32), default="")


class ImportFile(Row):
    """A file that was read in, by the hash of its content."""

    __tablename__ = "import_file"
    __table_args__ = (UniqueConstraint("kind", "source", "file_hash"),)

    id: Mapped[RowId]
    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(32))
    file_name: Mapped[str] = mapped_column(String(255))
    file_hash: Mapped[str] = mapped_column(String(64))
    new: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    problems: Mapped[int]
    at: Mapped[datetime]

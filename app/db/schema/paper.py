"""Printers, which document goes to which of them, and the spool."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Record, Row, RowId, by_value
from printing.jobs import JobState
from printing.paper import Format


class Printer(Row):
    """A printer: how bytes reach it and what it understands. `dpi` in dots per inch."""

    __tablename__ = "printer"

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(255))
    format: Mapped[Format] = mapped_column(by_value(Format, "format"))
    dpi: Mapped[int] = mapped_column(default=203)
    lamp: Mapped[str] = mapped_column(String(16), default="unknown")
    words: Mapped[str] = mapped_column(String(255), default="")
    checked_at: Mapped[datetime | None]


class PrintRoute(Row):
    """Which printers a station uses for a kind of document, in the order they are tried.

    `rank` 1 is the station's own printer; the others take over while it is in trouble.
    """

    __tablename__ = "print_route"
    __table_args__ = (UniqueConstraint("station_id", "document_kind", "rank"),)

    id: Mapped[RowId]
    station_id: Mapped[int] = mapped_column(Id, ForeignKey("station.id"))
    document_kind: Mapped[str] = mapped_column(String(32))
    rank: Mapped[int] = mapped_column(default=1, server_default="1")
    printer_id: Mapped[int] = mapped_column(Id, ForeignKey("printer.id"))


class ShopStationery(Row):
    """How a shop's paper looks; the row without a shop is for all that have none of their own.

    `shop` is the source of its orders, `record` what `printing.stationery` keeps.
    """

    __tablename__ = "shop_stationery"

    shop: Mapped[str] = mapped_column(String(32), primary_key=True)
    record: Mapped[dict[str, object]] = mapped_column(Record)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))


class PrintJob(Row):
    """One copy of one document: written with what it belongs to, worked off by a spooler.

    Lifecycle: `printing.jobs`. `(carton, kind, version, copy)` is unique, so that a double click
    makes one job; a reprint is a new row that names the one it repeats and why.
    `renderings` counts how often its bytes were begun, and `moved_from` is the printer it was
    meant for first, where it was moved.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        UniqueConstraint("carton_id", "document_kind", "version", "copy"),
        Index("ix_print_job_state", "state", "id"),
        Index("ix_print_job_station", "station", "id"),
    )

    id: Mapped[RowId]
    carton_id: Mapped[int | None] = mapped_column(Id, ForeignKey("carton.id"))
    document_kind: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)
    copy: Mapped[int] = mapped_column(default=1)
    document: Mapped[dict[str, object]] = mapped_column(Record)
    printer_id: Mapped[int] = mapped_column(Id, ForeignKey("printer.id"), index=True)
    state: Mapped[JobState] = mapped_column(by_value(JobState, "state"))
    reason: Mapped[str] = mapped_column(String(255), default="")
    attempt: Mapped[int] = mapped_column(default=1)
    renderings: Mapped[int] = mapped_column(default=0, server_default="0")
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    worker: Mapped[str] = mapped_column(String(64), default="")
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    held_since: Mapped[datetime | None]
    moved_from: Mapped[str] = mapped_column(String(64), default="", server_default="")
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    reprint_of: Mapped[int | None] = mapped_column(Id, ForeignKey("print_job.id"))
    reprint_reason: Mapped[str] = mapped_column(String(32), default="")
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]

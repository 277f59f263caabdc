"""Goods that a supplier has announced, and what came of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.receiving import ReceiptState


class Receipt(Row):
    """A delivery: announced by a supplier's list, or begun when it stood at the dock."""

    __tablename__ = "receipt"

    id: Mapped[RowId]
    number: Mapped[str] = mapped_column(String(32), unique=True)
    supplier: Mapped[str] = mapped_column(String(128), default="")
    expected_on: Mapped[date | None]
    state: Mapped[ReceiptState] = mapped_column(by_value(ReceiptState, "state"), index=True)
    made_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    made_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    closed_at: Mapped[datetime | None]


class ReceiptLine(Row):
    """Units of an item (and lot) in a delivery; 0 expected where nobody announced them.

    `reason` says why another number came than was expected.
    """

    __tablename__ = "receipt_line"
    __table_args__ = (
        UniqueConstraint("receipt_id", "number"),
        CheckConstraint("expected >= 0", name="expected_not_negative"),
        CheckConstraint("received >= 0", name="received_not_negative"),
        CheckConstraint("damaged >= 0", name="damaged_not_negative"),
    )

    id: Mapped[RowId]
    receipt_id: Mapped[int] = mapped_column(Id, ForeignKey("receipt.id"))
    number: Mapped[int]
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), index=True)
    expected: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    damaged: Mapped[int] = mapped_column(default=0)
    lot: Mapped[str] = mapped_column(String(64), default="")
    expiry: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(32), default="")

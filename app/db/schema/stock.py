"""The stock ledger, and the quantities kept beside it in the same transactions."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.locations import MoveReason


class Stock(Row):
    """How many units of an item (and lot) are at a location, and how many of them are promised."""

    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand_not_negative"),
        CheckConstraint("allocated >= 0", name="allocated_not_negative"),
        CheckConstraint("allocated <= on_hand", name="allocated_within_on_hand"),
        Index("ix_stock_location_id", "location_id"),
    )

    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(default=0)
    allocated: Mapped[int] = mapped_column(default=0)


class StockMove(Row):
    """One row of the ledger: units went from one location to another. Never changed, never deleted.

    `(scan_id, leg)` makes a scan's moves unique: the same scan applied twice would break it.
    `detail` says what `reason` leaves open: which count, why written off, which order gave it back.
    """

    __tablename__ = "stock_move"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("from_location_id <> to_location_id", name="goes_somewhere"),
        UniqueConstraint("scan_id", "leg"),
        # The ledger of anything is read from its newest row: see `app.db.queries.stock_history`.
        Index("ix_stock_move_item_id_id", "item_id", "id"),
        Index("ix_stock_move_from_location_id_id", "from_location_id", "id"),
        Index("ix_stock_move_to_location_id_id", "to_location_id", "id"),
        Index(
            "ix_stock_move_desk",
            "operator_id",
            "id",
            postgresql_where=text("scan_id IS NULL"),
            sqlite_where=text("scan_id IS NULL"),
        ),
    )

    id: Mapped[RowId]
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"))
    from_location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"))
    to_location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"))
    quantity: Mapped[int]
    reason: Mapped[MoveReason] = mapped_column(by_value(MoveReason, "reason"))
    order_line_id: Mapped[int | None] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    pick_line_id: Mapped[int | None] = mapped_column(Id, ForeignKey("pick_line.id"), index=True)
    scan_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    leg: Mapped[int] = mapped_column(default=0)
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    epoch: Mapped[int | None]
    detail: Mapped[str] = mapped_column(String(64), default="", server_default="")
    at: Mapped[datetime]

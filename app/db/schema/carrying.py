"""Units to carry from place to place: refills of pick faces, goods that go back into storage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.db.schema.counting import HeldWork
from app.domain.put_away import PutAwayReason
from app.domain.replenishment import ReplenishReason
from app.domain.tasks import StockTaskState

_OPEN = text("state = 'open'")


class ReplenishRule(Row):
    """A pick face's bounds for an item: refilled below `minimum` free units, up to `maximum`."""

    __tablename__ = "replenish_rule"
    __table_args__ = (
        CheckConstraint("minimum >= 0 and maximum > minimum", name="maximum_above_minimum"),
    )

    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    minimum: Mapped[int]
    maximum: Mapped[int]


class ReplenishTask(HeldWork, Row):
    """Units to bring from a reserve location to a pick face; one at a time for each such way.

    `due_at` is the first cut-off that needs them. `moved` units went into the face.
    """

    __tablename__ = "replenish_task"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("moved >= 0", name="moved_not_negative"),
        Index(
            "ix_replenish_task_open",
            "item_id",
            "lot_id",
            "from_location_id",
            "to_location_id",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[RowId]
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"))
    from_location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"))
    to_location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"))
    quantity: Mapped[int]
    moved: Mapped[int] = mapped_column(default=0)
    reason: Mapped[ReplenishReason] = mapped_column(by_value(ReplenishReason, "reason"))
    state: Mapped[StockTaskState] = mapped_column(by_value(StockTaskState, "state"))
    due_at: Mapped[datetime | None]
    raised_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    raised_at: Mapped[datetime]
    finished_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    finished_at: Mapped[datetime | None]


class PutAwayTask(HeldWork, Row):
    """Units that lie outside of storage and are to go there, or to be looked at first.

    `to_location_id` is where they went last. `order_line_id` is the line they were picked for and
    are not wanted for any more. `moved` units were put away or written off.
    """

    __tablename__ = "put_away_task"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("moved >= 0 and moved <= quantity", name="moved_within_quantity"),
        Index(
            "ix_put_away_task_open",
            "from_location_id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[RowId]
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"))
    from_location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"))
    to_location_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    order_line_id: Mapped[int | None] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]
    moved: Mapped[int] = mapped_column(default=0)
    reason: Mapped[PutAwayReason] = mapped_column(by_value(PutAwayReason, "reason"))
    state: Mapped[StockTaskState] = mapped_column(by_value(StockTaskState, "state"))
    raised_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    raised_at: Mapped[datetime]
    finished_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    finished_at: Mapped[datetime | None]

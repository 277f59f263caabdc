"""Counts of items at locations, and how the classes of items are counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text, true
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Record, Row, RowId, by_value
from app.domain.tasks import CountState

_UNSETTLED = text("state IN ('open', 'to_approve')")


class HeldWork:
    """The part of stock work that says who is at it: until `held_until` it is offered to no other.

    A hold is no claim: nothing is written by it, and whoever finishes first has done the work.
    `progress` is what was done of the dialogue, so that any station can go on with it.
    """

    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    station: Mapped[str] = mapped_column(String(32), default="", server_default="")
    held_until: Mapped[datetime | None]
    skips: Mapped[int] = mapped_column(default=0, server_default="0")
    progress: Mapped[dict[str, object]] = mapped_column(Record, default=dict, server_default="{}")


class CountTask(HeldWork, Row):
    """Somebody has to count an item (and lot) at a location; one at a time for each.

    A doubted item is not promised from there meanwhile. `expected` is what the books held when the
    last round ended; the difference to `counted` is written, at once or when a lead approves it.
    """

    __tablename__ = "count_task"
    __table_args__ = (
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        Index(
            "ix_count_task_unsettled",
            "item_id",
            "location_id",
            "lot_id",
            unique=True,
            postgresql_where=_UNSETTLED,
            sqlite_where=_UNSETTLED,
        ),
    )

    id: Mapped[RowId]
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), index=True)
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"), default=0, server_default="0")
    reason: Mapped[str] = mapped_column(String(32))
    state: Mapped[CountState] = mapped_column(by_value(CountState, "state"))
    raised_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    raised_at: Mapped[datetime]
    is_doubt: Mapped[bool] = mapped_column(default=True, server_default=true())
    expected: Mapped[int | None]
    counted: Mapped[int | None]
    counted_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    counted_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    decided_at: Mapped[datetime | None]


class CountRuleRow(Row):
    """How a class of items is counted; the class "" is for all that have no rule of their own."""

    __tablename__ = "count_rule"
    __table_args__ = (
        CheckConstraint("tolerance_units >= 0", name="tolerance_units_not_negative"),
        CheckConstraint("tolerance_cents >= 0", name="tolerance_cents_not_negative"),
        CheckConstraint("every_days > 0", name="every_days_positive"),
        CheckConstraint("below_units >= 0", name="below_units_not_negative"),
    )

    item_class: Mapped[str] = mapped_column(String(32), primary_key=True)
    tolerance_units: Mapped[int]
    tolerance_cents: Mapped[int]
    every_days: Mapped[int | None]
    below_units: Mapped[int] = mapped_column(default=0)

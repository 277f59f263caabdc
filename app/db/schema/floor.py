"""The floor as the planner walks it: the layout file, closed aisles, and how carts are planned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.mixed_methods import ZonesBy


class FloorLayout(Row):
    """What the locations do not say about the floor, as the file says it. One row, or none."""

    __tablename__ = "floor_layout"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[RowId]
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime]
    imported_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))


_IS_CLOSED = text("opened_at IS NULL")


class AisleClosure(Row):
    """An aisle in which nobody could walk for a time; closed as long as nobody opened it.

    It opens by itself at `until`, if that is said.
    """

    __tablename__ = "aisle_closure"
    __table_args__ = (
        Index(
            "ix_aisle_closure_closed",
            "zone",
            "aisle",
            unique=True,
            sqlite_where=_IS_CLOSED,
            postgresql_where=_IS_CLOSED,
        ),
    )

    id: Mapped[RowId]
    zone: Mapped[str] = mapped_column(String(32))
    aisle: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime | None]
    closed_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))


class PlannerSetting(Row):
    """What a cart takes, beside its positions, and how locations are chosen. One row, or none.

    Empty limits limit nothing. `small_first`: a location that would be emptied goes before others.
    The others are how orders of a mixed wave come by their method: see `app.domain.mixed_methods`.
    """

    __tablename__ = "planner_setting"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("cart_lines > 0", name="cart_lines_positive"),
        CheckConstraint("cart_grams > 0", name="cart_grams_positive"),
        CheckConstraint("cart_millilitres > 0", name="cart_millilitres_positive"),
        CheckConstraint("batch_from >= 0", name="batch_from"),
        CheckConstraint("large_from >= 0", name="large_from"),
    )

    id: Mapped[RowId]
    cart_lines: Mapped[int | None]
    cart_grams: Mapped[int | None]
    cart_millilitres: Mapped[int | None]
    small_first: Mapped[bool] = mapped_column(default=False, server_default=false())
    batch_from: Mapped[int] = mapped_column(default=2, server_default="2")
    large_from: Mapped[int] = mapped_column(default=12, server_default="12")
    zones_by: Mapped[ZonesBy] = mapped_column(
        by_value(ZonesBy, "zones_by"),
        default=ZonesBy.PASSING,
        server_default=ZonesBy.PASSING.value,
    )

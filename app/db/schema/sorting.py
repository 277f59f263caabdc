"""Put walls and the consolidation shelf: where an order's goods meet before they are packed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row


class PutWall(Row):
    """A shelf of cubbies in which the goods of a batch are sorted into orders.

    Its location names it and is where its bulk totes stand; what no order wants goes to `aside_id`.
    `revision` rises with each change: whoever changes the wall locks this row first.
    """

    __tablename__ = "put_wall"
    __table_args__ = (
        CheckConstraint("row_count > 0", name="row_count_positive"),
        CheckConstraint("column_count > 0", name="column_count_positive"),
    )

    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    aside_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"))
    row_count: Mapped[int]
    column_count: Mapped[int]
    revision: Mapped[int] = mapped_column(default=0)


class Cubby(Row):
    """A slot of a put wall, and the order whose goods it holds now; counted from the top left."""

    __tablename__ = "cubby"
    __table_args__ = (UniqueConstraint("wall_id", "row_number", "column_number"),)

    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    wall_id: Mapped[int] = mapped_column(Id, ForeignKey("put_wall.location_id"))
    row_number: Mapped[int]
    column_number: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(Id, ForeignKey("orders.id"), unique=True)
    bound_at: Mapped[datetime | None]


class ConsolidationSlot(Row):
    """A place of the consolidation shelf that has been used, and the order whose parts meet there.

    The totes in it are those of the order that were last scanned there.
    """

    __tablename__ = "consolidation_slot"

    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    order_id: Mapped[int | None] = mapped_column(Id, ForeignKey("orders.id"), unique=True)
    bound_at: Mapped[datetime | None]

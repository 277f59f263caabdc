"""Scannable places, and the totes among them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.locations import LocationKind

SUPPLIER_ID, SHIPPED_ID, LOST_ID, ADJUSTED_ID = -1, -2, -3, -4
"""The ledger's virtual locations; negative, so that they never meet a database's own numbers."""


class Location(Row):
    """A place goods can be at: on a shelf, in a tote or carton, or outside (virtual).

    `equipment` is what somebody must be able to operate to reach it; empty where anybody does.
    """

    __tablename__ = "location"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(String(48), unique=True)
    kind: Mapped[LocationKind] = mapped_column(by_value(LocationKind, "kind"))
    zone: Mapped[str] = mapped_column(String(32), default="")
    aisle: Mapped[str] = mapped_column(String(16), default="")
    side: Mapped[str] = mapped_column(String(8), default="")
    bay: Mapped[str] = mapped_column(String(16), default="")
    level: Mapped[str] = mapped_column(String(16), default="")
    x_m: Mapped[float | None]
    y_m: Mapped[float | None]
    check_digits: Mapped[str] = mapped_column(String(4), default="")
    pick_sequence: Mapped[int] = mapped_column(default=0)
    equipment: Mapped[str] = mapped_column(String(32), default="", server_default="")


class Zone(Row):
    """A part of the floor with pickers of its own; totes pass the zones by their `sequence`.

    `lane_id` is where a tote for this zone is put down when another zone hands it over.
    """

    __tablename__ = "zone"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    lane_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))


class Tote(Row):
    """A reusable tote: the order, or the batch of orders, whose goods it carries now.

    `task_id` names the batch task of a bulk tote. `place_id`, `seen_at`, `seen_by` and
    `seen_station` are of its last scan: where it was, when, by whom and at which station.
    """

    __tablename__ = "tote"
    __table_args__ = (
        CheckConstraint("order_id is null or task_id is null", name="order_or_batch"),
    )

    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    order_id: Mapped[int | None] = mapped_column(Id, ForeignKey("orders.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(Id, ForeignKey("pick_task.id"), index=True)
    bound_at: Mapped[datetime | None]
    place_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    seen_station: Mapped[str] = mapped_column(String(32), default="", server_default="")

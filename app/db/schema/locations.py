"""Scannable places, and the totes among them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.locations import LocationKind

SUPPLIER_ID, SHIPPED_ID, LOST_ID, ADJUSTED_ID = -1, -2, -3, -4
"""The ledger's virtual locations; negative, so that they never meet a database's own numbers."""


class Location(Row):
    """A place goods can be at: on a shelf, in a tote or carton, or outside (virtual)."""

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


class Tote(Row):
    """A reusable tote and the order whose goods it carries now."""

    __tablename__ = "tote"

    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), primary_key=True)
    order_id: Mapped[int | None] = mapped_column(Id, ForeignKey("orders.id"), index=True)
    bound_at: Mapped[datetime | None]

"""Items that are sold, their barcodes and their lots."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId

NO_LOT = 0
"""The lot of goods that are not tracked by lot: one row of its own, so that keys stay whole."""


class Item(Row):
    """What is sold. Sizes in millimetres, weight in grams, price in cents."""

    __tablename__ = "item"
    __table_args__ = (CheckConstraint("weight_g >= 0", name="weight_not_negative"),)

    id: Mapped[RowId]
    sku: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(500))
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    weight_g: Mapped[int | None]
    price_cents: Mapped[int | None]
    fragile: Mapped[bool] = mapped_column(default=False)
    lot_tracked: Mapped[bool] = mapped_column(default=False)
    storage_zone: Mapped[str | None] = mapped_column(String(32))


class ItemBarcode(Row):
    """A code printed on a unit or a case; `quantity` units count for one scan of it."""

    __tablename__ = "item_barcode"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    code: Mapped[str] = mapped_column(String(48), primary_key=True)
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)


class Lot(Row):
    """A production lot of an item, with its expiry date where it has one."""

    __tablename__ = "lot"
    __table_args__ = (UniqueConstraint("item_id", "code"),)

    id: Mapped[RowId]
    item_id: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"))
    code: Mapped[str] = mapped_column(String(64))
    expiry: Mapped[date | None]

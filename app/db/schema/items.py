"""Items that are sold, their barcodes and their lots."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.confirmation import ConfirmationPolicy

NO_LOT = 0
"""The lot of goods that are not tracked by lot: one row of its own, so that keys stay whole."""


class Item(Row):
    """What is sold. Sizes in millimetres, weight in grams, price in cents.

    `customs_description`, `tariff_number` (HS code), `origin_country` (where it was made) and
    `customs_value_cents` (of one unit, where no price was paid) are for parcels that cross a
    border.
    """

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
    this_side_up: Mapped[bool] = mapped_column(default=False, server_default=false())
    lot_tracked: Mapped[bool] = mapped_column(default=False)
    serial_tracked: Mapped[bool] = mapped_column(default=False, server_default=false())
    item_class: Mapped[str] = mapped_column(String(32), default="", server_default="")
    storage_zone: Mapped[str | None] = mapped_column(String(32))
    customs_description: Mapped[str] = mapped_column(String(128), default="", server_default="")
    tariff_number: Mapped[str] = mapped_column(String(12), default="", server_default="")
    origin_country: Mapped[str] = mapped_column(String(2), default="", server_default="")
    customs_value_cents: Mapped[int | None]


class ConfirmationRule(Row):
    """How much a picker proves by scans for items of a class; the site's policy for all others."""

    __tablename__ = "confirmation_rule"

    item_class: Mapped[str] = mapped_column(String(32), primary_key=True)
    policy: Mapped[ConfirmationPolicy] = mapped_column(by_value(ConfirmationPolicy, "policy"))


class ItemSubstitute(Row):
    """What may be sent in an item's place where the customer agreed; lower ranks go first."""

    __tablename__ = "item_substitute"
    __table_args__ = (CheckConstraint("item_id <> substitute_id", name="another_item"),)

    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), primary_key=True)
    substitute_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(default=1)


class SerialNumber(Row):
    """One serial-numbered unit: for which order line it was picked, and where it is last known.

    A unit that came back may be picked again; its row names the present order line only.
    """

    __tablename__ = "serial_number"
    __table_args__ = (UniqueConstraint("item_id", "serial"),)

    id: Mapped[RowId]
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    serial: Mapped[str] = mapped_column(String(64))
    order_line_id: Mapped[int | None] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    seen_at: Mapped[datetime]


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

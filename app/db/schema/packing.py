"""Packagings and what was learnt of them, shipments, cartons and the company's SSCC numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.cartonization_learning import Contents
from app.domain.tasks import CartonState


class Packaging(Row):
    """A kind of packaging on the shelf: inner size in millimetres, weights in grams."""

    __tablename__ = "packaging"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    length_mm: Mapped[int]
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    max_weight_g: Mapped[int]
    tare_g: Mapped[int]


class PackagingTally(Row):
    """What packers did where a packaging would be full to a band; see the rules of learning.

    `band` is the lower edge of five per cent. `filled` counts parcels closed in the packaging,
    `overruled` those it was proposed for and a larger one taken.
    """

    __tablename__ = "packaging_tally"
    __table_args__ = (
        CheckConstraint("filled >= 0 and overruled >= 0", name="counts_not_negative"),
    )

    packaging_code: Mapped[str] = mapped_column(
        String(16), ForeignKey("packaging.code"), primary_key=True
    )
    contents: Mapped[Contents] = mapped_column(by_value(Contents, "contents"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    filled: Mapped[int] = mapped_column(default=0)
    overruled: Mapped[int] = mapped_column(default=0)


class PackagingHabit(Row):
    """Which packaging just the same goods went into last, and how often running.

    Only goods whose proposal was overruled once have a row; `overrules` counts how often.
    """

    __tablename__ = "packaging_habit"

    contents_key: Mapped[str] = mapped_column(String(32), primary_key=True)
    packaging_code: Mapped[str] = mapped_column(String(16), ForeignKey("packaging.code"))
    times_running: Mapped[int]
    overrules: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]


class Shipment(Row):
    """What goes to one customer by one carrier service; made of cartons."""

    __tablename__ = "shipment"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    id: Mapped[RowId]
    order_id: Mapped[int] = mapped_column(Id, ForeignKey("orders.id"))
    number: Mapped[int]
    carrier: Mapped[str] = mapped_column(String(32))
    service: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(String(255), default="")
    made_at: Mapped[datetime]


class Carton(Row):
    """A parcel. Its contents lie at its own location until they are shipped.

    `revision` rises with each written change, so that a bench knows whether its copy is present.
    `reopened_at`: when it was opened again last.
    Lifecycle: open -> closed -> labelled -> shipped; voided instead; see `app.domain.tasks`.
    """

    __tablename__ = "carton"
    __table_args__ = (UniqueConstraint("shipment_id", "number"),)

    id: Mapped[RowId]
    shipment_id: Mapped[int] = mapped_column(Id, ForeignKey("shipment.id"))
    number: Mapped[int]
    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), unique=True)
    state: Mapped[CartonState] = mapped_column(by_value(CartonState, "state"))
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    packaging_code: Mapped[str | None] = mapped_column(String(16), ForeignKey("packaging.code"))
    sscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    tracking_number: Mapped[str] = mapped_column(String(64), default="")
    weight_g: Mapped[int | None]
    instructions_read_at: Mapped[datetime | None]
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    station: Mapped[str] = mapped_column(String(32), default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    label_confirmed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]


class CartonLine(Row):
    """Units of an order line in a carton, by lot; kept as the record of what was sent."""

    __tablename__ = "carton_line"
    __table_args__ = (
        UniqueConstraint("carton_id", "order_line_id", "lot_id"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
    )

    id: Mapped[RowId]
    carton_id: Mapped[int] = mapped_column(Id, ForeignKey("carton.id"))
    order_line_id: Mapped[int] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"))
    quantity: Mapped[int]


class SsccRange(Row):
    """The company's own serial numbers for cartons; one row a prefix, counted under a lock."""

    __tablename__ = "sscc_range"
    __table_args__ = (CheckConstraint("next_serial >= 0", name="serial_not_negative"),)

    company_prefix: Mapped[str] = mapped_column(String(12), primary_key=True)
    extension_digit: Mapped[int] = mapped_column(default=0)
    next_serial: Mapped[int] = mapped_column(Id, default=1)

"""Customers' orders, their lines, holds and addresses, and the stock promised to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Record, Row, RowId, by_value
from app.domain.orders import HoldReason, OrderState
from app.domain.payment import PaymentState, RiskLevel


class Address(Row):
    """A postal address as the shop gave it; `street` holds its lines, separated by line ends."""

    __tablename__ = "address"

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(255))
    company: Mapped[str] = mapped_column(String(255), default="")
    street: Mapped[str] = mapped_column(Text)
    city: Mapped[str] = mapped_column(String(255))
    region: Mapped[str] = mapped_column(String(255), default="")
    postcode: Mapped[str] = mapped_column(String(32), default="")
    country_code: Mapped[str] = mapped_column(String(2))
    phone: Mapped[str] = mapped_column(String(64), default="")
    email: Mapped[str] = mapped_column(String(255), default="")


class Order(Row):
    """An order of a shop. `state` is computed from its lines, holds and payment.

    Lifecycle: see `app.domain.orders`; the diagram in ARCHITECTURE.md is made from its table.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_orders_state", "state", "priority", "placed_at"),
        Index("ix_orders_number", "number"),
        Index("ix_orders_shipped_at", "shipped_at"),
        Index("ix_orders_ship_by", "ship_by"),
    )

    id: Mapped[RowId]
    source: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(140))
    number: Mapped[str] = mapped_column(String(64))
    state: Mapped[OrderState] = mapped_column(by_value(OrderState, "state"))
    payment: Mapped[PaymentState] = mapped_column(by_value(PaymentState, "payment"))
    payment_waived: Mapped[bool] = mapped_column(default=False)
    fulfilled_elsewhere: Mapped[bool] = mapped_column(default=False)
    risk: Mapped[RiskLevel] = mapped_column(by_value(RiskLevel, "risk"))
    placed_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    ship_by: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    packing_started_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3), default="")
    language: Mapped[str] = mapped_column(String(8), default="")
    shipping_method: Mapped[str] = mapped_column(String(128), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    gift_message: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[str] = mapped_column(Text, default="")
    wave_id: Mapped[int | None] = mapped_column(Id, ForeignKey("wave.id"), index=True)
    allows_substitutes: Mapped[bool] = mapped_column(default=False, server_default=false())
    ship_to_id: Mapped[int | None] = mapped_column(Id, ForeignKey("address.id"))
    bill_to_id: Mapped[int | None] = mapped_column(Id, ForeignKey("address.id"))
    content_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom


class OrderLine(Row):
    """One item of an order; quantities in units, each stage counted on its own.

    `allocated` counts all units promised from stock, picked since or not. `replaces_id` is the line
    whose missing units this one stands in for, as the customer allowed.
    """

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("picked >= 0 and picked <= quantity", name="picked_within_quantity"),
        CheckConstraint("packed >= 0 and packed <= picked", name="packed_within_picked"),
        CheckConstraint("shipped >= 0 and shipped <= packed", name="shipped_within_packed"),
        CheckConstraint("allocated >= picked and allocated <= quantity", name="allocated_in_range"),
        CheckConstraint("short >= 0", name="short_not_negative"),
        CheckConstraint("cancelled >= 0 and cancelled <= quantity", name="cancelled_in_range"),
    )

    id: Mapped[RowId]
    order_id: Mapped[int] = mapped_column(Id, ForeignKey("orders.id"), index=True)
    number: Mapped[int]
    external_line_id: Mapped[str] = mapped_column(String(140), default="")
    replaces_id: Mapped[int | None] = mapped_column(Id, ForeignKey("order_line.id"))
    item_id: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"), index=True)
    sku: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(500))
    unit_price_cents: Mapped[int | None]
    requires_shipping: Mapped[bool] = mapped_column(default=True)
    quantity: Mapped[int]
    allocated: Mapped[int] = mapped_column(default=0)
    picked: Mapped[int] = mapped_column(default=0)
    packed: Mapped[int] = mapped_column(default=0)
    shipped: Mapped[int] = mapped_column(default=0)
    short: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[int] = mapped_column(default=0)


class OrderHold(Row):
    """A reason why an order may not go on, until it is lifted."""

    __tablename__ = "order_hold"

    id: Mapped[RowId]
    order_id: Mapped[int] = mapped_column(Id, ForeignKey("orders.id"), index=True)
    reason: Mapped[HoldReason] = mapped_column(by_value(HoldReason, "reason"))
    detail: Mapped[str] = mapped_column(Text, default="")
    held_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class Allocation(Row):
    """Stock promised to an order line and not yet picked; `reason` and `facts` say why there."""

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        Index("ix_allocation_stock", "item_id", "location_id", "lot_id"),
    )

    id: Mapped[RowId]
    order_line_id: Mapped[int] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"))
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"))
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(String(48))
    facts: Mapped[dict[str, object]] = mapped_column(Record)
    made_at: Mapped[datetime]

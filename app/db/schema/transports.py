"""Transports bought from carriers, what became of parcels on their way, and the house's rules."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Record, Row, RowId, by_value
from app.domain.manifests import HandOver
from app.domain.pack_boxing import BoxRule
from app.domain.shipping_purchases import PurchaseKind, PurchaseState
from app.domain.shipping_tracking import ParcelStatus
from app.domain.weigh_steps import WeighRule

_LIVE = text("state not in ('voiding', 'voided')")


class CarrierAccount(Row):
    """A carrier this house ships with; `settings` without secrets, which the keyring keeps."""

    __tablename__ = "carrier_account"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    adapter: Mapped[str] = mapped_column(String(16))
    account: Mapped[str] = mapped_column(String(64), default="")
    settings: Mapped[dict[str, object]] = mapped_column(Record)
    active: Mapped[bool] = mapped_column(default=True)


class ShippingPolicy(Row):
    """How this house ships: what is asked at the bench, when a parcel is handed over, the rules."""

    __tablename__ = "shipping_policy"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[RowId]
    hand_over: Mapped[HandOver] = mapped_column(by_value(HandOver, "hand_over"))
    rules: Mapped[dict[str, object]] = mapped_column(Record)
    weighing: Mapped[WeighRule] = mapped_column(
        by_value(WeighRule, "weighing"),
        default=WeighRule.WITH_SCALE,
        server_default=WeighRule.WITH_SCALE.value,
    )
    boxing: Mapped[BoxRule] = mapped_column(
        by_value(BoxRule, "boxing"),
        default=BoxRule.ASKED,
        server_default=BoxRule.ASKED.value,
    )


class CarrierPurchase(Row):
    """A transport asked of a carrier: the question before it leaves, the answer after it came.

    Lifecycle: `app.domain.shipping_purchases`. `choice` says why this service and no other;
    `reason` what was against it, where it was refused or waits. `track_after`: when the carrier is
    asked next where the parcel is; None before it is handed over, and once it has arrived.
    """

    __tablename__ = "carrier_purchase"
    __table_args__ = (
        Index(
            "uq_carrier_purchase_live",
            "carton_id",
            "kind",
            unique=True,
            postgresql_where=_LIVE,
            sqlite_where=_LIVE,
        ),
        Index("ix_carrier_purchase_state", "state", "id"),
    )

    id: Mapped[RowId]
    carton_id: Mapped[int] = mapped_column(Id, ForeignKey("carton.id"), index=True)
    kind: Mapped[PurchaseKind] = mapped_column(by_value(PurchaseKind, "kind"))
    state: Mapped[PurchaseState] = mapped_column(by_value(PurchaseState, "state"))
    carrier: Mapped[str] = mapped_column(String(32), default="")
    idempotency_key: Mapped[str] = mapped_column(String(96), unique=True)
    request: Mapped[dict[str, object]] = mapped_column(Record)
    rate: Mapped[dict[str, object] | None] = mapped_column(Record)
    choice: Mapped[dict[str, object]] = mapped_column(Record)
    field: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    attempt: Mapped[int] = mapped_column(default=0)
    tracking_number: Mapped[str] = mapped_column(String(64), default="")
    tracking_url: Mapped[str] = mapped_column(String(255), default="")
    carrier_ref: Mapped[str] = mapped_column(String(128), default="")
    cost_cents: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3), default="")
    label: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    label_format: Mapped[str] = mapped_column(String(8), default="")
    label_width_mm: Mapped[int] = mapped_column(default=0)
    label_height_mm: Mapped[int] = mapped_column(default=0)
    label_dpi: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(64), default="")
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    made_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    bought_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    track_after: Mapped[datetime | None]


class ParcelEvent(Row):
    """What can be told a customer about a parcel. Never changed; `source` is who told us."""

    __tablename__ = "parcel_event"
    __table_args__ = (UniqueConstraint("carton_id", "at", "status", "place"),)

    id: Mapped[RowId]
    carton_id: Mapped[int] = mapped_column(Id, ForeignKey("carton.id"))
    at: Mapped[datetime]
    status: Mapped[ParcelStatus] = mapped_column(by_value(ParcelStatus, "status"))
    place: Mapped[str] = mapped_column(String(128), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(32), default="")
    noted_at: Mapped[datetime]

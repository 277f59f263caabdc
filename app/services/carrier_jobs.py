"""A wanted transport as a worker takes it up: all it has to know outside of the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from app.carriers.interface import CarrierLabel, LabelFormat, Purchase, Rate, ShipmentRequest
from app.carriers.records import from_record
from app.db.schema import CarrierPurchase
from app.domain.shipping_purchases import PurchaseKind, PurchaseState


@dataclass(frozen=True)
class DeskJob:
    """A row as its worker took it up."""

    id: int
    state: PurchaseState
    kind: PurchaseKind
    key: str
    request: ShipmentRequest
    carrier: str
    rate: Rate | None
    purchase: Purchase | None
    attempt: int
    asked_by: str


def expected_states(job: DeskJob) -> frozenset[tuple[PurchaseState, int]]:
    """States in which the row still is the job that was taken up."""
    asked = (PurchaseState.ASKING, job.attempt + 1)
    return frozenset({(job.state, job.attempt), asked})


def job_of(row: CarrierPurchase, asked_by: str) -> DeskJob:
    """A row as its worker takes it up; `asked_by` is who had it before."""
    rate = None if row.rate is None else from_record(row.rate, Rate)
    purchase = None
    if rate is not None and row.bought_at is not None:
        purchase = purchase_of(row, rate)
    return DeskJob(
        id=row.id,
        state=row.state,
        kind=row.kind,
        key=row.idempotency_key,
        request=from_record(row.request, ShipmentRequest),
        carrier=row.carrier,
        rate=rate,
        purchase=purchase,
        attempt=row.attempt,
        asked_by=asked_by,
    )


def purchase_of(row: CarrierPurchase, rate: Rate) -> Purchase:
    """What was bought, as its carrier knows it."""
    label = None
    if row.label is not None:
        label = CarrierLabel(
            row.label,
            LabelFormat(row.label_format),
            row.label_width_mm,
            row.label_height_mm,
            row.label_dpi,
        )
    return Purchase(
        idempotency_key=row.idempotency_key,
        rate=rate,
        tracking_number=row.tracking_number,
        carrier_ref=row.carrier_ref,
        label=label,
        tracking_url=row.tracking_url,
    )

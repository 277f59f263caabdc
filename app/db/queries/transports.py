"""Selects on transports bought from carriers, on parcels' ways and on the rules of the house."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from app.db.schema import (
    CarrierAccount,
    CarrierPurchase,
    Carton,
    Manifest,
    ParcelEvent,
    Shipment,
    ShippingPolicy,
)
from app.domain.manifests import ManifestState, ManifestTelling
from app.domain.shipping_purchases import TO_WORK_OFF, PurchaseKind, PurchaseState


def accounts(session: Session) -> list[CarrierAccount]:
    """The carriers this house ships with."""
    return list(session.scalars(select(CarrierAccount).order_by(CarrierAccount.code)))


def account_with(session: Session, code: str) -> CarrierAccount | None:
    """The carrier with a code."""
    return session.get(CarrierAccount, code)


def shipping_policy(session: Session) -> ShippingPolicy | None:
    """How this house ships; None where it never said."""
    return session.get(ShippingPolicy, 1)


def live_purchase(
    session: Session, carton_id: int, kind: PurchaseKind = PurchaseKind.OUTBOUND
) -> CarrierPurchase | None:
    """The transport of a carton that is wanted or bought, locked; None if there is none."""
    return session.scalar(
        select(CarrierPurchase)
        .where(
            CarrierPurchase.carton_id == carton_id,
            CarrierPurchase.kind == kind,
            CarrierPurchase.state.not_in((PurchaseState.VOIDING, PurchaseState.VOIDED)),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def purchases_of(session: Session, carton_ids: Collection[int]) -> list[CarrierPurchase]:
    """The bought transports of cartons, on their way out."""
    return list(
        session.scalars(
            select(CarrierPurchase)
            .where(
                CarrierPurchase.carton_id.in_(carton_ids),
                CarrierPurchase.kind == PurchaseKind.OUTBOUND,
                CarrierPurchase.state == PurchaseState.BOUGHT,
            )
            .order_by(CarrierPurchase.id)
        )
    )


def purchase_count(session: Session, carton_id: int) -> int:
    """How many transports were ever wanted for a carton."""
    return len(
        session.scalars(
            select(CarrierPurchase.id).where(CarrierPurchase.carton_id == carton_id)
        ).all()
    )


def lock_purchase(session: Session, purchase_id: int) -> CarrierPurchase:
    """A transport, locked, with the carrier's label."""
    return session.scalars(
        select(CarrierPurchase)
        .where(CarrierPurchase.id == purchase_id)
        .options(undefer(CarrierPurchase.label))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def workable_purchase(session: Session, now: datetime) -> CarrierPurchase | None:
    """The oldest transport that a worker can do something about, locked past others' rows.

    One that was being asked for when its worker's lease ran out is among them.
    """
    is_free = or_(CarrierPurchase.lease_until.is_(None), CarrierPurchase.lease_until < now)
    is_due = or_(CarrierPurchase.not_before.is_(None), CarrierPurchase.not_before <= now)
    return session.scalar(
        select(CarrierPurchase)
        .where(
            CarrierPurchase.state.in_((*TO_WORK_OFF, PurchaseState.ASKING)),
            is_free,
            is_due,
        )
        .order_by(CarrierPurchase.id)
        .limit(1)
        .options(undefer(CarrierPurchase.label))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def manifest_to_tell(session: Session, carriers: Collection[str], now: datetime) -> Manifest | None:
    """The oldest closed list that one of these carriers has to be told of, past others' rows."""
    return session.scalar(
        select(Manifest)
        .where(
            Manifest.telling == ManifestTelling.WANTED,
            Manifest.state != ManifestState.OPEN,
            Manifest.carrier.in_(carriers),
            or_(Manifest.tell_after.is_(None), Manifest.tell_after <= now),
        )
        .order_by(Manifest.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def untold_manifests(session: Session) -> list[Manifest]:
    """Closed lists of which their carrier has not been told yet, or that it refused."""
    waits = (ManifestTelling.WANTED, ManifestTelling.REFUSED)
    return list(
        session.scalars(select(Manifest).where(Manifest.telling.in_(waits)).order_by(Manifest.id))
    )


def way_to_ask(
    session: Session, carriers: Collection[str], now: datetime
) -> CarrierPurchase | None:
    """The parcel on its way that one of these carriers is to be asked about, past others' rows."""
    return session.scalar(
        select(CarrierPurchase)
        .where(
            CarrierPurchase.track_after <= now,
            CarrierPurchase.state == PurchaseState.BOUGHT,
            CarrierPurchase.carrier.in_(carriers),
        )
        .order_by(CarrierPurchase.track_after)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def open_purchases(session: Session, carton_id: int) -> list[CarrierPurchase]:
    """What is wanted for a carton and has no good answer yet, oldest first."""
    return list(
        session.scalars(
            select(CarrierPurchase)
            .where(
                CarrierPurchase.carton_id == carton_id,
                CarrierPurchase.state.not_in(SETTLED),
            )
            .order_by(CarrierPurchase.id)
        )
    )


def troubled_purchases(session: Session) -> list[CarrierPurchase]:
    """What a person has to look at: refused by the carrier, or nobody can say if it was bought."""
    return list(
        session.scalars(
            select(CarrierPurchase)
            .where(
                or_(
                    CarrierPurchase.state == PurchaseState.REJECTED,
                    (CarrierPurchase.state == PurchaseState.UNKNOWN)
                    & (CarrierPurchase.field == ASKS_PERSON),
                )
            )
            .order_by(CarrierPurchase.id)
        )
    )


SETTLED = (PurchaseState.BOUGHT, PurchaseState.VOIDING, PurchaseState.VOIDED)
"""States of which the parcel waits for nothing."""

ASKS_PERSON = "asks_person"
"""In `field`: the carrier cannot say whether it sold the transport."""


def parcel_events(session: Session, carton_id: int) -> list[ParcelEvent]:
    """What is known of a parcel's way, oldest first."""
    return list(
        session.scalars(
            select(ParcelEvent)
            .where(ParcelEvent.carton_id == carton_id)
            .order_by(ParcelEvent.at, ParcelEvent.id)
        )
    )


def carton_of_tracking_number(session: Session, number: str) -> Carton | None:
    """The parcel that goes by a tracking number."""
    return session.scalar(
        select(Carton).where(Carton.tracking_number == number).order_by(Carton.id.desc()).limit(1)
    )


def carton_of_sscc(session: Session, sscc: str) -> Carton | None:
    """The parcel with a number of ours."""
    return session.scalar(select(Carton).where(Carton.sscc == sscc))


def shipment_of(session: Session, carton: Carton) -> Shipment:
    """The shipment a carton belongs to."""
    return session.get_one(Shipment, carton.shipment_id)

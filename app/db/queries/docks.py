"""Selects on cages, manifests, and the parcels that should be on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import (
    Address,
    Cage,
    Carton,
    Location,
    Manifest,
    ManifestParcel,
    Order,
    Shipment,
)
from app.domain.manifests import LoadState, ManifestState
from app.domain.orders import OrderState
from app.domain.tasks import CartonState


class DockParcel(NamedTuple):
    """A parcel with all that decides about it at the dock."""

    carton: Carton
    shipment: Shipment
    order: Order
    address: Address | None


def cages(session: Session) -> list[tuple[Cage, Location]]:
    """All cages with their places, by code."""
    rows = session.execute(
        select(Cage, Location)
        .join(Location, Location.id == Cage.location_id)
        .order_by(Location.code)
    )
    return [(cage, place) for cage, place in rows]


def parcel_with(session: Session, sscc: str) -> DockParcel | None:
    """The parcel with a number of ours."""
    row = session.execute(
        select(Carton, Shipment, Order, Address)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .outerjoin(Address, Address.id == Order.ship_to_id)
        .where(Carton.sscc == sscc)
        .execution_options(populate_existing=True)
    ).first()
    return None if row is None else DockParcel(*row)


def load_of(session: Session, carton_id: int) -> tuple[ManifestParcel, Manifest] | None:
    """The manifest a parcel is loaded for."""
    row = session.execute(
        select(ManifestParcel, Manifest)
        .join(Manifest, Manifest.id == ManifestParcel.manifest_id)
        .where(ManifestParcel.carton_id == carton_id, ManifestParcel.state == LoadState.LOADED)
    ).first()
    return None if row is None else (row[0], row[1])


def row_on(session: Session, manifest_id: int, carton_id: int) -> ManifestParcel | None:
    """A parcel's row on a manifest, whatever became of it."""
    return session.scalar(
        select(ManifestParcel)
        .where(ManifestParcel.manifest_id == manifest_id, ManifestParcel.carton_id == carton_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_manifest(session: Session, carrier: str) -> Manifest | None:
    """The list that is being filled for a carrier."""
    return session.scalar(
        select(Manifest).where(Manifest.carrier == carrier, Manifest.state == ManifestState.OPEN)
    )


def lock_manifest(session: Session, manifest_id: int) -> Manifest:
    """A manifest, locked."""
    return session.scalars(
        select(Manifest)
        .where(Manifest.id == manifest_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def loads_of(session: Session, manifest_id: int) -> list[tuple[ManifestParcel, Carton, int]]:
    """What is loaded for a manifest, with each parcel's order, by carton."""
    rows = session.execute(
        select(ManifestParcel, Carton, Shipment.order_id)
        .join(Carton, Carton.id == ManifestParcel.carton_id)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .where(ManifestParcel.manifest_id == manifest_id, ManifestParcel.state == LoadState.LOADED)
        .order_by(Carton.id)
        .execution_options(populate_existing=True)
    )
    return [(load, carton, order_id) for load, carton, order_id in rows]


def parcels_due(session: Session, carrier: str) -> Sequence[DockParcel]:
    """A carrier's parcels that are packed and still in the house, oldest first."""
    rows = session.execute(
        select(Carton, Shipment, Order, Address)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .outerjoin(Address, Address.id == Order.ship_to_id)
        .where(
            Shipment.carrier == carrier,
            Carton.state.in_((CartonState.CLOSED, CartonState.LABELLED)),
            Order.state != OrderState.CANCELLED,
        )
        .order_by(Carton.id)
    )
    return [DockParcel(*row) for row in rows]


def accounted_for(session: Session, manifest_id: int | None) -> set[int]:
    """Cartons that are loaded for any open or closed list, or left out of this one."""
    loaded = select(ManifestParcel.carton_id).where(ManifestParcel.state == LoadState.LOADED)
    found = set(session.scalars(loaded))
    if manifest_id is not None:
        rolled = select(ManifestParcel.carton_id).where(
            ManifestParcel.manifest_id == manifest_id, ManifestParcel.state == LoadState.ROLLED
        )
        found |= set(session.scalars(rolled))
    return found


def cage_at(session: Session, location_id: int) -> Cage | None:
    """The cage that a place is."""
    return session.get(Cage, location_id)


def place_called(session: Session, code: str) -> Location | None:
    """The place with a code."""
    return session.scalar(select(Location).where(Location.code == code))

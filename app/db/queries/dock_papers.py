"""Selects on what the papers of the dock say: parcels by any of their numbers, and manifests."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import (
    Address,
    CarrierAccount,
    CarrierPurchase,
    Carton,
    CartonLine,
    Item,
    Manifest,
    ManifestParcel,
    Order,
    OrderLine,
    Shipment,
)
from app.domain.manifests import LoadState, ManifestState
from app.domain.shipping_purchases import PurchaseKind, PurchaseState
from app.domain.tasks import CartonState

_SEALED = (CartonState.CLOSED, CartonState.LABELLED, CartonState.SHIPPED)


class LoadedParcel(NamedTuple):
    """A parcel on a manifest, as its carrier wants it listed."""

    tracking_number: str
    sscc: str
    order_number: str
    postcode: str
    country_code: str
    service: str
    weight_g: int | None


class DeclaredUnits(NamedTuple):
    """Units of an order line in a carton, with what customs ask about them."""

    sku: str
    name: str
    quantity: int
    unit_weight_g: int | None
    unit_price_cents: int | None
    customs_description: str
    tariff_number: str
    origin_country: str
    customs_value_cents: int | None


def cartons_named(session: Session, code: str) -> list[Carton]:
    """Sealed cartons with this SSCC or tracking number, or of this order."""
    return list(
        session.scalars(
            select(Carton)
            .join(Shipment, Shipment.id == Carton.shipment_id)
            .join(Order, Order.id == Shipment.order_id)
            .where(
                or_(Carton.sscc == code, Carton.tracking_number == code, Order.number == code),
                Carton.state.in_(_SEALED),
            )
            .order_by(Carton.id)
        )
    )


def bought_transport(
    session: Session, carton_id: int, kind: PurchaseKind
) -> CarrierPurchase | None:
    """What was bought for a carton, without the carrier's own label."""
    return session.scalar(
        select(CarrierPurchase).where(
            CarrierPurchase.carton_id == carton_id,
            CarrierPurchase.kind == kind,
            CarrierPurchase.state == PurchaseState.BOUGHT,
        )
    )


def carrier_account(session: Session, carrier: str) -> CarrierAccount | None:
    """Our account with a carrier."""
    return session.get(CarrierAccount, carrier)


def manifest_numbered(session: Session, number: str) -> Manifest | None:
    """The manifest with this number."""
    return session.scalar(select(Manifest).where(Manifest.number == number))


def unsigned_manifests(session: Session) -> list[Manifest]:
    """Manifests that were closed and wait for their driver."""
    return list(
        session.scalars(
            select(Manifest).where(Manifest.state == ManifestState.CLOSED).order_by(Manifest.id)
        )
    )


def loaded_parcels(session: Session, manifest_id: int) -> list[LoadedParcel]:
    """The parcels a carrier takes over, in the order in which they were loaded."""
    rows = session.execute(
        select(
            Carton.tracking_number,
            func.coalesce(Carton.sscc, ""),
            Order.number,
            Address.postcode,
            Address.country_code,
            Shipment.service,
            Carton.weight_g,
        )
        .join(ManifestParcel, ManifestParcel.carton_id == Carton.id)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .join(Address, Address.id == Order.ship_to_id)
        .where(ManifestParcel.manifest_id == manifest_id, ManifestParcel.state == LoadState.LOADED)
        .order_by(ManifestParcel.at, ManifestParcel.id)
    )
    return [LoadedParcel._make(row) for row in rows]


_CUSTOMS = (
    func.coalesce(Item.customs_description, ""),
    func.coalesce(Item.tariff_number, ""),
    func.coalesce(Item.origin_country, ""),
    func.coalesce(Item.customs_value_cents, Item.price_cents),
)


def ordered_units(session: Session, order_id: int) -> list[DeclaredUnits]:
    """What of an order was picked to be sent, line by line."""
    rows = session.execute(
        select(
            OrderLine.sku,
            OrderLine.name,
            OrderLine.picked,
            Item.weight_g,
            OrderLine.unit_price_cents,
            *_CUSTOMS,
        )
        .outerjoin(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.order_id == order_id, OrderLine.picked > 0)
        .order_by(OrderLine.number)
    )
    return [DeclaredUnits(*row) for row in rows]


def declared_units(session: Session, carton_id: int) -> list[DeclaredUnits]:
    """What is in a carton, line by line, whatever its lots."""
    rows = session.execute(
        select(
            OrderLine.sku,
            OrderLine.name,
            CartonLine.quantity,
            Item.weight_g,
            OrderLine.unit_price_cents,
            *_CUSTOMS,
        )
        .join(OrderLine, OrderLine.id == CartonLine.order_line_id)
        .outerjoin(Item, Item.id == OrderLine.item_id)
        .where(CartonLine.carton_id == carton_id, CartonLine.quantity > 0)
        .order_by(OrderLine.number, CartonLine.id)
    )
    return [DeclaredUnits(*row) for row in rows]


def sealed_cartons(session: Session, order_id: int) -> list[int]:
    """The sealed cartons of an order, oldest first."""
    return list(
        session.scalars(
            select(Carton.id)
            .join(Shipment, Shipment.id == Carton.shipment_id)
            .where(Shipment.order_id == order_id, Carton.state.in_(_SEALED))
            .order_by(Carton.id)
        )
    )

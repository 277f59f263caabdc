"""Set-based selects on what waits beside the aisles: walls, benches, lanes, cut-offs."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import (
    Carton,
    Cubby,
    Location,
    ManifestParcel,
    Order,
    Shipment,
    Tote,
)
from app.domain.manifests import LoadState
from app.domain.orders import OrderState
from app.domain.tasks import CartonState

_FOR_THE_BENCH = (OrderState.PICKED, OrderState.PACKING)
_PACKED = (OrderState.PACKED, OrderState.SHIPPED)
_CLOSED = (CartonState.CLOSED, CartonState.LABELLED)


class WallFill(NamedTuple):
    """A put wall: cubbies with an order's goods in them, of all."""

    wall: str
    filled: int
    cubbies: int


class LaneLoad(NamedTuple):
    """A carrier's parcels of today: loaded into a cage, of all that are closed."""

    carrier: str
    loaded: int
    parcels: int


class DueOrders(NamedTuple):
    """Orders with one cut-off that are not cancelled, and those of them that are packed or gone."""

    cut_off_at: datetime
    orders: int
    packed: int


def wall_fills(session: Session) -> list[WallFill]:
    """How full each put wall is, by name."""
    rows = session.execute(
        select(Location.code, func.count(Cubby.order_id), func.count())
        .select_from(Cubby)
        .join(Location, Location.id == Cubby.wall_id)
        .group_by(Location.code)
        .order_by(Location.code)
    )
    return [WallFill(code, int(filled), int(cubbies)) for code, filled, cubbies in rows]


def totes_for_the_bench(session: Session) -> int:
    """Totes with an order that is picked and not packed."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Tote)
            .join(Order, Order.id == Tote.order_id)
            .where(Order.state.in_(_FOR_THE_BENCH))
        )
        or 0
    )


def lane_loads(session: Session, since: datetime) -> list[LaneLoad]:
    """By carrier, parcels in a cage or gone since a moment, of all that are closed."""
    loaded = or_(Carton.state == CartonState.SHIPPED, ManifestParcel.id.is_not(None))
    rows = session.execute(
        select(Shipment.carrier, _count(loaded), func.count())
        .select_from(Carton)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .outerjoin(
            ManifestParcel,
            and_(ManifestParcel.carton_id == Carton.id, ManifestParcel.state == LoadState.LOADED),
        )
        .where(
            or_(
                Carton.state.in_(_CLOSED),
                and_(Carton.state == CartonState.SHIPPED, Carton.shipped_at >= since),
            )
        )
        .group_by(Shipment.carrier)
        .order_by(Shipment.carrier)
    )
    return [LaneLoad(carrier, int(done), int(parcels)) for carrier, done, parcels in rows]


def due_between(session: Session, begins: datetime, ends: datetime) -> list[DueOrders]:
    """Orders by cut-off within a time span, the earliest first; those all of which left are out."""
    rows = session.execute(
        select(Order.ship_by, func.count(), _count(Order.state.in_(_PACKED)))
        .where(
            Order.ship_by >= begins,
            Order.ship_by < ends,
            Order.state.not_in((OrderState.CANCELLED, OrderState.CLOSED, OrderState.PLACED)),
        )
        .group_by(Order.ship_by)
        .having(func.count() > _count(Order.state == OrderState.SHIPPED))
        .order_by(Order.ship_by)
    )
    return [DueOrders(at, int(orders), int(packed)) for at, orders, packed in rows if at]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

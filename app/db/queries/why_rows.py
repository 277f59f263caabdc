"""Selects behind "Why?": read only, nothing is locked, and only what was asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.db.queries.floor_work import UNFINISHED
from app.db.queries.pick_claims import is_stopped
from app.db.schema import (
    Allocation,
    CarrierPurchase,
    Carton,
    CountTask,
    EventLog,
    Item,
    Location,
    Lot,
    Manifest,
    ManifestParcel,
    Operator,
    PickLine,
    PickTask,
    PickTaskTote,
    PutAwayTask,
    Receipt,
    ReceiptLine,
    ReplenishTask,
    Shipment,
    Stock,
    Wave,
)
from app.domain.events import PackagingOverruled
from app.domain.manifests import LoadState
from app.domain.put_away import TO_GRADE
from app.domain.shipping_purchases import PurchaseKind, PurchaseState
from app.domain.tasks import CartonState, CountState, PickLineState, PickTaskState, StockTaskState
from app.domain.why_dock import ListSeen, ReceiptSeen
from app.domain.why_stock import PlaceSeen
from app.domain.why_work import ZoneWork

_UNSETTLED = (CountState.OPEN, CountState.TO_APPROVE)


# Orders and work --------------------------------------------------------------------------------


def unfinished_tasks(session: Session, order_id: int) -> list[tuple[PickTask, str, str]]:
    """An order's tasks that are not done: each with its holder and where it was parked."""
    rows = session.execute(
        select(PickTask, func.coalesce(Operator.name, ""), func.coalesce(Location.code, ""))
        .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
        .outerjoin(Operator, Operator.id == func.coalesce(PickTask.operator_id, PickTask.paused_by))
        .outerjoin(Location, Location.id == PickTask.parked_at_id)
        .where(PickTaskTote.order_id == order_id, PickTask.state.in_(UNFINISHED))
        .order_by(PickTask.id)
    )
    return [(task, name, place) for task, name, place in rows]


def last_place_of(session: Session, task_id: int) -> str:
    """Where a task's last unit was picked; empty before the first."""
    return (
        session.scalar(
            select(Location.code)
            .join(PickLine, PickLine.location_id == Location.id)
            .where(PickLine.task_id == task_id, PickLine.picked_at.is_not(None))
            .order_by(PickLine.picked_at.desc())
            .limit(1)
        )
        or ""
    )


def tasks_before(session: Session, task: PickTask) -> int:
    """How many tasks that are ready are claimed before another one that is."""
    is_due_first = and_(
        PickTask.priority == task.priority,
        PickTask.due_at < task.due_at if task.due_at is not None else PickTask.due_at.is_not(None),
    )
    has_turn_first = and_(
        PickTask.priority == task.priority,
        PickTask.due_at.is_not_distinct_from(task.due_at),
        PickTask.sequence < task.sequence,
    )
    return (
        session.scalar(
            select(func.count())
            .select_from(PickTask)
            .where(
                PickTask.state == PickTaskState.READY,
                PickTask.id != task.id,
                or_(PickTask.priority > task.priority, is_due_first, has_turn_first),
                ~is_stopped(),
            )
        )
        or 0
    )


def wave_of(session: Session, wave_id: int | None) -> Wave | None:
    """An order's wave; None where it is in none."""
    return None if wave_id is None else session.get(Wave, wave_id)


def open_work_by_zone(session: Session, wave_id: int) -> tuple[ZoneWork, ...]:
    """The open lines of a wave by the zone they lie in, and who picks there now."""
    holder = PickTask.operator_id
    rows = session.execute(
        select(Location.zone, func.count(PickLine.id), func.count(holder.distinct()))
        .select_from(PickLine)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(Location, Location.id == PickLine.location_id)
        .where(PickTask.wave_id == wave_id, PickLine.state == PickLineState.OPEN)
        .group_by(Location.zone)
        .order_by(Location.zone)
    )
    return tuple(ZoneWork(zone, int(lines), int(people)) for zone, lines, people in rows)


# Parcels ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ParcelRow:
    """A parcel that was neither shipped nor voided, with its transport, if one is wanted."""

    carton: Carton
    purchase: CarrierPurchase | None


def parcels_to_ship(session: Session, order_id: int) -> list[ParcelRow]:
    """An order's parcels in the house."""
    rows = session.execute(
        _parcels()
        .where(
            Shipment.order_id == order_id,
            Carton.state.not_in((CartonState.SHIPPED, CartonState.VOIDED)),
        )
        .order_by(Carton.id)
    )
    return [ParcelRow(carton, purchase) for carton, purchase in rows]


def parcel_row(session: Session, carton_id: int) -> ParcelRow | None:
    """A parcel with its transport."""
    row = session.execute(_parcels().where(Carton.id == carton_id)).first()
    return None if row is None else ParcelRow(row[0], row[1])


def _parcels() -> Select[Carton, CarrierPurchase]:
    is_live = and_(
        CarrierPurchase.carton_id == Carton.id,
        CarrierPurchase.kind == PurchaseKind.OUTBOUND,
        CarrierPurchase.state.not_in((PurchaseState.VOIDING, PurchaseState.VOIDED)),
    )
    return (
        select(Carton, CarrierPurchase)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .outerjoin(CarrierPurchase, is_live)
    )


def overruled_box(session: Session, carton_id: int) -> str:
    """The packaging that was proposed for a parcel where its packer took another; else empty."""
    payload = session.scalar(
        select(EventLog.payload)
        .where(
            EventLog.kind == PackagingOverruled.__name__,
            EventLog.payload["carton_id"].as_integer() == carton_id,
        )
        .order_by(EventLog.id.desc())
        .limit(1)
    )
    return "" if payload is None else str(payload["proposed"])


# Stock ------------------------------------------------------------------------------------------


def place_seen(session: Session, place: Location, today: date, closed: str) -> PlaceSeen:
    """What is known of a location, over all its items."""
    return _place(session, place, Stock.location_id == place.id, today, closed)


def item_at(session: Session, place: Location, item_id: int, today: date, closed: str) -> PlaceSeen:
    """What is known of one item at a location."""
    wanted = and_(Stock.location_id == place.id, Stock.item_id == item_id)
    return _place(session, place, wanted, today, closed, item_id)


def work_in_aisle(session: Session, zone: str, aisle: str) -> tuple[int, int, int]:
    """Of an aisle, or of a whole zone if it is empty: locations, open pick lines, their pickers."""
    here = _in_aisle(zone, aisle)
    locations = session.scalar(select(func.count()).select_from(Location).where(here)) or 0
    lines, people = session.execute(
        select(func.count(), func.count(PickTask.operator_id.distinct()))
        .select_from(PickLine)
        .join(Location, Location.id == PickLine.location_id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickLine.state == PickLineState.OPEN, here)
    ).one()
    return locations, int(lines), int(people)


def _in_aisle(zone: str, aisle: str) -> ColumnElement[bool]:
    in_zone = Location.zone == zone
    return and_(in_zone, Location.aisle == aisle) if aisle else in_zone


def troubled_places(session: Session, zone: str, aisle: str, most: int) -> list[Location]:
    """Locations of an aisle or zone that wait for a count or a refill, in walking order."""
    counted = exists().where(
        CountTask.location_id == Location.id,
        CountTask.state.in_(_UNSETTLED),
    )
    refilled = exists().where(
        ReplenishTask.to_location_id == Location.id,
        ReplenishTask.state == StockTaskState.OPEN,
    )
    return list(
        session.scalars(
            select(Location)
            .where(_in_aisle(zone, aisle), or_(counted, refilled))
            .order_by(Location.pick_sequence, Location.code)
            .limit(most)
        )
    )


def place_called(session: Session, code: str) -> Location | None:
    """The location with a code, as it is written on its label."""
    return session.scalar(select(Location).where(Location.code == code.upper()))


def item_called(session: Session, sku: str) -> int | None:
    """The item with a SKU."""
    return session.scalar(select(Item.id).where(Item.sku == sku))


def receipt_seen(session: Session, number: str) -> ReceiptSeen | None:
    """What is known of a receipt."""
    receipt = session.scalar(select(Receipt).where(Receipt.number == number))
    if receipt is None:
        return None
    expected, received = session.execute(
        select(
            func.coalesce(func.sum(ReceiptLine.expected), 0),
            func.coalesce(func.sum(ReceiptLine.received), 0),
        ).where(ReceiptLine.receipt_id == receipt.id)
    ).one()
    is_closed = receipt.closed_at is not None
    return ReceiptSeen(number, receipt.supplier, int(expected), int(received), is_closed)


def list_seen(session: Session, number: str) -> ListSeen | None:
    """What is known of a carrier's list."""
    row = session.execute(
        select(Manifest.carrier, Manifest.state, func.count(ManifestParcel.id))
        .outerjoin(
            ManifestParcel,
            and_(
                ManifestParcel.manifest_id == Manifest.id,
                ManifestParcel.state == LoadState.LOADED,
            ),
        )
        .where(Manifest.number == number)
        .group_by(Manifest.id)
    ).first()
    return None if row is None else ListSeen(number, row[0], row[1], int(row[2]))


def places_of_item(session: Session, item_id: int) -> list[Location]:
    """Where an item lies, in walking order."""
    return list(
        session.scalars(
            select(Location)
            .where(
                Location.id.in_(
                    select(Stock.location_id).where(Stock.item_id == item_id, Stock.on_hand > 0)
                )
            )
            .order_by(Location.pick_sequence, Location.code)
        )
    )


def _place(
    session: Session,
    place: Location,
    wanted: ColumnElement[bool],
    today: date,
    closed: str,
    item_id: int | None = None,
) -> PlaceSeen:
    rows = session.execute(
        select(Stock.on_hand, Stock.allocated, Lot.expiry)
        .join(Lot, Lot.id == Stock.lot_id)
        .where(wanted, Stock.on_hand > 0)
    ).all()
    expired = [
        on_hand - allocated
        for on_hand, allocated, expiry in rows
        if expiry is not None and expiry < today
    ]
    refill_from, refill_units = _refill(session, place.id, item_id)
    return PlaceSeen(
        code=place.code,
        kind=place.kind,
        units=sum(row.on_hand for row in rows),
        promised=sum(row.allocated for row in rows),
        expired=sum(expired),
        count=_count(session, place.id, item_id),
        closed=closed,
        refill_from=refill_from,
        refill_units=refill_units,
        chosen=_chosen(session, place.id, item_id),
    )


def _count(session: Session, location_id: int, item_id: int | None) -> str:
    statement = select(CountTask.reason).where(
        CountTask.location_id == location_id,
        CountTask.state.in_(_UNSETTLED),
        or_(CountTask.is_doubt, CountTask.state == CountState.TO_APPROVE),
    )
    if item_id is not None:
        statement = statement.where(CountTask.item_id == item_id)
    return session.scalar(statement.order_by(CountTask.id).limit(1)) or ""


def _refill(session: Session, location_id: int, item_id: int | None) -> tuple[str, int]:
    source = aliased(Location)
    statement = (
        select(source.code, ReplenishTask.quantity - ReplenishTask.moved)
        .join(source, source.id == ReplenishTask.from_location_id)
        .where(
            ReplenishTask.to_location_id == location_id,
            ReplenishTask.state == StockTaskState.OPEN,
        )
        .order_by(ReplenishTask.id)
        .limit(1)
    )
    if item_id is not None:
        statement = statement.where(ReplenishTask.item_id == item_id)
    row = session.execute(statement).first()
    return ("", 0) if row is None else (row[0], int(row[1]))


def _chosen(session: Session, location_id: int, item_id: int | None) -> tuple[tuple[str, int], ...]:
    """By which rules promises were made from a place, and for how many units each."""
    statement = (
        select(Allocation.reason, func.sum(Allocation.quantity))
        .where(Allocation.location_id == location_id, Allocation.quantity > 0)
        .group_by(Allocation.reason)
        .order_by(func.sum(Allocation.quantity).desc(), Allocation.reason)
    )
    if item_id is not None:
        statement = statement.where(Allocation.item_id == item_id)
    return tuple((reason, int(units)) for reason, units in session.execute(statement))


def units_to_put_away(session: Session, item_id: int) -> int:
    """Units of an item that wait to be put away, and are good."""
    return int(
        session.scalar(
            select(func.coalesce(func.sum(PutAwayTask.quantity - PutAwayTask.moved), 0)).where(
                PutAwayTask.item_id == item_id,
                PutAwayTask.state == StockTaskState.OPEN,
                PutAwayTask.reason.not_in(tuple(TO_GRADE)),
            )
        )
        or 0
    )

"""Selects behind a look-up: stock, work, last scans and the latest moves of anything."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.stock_history import moves_of
from app.db.schema import (
    Carton,
    ConsolidationSlot,
    CountTask,
    Cubby,
    Item,
    Location,
    ManifestParcel,
    Operator,
    Order,
    PickTask,
    PickTaskTote,
    ScanLog,
    SerialNumber,
    Shipment,
    Stock,
    Tote,
)
from app.domain.look_up import Sighting, StockSeen, WorkSeen
from app.domain.stock_history import Subject, SubjectKind
from app.domain.tasks import CartonState, CountState, PickTaskState

MOST_MOVES = 6
"""The latest moves are read at a glance; the ledger has all of them."""

_OPEN = (
    PickTaskState.IN_PROGRESS,
    PickTaskState.PAUSED,
    PickTaskState.READY,
    PickTaskState.WAITING,
)


def stock_of_item(session: Session, item_id: int) -> tuple[StockSeen, ...]:
    """Where units of an item lie, storage first."""
    return _stock(session, Stock.item_id == item_id)


def stock_at_place(session: Session, location_id: int) -> tuple[StockSeen, ...]:
    """What lies at a place, in a tote or in a parcel."""
    return _stock(session, Stock.location_id == location_id)


def _stock(session: Session, wanted: ColumnElement[bool]) -> tuple[StockSeen, ...]:
    rows = session.execute(
        select(
            Location.code,
            Location.kind,
            Item.sku,
            Item.name,
            func.sum(Stock.on_hand),
            func.sum(Stock.allocated),
        )
        .join(Location, Location.id == Stock.location_id)
        .join(Item, Item.id == Stock.item_id)
        .where(wanted, Stock.on_hand > 0)
        .group_by(Location.code, Location.kind, Location.pick_sequence, Item.sku, Item.name)
        .order_by(Location.pick_sequence, Location.code, Item.sku)
    )
    return tuple(
        StockSeen(code, kind, sku, name, int(units), int(promised))
        for code, kind, sku, name, units, promised in rows
    )


def counts_waiting(
    session: Session, *, item_id: int | None = None, location_id: int | None = None
) -> int:
    """How many counts of an item, or at a place, nobody has made yet."""
    statement = (
        select(func.count()).select_from(CountTask).where(CountTask.state == CountState.OPEN)
    )
    if item_id is not None:
        statement = statement.where(CountTask.item_id == item_id)
    if location_id is not None:
        statement = statement.where(CountTask.location_id == location_id)
    return session.scalar(statement) or 0


def totes_at(session: Session, location_id: int) -> tuple[str, ...]:
    """The totes that were scanned at a place last."""
    return tuple(
        session.scalars(
            select(Location.code)
            .join(Tote, Tote.location_id == Location.id)
            .where(Tote.place_id == location_id)
            .order_by(Location.code)
        )
    )


def order_of_slot(session: Session, location_id: int) -> Order | None:
    """The order that a cubby or consolidation slot is bound to."""
    cubby = select(Cubby.order_id).where(Cubby.location_id == location_id)
    slot = select(ConsolidationSlot.order_id).where(ConsolidationSlot.location_id == location_id)
    return session.scalar(select(Order).where(or_(Order.id.in_(cubby), Order.id.in_(slot))))


# Work -----------------------------------------------------------------------------------------


def _work(session: Session, task: PickTask | None) -> WorkSeen | None:
    if task is None:
        return None
    holder = task.operator_id or task.paused_by
    parked = task.parked_at_id
    return WorkSeen(
        task.id,
        "" if holder is None else session.get_one(Operator, holder).name,
        task.station,
        task.state is PickTaskState.IN_PROGRESS,
        task.state in (PickTaskState.DONE, PickTaskState.CANCELLED),
        "" if parked is None else session.get_one(Location, parked).code,
    )


def work_of_tote(session: Session, tote: Tote) -> WorkSeen | None:
    """The task that is picked into a tote, the open one first."""
    is_open = PickTask.state.in_(_OPEN)
    return _work(
        session,
        session.scalar(
            select(PickTask)
            .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
            .where(
                PickTaskTote.tote_id == tote.location_id,
                or_(PickTaskTote.order_id == tote.order_id, PickTask.id == tote.task_id),
            )
            .order_by(is_open.desc(), PickTask.id.desc())
            .limit(1)
        ),
    )


def work_of_order(session: Session, order_id: int) -> WorkSeen | None:
    """The task an order is picked in, the open one first."""
    is_open = PickTask.state.in_(_OPEN)
    return _work(
        session,
        session.scalar(
            select(PickTask)
            .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
            .where(PickTaskTote.order_id == order_id)
            .order_by(is_open.desc(), PickTask.id.desc())
            .limit(1)
        ),
    )


def work_parked_at(session: Session, location_id: int) -> tuple[WorkSeen, ...]:
    """The put-aside work that stands at a place."""
    tasks = session.scalars(
        select(PickTask)
        .where(PickTask.parked_at_id == location_id, PickTask.state == PickTaskState.PAUSED)
        .order_by(PickTask.id)
    )
    return tuple(work for task in tasks if (work := _work(session, task)) is not None)


def work_of_person(session: Session, operator_id: int) -> WorkSeen | None:
    """The task somebody holds, or else the one they put aside last."""
    is_held = PickTask.operator_id == operator_id
    return _work(
        session,
        session.scalar(
            select(PickTask)
            .where(
                or_(
                    is_held & (PickTask.state == PickTaskState.IN_PROGRESS),
                    (PickTask.paused_by == operator_id) & (PickTask.state == PickTaskState.PAUSED),
                )
            )
            .order_by((PickTask.state == PickTaskState.PAUSED), PickTask.id.desc())
            .limit(1)
        ),
    )


def first_order_of(session: Session, task_id: int) -> str:
    """The number of the order at a task's first position."""
    return (
        session.scalar(
            select(Order.number)
            .join(PickTaskTote, PickTaskTote.order_id == Order.id)
            .where(PickTaskTote.task_id == task_id)
            .order_by(PickTaskTote.position, PickTaskTote.id)
            .limit(1)
        )
        or ""
    )


# Sightings ------------------------------------------------------------------------------------


def tote_seen(session: Session, tote: Tote) -> Sighting:
    """A tote's last scan: its own, or that of a unit that went in or out of it later."""
    itself = Subject(SubjectKind.TOTE, "", location_id=tote.location_id)
    last = moves_of(session, itself, limit=1)
    own = tote.seen_at
    if last and (own is None or last[0].when > own):
        return Sighting("", last[0].who, last[0].when, last[0].station)
    who = "" if tote.seen_by is None else session.get_one(Operator, tote.seen_by).name
    return Sighting(_code(session, tote.place_id), who, own, tote.seen_station)


def person_seen(session: Session, person: Operator) -> Sighting:
    """Somebody's last scan: at which station, and when."""
    row = session.execute(
        select(ScanLog.at, ScanLog.station)
        .where(ScanLog.operator_id == person.id)
        .order_by(ScanLog.scan_id.desc())  # ids are made in the order of time
        .limit(1)
    ).first()
    if row is None:
        return Sighting("", person.name, None)
    return Sighting(row.station, person.name, row.at, row.station)


def parcel_called(session: Session, sscc: str) -> Carton | None:
    """A parcel by its number."""
    return session.scalar(select(Carton).where(Carton.sscc == sscc))


def order_of_carton(session: Session, carton: Carton) -> Order:
    """The order a parcel is of."""
    return session.scalars(
        select(Order)
        .join(Shipment, Shipment.order_id == Order.id)
        .where(Shipment.id == carton.shipment_id)
    ).one()


def parcel_seen(session: Session, carton: Carton) -> Sighting:
    """A parcel's last scan: into its cage, or at the bench that packed it."""
    row = session.execute(
        select(ManifestParcel.at, ManifestParcel.station, ManifestParcel.cage_id, Operator.name)
        .outerjoin(Operator, Operator.id == ManifestParcel.operator_id)
        .where(ManifestParcel.carton_id == carton.id)
        .order_by(ManifestParcel.at.desc())
        .limit(1)
    ).first()
    if row is not None:
        return Sighting(_code(session, row.cage_id), row.name or "", row.at, row.station)
    who = carton.operator_id
    name = "" if who is None else session.get_one(Operator, who).name
    when = carton.label_confirmed_at or carton.closed_at or carton.opened_at
    return Sighting(carton.station, name, when, carton.station)


def cage_of(session: Session, carton_id: int) -> str:
    """The cage a parcel was put into; empty where none."""
    place = session.scalar(
        select(ManifestParcel.cage_id)
        .where(ManifestParcel.carton_id == carton_id)
        .order_by(ManifestParcel.at.desc())
        .limit(1)
    )
    return _code(session, place)


def parcels_of(session: Session, order_id: int) -> tuple[tuple[str, CartonState], ...]:
    """An order's parcels that were not voided: number and state."""
    rows = session.execute(
        select(func.coalesce(Carton.sscc, ""), Carton.state)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .where(Shipment.order_id == order_id, Carton.state != CartonState.VOIDED)
        .order_by(Carton.id)
    )
    return tuple((sscc, state) for sscc, state in rows)


def serial_called(session: Session, serial: str) -> SerialNumber | None:
    """A serial-numbered unit, the one seen last where two items share a number."""
    return session.scalar(
        select(SerialNumber)
        .where(SerialNumber.serial == serial)
        .order_by(SerialNumber.seen_at.desc())
        .limit(1)
    )


def serial_seen(session: Session, serial: SerialNumber) -> Sighting:
    """Where a serial-numbered unit was scanned last."""
    return Sighting(_code(session, serial.location_id), "", serial.seen_at)


def _code(session: Session, location_id: int | None) -> str:
    return "" if location_id is None else session.get_one(Location, location_id).code

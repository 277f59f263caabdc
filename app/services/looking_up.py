"""Looks up anything that can be scanned: what it is, where it was last, whose, what comes next."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries import look_up as ask
from app.db.queries.inspections import open_inspections
from app.db.queries.order_goods import goods_of_lines
from app.db.queries.orders import line_facts, lines_of, open_holds_of
from app.db.queries.stock_history import moves_of
from app.db.queries.told_items import told_item
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.queries.walls import unsorted_lines
from app.db.schema import Carton, Location, Operator, Order, SerialNumber, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.look_up import (
    Found,
    ItemFound,
    MoveSeen,
    OrderFound,
    OrderSeen,
    ParcelFound,
    PersonFound,
    PlaceFound,
    SerialFound,
    StockSeen,
    ToteFound,
)
from app.domain.stock_history import Subject, SubjectKind
from app.services.identifying import Entry
from app.services.subjects import subject_of
from app.services.workplace import Workplace


def where_is(workplace: Workplace, operator_id: int | None, entry: Entry) -> Found:
    """What a scanned or typed code is, and where; nothing is written.

    A code that nothing else has may be a serial number, a lot or somebody's staff number.

    Args:
        workplace: the station.
        operator_id: who asks; None for the person at the shell.
        entry: the code.

    Raises:
        Refused: the code cannot be read, or nothing in this house has it.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return _found(work, subject_of(work, entry))


def _found(work: UnitOfWork, subject: Subject) -> Found:
    session = work.session
    match subject:
        case Subject(kind=SubjectKind.PLACE, location_id=int(place_id)):
            return _place(work, subject, session.get_one(Location, place_id))
        case Subject(kind=SubjectKind.TOTE, location_id=int(tote_id)):
            return _tote(work, subject, session.get_one(Tote, tote_id))
        case Subject(kind=SubjectKind.PARCEL, carton_id=int(carton_id)):
            return _parcel(work, session.get_one(Carton, carton_id))
        case Subject(kind=SubjectKind.ORDER, order_id=int(order_id)):
            return _order(work, subject, session.get_one(Order, order_id))
        case Subject(kind=SubjectKind.PERSON, operator_id=int(operator_id)):
            return _person(work, session.get_one(Operator, operator_id))
        case Subject(kind=SubjectKind.SERIAL, serial_id=int(serial_id)):
            return _serial(work, session.get_one(SerialNumber, serial_id), subject.order_id)
        case Subject(item_id=int(item_id)):
            return _item(work, replace(subject, kind=SubjectKind.ITEM, lot_id=None), item_id)
    raise AssertionError(subject)  # each kind has its number


def _serial(work: UnitOfWork, serial: SerialNumber, order_id: int | None) -> SerialFound:
    order = None if order_id is None else work.session.get_one(Order, order_id)
    return SerialFound(
        serial.serial,
        told_item(work.session, serial.item_id),
        None if order is None else _order_seen(work, order),
        ask.serial_seen(work.session, serial),
    )


def _moves(work: UnitOfWork, subject: Subject) -> tuple[MoveSeen, ...]:
    return tuple(moves_of(work.session, subject, limit=ask.MOST_MOVES))


def _item(work: UnitOfWork, subject: Subject, item_id: int) -> ItemFound:
    session = work.session
    return ItemFound(
        told_item(session, item_id),
        ask.stock_of_item(session, item_id),
        _moves(work, subject),
        ask.counts_waiting(session, item_id=item_id),
    )


def _place(work: UnitOfWork, subject: Subject, place: Location) -> PlaceFound:
    session = work.session
    owner = ask.order_of_slot(session, place.id)
    return PlaceFound(
        place.code,
        place.kind,
        place.zone,
        ask.stock_at_place(session, place.id),
        ask.totes_at(session, place.id),
        ask.work_parked_at(session, place.id),
        None if owner is None else _order_seen(work, owner),
        ask.counts_waiting(session, location_id=place.id),
        _moves(work, subject),
    )


def _tote(work: UnitOfWork, subject: Subject, tote: Tote) -> ToteFound:
    session = work.session
    order = None if tote.order_id is None else session.get_one(Order, tote.order_id)
    return ToteFound(
        subject.name,
        ask.stock_at_place(session, tote.location_id),
        ask.tote_seen(session, tote),
        None if order is None else _order_seen(work, order),
        ask.work_of_tote(session, tote),
        tote.task_id is not None,
        _moves(work, subject),
    )


def _order(work: UnitOfWork, subject: Subject, order: Order) -> OrderFound:
    session = work.session
    lines = lines_of(session, [order.id])[order.id]
    names = {line.id: line for line in lines}
    stock = tuple(
        StockSeen(
            goods.location,
            goods.kind,
            names[goods.order_line_id].sku,
            names[goods.order_line_id].name,
            goods.units,
        )
        for goods in goods_of_lines(session, names)
    )
    return OrderFound(
        _order_seen(work, order),
        stock,
        ask.work_of_order(session, order.id),
        ask.parcels_of(session, order.id),
        _moves(work, subject),
    )


def _order_seen(work: UnitOfWork, order: Order) -> OrderSeen:
    session = work.session
    facts = [line_facts(line) for line in lines_of(session, [order.id])[order.id]]
    return OrderSeen(
        order.number,
        order.state,
        tuple(hold.reason.value for hold in open_holds_of(session, [order.id])[order.id]),
        order.id in open_inspections(session, [order.id]),
        sum(line.units for line in unsorted_lines(session, [order.id])),
        sum(goods.units for goods in unwanted_goods(session, [order.id])),
        ordered=sum(line.quantity - line.cancelled for line in facts),
        picked=sum(line.picked for line in facts),
        packed=sum(line.packed for line in facts),
        shipped=sum(line.shipped for line in facts),
    )


def _parcel(work: UnitOfWork, carton: Carton) -> ParcelFound:
    session = work.session
    order = ask.order_of_carton(session, carton)
    return ParcelFound(
        carton.sscc or "",
        carton.state,
        _order_seen(work, order),
        ask.stock_at_place(session, carton.location_id),
        ask.parcel_seen(session, carton),
        carton.tracking_number or "",
        ask.cage_of(session, carton.id),
    )


def _person(work: UnitOfWork, person: Operator) -> PersonFound:
    at_work = ask.work_of_person(work.session, person.id)
    return PersonFound(
        person.name,
        person.role,
        ask.person_seen(work.session, person),
        at_work,
        "" if at_work is None else ask.first_order_of(work.session, at_work.task_id),
        person.active,
    )

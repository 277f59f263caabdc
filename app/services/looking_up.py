"""Looks up anything that can be scanned: what it is, where it was last, whose, what comes next."""

from __future__ import annotations

from app.db.queries import look_up as ask
from app.db.queries.inspections import open_inspections
from app.db.queries.order_goods import goods_of_lines
from app.db.queries.orders import line_facts, lines_of, open_holds_of, order_by_number
from app.db.queries.people import operator_by_badge, operator_by_staff_number
from app.db.queries.told_items import told_item
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.queries.walls import unsorted_lines
from app.db.schema import Location, Operator, Order, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.look_up import (
    Found,
    ItemFound,
    OrderFound,
    OrderSeen,
    ParcelFound,
    PersonFound,
    PlaceFound,
    SerialFound,
    StockSeen,
    ToteFound,
)
from app.domain.refusals import NotAskedForHere, Refused, UnknownBadge, UnknownCode, UnreadableCode
from app.domain.scanned import (
    ScannedBadge,
    ScannedCarton,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedOrder,
    ScannedTote,
    ScannedUnknown,
    code_of,
)
from app.services.identifying import Entry, identify
from app.services.signing_in import badge_hash
from app.services.workplace import Workplace


def where_is(workplace: Workplace, operator_id: int | None, entry: Entry) -> Found:
    """What a scanned or typed code is, and where; nothing is written.

    A code that nothing else has may be a serial number or somebody's staff number.

    Args:
        workplace: the station.
        operator_id: who asks; None for the person at the shell.
        entry: the code.

    Raises:
        Refused: the code cannot be read, or nothing in this house has it.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        match identify(work, entry):
            case ScannedItem(item_id=item_id):
                return _item(work, item_id)
            case ScannedLocation(location_id=place_id):
                return _place(work, work.session.get_one(Location, place_id))
            case ScannedTote(tote_id=tote_id):
                return _tote(work, tote_id)
            case ScannedCarton(sscc=sscc):
                return _parcel(work, sscc)
            case ScannedOrder(number=number):
                return _order(work, order_by_number(work.session, number)[0])
            case ScannedBadge(token=token):
                person = operator_by_badge(work.session, badge_hash(token))
                if person is None:
                    raise Refused(UnknownBadge())
                return _person(work, person)
            case ScannedGarbled(code=code, why=why):
                raise Refused(UnreadableCode(code, why))
            case ScannedUnknown(code=code):
                return _by_number(work, entry, code)
            case other:
                raise Refused(NotAskedForHere(code_of(other)))


def _by_number(work: UnitOfWork, entry: Entry, code: str) -> Found:
    """What bare text may be: a serial number, an order's number, somebody's staff number.

    Raises:
        Refused: with `UnknownCode`.
    """
    text = entry.raw.strip()
    serial = ask.serial_called(work.session, text)
    if serial is not None:
        order = None if serial.order_id is None else work.session.get_one(Order, serial.order_id)
        return SerialFound(
            serial.serial,
            told_item(work.session, serial.item_id),
            None if order is None else _order_seen(work, order),
            ask.serial_seen(work.session, serial),
        )
    orders = order_by_number(work.session, text)
    if orders:
        return _order(work, orders[0])
    person = operator_by_staff_number(work.session, text, only_active=False)
    if person is not None:
        return _person(work, person)
    raise Refused(UnknownCode(code))


def _item(work: UnitOfWork, item_id: int) -> ItemFound:
    session = work.session
    return ItemFound(
        told_item(session, item_id),
        ask.stock_of_item(session, item_id),
        ask.moves(session, item_id=item_id),
        ask.counts_waiting(session, item_id=item_id),
    )


def _place(work: UnitOfWork, place: Location) -> PlaceFound:
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
        ask.moves(session, location_id=place.id),
    )


def _tote(work: UnitOfWork, tote_id: int) -> ToteFound:
    session = work.session
    tote = session.get_one(Tote, tote_id)
    order = None if tote.order_id is None else session.get_one(Order, tote.order_id)
    return ToteFound(
        session.get_one(Location, tote_id).code,
        ask.stock_at_place(session, tote_id),
        ask.tote_seen(session, tote),
        None if order is None else _order_seen(work, order),
        ask.work_of_tote(session, tote),
        tote.task_id is not None,
        ask.moves(session, location_id=tote_id),
    )


def _order(work: UnitOfWork, order: Order) -> OrderFound:
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
        ask.moves(session, order_id=order.id),
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


def _parcel(work: UnitOfWork, sscc: str) -> ParcelFound:
    session = work.session
    carton = ask.parcel_called(session, sscc)
    if carton is None:
        raise Refused(UnknownCode(sscc))
    order = ask.order_of_carton(session, carton)
    return ParcelFound(
        sscc,
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

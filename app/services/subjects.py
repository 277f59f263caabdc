"""What a code means to somebody who asks about it: which thing, by its numbers in the books."""

from __future__ import annotations

from app.db.queries import look_up as ask
from app.db.queries.orders import order_by_number
from app.db.queries.people import operator_by_badge, operator_by_staff_number
from app.db.queries.stock import lots_called
from app.db.schema import Item, Location, Operator, Order, OrderLine, SerialNumber
from app.db.unit_of_work import UnitOfWork
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
from app.domain.stock_history import Subject, SubjectKind
from app.services.identifying import Entry, identify
from app.services.signing_in import badge_hash


def subject_of(work: UnitOfWork, entry: Entry) -> Subject:
    """What a scanned or typed code is.

    A code that nothing else has may be a lot, a serial number or somebody's staff number.

    Raises:
        Refused: the code cannot be read, or nothing in this house has it.
    """
    session = work.session
    match identify(work, entry):
        case ScannedItem() as scanned:
            return _item(work, scanned)
        case ScannedLocation(location_id=place_id):
            place = session.get_one(Location, place_id)
            return Subject(SubjectKind.PLACE, place.code, location_id=place_id)
        case ScannedTote(tote_id=tote_id, code=code):
            return Subject(SubjectKind.TOTE, code, location_id=tote_id)
        case ScannedCarton(sscc=sscc):
            return _parcel(work, sscc)
        case ScannedOrder(number=number):
            return _order(order_by_number(session, number)[0])
        case ScannedBadge(token=token):
            person = operator_by_badge(session, badge_hash(token))
            if person is None:
                raise Refused(UnknownBadge())
            return _person(person)
        case ScannedGarbled(code=code, why=why):
            raise Refused(UnreadableCode(code, why))
        case ScannedUnknown(code=code):
            return _by_number(work, entry.raw.strip(), code)
        case other:
            raise Refused(NotAskedForHere(code_of(other)))


def _by_number(work: UnitOfWork, text: str, code: str) -> Subject:
    """What bare text may be.

    Raises:
        Refused: with `UnknownCode`.
    """
    session = work.session
    serial = ask.serial_called(session, text)
    if serial is not None:
        return _serial(work, serial)
    orders = order_by_number(session, text)
    if orders:
        return _order(orders[0])
    person = operator_by_staff_number(session, text, only_active=False)
    if person is not None:
        return _person(person)
    lots = lots_called(session, text)
    if len(lots) == 1 and lots[0].item_id is not None:
        item = session.get_one(Item, lots[0].item_id)
        return Subject(SubjectKind.LOT, lots[0].code, item.name, item_id=item.id, lot_id=lots[0].id)
    raise Refused(UnknownCode(code))


def _item(work: UnitOfWork, scanned: ScannedItem) -> Subject:
    """An item; its lot, or the very unit, where the code says so and the books know it."""
    if scanned.serial is not None:
        serial = ask.serial_called(work.session, scanned.serial)
        if serial is not None and serial.item_id == scanned.item_id:
            return _serial(work, serial)
    for lot in lots_called(work.session, scanned.lot) if scanned.lot else ():
        if lot.item_id == scanned.item_id:
            return Subject(
                SubjectKind.LOT, lot.code, scanned.name, item_id=lot.item_id, lot_id=lot.id
            )
    return Subject(SubjectKind.ITEM, scanned.sku, scanned.name, item_id=scanned.item_id)


def _serial(work: UnitOfWork, serial: SerialNumber) -> Subject:
    line_id = serial.order_line_id
    line = None if line_id is None else work.session.get_one(OrderLine, line_id)
    return Subject(
        SubjectKind.SERIAL,
        serial.serial,
        work.session.get_one(Item, serial.item_id).name,
        item_id=serial.item_id,
        order_id=None if line is None else line.order_id,
        serial_id=serial.id,
        order_line_id=line_id,
    )


def _order(order: Order) -> Subject:
    return Subject(SubjectKind.ORDER, order.number, order_id=order.id)


def _person(person: Operator) -> Subject:
    return Subject(SubjectKind.PERSON, person.name, operator_id=person.id)


def _parcel(work: UnitOfWork, sscc: str) -> Subject:
    carton = ask.parcel_called(work.session, sscc)
    if carton is None:
        raise Refused(UnknownCode(sscc))
    return Subject(
        SubjectKind.PARCEL,
        sscc,
        location_id=carton.location_id,
        order_id=ask.order_of_carton(work.session, carton).id,
        carton_id=carton.id,
    )

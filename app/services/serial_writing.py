"""Writes where units with numbers of their own are: picked, put back, packed, gone."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.queries.pick_rows import LineRow
from app.db.queries.unit_facts import (
    free_serial_of,
    free_serials_at,
    lock_serial,
    may_have_left,
    serials_at,
)
from app.db.schema import Item, Location, Order, OrderLine, SerialNumber
from app.db.unit_of_work import UnitOfWork
from app.domain.refusals import Refused
from app.domain.unit_refusals import SerialNotPicked, SerialTaken
from app.services.scan_writing import CopyIsBehind


def take_serials(work: UnitOfWork, line: LineRow, units: int, serials: Sequence[str]) -> None:
    """Note that numbered units were picked for an order line, into its tote or carton.

    Raises:
        Refused: with `SerialTaken`: one of them was picked meanwhile.
        CopyIsBehind: units have no number that should have one, or the other way round.
    """
    if len(set(serials)) != (units if line.serial_tracked else 0):
        raise CopyIsBehind
    # All are looked at first: with one more number on its line another might seem to have left it.
    for row in [_unit_of_nobody(work, line.item_id, serial) for serial in serials]:
        row.order_line_id, row.location_id, row.seen_at = line.order_line_id, line.tote_id, work.now
        work.session.add(row)
    work.session.flush()


def _unit_of_nobody(work: UnitOfWork, item_id: int, serial: str) -> SerialNumber:
    """A unit that is free, is on record for nobody yet, or may have left its order unscanned.

    Raises:
        Refused: with `SerialTaken`: by the books it is an order's.
    """
    row = lock_serial(work.session, item_id, serial)
    if row is None:
        return SerialNumber(item_id=item_id, serial=serial)
    if row.order_line_id is not None and not may_have_left(work.session, row.id):
        raise Refused(_taken(work, row))
    return row


def _taken(work: UnitOfWork, row: SerialNumber) -> SerialTaken:
    line = work.session.get_one(OrderLine, row.order_line_id)
    order = work.session.get_one(Order, line.order_id)
    place = None if row.location_id is None else work.session.get(Location, row.location_id)
    name = work.session.get_one(Item, row.item_id).name
    return SerialTaken(row.serial, name, order.number, "" if place is None else place.code)


def put_serials_back(work: UnitOfWork, line: LineRow, units: int, serials: Sequence[str]) -> None:
    """Note that numbered units lie at their location again, free for anybody.

    Raises:
        CopyIsBehind: they are not those of the line.
    """
    if len(serials) != (units if line.serial_tracked else 0):
        raise CopyIsBehind
    for serial in serials:
        row = lock_serial(work.session, line.item_id, serial)
        if row is None or row.order_line_id != line.order_line_id:
            raise CopyIsBehind
        row.order_line_id, row.location_id, row.seen_at = None, line.location_id, work.now
    work.session.flush()


def let_serials_go(
    work: UnitOfWork, order_line_id: int, source_id: int, target_id: int, units: int
) -> None:
    """Note that units that nobody wants any more left their order, where it is known which.

    Of a part of them nobody scanned the numbers: all stay with the order line. The bench, which
    scans each, has the last word, or whoever has one in the hand first.
    """
    rows = serials_at(work.session, order_line_id, source_id)
    if not rows or len(rows) > units:
        return
    for row in rows:
        row.order_line_id, row.location_id, row.seen_at = None, target_id, work.now
    work.session.flush()


def carry_free_serials(work: UnitOfWork, item_id: int, source_id: int, target_id: int) -> None:
    """Note that all units of an item went from one place to another, numbered ones among them."""
    for row in free_serials_at(work.session, item_id, source_id):
        row.location_id, row.seen_at = target_id, work.now
    work.session.flush()


def note_serial_at(work: UnitOfWork, item_id: int, serial: str, location_id: int) -> None:
    """Note where a numbered unit lies for nobody.

    Raises:
        Refused: with `SerialTaken`: by the books it was picked for an order.
    """
    row = _unit_of_nobody(work, item_id, serial)
    row.order_line_id, row.location_id, row.seen_at = None, location_id, work.now
    work.session.add(row)
    work.session.flush()


def move_serials(
    work: UnitOfWork, order_line_id: int, serials: Sequence[str], target_id: int
) -> None:
    """Note that numbered units of an order line went into its carton, or out of it.

    A unit of a batch may go to another of its orders than it was picked for: the two change places.

    Raises:
        Refused: with `SerialNotPicked`: a number belongs to no unit that was picked.
    """
    for serial in serials:
        line = work.session.get_one(OrderLine, order_line_id)
        row = lock_serial(work.session, line.item_id or 0, serial)
        if row is None or row.order_line_id is None:
            number = work.session.get_one(Order, line.order_id).number
            raise Refused(SerialNotPicked(serial, line.name, number))
        if row.order_line_id != line.id:
            _change_places(work, line, row)
        row.location_id, row.seen_at = target_id, work.now
    work.session.flush()


def _change_places(work: UnitOfWork, line: OrderLine, row: SerialNumber) -> None:
    own = free_serial_of(work.session, line.id)
    if own is None:
        number = work.session.get_one(Order, line.order_id).number
        raise Refused(SerialNotPicked(row.serial, line.name, number))
    own.order_line_id, row.order_line_id = row.order_line_id, line.id

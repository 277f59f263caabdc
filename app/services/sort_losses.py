"""Picked units that no order gets after all: missing, damaged, expired or of a cancelled order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.db.ledger import Move, move_units
from app.db.queries.orders import line_facts
from app.db.queries.picking import lock_pick_line
from app.db.queries.sort_losses import free_stock_of, sorted_lines_in
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.schema import Location, Order, OrderLine, PickLine
from app.db.schema.locations import ADJUSTED_ID, LOST_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind, MoveReason
from app.domain.order_changes import unwanted
from app.domain.sort_events import GoodsSetAside, PickedUnitsGone
from app.domain.tasks import PickLineState
from app.domain.wall_effects import SetAside
from app.domain.wall_state import MISSING, AsideReason, Piece
from app.services.order_states import refresh_states
from app.services.raising_counts import raise_count
from app.services.serial_writing import let_serials_go
from app.services.shortages import find_by_new_task
from app.services.taking_out import LEGS_APART, GoodsOut, ScanLeg, count_out_of_carton, take_out
from app.services.withdrawing import FloorWork, lock_floor_work


def set_aside(work: UnitOfWork, effect: SetAside, scan: ScanLeg) -> None:
    """Bring goods that no order gets to a place for them; orders that lack them look elsewhere."""
    aside = effect.aside
    place = work.session.get_one(Location, effect.place_id).code
    if effect.pieces:
        lose(work, effect.pieces, effect.place_id, aside.why.value, scan)
    elif aside.item is not None:
        _set_surplus_aside(work, effect, scan)
    work.record(GoodsSetAside(place, aside.code, aside.quantity, aside.why.value))


def report_missing(work: UnitOfWork, pieces: Sequence[Piece], scan: ScanLeg) -> None:
    """Take units off the books that a tote should have held and did not."""
    lose(work, pieces, LOST_ID, MISSING, scan)


def clear_cubby(work: UnitOfWork, cubby_id: int, place_id: int, scan: ScanLeg) -> None:
    """Bring all that is in a cancelled order's cubby to a place for such goods."""
    lose(work, sorted_lines_in(work.session, cubby_id), place_id, AsideReason.UNWANTED.value, scan)


def lose(work: UnitOfWork, pieces: Sequence[Piece], place_id: int, why: str, scan: ScanLeg) -> None:
    """Take picked units from their orders.

    What the customers do not want any more simply leaves. Of the rest the pick lines were short
    after all: their places are counted, and other units are promised to the orders, to be picked by
    tasks of their own; an order for which there are none is held.

    Args:
        work: the transaction.
        pieces: which units, and the tote or cubby they are taken out of.
        place_id: where they go: a place for such goods, or out of the books.
        why: the reason, as lines and counts keep it.
        scan: the scan.
    """
    floor = _lock(work, pieces)
    lacking: list[PickLine] = []
    for number, piece in enumerate(pieces):
        left = _let_unwanted_go(work, floor, piece, place_id, replace(scan, leg=number + 50))
        lost = piece.units - left
        if lost:
            leg = scan.leg * LEGS_APART + number
            lacking.append(_lose_wanted(work, replace(piece, units=lost), place_id, why, scan, leg))
    refresh_states(work, floor.orders.keys())
    if why == MISSING:  # nobody knows what is left there, so nothing of it is promised
        _raise_counts(work, lacking, why)
    for order_line_id in sorted({line.order_line_id for line in lacking}):
        find_by_new_task(work, work.session.get_one(OrderLine, order_line_id))
    if why != MISSING:
        _raise_counts(work, lacking, why)


def _lock(work: UnitOfWork, pieces: Iterable[Piece]) -> FloorWork:
    """Lock the orders with their unfinished tasks, then all stock that may be promised to them."""
    line_ids = {piece.order_line_id for piece in pieces}
    order_ids = {work.session.get_one(OrderLine, line_id).order_id for line_id in line_ids}
    floor = lock_floor_work(work, order_ids)
    lock_stock_of(work.session, items_of_orders(work.session, order_ids))
    return floor


def _let_unwanted_go(
    work: UnitOfWork, floor: FloorWork, piece: Piece, place_id: int, scan: ScanLeg
) -> int:
    """Let those of the units leave that their customer does not want any more; returns how many."""
    line = work.session.get_one(OrderLine, piece.order_line_id, with_for_update=True)
    is_cancelled = floor.orders[line.order_id].cancelled_at is not None
    units = min(piece.units, unwanted(line_facts(line), is_cancelled=is_cancelled))
    if units:
        goods = GoodsOut(line.id, piece.lot_id, piece.tote_id, place_id, units)
        take_out(work, floor, goods, scan)
    return units


def _lose_wanted(
    work: UnitOfWork, piece: Piece, place_id: int, why: str, scan: ScanLeg, leg: int
) -> PickLine:
    line = lock_pick_line(work.session, piece.pick_line_id)
    if work.session.get_one(Location, piece.tote_id).kind is LocationKind.CARTON:
        order_line = work.session.get_one(OrderLine, piece.order_line_id, with_for_update=True)
        count_out_of_carton(work, order_line, (piece.tote_id, piece.lot_id), piece.units)
    move_units(
        work,
        Move(
            item_id=piece.item_id,
            lot_id=piece.lot_id,
            source=piece.tote_id,
            target=place_id,
            quantity=piece.units,
            reason=MoveReason.LOST if place_id == LOST_ID else MoveReason.SET_ASIDE,
            order_line_id=piece.order_line_id,
            pick_line_id=piece.pick_line_id,
            scan_id=scan.scan_id,
            leg=leg,
        ),
    )
    let_serials_go(work, piece.order_line_id, piece.tote_id, place_id, piece.units)
    _count_off(work, line, piece.units, why)
    return line


def _count_off(work: UnitOfWork, line: PickLine, units: int, why: str) -> None:
    """Count them as picked no more."""
    line.picked -= units
    line.short += units
    line.short_reason = why
    line.state = PickLineState.SHORT
    order_line = work.session.get_one(OrderLine, line.order_line_id, with_for_update=True)
    order_line.picked -= units
    order_line.allocated -= units
    work.session.flush()
    order = work.session.get_one(Order, order_line.order_id)
    work.record(PickedUnitsGone(line.id, order.id, order.number, order_line.sku, units, why))


def _raise_counts(work: UnitOfWork, lines: Iterable[PickLine], why: str) -> None:
    """Have the places counted that the units came from, each once."""
    for item_id, location_id in sorted({(line.item_id, line.location_id) for line in lines}):
        raise_count(work, item_id=item_id, location_id=location_id, reason=why)


def _set_surplus_aside(work: UnitOfWork, effect: SetAside, scan: ScanLeg) -> None:
    """Book goods that were in a tote and not in its books.

    Most likely one too many was taken where the batch picked the item, so they are taken off there,
    as far as the books hold any that are not promised, and the place is counted. Goods that the
    books have nowhere are found goods.
    """
    aside = effect.aside
    item_id = 0 if aside.item is None else aside.item.item_id
    source = free_stock_of(work.session, item_id, effect.task_id, aside.quantity)
    move_units(
        work,
        Move(
            item_id=item_id,
            lot_id=0 if source is None else source.lot_id,
            source=ADJUSTED_ID if source is None else source.location_id,
            target=effect.place_id,
            quantity=aside.quantity,
            reason=MoveReason.SET_ASIDE,
            scan_id=scan.scan_id,
            leg=scan.leg * LEGS_APART,
        ),
    )
    if source is not None:
        raise_count(work, item_id=item_id, location_id=source.location_id, reason=aside.why.value)

"""Picked units that no order gets after all: missing, damaged, expired or of a cancelled order."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from app.db.ledger import Move, move_units
from app.db.queries.orders import lock_orders
from app.db.queries.picking import lock_pick_line
from app.db.queries.sort_losses import free_stock_of, sorted_lines_in
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.schema import Item, Location, Order, OrderLine, PickLine
from app.db.schema.locations import ADJUSTED_ID, LOST_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import MoveReason
from app.domain.sort_events import GoodsSetAside, PickedUnitsGone
from app.domain.tasks import PickLineState
from app.domain.wall_effects import SetAside
from app.domain.wall_state import MISSING, AsideReason, Piece
from app.services.order_states import refresh_states
from app.services.raising_counts import raise_count
from app.services.shortages import find_by_new_task


def set_aside(work: UnitOfWork, effect: SetAside, *, scan_id: uuid.UUID, leg: int) -> None:
    """Bring goods that no order gets to a place for them; orders that lack them look elsewhere."""
    aside = effect.aside
    place = work.session.get_one(Location, effect.place_id).code
    if effect.pieces:
        lose(work, effect.pieces, effect.place_id, aside.why.value, scan_id=scan_id, leg=leg)
    elif aside.item is not None:
        _set_surplus_aside(work, effect, scan_id=scan_id, leg=leg)
    work.record(GoodsSetAside(place, aside.code, aside.quantity, aside.why.value))


def report_missing(
    work: UnitOfWork, pieces: Sequence[Piece], *, scan_id: uuid.UUID, leg: int
) -> None:
    """Take units off the books that a tote should have held and did not."""
    lose(work, pieces, LOST_ID, MISSING, scan_id=scan_id, leg=leg)


def clear_cubby(
    work: UnitOfWork, cubby_id: int, place_id: int, *, scan_id: uuid.UUID, leg: int
) -> None:
    """Bring all that is in a cancelled order's cubby to a place for such goods."""
    pieces = sorted_lines_in(work.session, cubby_id)
    lose(work, pieces, place_id, AsideReason.UNWANTED.value, scan_id=scan_id, leg=leg)
    place = work.session.get_one(Location, place_id).code
    for piece in pieces:
        sku = work.session.get_one(Item, piece.item_id).sku
        work.record(GoodsSetAside(place, sku, piece.units, AsideReason.UNWANTED.value))


def lose(
    work: UnitOfWork,
    pieces: Sequence[Piece],
    place_id: int,
    why: str,
    *,
    scan_id: uuid.UUID,
    leg: int,
) -> None:
    """Take picked units from their orders.

    The pick lines were short after all: their places are counted, and other units are promised to
    the orders, to be picked by tasks of their own; an order for which there are none is held.

    Args:
        work: the transaction.
        pieces: which units, and the tote or cubby they are taken out of.
        place_id: where they go: a place for such goods, or out of the books.
        why: the reason, as lines and counts keep it.
        scan_id: the scan.
        leg: numbers the effects of the same scan.
    """
    owners = _lock(work, pieces)
    lacking: list[PickLine] = []
    for number, piece in enumerate(pieces):
        line = lock_pick_line(work.session, piece.pick_line_id)
        order = owners[piece.order_line_id]
        _move(work, piece, place_id, scan_id=scan_id, leg=leg * 100 + number)
        _count_off(work, line, order, piece.units, why)
        if order.cancelled_at is None:
            lacking.append(line)
    refresh_states(work, {order.id for order in owners.values()})
    if why == MISSING:  # nobody knows what is left there, so nothing of it is promised
        _raise_counts(work, lacking, why)
    for order_line_id in sorted({line.order_line_id for line in lacking}):
        find_by_new_task(work, work.session.get_one(OrderLine, order_line_id))
    if why != MISSING:
        _raise_counts(work, lacking, why)


def _lock(work: UnitOfWork, pieces: Iterable[Piece]) -> dict[int, Order]:
    """Lock the orders, then all stock that may be promised to them; the orders by their lines."""
    line_ids = {piece.order_line_id for piece in pieces}
    order_ids = {work.session.get_one(OrderLine, line_id).order_id for line_id in line_ids}
    orders = {order.id: order for order in lock_orders(work.session, order_ids)}
    lock_stock_of(work.session, items_of_orders(work.session, order_ids))
    return {
        line_id: orders[work.session.get_one(OrderLine, line_id).order_id] for line_id in line_ids
    }


def _move(work: UnitOfWork, piece: Piece, place_id: int, *, scan_id: uuid.UUID, leg: int) -> None:
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
            scan_id=scan_id,
            leg=leg,
        ),
    )


def _count_off(work: UnitOfWork, line: PickLine, order: Order, units: int, why: str) -> None:
    """They count as picked no more; what a cancelled order had is nobody's shortage."""
    line.picked -= units
    if order.cancelled_at is None:
        line.short += units
        line.short_reason = why
        line.state = PickLineState.SHORT
    else:
        line.state = PickLineState.CANCELLED
    order_line = work.session.get_one(OrderLine, line.order_line_id, with_for_update=True)
    order_line.picked -= units
    order_line.allocated -= units
    work.session.flush()
    work.record(PickedUnitsGone(line.id, order.id, order.number, order_line.sku, units, why))


def _raise_counts(work: UnitOfWork, lines: Iterable[PickLine], why: str) -> None:
    """Have the places counted that the units came from, each once."""
    for item_id, location_id in sorted({(line.item_id, line.location_id) for line in lines}):
        raise_count(work, item_id=item_id, location_id=location_id, reason=why)


def _set_surplus_aside(work: UnitOfWork, effect: SetAside, *, scan_id: uuid.UUID, leg: int) -> None:
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
            scan_id=scan_id,
            leg=leg * 100,
        ),
    )
    if source is not None:
        raise_count(work, item_id=item_id, location_id=source.location_id, reason=aside.why.value)

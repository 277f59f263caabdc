"""Writes that units or totes left a task because nobody wants them, or their order was stopped."""

from __future__ import annotations

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.carton_picks import lock_open_carton
from app.db.queries.pick_rows import lock_tote_of
from app.db.queries.picking import (
    clear_tote,
    has_open_lines_of,
    lock_pick_line,
    lock_task,
    lock_tote,
    lock_totes_on_cart,
    take_off_cart,
)
from app.db.queries.stock import has_goods, location_by_code
from app.db.schema import Item, Location, OrderLine, PickLine
from app.db.unit_of_work import UnitOfWork
from app.domain.cart_events import TotesSetAside, UnitsTakenOut
from app.domain.locations import STORAGE_KINDS, MoveReason
from app.domain.pick_effects import SetAside, SetTotesAside
from app.domain.pick_refusals import NoPlaceForTotes, NoPlaceForUnits
from app.domain.put_away import PutAwayReason
from app.domain.refusals import Refused, StockMissing
from app.domain.tasks import PickLineState
from app.services.carton_contents import count_in, void_if_emptied
from app.services.leaving_orders import leave_orders
from app.services.raising_put_aways import raise_put_away
from app.services.scan_writing import CopyIsBehind, ScanWriting
from app.services.serial_writing import let_serials_go
from app.services.tote_writing import seen


def set_units_aside(writing: ScanWriting, effect: SetAside, leg: int) -> None:
    """Bring units that an order does not want any more out of its tote; no promise comes back.

    Raises:
        Refused: the place is none for them, or the books do not have them in the tote.
        CopyIsBehind: the line has not so many.
    """
    work = writing.work
    line = lock_pick_line(work.session, effect.pick_line_id)
    if line.task_id != writing.task_id or line.picked < effect.quantity:
        raise CopyIsBehind
    order_line = work.session.get_one(OrderLine, line.order_line_id, with_for_update=True)
    tote_id = lock_tote_of(work.session, effect.tote, writing.task_id, order_line.order_id)
    carton = None
    if tote_id is None:
        carton = lock_open_carton(work.session, effect.tote, order_line.order_id)
        tote_id = None if carton is None else carton.location_id
    if tote_id is None:
        raise CopyIsBehind
    place = location_by_code(work.session, effect.place)
    if place is None or (place.kind in STORAGE_KINDS and place.id != line.location_id):
        raise Refused(NoPlaceForUnits(effect.place))
    _move(writing, line, (tote_id, place), effect, leg)
    if carton is not None:  # an order has never packed more than it picked
        count_in(work, carton, order_line, line.lot_id, -effect.quantity)
    _count_off(line, order_line, effect.quantity)
    let_serials_go(work, order_line.id, tote_id, place.id, effect.quantity)
    work.session.flush()
    if carton is not None:
        void_if_emptied(work, carton, order_line.order_id)
    _release_tote(work, effect.tote, order_line.order_id)
    if place.kind not in STORAGE_KINDS:
        raise_put_away(
            work,
            item_id=line.item_id,
            lot_id=line.lot_id,
            location_id=place.id,
            quantity=effect.quantity,
            reason=PutAwayReason.CANCELLED,
        )
    work.record(UnitsTakenOut(writing.task_id, line.id, effect.quantity, effect.tote, place.code))


def _move(
    writing: ScanWriting,
    line: PickLine,
    ends: tuple[int, Location],
    effect: SetAside,
    leg: int,
) -> None:
    tote_id, place = ends
    is_back = place.id == line.location_id
    move = Move(
        item_id=line.item_id,
        lot_id=line.lot_id,
        source=tote_id,
        target=place.id,
        quantity=effect.quantity,
        reason=MoveReason.PUT_BACK if is_back else MoveReason.SET_ASIDE,
        order_line_id=line.order_line_id,
        pick_line_id=line.id,
        scan_id=writing.scan_id,
        leg=leg,
        epoch=writing.epoch,
    )
    try:
        move_units(writing.work, move)
    except StockTooLow as error:
        item = writing.work.session.get_one(Item, line.item_id)
        missing = StockMissing(effect.tote, item.name, effect.quantity, 0)
        raise Refused(missing) from error


def _count_off(line: PickLine, order_line: OrderLine, units: int) -> None:
    """The line asks for fewer; one of which nothing is left is called off."""
    line.picked -= units
    if line.quantity == units:
        line.state = PickLineState.CANCELLED
    else:
        line.quantity -= units
        if line.picked + line.short == line.quantity:
            line.state = PickLineState.SHORT if line.short else PickLineState.PICKED
    order_line.picked -= units
    order_line.allocated -= units


def _release_tote(work: UnitOfWork, code: str, order_id: int) -> None:
    """Let an order's tote go that nothing lies in, where nothing of the order is to come."""
    tote = lock_tote(work.session, code)
    if tote is None or tote.order_id != order_id or has_goods(work.session, tote.location_id):
        return
    if has_open_lines_of(work.session, order_id):
        return
    tote.order_id = tote.bound_at = None
    clear_tote(work.session, tote.location_id)


def set_totes_aside(writing: ScanWriting, effect: SetTotesAside, _leg: int) -> None:
    """Put a stopped order's totes down; what is open of it goes to a task of its own.

    Raises:
        Refused: there is no such place.
    """
    work = writing.work
    place = location_by_code(work.session, effect.place)
    if place is None:
        raise Refused(NoPlaceForTotes(effect.place))
    totes = [
        tote
        for tote in lock_totes_on_cart(work.session, writing.task_id)
        if tote.order_id == effect.order_id
    ]
    leave_orders(work, lock_task(work.session, writing.task_id), [effect.order_id])
    for tote in totes:
        seen(work, tote, place.id)
        take_off_cart(work.session, writing.task_id, tote.location_id)
    work.record(TotesSetAside(writing.task_id, effect.order_id, place.code, len(totes)))

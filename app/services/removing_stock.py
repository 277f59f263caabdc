"""Takes units out of a place though they were promised: the promises are looked for elsewhere.

A count that finds fewer units, damaged goods and goods moved away by hand all end here, so that no
order is left with a promise that nobody can keep.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.db.ledger import Move, change_promise, move_units
from app.db.queries.counts import PromisedHere, books_of, promises_at
from app.db.queries.orders import open_holds_of
from app.db.queries.picking import lock_pick_line
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.schema import Allocation, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.count_rules import promises_given_up
from app.domain.locations import MoveReason
from app.domain.orders import HoldReason
from app.domain.stock_key import StockKey
from app.services.allocating import allocate_orders
from app.services.follow_up_work import release_rest
from app.services.order_states import refresh_states
from app.services.shortages import give_up, hold_short
from app.services.withdrawing import FloorWork, lock_floor_work, settle_tasks


@dataclass(frozen=True)
class Removal:
    """Units that leave a place.

    Attributes:
        quantity: how many.
        target_id: where they go; lost and adjusted goods go to the ledger's virtual places.
        reason: why, as the ledger has it.
        why: why promised units are not there, as pick lines keep it.
        detail: what the reason leaves open.
        scan_id: the scan that did it; None at a desk.
        leg: which of the scan's moves this is.
    """

    quantity: int
    target_id: int
    reason: MoveReason
    why: str
    detail: str = ""
    scan_id: uuid.UUID | None = None
    leg: int = 0


@dataclass
class LockedStock:
    """A row of stock with all that hangs on it, locked: promises, orders, tasks."""

    row: StockKey
    on_hand: int
    allocated: int
    mark: int
    promises: Sequence[PromisedHere]
    floor: FloorWork


def lock_stock_and_promises(work: UnitOfWork, row: StockKey) -> LockedStock:
    """Lock tasks and orders that are promised units of a row, and then their items' stock.

    The order is that of every scan. A promise that is made while the locks are waited for is met
    by beginning anew; the rare deadlock that this may end in is retried like any other.
    """
    while True:
        orders = {promise.order_id for promise in promises_at(work.session, row)}
        floor = lock_floor_work(work, orders)
        lock_stock_of(work.session, items_of_orders(work.session, orders) | {row.item_id})
        books = books_of(work.session, row, lock=True)
        promises = promises_at(work.session, row)
        if {promise.order_id for promise in promises} <= orders:
            return LockedStock(row, books.on_hand, books.allocated, books.mark, promises, floor)


def remove_units(work: UnitOfWork, locked: LockedStock, removal: Removal) -> int:
    """Take units out, give up the promises that cannot be kept, and look for others in their place.

    Args:
        work: the transaction.
        locked: the row of stock, as `lock_stock_and_promises` gave it.
        removal: what leaves.

    Returns:
        How many promised units were given up.

    Raises:
        StockTooLow: the place does not hold as many.
    """
    missing = locked.allocated - (locked.on_hand - removal.quantity)
    given = promises_given_up((promise.risk for promise in locked.promises), missing)
    by_id = {promise.risk.allocation_id: promise for promise in locked.promises}
    lines = [_give_up(work, locked, by_id[promise], units, removal.why) for promise, units in given]
    move_units(
        work,
        Move(
            item_id=locked.row.item_id,
            lot_id=locked.row.lot_id,
            source=locked.row.location_id,
            target=removal.target_id,
            quantity=removal.quantity,
            reason=removal.reason,
            scan_id=removal.scan_id,
            leg=removal.leg,
            detail=removal.detail,
        ),
    )
    if lines:
        _look_elsewhere(work, locked.floor, lines)
    return sum(units for _, units in given)


def _give_up(
    work: UnitOfWork, locked: LockedStock, promise: PromisedHere, units: int, why: str
) -> OrderLine:
    if promise.pick_line_id is not None:
        pick_line = lock_pick_line(work.session, promise.pick_line_id)
        locked.floor.touched.add(pick_line.task_id)
        return give_up(work, pick_line, units, why)
    allocation = work.session.get_one(
        Allocation, promise.risk.allocation_id, with_for_update=True, populate_existing=True
    )
    allocation.quantity -= units
    line = work.session.get_one(OrderLine, promise.order_line_id, with_for_update=True)
    line.allocated -= units
    change_promise(
        work.session,
        item_id=locked.row.item_id,
        location_id=locked.row.location_id,
        lot_id=locked.row.lot_id,
        by=-units,
    )
    return line


def _look_elsewhere(work: UnitOfWork, floor: FloorWork, lines: Sequence[OrderLine]) -> None:
    order_ids = {line.order_id for line in lines}
    allocate_orders(work, order_ids)
    release_rest(work, floor)
    holds = open_holds_of(work.session, order_ids)
    for line in {line.id: line for line in lines}.values():
        is_held = any(hold.reason is HoldReason.SHORT for hold in holds[line.order_id])
        if floor.orders[line.order_id].released_at is not None and not is_held:
            hold_short(work, line)
    settle_tasks(work, floor)
    refresh_states(work, order_ids)

"""Writes that a picker takes another lot than the promised one: the promise goes along."""

from __future__ import annotations

from app.db.queries.pick_rows import lock_line
from app.db.queries.picking import lock_pick_line
from app.db.queries.stock import lock_stock_of
from app.db.queries.unit_facts import find_lot
from app.db.schema import Allocation, Item, Location, Lot, PickLine, Stock
from app.db.unit_of_work import UnitOfWork
from app.domain.cart_events import LotSwitched
from app.domain.pick_effects import SwitchLot
from app.domain.refusals import Refused, StockMissing
from app.services.leaving_orders import split_line
from app.services.scan_writing import CopyIsBehind, ScanWriting


def switch_lot(writing: ScanWriting, effect: SwitchLot, _leg: int) -> None:
    """Promise the open units of a line out of another lot at the same location.

    What was picked of the line stays of the lot it was picked of.

    Raises:
        Refused: so many units of the other lot are not free there any more.
        CopyIsBehind: the line has not so many units open, or there is no such lot.
    """
    work = writing.work
    row = lock_line(work.session, writing.task_id, effect.pick_line_id)
    if row is None or row.quantity - row.picked - row.short != effect.quantity:
        raise CopyIsBehind
    lot = find_lot(work.session, row.item_id, effect.lot)
    if lot is None or lot.id == row.lot_id:
        raise CopyIsBehind
    work.session.expire_all()  # what was written past the mapper in this transaction
    line = lock_pick_line(work.session, effect.pick_line_id)
    old = work.session.get_one(Lot, line.lot_id)
    _move_promise(work, line, lot.id, effect.quantity)
    if line.picked + line.short > 0:
        line = split_line(work, line, writing.task_id)
        work.session.add(line)
        work.session.flush()
    promise = work.session.get_one(Allocation, line.allocation_id, with_for_update=True)
    promise.lot_id = line.lot_id = lot.id
    work.session.flush()
    work.record(LotSwitched(writing.task_id, line.id, effect.quantity, old.code, lot.code))


def _move_promise(work: UnitOfWork, line: PickLine, lot_id: int, units: int) -> None:
    """Let units of the other lot be promised, and as many of the first one be free."""
    lock_stock_of(work.session, [line.item_id])
    key = (line.item_id, line.location_id)
    source = work.session.get(Stock, (*key, line.lot_id), populate_existing=True)
    target = work.session.get(Stock, (*key, lot_id), populate_existing=True)
    free = 0 if target is None else target.on_hand - target.allocated
    if source is None or target is None or free < units:
        item = work.session.get_one(Item, line.item_id)
        place = work.session.get_one(Location, line.location_id)
        raise Refused(StockMissing(place.code, item.name, units, max(0, free)))
    source.allocated -= units
    target.allocated += units
    work.session.flush()

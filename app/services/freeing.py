"""Lets totes, cubbies and slots be used again once their goods have gone on."""

from __future__ import annotations

from collections.abc import Iterable

from app.db.queries.consolidation import slot_of_order
from app.db.queries.parcels import stock_at, totes_of_order
from app.db.queries.picking import order_number
from app.db.queries.walls import bulk_totes_of_order, cubby_of_order, unsorted_lines
from app.db.schema import Cubby, Location, Order, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.sort_events import CubbyFreed, SlotFreed, ToteEmptied


def free_bulk_totes(work: UnitOfWork, tote_ids: Iterable[int]) -> None:
    """Let bulk totes be used for anything again in which nothing is left."""
    work.session.flush()
    for tote_id in sorted(set(tote_ids)):
        tote = work.session.get_one(Tote, tote_id)
        if tote.task_id is None or stock_at(work.session, tote_id):
            continue
        tote.task_id = None
        tote.bound_at = None
        work.record(ToteEmptied(work.session.get_one(Location, tote_id).code))


def free_cubby(work: UnitOfWork, cubby: Cubby) -> None:
    """Let a cubby be used for another order."""
    order_id = cubby.order_id
    if order_id is None:
        return
    cubby.order_id = None
    cubby.bound_at = None
    number = order_number(work.session, order_id)
    code = work.session.get_one(Location, cubby.location_id).code
    work.record(CubbyFreed(code, order_id, number))


def free_places(work: UnitOfWork, order: Order) -> None:
    """Let all be used again that held goods of an order and is empty now.

    Its totes, its cubby, the bulk totes it was picked into, and its slot of the consolidation shelf
    once none of its totes stands there.
    """
    work.session.flush()
    totes = totes_of_order(work.session, order.id)
    for tote in totes:
        if not stock_at(work.session, tote.location_id):
            tote.order_id = None
            tote.bound_at = None
    cubby = cubby_of_order(work.session, order.id)
    is_empty = cubby is not None and not stock_at(work.session, cubby[0].location_id)
    if cubby is not None and is_empty and not unsorted_lines(work.session, [order.id]):
        free_cubby(work, cubby[0])
    free_bulk_totes(work, bulk_totes_of_order(work.session, order.id))
    if all(tote.order_id is None for tote in totes):
        _free_slot(work, order)


def _free_slot(work: UnitOfWork, order: Order) -> None:
    slot = slot_of_order(work.session, order.id)
    if slot is None:
        return
    slot.order_id = None
    slot.bound_at = None
    code = work.session.get_one(Location, slot.location_id).code
    work.record(SlotFreed(code, order.id, order.number))

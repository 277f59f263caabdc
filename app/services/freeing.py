"""Lets totes, cubbies and slots be used again once their goods have gone on."""

from __future__ import annotations

from collections.abc import Iterable

from app.db.queries.parcels import stock_at
from app.db.queries.picking import order_number
from app.db.schema import Cubby, Location, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.sort_events import CubbyFreed, ToteEmptied


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

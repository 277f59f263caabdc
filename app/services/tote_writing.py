"""Writes which tote stands at which position of a cart, and where a full cart was unloaded."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.queries.picking import (
    has_work_for,
    lock_tote,
    lock_totes_on_cart,
    order_number,
    tote_code,
    tote_positions,
)
from app.db.queries.stock import has_goods, location_by_code
from app.db.schema import PickTask, PickTaskTote, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.cart_events import CartUnloaded, ToteTakenOff
from app.domain.events import ToteBound
from app.domain.pick_effects import BindTote, UnbindTote, UnloadCart
from app.domain.pick_refusals import NoPlaceForTotes
from app.domain.pick_state import PickMethod
from app.domain.refusals import Refused, ToteInUse, UnknownCode
from app.services.scan_writing import CopyIsBehind, ScanWriting


def bind_tote(writing: ScanWriting, effect: BindTote, _leg: int) -> None:
    """Let a free tote stand at a position, beside the full one there.

    Raises:
        Refused: the tote is unknown, or carries something else.
        CopyIsBehind: another tote stands there than the copy knows.
    """
    work = writing.work
    rows = _rows_at(writing, effect.position)
    if (tote_code(work.session, rows[0].tote_id) or "") != effect.full:
        raise CopyIsBehind
    task = work.session.get_one(PickTask, writing.task_id)
    tote = lock_tote(work.session, effect.tote)
    if tote is None:
        raise Refused(UnknownCode(effect.tote))
    is_shared = task.method is PickMethod.BATCH
    _require_free(work, tote, effect.tote, task.id, None if is_shared else rows[0].order_id)
    tote.order_id = None if is_shared else rows[0].order_id
    tote.task_id = task.id if is_shared else None
    tote.bound_at = work.now
    seen(work, tote, None)
    if effect.full:
        _release_if_empty(work, effect.full)
    for row in rows:
        row.tote_id = tote.location_id
    number = order_number(work.session, rows[0].order_id)
    work.session.flush()
    work.record(ToteBound(task.id, effect.tote, number))


def _require_free(
    work: UnitOfWork, tote: Tote, code: str, task_id: int, order_id: int | None
) -> None:
    """Let a tote pass that carries nothing, or the goods of this very order or batch."""
    if tote.order_id is not None and tote.order_id != order_id:
        raise Refused(ToteInUse(code, order_number(work.session, tote.order_id)))
    is_other = tote.task_id != task_id or order_id is not None
    if tote.task_id is not None and is_other:
        raise Refused(ToteInUse(code, "", tote.task_id))


def unbind_tote(writing: ScanWriting, effect: UnbindTote, _leg: int) -> None:
    """Take an empty tote off its position; an order that has left the task is on it no more.

    Raises:
        CopyIsBehind: it does not stand there, or something lies in it.
    """
    work = writing.work
    rows = _rows_at(writing, effect.position)
    if tote_code(work.session, rows[0].tote_id) != effect.tote:
        raise CopyIsBehind
    if not _release_if_empty(work, effect.tote):
        raise CopyIsBehind
    for row in rows:
        row.tote_id = None
        if not has_work_for(work.session, writing.task_id, row.order_id):
            work.session.delete(row)
    work.session.flush()
    work.record(ToteTakenOff(writing.task_id, effect.tote))


def unload_cart(writing: ScanWriting, effect: UnloadCart, _leg: int) -> None:
    """Put every tote with goods down at a place; they stay bound to their orders.

    Raises:
        Refused: there is no such place.
        CopyIsBehind: nothing of the task lies in any tote.
    """
    work = writing.work
    location = location_by_code(work.session, effect.place)
    if location is None:
        raise Refused(NoPlaceForTotes(effect.place))
    totes = lock_totes_on_cart(work.session, writing.task_id)
    if not totes:
        raise CopyIsBehind
    for tote in totes:
        seen(work, tote, location.id)
    put_down = {tote.location_id for tote in totes}
    for row in tote_positions(work.session, writing.task_id):
        if row.tote_id in put_down:
            row.tote_id = None
    work.session.flush()
    work.record(CartUnloaded(writing.task_id, effect.place, len(totes)))


def seen(work: UnitOfWork, tote: Tote, place_id: int | None) -> None:
    """Note a tote's scan: where it stands, or that it is on somebody's cart."""
    tote.place_id = place_id
    tote.seen_at = work.now
    tote.seen_by = work.actor.operator_id
    tote.seen_station = work.actor.station


def _rows_at(writing: ScanWriting, position: int) -> Sequence[PickTaskTote]:
    rows = [
        row
        for row in tote_positions(writing.work.session, writing.task_id)
        if row.position == position
    ]
    if not rows:
        raise CopyIsBehind
    return rows


def _release_if_empty(work: UnitOfWork, code: str) -> bool:
    """Let a tote go that nothing lies in; whether it was one."""
    tote = lock_tote(work.session, code)
    if tote is None or has_goods(work.session, tote.location_id):
        return False
    tote.order_id = tote.task_id = tote.bound_at = None
    return True

"""Hands an order's totes from zone to zone: over, back while they may, in, and onto the lanes."""

from __future__ import annotations

from app.db.queries.floor_work import positions_of
from app.db.queries.picking import order_number, tote_code, tote_positions
from app.db.queries.stock import location_by_code
from app.db.queries.zone_chains import (
    has_arrived,
    holder_name,
    lock_next_in_chain,
    totes_of_task_orders,
)
from app.db.schema import PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.pick_effects import GiveBack, PassOn, ToteIn
from app.domain.pick_refusals import NoPlaceForTotes
from app.domain.refusals import Refused
from app.domain.tasks import PickTaskState, next_task_state
from app.domain.zone_events import ToteArrived, ToteCalledBack, ToteHandedOver, TotePutOnLane
from app.domain.zone_refusals import GoneOn
from app.services.scan_writing import CopyIsBehind, ScanWriting
from app.services.tote_writing import seen


def hand_over(work: UnitOfWork, task_id: int) -> None:
    """Let the next zone's task go on with the totes of one that is done; both must be locked."""
    after = lock_next_in_chain(work.session, task_id)
    if after is not None and after.state is PickTaskState.WAITING:
        hand_over_to(work, task_id, after)


def hand_over_to(work: UnitOfWork, task_id: int, after: PickTask) -> None:
    """Let a waiting task go on with the totes of one that is done."""
    totes = {row.order_id: row.tote_id for row in positions_of(work.session, [task_id])}
    for position in positions_of(work.session, [after.id]):
        position.tote_id = totes.get(position.order_id)
        position.handed_over_at = None if position.tote_id is None else work.now
        position.arrived_at = None
        code = tote_code(work.session, position.tote_id) or ""
        work.record(ToteHandedOver(task_id, after.id, position.order_id, code, after.zone))
    after.state = next_task_state(after.id, after.state, PickTaskState.READY)
    after.revision += 1
    work.session.flush()


def call_back(work: UnitOfWork, task: PickTask) -> None:
    """Take totes back that were handed over, as long as the next zone has not begun with them.

    Raises:
        Refused: with `GoneOn` where somebody there has them, or is on the way to fetch them.
    """
    after = lock_next_in_chain(work.session, task.id)
    if after is None or after.state is PickTaskState.WAITING:
        return
    rows = positions_of(work.session, [after.id])
    if after.state is not PickTaskState.READY or has_arrived(work.session, after.id):
        number = order_number(work.session, rows[0].order_id)
        raise Refused(GoneOn(number, after.zone, holder_name(work.session, after)))
    for row in rows:
        row.tote_id = row.handed_over_at = None
        work.record(ToteCalledBack(task.id, after.id, row.order_id, after.zone))
    after.state = next_task_state(after.id, after.state, PickTaskState.WAITING)
    after.paused_by = after.lapsed_at = None
    after.revision += 1
    work.session.flush()


def take_in(work: UnitOfWork, task: PickTask, tote: str) -> None:
    """Note that a task's totes are here, by the scan of one of them; the task must be locked."""
    for row in tote_positions(work.session, task.id):
        row.arrived_at = work.now
    for own in totes_of_task_orders(work.session, task.id):
        seen(work, own, None)
    work.session.flush()
    work.record(ToteArrived(task.id, tote, task.zone))


def tote_in(writing: ScanWriting, effect: ToteIn, _leg: int) -> None:
    """Write the scan of a tote that another zone handed over.

    Raises:
        CopyIsBehind: no tote is expected there, or none of that code.
    """
    work = writing.work
    task = work.session.get_one(PickTask, writing.task_id)
    rows = [
        row
        for row in tote_positions(work.session, task.id)
        if row.position == effect.position and row.handed_over_at and not row.arrived_at
    ]
    totes = totes_of_task_orders(work.session, task.id)
    own = [tote_code(work.session, one.location_id) for one in totes]
    if not rows or effect.tote not in own:
        raise CopyIsBehind
    take_in(work, task, effect.tote)


def pass_on(writing: ScanWriting, effect: PassOn, _leg: int) -> None:
    """Write on which lane a zone's totes were put; nothing where the next zone has them already.

    Raises:
        Refused: there is no such place.
    """
    work = writing.work
    lane = location_by_code(work.session, effect.place)
    if lane is None:
        raise Refused(NoPlaceForTotes(effect.place))
    after = lock_next_in_chain(work.session, writing.task_id)
    if after is not None and has_arrived(work.session, after.id):
        return
    totes = totes_of_task_orders(work.session, writing.task_id)
    for tote in totes:
        seen(work, tote, lane.id)
    work.session.flush()
    work.record(TotePutOnLane(writing.task_id, effect.place, len(totes)))


def give_back(writing: ScanWriting, _effect: GiveBack, _leg: int) -> None:
    """Offer work to everybody again whose tote is not to be found.

    Raises:
        CopyIsBehind: it was begun, so that there is a tote in somebody's hands.
    """
    work = writing.work
    task = work.session.get_one(PickTask, writing.task_id)
    if task.state is not PickTaskState.IN_PROGRESS or has_arrived(work.session, task.id):
        raise CopyIsBehind
    offer_again(work, task)
    writing.ended_orders.update(row.order_id for row in tote_positions(work.session, task.id))


def offer_again(work: UnitOfWork, task: PickTask) -> None:
    """Let anybody claim a task of which nothing was done; it must be locked."""
    task.state = next_task_state(task.id, task.state, PickTaskState.READY)
    task.operator_id = task.paused_by = task.lapsed_at = task.lease_until = None
    work.session.flush()

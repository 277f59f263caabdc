"""Begins or goes on with the work whose tote is scanned; what was picked before stays."""

from __future__ import annotations

from app.db.queries.leases import UNFINISHED, lock_tasks, tasks_of_operator, unfinished_task_of
from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.people import operator_by_id
from app.db.queries.pick_claims import HARMLESS_HOLDS, lock_operator
from app.db.queries.picking import tote_positions
from app.db.schema import PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain import events
from app.domain.barcodes import read
from app.domain.leases import LEASE, Claim, Holding, claim_on
from app.domain.orders import HoldReason
from app.domain.permissions import Verb, may
from app.domain.pick_state import PickState
from app.domain.readings import ToteCode
from app.domain.refusals import OrderStopped, Refusal, Refused, TaskTakenOver, WorkInHands
from app.domain.tasks import PickTaskState, next_task_state
from app.services.carton_picking import load_work
from app.services.identifying import Entry
from app.services.order_states import refresh_states
from app.services.pick_writing import set_aside
from app.services.scan_records import log_refused, seen_before, write_scan
from app.services.walking import in_walking_order
from app.services.workplace import Workplace


def take_over_work(workplace: Workplace, operator_id: int, entry: Entry) -> PickState | None:
    """Begin or go on with the pick work whose tote was scanned, one's own or another's.

    The task is claimed anew, so that the epoch rises: later scans of its earlier holder are
    refused with `TaskTakenOver`. Lines and totes stay as they are. Pick work that the operator
    holds elsewhere is put aside. The same entry handed in twice claims once.

    Returns:
        The task as its new holder sees it; None where the code is no tote that is picked into.

    Raises:
        Refused: with `WorkInHands` where somebody works on it at a station that lives, and the
            operator is no lead; with `OrderStopped` where its order is held or cancelled.
        ScanIdReused: the entry's id came with another code before.
    """
    refused_about = 0

    def verb(work: UnitOfWork) -> PickState | None:
        nonlocal refused_about
        tote = _tote_of(work, entry)
        lock_operator(work.session, operator_id)
        known = seen_before(work, entry)
        task, others = _lock(work, tote, operator_id)
        if task is None or tote is None:
            return None
        refused_about = task.id
        claim = _judge(work, task, tote, operator_id)
        if known is None:
            for other in others:
                set_aside(work, other)
                other.revision += 1
            _claim(work, workplace, task, operator_id)
            write_scan(work, entry, about="pick", work_id=task.id, epoch=task.epoch)
        elif claim is not Claim.OWN:
            raise Refused(TaskTakenOver(task.id))
        return load_work(work, task)

    actor = workplace.actor(operator_id, Verb.PICK)
    try:
        state = workplace.database.run(verb, actor)
    except Refused as refused:
        if refused_about:
            log_refused(workplace.database, actor, entry, refused.refusal, "pick", refused_about)
        raise
    return None if state is None else in_walking_order(workplace, state)


def _tote_of(work: UnitOfWork, entry: Entry) -> str | None:
    reading = entry.reading or read(entry.raw, today=work.now.date())
    return f"T-{reading.code}" if isinstance(reading, ToteCode) else None


def _lock(
    work: UnitOfWork, tote: str | None, operator_id: int
) -> tuple[PickTask | None, list[PickTask]]:
    """The unfinished task of a tote, and the tasks the operator holds beside it; all locked."""
    task_id = None if tote is None else unfinished_task_of(work.session, tote)
    if task_id is None:
        return None, []
    held = tasks_of_operator(work.session, operator_id)
    tasks = lock_tasks(work.session, {task_id, *held})
    task = tasks.pop(task_id)
    others = [other for other in tasks.values() if other.operator_id == operator_id]
    # Its last line may have been picked while the lock was waited for.
    return (task if task.state in (PickTaskState.READY, *UNFINISHED) else None), others


def _judge(work: UnitOfWork, task: PickTask, tote: str, operator_id: int) -> Claim:
    """How the operator stands to the task.

    Raises:
        Refused: they may not go on with it.
    """
    refusal = _stopped(work, task)
    if refusal is not None:
        raise Refused(refusal)
    holder = task.operator_id or task.paused_by
    claim = claim_on(
        Holding(task.state, holder, task.lease_until),
        operator_id,
        work.now,
        may_reassign=may(operator_by_id(work.session, operator_id).role, Verb.REASSIGN),
    )
    if claim is Claim.IN_HANDS and holder is not None:
        name = operator_by_id(work.session, holder).name
        raise Refused(WorkInHands(name, task.station, tote))
    return claim


def _stopped(work: UnitOfWork, task: PickTask) -> Refusal | None:
    """Why no order of a task may go on; None where one may, and a cart goes without the others."""
    orders = lock_orders(work.session, _orders_of(work, task))
    holds = open_holds_of(work.session, [order.id for order in orders])
    stopped: list[Refusal] = []
    for order in orders:
        hurting = [hold for hold in holds[order.id] if hold.reason not in HARMLESS_HOLDS]
        if order.cancelled_at is not None or hurting:
            why = HoldReason(hurting[0].reason).value if hurting else order.state.value
            stopped.append(OrderStopped(order.number, why))
    return stopped[0] if len(stopped) == len(orders) else None


def _claim(work: UnitOfWork, workplace: Workplace, task: PickTask, operator_id: int) -> None:
    before = task.operator_id or task.paused_by
    task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
    task.operator_id = operator_id
    task.paused_by = None
    task.lapsed_at = None
    task.parked_at_id = None
    task.station = workplace.station
    task.epoch += 1
    task.lease_until = work.now + LEASE
    task.started_at = task.started_at or work.now
    work.record(events.TaskClaimed(task.id, operator_id, workplace.station, task.epoch))
    if before is not None and before != operator_id:
        work.record(events.TaskTakenOver(task.id, before, operator_id, task.epoch))
    refresh_states(work, _orders_of(work, task))


def _orders_of(work: UnitOfWork, task: PickTask) -> list[int]:
    return [position.order_id for position in tote_positions(work.session, task.id)]

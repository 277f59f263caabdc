"""Begins or goes on with work that somebody else began; what was picked before stays.

Its tote is scanned, or the place where it stands; or a colleague scans their badge at the station
of whoever is at it.
"""

from __future__ import annotations

from collections.abc import Collection

from app.db.queries.custody import parked_tasks
from app.db.queries.leases import UNFINISHED, lock_tasks, tasks_of_operator, unfinished_task_of
from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.people import operator_by_id
from app.db.queries.pick_claims import HARMLESS_HOLDS, lock_operator
from app.db.queries.picking import tote_positions
from app.db.schema import PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain import events
from app.domain.barcodes import read
from app.domain.custody_refusals import SeveralParked
from app.domain.leases import LEASE, Claim, Holding, claim_on
from app.domain.orders import HoldReason
from app.domain.permissions import Verb, may
from app.domain.pick_state import PickState
from app.domain.readings import LocationCode, PlainCode, ToteCode
from app.domain.refusals import OrderStopped, Refusal, Refused, TaskTakenOver, WorkInHands
from app.domain.tasks import PickTaskState, next_task_state
from app.services.carton_picking import load_work
from app.services.identifying import Entry
from app.services.order_states import refresh_states
from app.services.pick_writing import set_aside
from app.services.scan_records import log_refused, seen_before, write_scan
from app.services.skills import require_able
from app.services.walking import in_walking_order
from app.services.workplace import Workplace


def take_over_work(workplace: Workplace, operator_id: int, entry: Entry) -> PickState | None:
    """Begin or go on with the pick work whose tote or parking place was scanned.

    The task is claimed anew, so that the epoch rises: later scans of its earlier holder are
    refused with `TaskTakenOver`. Lines and totes stay as they are. Pick work that the operator
    holds elsewhere is put aside. The same entry handed in twice claims once.

    Returns:
        The task as its new holder sees it; None where the code is neither a tote that is picked
        into nor a place where work stands.

    Raises:
        Refused: with `WorkInHands` where somebody works on it at a station that lives, and the
            operator is no lead; with `OrderStopped` where its order is held or cancelled; with
            `SeveralParked` where several carts stand at the place; with `MayNotOperate`.
        ScanIdReused: the entry's id came with another code before.
    """
    refused_about = 0

    def verb(work: UnitOfWork) -> PickState | None:
        nonlocal refused_about
        lock_operator(work.session, operator_id)
        known = seen_before(work, entry)
        code, task_id = _task_meant(work, entry, operator_id)
        task, others = _lock(work, task_id, operator_id)
        if task is None:
            return None
        refused_about = task.id
        claim = _judge(work, task, code, operator_id)
        if known is None:
            _claim(work, workplace, task, operator_id, others)
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


def take_over_here(
    workplace: Workplace, operator_id: int, holder_id: int, task_id: int, epoch: int
) -> PickState:
    """Take work out of the hands of whoever is at it, at their own station, as they look on.

    It is one step: until it is written the work is the one's, and after it the other's, whose epoch
    refuses every later scan of the one. Handed in twice, it claims once.

    Args:
        workplace: the station where the work is.
        operator_id: who goes on with it.
        holder_id: who is at it.
        task_id: the task.
        epoch: under which they hold it.

    Raises:
        Refused: with `TaskTakenOver` where they do not hold it any more; with `OrderStopped`; with
            `MayNotOperate`; the operator may not pick.
    """

    def verb(work: UnitOfWork) -> PickState:
        lock_operator(work.session, operator_id)
        task, others = _lock(work, task_id, operator_id)
        if task is None:
            raise Refused(TaskTakenOver(task_id))
        is_done = (task.operator_id, task.epoch) == (operator_id, epoch + 1)
        if not is_done:
            if task.epoch != epoch or (task.operator_id or task.paused_by) != holder_id:
                raise Refused(TaskTakenOver(task_id))
            refusal = _stopped(work, task)
            if refusal is not None:
                raise Refused(refusal)
            require_able(work, task, operator_by_id(work.session, operator_id))
            _claim(work, workplace, task, operator_id, others)
        return load_work(work, task)

    state = workplace.database.run(verb, workplace.actor(operator_id, Verb.PICK))
    return in_walking_order(workplace, state)


def _task_meant(work: UnitOfWork, entry: Entry, operator_id: int) -> tuple[str, int | None]:
    """The code as a person names it, and the unfinished task of the tote or at the place.

    Of several that stand at a place one's own is meant.

    Raises:
        Refused: with `SeveralParked`.
    """
    match entry.reading or read(entry.raw, today=work.now.date()):
        case ToteCode(code=code):
            tote = f"T-{code}"
            return tote, unfinished_task_of(work.session, tote)
        case LocationCode(code=code) | PlainCode(text=code):
            parked = parked_tasks(work.session, code.upper())
            own = [task for task in parked if task.paused_by == operator_id]
            if len(parked) > 1 and len(own) != 1:
                raise Refused(SeveralParked(code.upper(), len(parked)))
            meant = own or parked
            return code.upper(), meant[0].id if meant else None
    return "", None


def _lock(
    work: UnitOfWork, task_id: int | None, operator_id: int
) -> tuple[PickTask | None, list[PickTask]]:
    """An unfinished task, and the tasks the operator holds beside it; all locked."""
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
    operator = operator_by_id(work.session, operator_id)
    holder = task.operator_id or task.paused_by
    claim = claim_on(
        Holding(task.state, holder, task.lease_until),
        operator_id,
        work.now,
        may_reassign=may(operator.role, Verb.REASSIGN),
    )
    if claim is Claim.IN_HANDS and holder is not None:
        name = operator_by_id(work.session, holder).name
        raise Refused(WorkInHands(name, task.station, tote))
    if claim is not Claim.OWN:
        require_able(work, task, operator)
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


def _claim(
    work: UnitOfWork,
    workplace: Workplace,
    task: PickTask,
    operator_id: int,
    others: Collection[PickTask],
) -> None:
    """Give a task to an operator, and put aside what they hold beside it."""
    for other in others:
        set_aside(work, other)
        other.revision += 1
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

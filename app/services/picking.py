"""The picker's verbs: claim or resume work, answer a scan and write down what it changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.picking import (
    HARMLESS_HOLDS,
    TaskSummary,
    is_behind,
    load_task,
    lock_operator,
    lock_task,
    next_ready_task,
    own_task,
    peek_ready_task,
    ready_task_count,
    stopped_tasks_of,
    summarise_task,
    tote_positions,
)
from app.db.queries.stock import home_of
from app.db.schema import Order, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.events import Event, TaskClaimed, TaskFinished
from app.domain.orders import HoldReason
from app.domain.pick_effects import PickOutcome, ShortLine, TakeBack, refuse
from app.domain.pick_state import PickPrompt, PickState
from app.domain.picking import answer
from app.domain.readings import Command
from app.domain.refusals import (
    NoWork,
    OrderStopped,
    Refusal,
    Refused,
    TaskTakenOver,
    WorkMovedOn,
    WrongItem,
)
from app.domain.scanned import ScannedCommand, ScannedItem
from app.domain.tasks import PickTaskState, next_task_state
from app.services.identifying import Entry, identify
from app.services.order_states import refresh_states
from app.services.pick_writing import apply_effect, set_aside
from app.services.scan_records import log_refused, seen_before, write_scan
from app.services.workplace import Workplace

LEASE = timedelta(seconds=90)
"""How long a claim lasts without a scan; the database's clock decides."""


@dataclass(frozen=True)
class OfferedWork:
    """What the station home shows: work to resume, and the next work there is."""

    resume: TaskSummary | None
    next: TaskSummary | None
    waiting: int


@dataclass(frozen=True)
class PickAnswer:
    """The answer to one scan: what to show now, the refusal if any, and what happened."""

    state: PickState
    refusal: Refusal | None = None
    events: tuple[Event, ...] = ()


def offered_work(workplace: Workplace, operator_id: int) -> OfferedWork:
    """What an operator could do next; nothing is claimed."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        own = own_task(work.session, operator_id)
        ready = peek_ready_task(work.session)
        return OfferedWork(
            resume=None if own is None else summarise_task(work.session, own),
            next=None if ready is None else summarise_task(work.session, ready),
            waiting=ready_task_count(work.session),
        )


def claim_work(workplace: Workplace, operator_id: int) -> PickState:
    """Resume the operator's own task, or take the most urgent one nobody works on.

    The task's epoch rises, so that scans of its earlier holder are refused from now on. Work on
    an order that was stopped is set aside until somebody lets the order go.

    Raises:
        Refused: with `NoWork` where nothing is released.
    """

    def verb(work: UnitOfWork) -> PickState | None:
        lock_operator(work.session, operator_id)
        for stopped in stopped_tasks_of(work.session, operator_id):
            set_aside(work, stopped)
        work.session.flush()
        task = own_task(work.session, operator_id) or next_ready_task(work.session)
        if task is None:
            return None
        task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
        task.operator_id = operator_id
        task.paused_by = None
        task.station = workplace.station
        task.epoch += 1
        task.lease_until = work.now + LEASE
        task.started_at = task.started_at or work.now
        work.record(TaskClaimed(task.id, operator_id, workplace.station, task.epoch))
        refresh_states(work, _orders_of(work, task))
        return load_task(work.session, task)

    state = workplace.database.run(verb, workplace.actor(operator_id))
    if state is None:
        raise Refused(NoWork())
    return state


def scan(workplace: Workplace, operator_id: int, state: PickState, entry: Entry) -> PickAnswer:
    """Answer one scan of a picker and write down, in one transaction, what it changed.

    The same entry handed in twice changes nothing the second time and gets the first answer. A
    refusal is written into the scan log and nowhere else.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """

    def verb(work: UnitOfWork) -> PickAnswer:
        task = lock_task(work.session, state.task_id)
        known = seen_before(work, entry)
        outcome = _outcome(work, task, operator_id, state, entry)
        if known is not None:
            return _first_answer(work, task, outcome, was_refused=known.refusal is not None)
        write_scan(
            work,
            entry,
            about="pick",
            work_id=task.id,
            epoch=state.epoch,
            refusal=None if outcome.refusal is None else outcome.refusal.name,
        )
        if outcome.refusal is not None:
            return PickAnswer(outcome.state, outcome.refusal)
        return _write(work, task, outcome, entry)

    try:
        return workplace.database.run(verb, workplace.actor(operator_id))
    except Refused as refused:
        # The books refused what the dialogue allowed; the scan is logged on its own.
        actor = workplace.actor(operator_id)
        log_refused(workplace.database, actor, entry, refused.refusal, "pick", state.task_id)
        shown = refuse(state, refused.refusal)
        return PickAnswer(shown.state, refused.refusal)


def _outcome(
    work: UnitOfWork, task: PickTask, operator_id: int, state: PickState, entry: Entry
) -> PickOutcome:
    if task.epoch != state.epoch or not _holds(task, operator_id):
        return refuse(state, TaskTakenOver(task.id))
    positions = tote_positions(work.session, task.id)
    orders = lock_orders(work.session, [position.order_id for position in positions])
    if is_behind(work.session, task, positions, state):
        return refuse(load_task(work.session, task), WorkMovedOn(state.order_number))
    scanned = identify(work, entry)
    for order in orders:
        # Whoever has to stop must still be able to put the work aside.
        if scanned != ScannedCommand(Command.PAUSE) and _is_stopped(work, order):
            return refuse(state, OrderStopped(order.number, order.state.value))
    outcome = answer(state, scanned, today=work.now.date())
    if isinstance(outcome.refusal, WrongItem) and isinstance(scanned, ScannedItem):
        told = replace(outcome.refusal, scanned_lives_at=home_of(work.session, scanned.item_id))
        return refuse(state, told)
    return outcome


def _first_answer(
    work: UnitOfWork, task: PickTask, outcome: PickOutcome, *, was_refused: bool
) -> PickAnswer:
    """What a scan handed in again gets: what it changed was written the first time."""
    refusal = outcome.refusal
    if isinstance(refusal, TaskTakenOver) or (was_refused and refusal is not None):
        return PickAnswer(outcome.state, refusal)
    if refusal is not None or outcome.effects:
        return PickAnswer(load_task(work.session, task))
    return PickAnswer(outcome.state)


def _write(work: UnitOfWork, task: PickTask, outcome: PickOutcome, entry: Entry) -> PickAnswer:
    for leg, effect in enumerate(outcome.effects):
        apply_effect(work, task, effect, scan_id=entry.scan_id, leg=leg)
    if task.state is PickTaskState.IN_PROGRESS:
        task.lease_until = work.now + LEASE
    work.session.flush()
    state = outcome.state
    if any(isinstance(effect, ShortLine | TakeBack) for effect in outcome.effects):
        state = load_task(work.session, task)
    if outcome.effects and state.prompt is PickPrompt.TASK_DONE:
        _finish(work, task)
    if outcome.effects and _changes_stage(outcome, state):
        refresh_states(work, _orders_of(work, task))
    return PickAnswer(state, events=tuple(work.events))


def _changes_stage(outcome: PickOutcome, state: PickState) -> bool:
    """Whether an order's state can differ after this; single puts in between cannot change it."""
    structural = any(isinstance(effect, ShortLine | TakeBack) for effect in outcome.effects)
    return structural or state.prompt is PickPrompt.TASK_DONE


def _finish(work: UnitOfWork, task: PickTask) -> None:
    task.state = next_task_state(task.id, task.state, PickTaskState.DONE)
    task.paused_by = task.operator_id
    task.operator_id = None
    task.lease_until = None
    task.finished_at = work.now
    work.record(TaskFinished(task.id))


def _holds(task: PickTask, operator_id: int) -> bool:
    """Whether the operator holds the task; its last holder may still undo after the last line."""
    if task.state in (PickTaskState.DONE, PickTaskState.PAUSED):
        return task.paused_by == operator_id
    return task.state is PickTaskState.IN_PROGRESS and task.operator_id == operator_id


def _is_stopped(work: UnitOfWork, order: Order) -> bool:
    if order.cancelled_at is not None or order.packing_started_at is not None:
        return True
    holds = open_holds_of(work.session, [order.id])[order.id]
    return any(HoldReason(hold.reason) not in HARMLESS_HOLDS for hold in holds)


def _orders_of(work: UnitOfWork, task: PickTask) -> list[int]:
    return [position.order_id for position in tote_positions(work.session, task.id)]

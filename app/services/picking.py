"""The picker's verbs: claim or resume work, answer a scan and write down what it changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.picking import (
    TaskSummary,
    load_task,
    lock_task,
    next_ready_task,
    own_task,
    peek_ready_task,
    ready_task_count,
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
from app.domain.refusals import (
    NoWork,
    OrderStopped,
    Refusal,
    Refused,
    TaskTakenOver,
    WrongItem,
)
from app.domain.scanned import ScannedItem
from app.domain.tasks import PickTaskState
from app.services.identifying import Entry, identify
from app.services.order_states import refresh_states
from app.services.pick_writing import apply_effect
from app.services.scan_records import is_repeat, write_scan
from app.services.workplace import Workplace

LEASE = timedelta(seconds=90)
"""How long a claim lasts without a scan; the database's clock decides."""

HARMLESS_HOLDS = frozenset({HoldReason.SHORT})
"""A short order waits at the pack bench; what is there is still picked."""


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

    The task's epoch rises, so that scans of its earlier holder are refused from now on.

    Raises:
        Refused: with `NoWork` where nothing is released.
    """

    def verb(work: UnitOfWork) -> PickState:
        task = own_task(work.session, operator_id) or next_ready_task(work.session)
        if task is None:
            raise Refused(NoWork())
        task.state = PickTaskState.IN_PROGRESS
        task.operator_id = operator_id
        task.paused_by = None
        task.station = workplace.station
        task.epoch += 1
        task.lease_until = work.now + LEASE
        task.started_at = task.started_at or work.now
        work.record(TaskClaimed(task.id, operator_id, workplace.station, task.epoch))
        refresh_states(work, _orders_of(work, task))
        return load_task(work.session, task)

    return workplace.database.run(verb, workplace.actor(operator_id))


def scan(workplace: Workplace, operator_id: int, state: PickState, entry: Entry) -> PickAnswer:
    """Answer one scan of a picker and write down, in one transaction, what it changed.

    The same entry handed in twice changes nothing the second time. A refusal is written into the
    scan log and nowhere else.
    """

    def verb(work: UnitOfWork) -> PickAnswer:
        task = lock_task(work.session, state.task_id)
        if is_repeat(work, entry):
            return PickAnswer(load_task(work.session, task))
        outcome = _outcome(work, task, operator_id, state, entry)
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
        _log_refused(workplace, operator_id, state, entry, refused.refusal)
        shown = refuse(state, refused.refusal)
        return PickAnswer(shown.state, refused.refusal)


def _outcome(
    work: UnitOfWork, task: PickTask, operator_id: int, state: PickState, entry: Entry
) -> PickOutcome:
    if task.epoch != state.epoch or not _holds(task, operator_id):
        return refuse(state, TaskTakenOver(task.id))
    for order in lock_orders(work.session, _orders_of(work, task)):
        if _is_stopped(work, order):
            return refuse(state, OrderStopped(order.number, order.state.value))
    scanned = identify(work, entry)
    outcome = answer(state, scanned, today=work.now.date())
    if isinstance(outcome.refusal, WrongItem) and isinstance(scanned, ScannedItem):
        told = replace(outcome.refusal, scanned_lives_at=home_of(work.session, scanned.item_id))
        return refuse(state, told)
    return outcome


def _write(work: UnitOfWork, task: PickTask, outcome: PickOutcome, entry: Entry) -> PickAnswer:
    task.lease_until = work.now + LEASE
    for leg, effect in enumerate(outcome.effects):
        apply_effect(work, task, effect, scan_id=entry.scan_id, leg=leg)
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
    task.state = PickTaskState.DONE
    task.paused_by = task.operator_id
    task.operator_id = None
    task.lease_until = None
    task.finished_at = work.now
    work.record(TaskFinished(task.id))


def _holds(task: PickTask, operator_id: int) -> bool:
    """Whether the operator holds the task; its last holder may still undo after the last line."""
    if task.state is PickTaskState.DONE:
        return task.paused_by == operator_id
    return task.state is PickTaskState.IN_PROGRESS and task.operator_id == operator_id


def _is_stopped(work: UnitOfWork, order: Order) -> bool:
    if order.cancelled_at is not None or order.packing_started_at is not None:
        return True
    holds = open_holds_of(work.session, [order.id])[order.id]
    return any(HoldReason(hold.reason) not in HARMLESS_HOLDS for hold in holds)


def _orders_of(work: UnitOfWork, task: PickTask) -> list[int]:
    return [position.order_id for position in tote_positions(work.session, task.id)]


def _log_refused(
    workplace: Workplace, operator_id: int, state: PickState, entry: Entry, refusal: Refusal
) -> None:
    def verb(work: UnitOfWork) -> None:
        if not is_repeat(work, entry):
            write_scan(
                work,
                entry,
                about="pick",
                work_id=state.task_id,
                epoch=state.epoch,
                refusal=refusal.name,
            )

    workplace.database.run(verb, workplace.actor(operator_id))

"""Writes what a picker's scan changed, once: the scan id, the books and the log in one transaction.

On PostgreSQL the frequent requests take one round trip, through a function in the database
(`app.db.fast_path`). What that function cannot decide exactly as it is decided here, it leaves
untouched and is done by the statements below, which are the reference for both databases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from app.db.fast_path import NeedsReference, call_apply, time_told
from app.db.queries.pick_rows import (
    OrderRow,
    TaskRow,
    finish,
    has_open_lines,
    held_orders_of,
    insert_scan,
    lock_orders_of,
    lock_task_row,
    orders_of_lines,
    read_task,
    renew,
    scan_of,
)
from app.db.queries.picking import lock_task
from app.db.queries.shortages import substitute_ids
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.queries.zone_chains import lock_next_in_chain
from app.db.unit_of_work import UnitOfWork
from app.domain.events import Event, LinePicked, OrderStateChanged, TaskFinished, ToteBound
from app.domain.leases import LEASE
from app.domain.permissions import Verb
from app.domain.pick_effects import (
    PassOn,
    PauseTask,
    PutInTote,
    SetDamaged,
    ShortLine,
    SkipLine,
    SubstituteLine,
    TakeBack,
)
from app.domain.pick_refusals import WorkCalledOff
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.domain.pick_state import PickMethod, PickState
from app.domain.refusals import (
    NoLongerActive,
    NotAllowed,
    NotAtThisStation,
    OrderStopped,
    Refusal,
    Refused,
    TaskTakenOver,
    WorkMovedOn,
)
from app.domain.tasks import PickTaskState, next_task_state
from app.services.carton_picking import drop_empty_cartons
from app.services.identifying import Entry
from app.services.order_states import refresh_states
from app.services.pick_writing import apply_effect
from app.services.scan_writing import CopyIsBehind, ScanWriting
from app.services.workplace import Workplace
from app.services.zone_passing import hand_over

GIVEN_UP = ShortLine | SetDamaged | SubstituteLine
"""Effects after which units are looked for elsewhere, so that a task may get other lines."""

_NO_RIGHT = NotAllowed | NoLongerActive | NotAtThisStation

Witness = Callable[[UnitOfWork, Applied], None]
"""Told the answer to a request inside the transaction that puts it on record."""


class PickSender(Protocol):
    """Takes requests to the database, by way of the station's journal."""

    def send(
        self, request: PickRequest, before: PickState, after: PickState, entry: Entry
    ) -> Applied | None:
        """Hand a request on.

        Args:
            request: what is to be written.
            before: the task as it was when the scan was made.
            after: the task as it is, if the request is applied.
            entry: the scan.

        Returns:
            The database's word; None where the request is stored and not confirmed yet.
        """


def apply_pick(workplace: Workplace, request: PickRequest) -> Applied:
    """Write a request, in one transaction, or say why it cannot be.

    Whatever the verdict, the scan is in the log afterwards under its id and changes nothing when it
    is handed in again; only an id that came with another code before is not.
    """
    if workplace.database.is_sqlite:
        return apply_by_statements(workplace, request)
    try:
        answer = call_apply(workplace.database, request.as_record(), LEASE.seconds)
    except NeedsReference:
        return apply_by_statements(workplace, request)
    workplace.clock.learn(time_told(answer))
    return _applied(answer)


def _applied(answer: Mapping[str, Any]) -> Applied:
    """What the database's own function says, as a value."""
    refusal = answer.get("refusal")
    logged = answer.get("logged")
    return Applied(
        Verdict(answer["verdict"]),
        answer.get("revision"),
        None if refusal is None else _REFUSALS[str(logged)](**refusal),
        tuple(_EVENTS[told["kind"]](**told["payload"]) for told in answer.get("events") or ()),
        logged,
    )


_EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind for kind in (LinePicked, OrderStateChanged, TaskFinished, ToteBound)
}
"""What the database's own function tells of."""

_REFUSALS: dict[str, type[Refusal]] = {
    kind.__name__: kind for kind in (OrderStopped, TaskTakenOver, WorkCalledOff, WorkMovedOn)
}
"""What it refuses by itself."""


class _Judged(Exception):
    """A request is refused: what its transaction wrote is rolled back, and the refusal logged."""

    def __init__(self, verdict: Verdict, refusal: Refusal) -> None:
        super().__init__(verdict)
        self.verdict = verdict
        self.refusal = refusal


def _no_witness(_work: UnitOfWork, _applied: Applied) -> None:
    """Most requests need none."""


def apply_by_statements(
    workplace: Workplace, request: PickRequest, witness: Witness = _no_witness
) -> Applied:
    """The reference of `apply_pick`, statement by statement, on both databases.

    Args:
        workplace: the station.
        request: what is to be written.
        witness: told of the answer in the transaction that logs the scan, so that what it writes is
            on record exactly if the scan is.
    """

    def verb(work: UnitOfWork) -> Applied:
        applied = _apply(workplace, work, request)
        witness(work, applied)
        return applied

    try:
        return workplace.database.run(verb, workplace.actor(request.operator_id, Verb.PICK))
    except _Judged as judged:
        verdict, refusal = judged.verdict, judged.refusal
    except Refused as refused:
        is_right = not isinstance(refused.refusal, _NO_RIGHT)
        verdict = Verdict.REFUSED if is_right else Verdict.NOT_ALLOWED
        refusal = refused.refusal
    return _log_refused(workplace, request, witness, verdict, refusal)


def _log_refused(
    workplace: Workplace,
    request: PickRequest,
    witness: Witness,
    verdict: Verdict,
    refusal: Refusal,
) -> Applied:
    """Log a request whose transaction was rolled back, unless it was handed in before.

    The log is only ever added to: no station may change what it said, not even its own.
    """

    def verb(work: UnitOfWork) -> Applied:
        if _write_scan(work, request, refusal.name):
            task = read_task(work.session, request.task_id)
            revision = _revision_for(task, request)
            applied = Applied(verdict, revision, refusal, logged=refusal.name)
        else:
            applied = _repeated(work, request)
        witness(work, applied)
        return applied

    return workplace.database.run(verb, workplace.actor(request.operator_id))


def _apply(workplace: Workplace, work: UnitOfWork, request: PickRequest) -> Applied:
    workplace.clock.learn(work.now)
    if not _write_scan(work, request, request.refusal):
        return _repeated(work, request)
    task = lock_task_row(work.session, request.task_id)
    if task is None or not is_holder(task, request):
        raise _Judged(Verdict.TAKEN_OVER, _lost(task, request))
    if task.method is PickMethod.ZONE_PASS:  # whose totes the scan may hand over, or call back
        lock_next_in_chain(work.session, task.id)
    orders = lock_orders_of(work.session, task.id)
    if _is_behind(task, request):
        raise _Judged(Verdict.BEHIND, WorkMovedOn(orders[0].number))
    stopped = _stopped(work, task.id, orders, request)
    if stopped is not None:
        raise _Judged(Verdict.STOPPED, OrderStopped(stopped.number, str(stopped.state)))
    if request.refusal is not None:
        return Applied(Verdict.APPLIED, task.revision, logged=request.refusal)
    try:
        return _write(work, task, orders, request)
    except CopyIsBehind as error:
        raise _Judged(Verdict.BEHIND, WorkMovedOn(orders[0].number)) from error


def is_holder(task: TaskRow, request: PickRequest) -> bool:
    """Whether a task is the operator's, under the request's epoch.

    Its last holder may undo after the last line, and go on after the lease ran out until somebody
    else claims it.
    """
    if task.epoch != request.epoch:
        return False
    if task.state is PickTaskState.IN_PROGRESS:
        return task.operator_id == request.operator_id
    has_lapsed = task.state is PickTaskState.READY and task.lapsed_at is not None
    is_left = task.state in (PickTaskState.DONE, PickTaskState.PAUSED)
    return (has_lapsed or is_left) and task.paused_by == request.operator_id


def _lost(task: TaskRow | None, request: PickRequest) -> TaskTakenOver:
    """Why a task is not the operator's any more."""
    is_off = (
        task is not None
        and task.state is PickTaskState.CANCELLED
        and task.epoch == request.epoch
        and task.paused_by == request.operator_id
    )
    return WorkCalledOff(request.task_id) if is_off else TaskTakenOver(request.task_id)


def _is_behind(task: TaskRow, request: PickRequest) -> bool:
    if request.revision is not None:
        return request.revision != task.revision
    # What was done off line is compared line by line, where it is written. A task that was put
    # aside or finished meanwhile takes nothing but what fits that.
    if task.state is PickTaskState.PAUSED and task.lapsed_at is None:
        return bool(request.effects)
    if task.state is PickTaskState.DONE:
        return not all(isinstance(effect, TakeBack | PassOn) for effect in request.effects)
    return False


def _stopped(
    work: UnitOfWork, task_id: int, orders: Sequence[OrderRow], request: PickRequest
) -> OrderRow | None:
    """The first of the orders because of which a request may not be written.

    Nothing is done to the lines of an order that is held, cancelled or packed. Of one that was held
    or cancelled the picker is told by the next scan, whatever it is for, unless the copy knows.
    What was done off line for the other orders of a cart is written.
    """
    if request.effects == (PauseTask(),):
        return None  # whoever has to stop must still be able to put the work aside
    held = held_orders_of(work.session, task_id)
    told = {order.id for order in orders if order.cancelled_at is not None or order.id in held}
    packed = {order.id for order in orders if order.packing_started_at is not None}
    if not told | packed:
        return None
    is_only = len(orders) == 1
    hits = told | packed if is_only else told
    if request.revision is None and not is_only:
        hits = set()
    hits -= set(request.stopped)
    hits |= (told | packed) & orders_of_lines(work.session, _lines_touched(request))
    return next((order for order in orders if order.id in hits), None)


def _lines_touched(request: PickRequest) -> list[int]:
    kinds = PutInTote | TakeBack | ShortLine | SetDamaged | SubstituteLine | SkipLine
    return [effect.pick_line_id for effect in request.effects if isinstance(effect, kinds)]


def _write(
    work: UnitOfWork, task: TaskRow, orders: Sequence[OrderRow], request: PickRequest
) -> Applied:
    is_resumed = task.lapsed_at is not None
    if is_resumed:
        _resume(work, task, request)
    is_short = any(isinstance(effect, GIVEN_UP) for effect in request.effects)
    if is_short:  # what is missing is looked for at every place, after a promise was taken back
        items = items_of_orders(work.session, [row.id for row in orders])
        if any(isinstance(effect, SubstituteLine) for effect in request.effects):
            items |= substitute_ids(work.session, items)
        lock_stock_of(work.session, items)
    writing = ScanWriting(work, task.id, task.epoch, request.scan_id)
    for leg, effect in enumerate(request.effects):
        apply_effect(writing, effect, leg=leg)
    raised = writing.raised + bool(request.effects)
    is_undone = any(isinstance(effect, TakeBack) for effect in request.effects)
    may_finish = request.finishes or request.revision is None or is_short
    may_finish = may_finish and task.state is not PickTaskState.DONE
    is_finished = may_finish and bool(request.effects) and not _is_left(work, task, request)
    if is_finished:
        finish(work.session, task.id, work.now)
        drop_empty_cartons(work, [task.id])
        work.record(TaskFinished(task.id))
        if task.method is PickMethod.ZONE_PASS:
            hand_over(work, task.id)
    renew(work.session, task.id, raise_by=raised, lease_until=work.now + LEASE)
    if is_resumed or is_short or is_undone or is_finished:
        refresh_states(work, [order.id for order in orders])
    elif writing.ended_orders:
        refresh_states(work, writing.ended_orders)
    return Applied(Verdict.APPLIED, task.revision + raised, events=tuple(work.events))


def _is_left(work: UnitOfWork, task: TaskRow, request: PickRequest) -> bool:
    """Whether there is a reason not to call the task done: open lines, or that it was put aside."""
    if any(isinstance(effect, PauseTask | TakeBack) for effect in request.effects):
        return True
    return has_open_lines(work.session, task.id)


def _resume(work: UnitOfWork, task: TaskRow, request: PickRequest) -> None:
    """Give a task whose lease ran out back to its last holder, who is there after all."""
    row = lock_task(work.session, task.id)
    row.state = next_task_state(row.id, row.state, PickTaskState.IN_PROGRESS)
    row.operator_id = request.operator_id
    row.paused_by = None
    row.lapsed_at = None
    row.station = request.station
    row.lease_until = work.now + LEASE
    work.session.flush()


def _write_scan(work: UnitOfWork, request: PickRequest, refusal: str | None) -> bool:
    """Write the scan into the log first of all: of two that come at once, one waits here."""
    return insert_scan(
        work.session,
        {
            "scan_id": request.scan_id,
            "raw": request.raw,
            "payload_hash": request.payload_hash,
            "work": "pick",
            "work_id": request.task_id,
            "epoch": request.epoch,
            "refusal": refusal,
            "station": request.station,
            "operator_id": request.operator_id,
            "at": work.now,
        },
    )


def _repeated(work: UnitOfWork, request: PickRequest) -> Applied:
    known = scan_of(work.session, request.scan_id)
    if known.payload_hash != request.payload_hash:
        return Applied(Verdict.ID_REUSED)
    verdict = Verdict.REPEATED if known.refusal is None else Verdict.REPEATED_REFUSED
    task = read_task(work.session, request.task_id)
    return Applied(verdict, _revision_for(task, request), logged=known.refusal)


def _revision_for(task: TaskRow | None, request: PickRequest) -> int | None:
    return task.revision if task is not None and is_holder(task, request) else None

"""Writes the pick dialogue's effects: lines, stock, totes, shortages and what follows from them."""

from __future__ import annotations

import uuid

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.pick_rows import LineRow, count_picked, lock_line
from app.db.queries.picking import (
    lock_pick_line,
    lock_task,
    lock_tote,
    order_number,
    tote_positions,
)
from app.db.schema import Item, PickLine, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.events import LinePicked, LineSkipped, PickUndone, TaskPaused, ToteBound
from app.domain.leases import LEASE
from app.domain.locations import MoveReason
from app.domain.pick_effects import (
    BindTote,
    PauseTask,
    PickEffect,
    PutInTote,
    ShortLine,
    SkipLine,
    TakeBack,
)
from app.domain.refusals import Refused, StockMissing, ToteInUse, UnknownCode
from app.domain.tasks import PickLineState, PickTaskState, next_task_state
from app.services.raising_counts import raise_count
from app.services.shortages import find_elsewhere, give_up


class CopyIsBehind(Exception):
    """The rows are not what the effect was judged by; the transaction is to be rolled back."""


def apply_effect(
    work: UnitOfWork, task_id: int, epoch: int, effect: PickEffect, *, scan_id: uuid.UUID, leg: int
) -> int:
    """Write one effect of a scan; `leg` numbers the effects of the same scan.

    Returns:
        How often this changed what the station's copy cannot know of: 1 where units that were not
        found were promised elsewhere, else 0.

    Raises:
        Refused: the books do not allow what the dialogue did.
        CopyIsBehind: the rows are not what the dialogue thought. After either the transaction is
            to be rolled back.
    """
    match effect:
        case PutInTote() | TakeBack():
            _carry(work, task_id, epoch, effect, scan_id, leg)
            return 0
        case ShortLine():
            return _short_line(work, task_id, effect)
        case BindTote(tote=code):
            _bind_tote(work, task_id, code)
        case SkipLine(pick_line_id=line_id, skips=skips, reason=reason):
            line = _open_line(work, task_id, line_id)
            line.skips = skips
            work.record(LineSkipped(task_id, line_id, skips, reason and reason.value))
        case PauseTask():
            set_aside(work, lock_task(work.session, task_id))
    work.session.flush()
    return 0


def _bind_tote(work: UnitOfWork, task_id: int, code: str) -> None:
    position = next(
        (row for row in tote_positions(work.session, task_id) if row.tote_id is None), None
    )
    if position is None:
        raise CopyIsBehind
    tote = lock_tote(work.session, code)
    if tote is None:
        raise Refused(UnknownCode(code))
    if tote.order_id not in (None, position.order_id):
        raise Refused(ToteInUse(code, order_number(work.session, tote.order_id or 0)))
    tote.order_id = position.order_id
    tote.bound_at = work.now
    position.tote_id = tote.location_id
    number = order_number(work.session, position.order_id)
    work.record(ToteBound(task_id, code, number))


def _carry(
    work: UnitOfWork,
    task_id: int,
    epoch: int,
    effect: PutInTote | TakeBack,
    scan_id: uuid.UUID,
    leg: int,
) -> None:
    """Bring units from their place into the tote of their order, or back."""
    is_put = isinstance(effect, PutInTote)
    units = effect.quantity
    line = lock_line(work.session, task_id, effect.pick_line_id)
    if line is None or line.tote_id is None or line.tote != effect.tote:
        raise CopyIsBehind
    if units > (line.quantity - line.picked - line.short if is_put else line.picked):
        raise CopyIsBehind
    try:
        _move(work, line, effect, scan_id=scan_id, leg=leg, epoch=epoch)
    except StockTooLow as error:
        raise Refused(_missing(work, line, units)) from error
    count_picked(work.session, line, units if is_put else -units, work.now)
    if is_put:
        work.record(LinePicked(task_id, line.id, units, line.location, line.tote))
        return
    task = lock_task(work.session, task_id)
    if task.state is PickTaskState.DONE:
        task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
        task.operator_id = work.actor.operator_id
        task.paused_by = None
        task.finished_at = None
        task.lease_until = work.now + LEASE
        work.session.flush()
    work.record(PickUndone(task_id, line.id, units))


def _move(
    work: UnitOfWork,
    line: LineRow,
    effect: PutInTote | TakeBack,
    *,
    scan_id: uuid.UUID,
    leg: int,
    epoch: int,
) -> None:
    """Units are promised while they lie at their location, and the order's own in the tote."""
    out = isinstance(effect, PutInTote)
    tote_id = line.tote_id or 0
    move_units(
        work,
        Move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=line.location_id if out else tote_id,
            target=tote_id if out else line.location_id,
            quantity=effect.quantity,
            reason=MoveReason.PICKED if out else MoveReason.PUT_BACK,
            from_allocated=effect.quantity if out else 0,
            to_allocated=0 if out else effect.quantity,
            order_line_id=line.order_line_id,
            pick_line_id=line.id,
            scan_id=scan_id,
            leg=leg,
            epoch=epoch,
        ),
    )


def _open_line(work: UnitOfWork, task_id: int, line_id: int, units: int = 1) -> PickLine:
    """A line of the task of which so many units are open still, locked."""
    work.session.expire_all()  # what was written past the mapper in this transaction
    line = lock_pick_line(work.session, line_id)
    is_gone = line.task_id != task_id or line.state is PickLineState.CANCELLED
    if is_gone or line.quantity - line.picked - line.short < units:
        raise CopyIsBehind
    return line


def _short_line(work: UnitOfWork, task_id: int, effect: ShortLine) -> int:
    """Give the promise back, have the place counted, and look for the units elsewhere."""
    line = _open_line(work, task_id, effect.pick_line_id, effect.missing)
    order_line = give_up(work, line, effect.missing, effect.reason.value)
    raise_count(
        work, item_id=line.item_id, location_id=line.location_id, reason=effect.reason.value
    )
    return find_elsewhere(work, task_id, order_line)


def set_aside(work: UnitOfWork, task: PickTask) -> None:
    """Pause a task: its operator resumes it later, at any station."""
    task.state = next_task_state(task.id, task.state, PickTaskState.PAUSED)
    task.paused_by = task.operator_id
    task.operator_id = None
    task.lease_until = None
    work.record(TaskPaused(task.id, task.paused_by or 0))


def _missing(work: UnitOfWork, line: LineRow, wanted: int) -> StockMissing:
    item = work.session.get_one(Item, line.item_id)
    return StockMissing(line.location, item.name, wanted, 0)

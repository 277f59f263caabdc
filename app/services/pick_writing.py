"""Writes the pick dialogue's effects: lines, stock, totes, shortages and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.carton_picks import lock_open_carton
from app.db.queries.leases import totes_bound, units_picked
from app.db.queries.pick_rows import LineRow, count_picked, lock_line, lock_tote_of
from app.db.queries.picking import lock_task, tote_positions
from app.db.queries.stock import has_goods
from app.db.schema import Item, PickLine, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.events import LinePicked, LineSkipped, PickUndone, TaskPaused
from app.domain.leases import LEASE, state_after_lapse
from app.domain.locations import MoveReason
from app.domain.pick_effects import (
    BindTote,
    CartonFull,
    CheckEmpty,
    GiveBack,
    GiveUpCarton,
    LeaveOrders,
    OpenCarton,
    PassOn,
    PauseTask,
    PickEffect,
    PutInTote,
    SetAside,
    SetDamaged,
    SetTotesAside,
    ShortLine,
    SkipLine,
    SubstituteLine,
    SwitchLot,
    TakeBack,
    ToteIn,
    UnbindTote,
    UnloadCart,
)
from app.domain.pick_state import PickMethod
from app.domain.refusals import Refused, StockMissing
from app.domain.tasks import PickLineState, PickTaskState, next_task_state
from app.services.carton_picking import (
    count_into_carton,
    count_out_of_carton,
    give_up_carton,
    open_carton,
    set_full_carton_aside,
)
from app.services.damaged_units import set_damaged
from app.services.leaving_orders import leave_orders
from app.services.lot_switching import switch_lot
from app.services.order_states import refresh_states
from app.services.raising_counts import confirm_empty, raise_count
from app.services.scan_writing import CopyIsBehind, ScanWriting, open_line
from app.services.serial_writing import put_serials_back, take_serials
from app.services.setting_aside import set_totes_aside, set_units_aside
from app.services.shortages import find_elsewhere, give_up
from app.services.standing_in import substitute_line
from app.services.tote_writing import bind_tote, unbind_tote, unload_cart
from app.services.zone_passing import call_back, give_back, offer_again, pass_on, tote_in


def apply_effect(writing: ScanWriting, effect: PickEffect, *, leg: int = 0) -> None:
    """Write one effect of a scan; `leg` numbers the effects of the same scan.

    Raises:
        Refused: the books do not allow what the dialogue did.
        CopyIsBehind: the rows are not what the dialogue thought. After either the transaction is
            to be rolled back.
    """
    _WRITERS[type(effect)](writing, effect, leg)


def _put(writing: ScanWriting, effect: PutInTote, leg: int) -> None:
    """Bring units from their place into the tote of their order."""
    work, units = writing.work, effect.quantity
    line = lock_line(work.session, writing.task_id, effect.pick_line_id)
    if line is None or line.tote_id is None or line.tote != effect.tote:
        raise CopyIsBehind
    open_units = line.quantity - line.picked - line.short
    if line.state != PickLineState.OPEN or units > open_units:
        raise CopyIsBehind
    move = Move(
        item_id=line.item_id,
        lot_id=line.lot_id,
        source=line.location_id,
        target=line.tote_id,
        quantity=units,
        reason=MoveReason.PICKED,
        from_allocated=units,
        order_line_id=line.order_line_id,
        pick_line_id=line.id,
        scan_id=writing.scan_id,
        leg=leg,
        epoch=writing.epoch,
    )
    _move(work, line, move)
    count_picked(work.session, line, units, work.now)
    take_serials(work, line, units, effect.serials)
    if line.carton_id is not None:
        count_into_carton(work, line, units)
    if units == open_units:
        writing.ended_orders.add(line.order_id)
    work.record(LinePicked(writing.task_id, line.id, units, line.location, effect.tote))


def _take_back(writing: ScanWriting, effect: TakeBack, leg: int) -> None:
    """Bring units from a tote back to their place, where they are promised again."""
    work, units = writing.work, effect.quantity
    line = lock_line(work.session, writing.task_id, effect.pick_line_id)
    if line is None or units > line.picked or line.state == PickLineState.CANCELLED:
        raise CopyIsBehind
    tote_id = lock_tote_of(work.session, effect.tote, writing.task_id, line.order_id)
    carton = None
    if tote_id is None:
        carton = lock_open_carton(work.session, effect.tote, line.order_id)
        tote_id = None if carton is None else carton.location_id
    if tote_id is None:
        raise CopyIsBehind
    move = Move(
        item_id=line.item_id,
        lot_id=line.lot_id,
        source=tote_id,
        target=line.location_id,
        quantity=units,
        reason=MoveReason.PUT_BACK,
        to_allocated=units,
        order_line_id=line.order_line_id,
        pick_line_id=line.id,
        scan_id=writing.scan_id,
        leg=leg,
        epoch=writing.epoch,
    )
    _move(work, line, move)
    if carton is not None:  # an order has never packed more than it picked
        count_out_of_carton(work, carton, line, units)
    count_picked(work.session, line, -units, work.now)
    put_serials_back(work, line, units, effect.serials)
    _reopen(work, lock_task(work.session, writing.task_id))
    work.record(PickUndone(writing.task_id, line.id, units))


def _move(work: UnitOfWork, line: LineRow, move: Move) -> None:
    try:
        move_units(work, move)
    except StockTooLow as error:
        item = work.session.get_one(Item, line.item_id)
        raise Refused(StockMissing(line.location, item.name, move.quantity, 0)) from error


def _reopen(work: UnitOfWork, task: PickTask) -> None:
    """Let its last holder go on with a finished task, of which something is open again."""
    if task.state is not PickTaskState.DONE:
        return
    if task.method is PickMethod.ZONE_PASS:
        call_back(work, task)
    task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
    task.operator_id = work.actor.operator_id
    task.paused_by = None
    task.finished_at = None
    task.lease_until = work.now + LEASE
    work.session.flush()


def _skip_line(writing: ScanWriting, effect: SkipLine, _leg: int) -> None:
    line = open_line(writing, effect.pick_line_id)
    line.skips = effect.skips
    reason = effect.reason and effect.reason.value
    writing.work.session.flush()
    writing.work.record(LineSkipped(writing.task_id, line.id, effect.skips, reason))


def _leave_orders(writing: ScanWriting, effect: LeaveOrders, _leg: int) -> None:
    task = lock_task(writing.work.session, writing.task_id)
    leave_orders(writing.work, task, effect.order_ids)


def _pause_task(writing: ScanWriting, _effect: PauseTask, _leg: int) -> None:
    set_aside(writing.work, lock_task(writing.work.session, writing.task_id))
    writing.work.session.flush()


def _short_line(writing: ScanWriting, effect: ShortLine, _leg: int) -> None:
    """Give the promise back, have the place counted, and look for the units elsewhere."""
    work = writing.work
    line = open_line(writing, effect.pick_line_id, effect.missing)
    order_line = give_up(work, line, effect.missing, effect.reason.value)
    raise_count(
        work, item_id=line.item_id, location_id=line.location_id, reason=effect.reason.value
    )
    writing.raised += find_elsewhere(work, writing.task_id, order_line, line.location_id)


def _check_empty(writing: ScanWriting, effect: CheckEmpty, _leg: int) -> None:
    """Write down what was seen; a place that somebody filled since proves nothing."""
    line = writing.work.session.get_one(PickLine, effect.pick_line_id)
    if line.task_id != writing.task_id:
        raise CopyIsBehind
    if not has_goods(writing.work.session, line.location_id):
        confirm_empty(
            writing.work,
            item_id=line.item_id,
            location_id=line.location_id,
            lot_id=line.lot_id,
            is_empty=effect.is_empty,
        )


def set_aside(work: UnitOfWork, task: PickTask) -> None:
    """Pause a task: its operator resumes it later, at any station.

    One for which no tote was chosen and nothing picked is anybody's again.
    """
    work.session.flush()
    work.record(TaskPaused(task.id, task.operator_id or 0))
    chosen = totes_bound(work.session, task.id)
    new = state_after_lapse(units_picked=units_picked(work.session, task.id), totes_bound=chosen)
    if new is PickTaskState.READY:
        offer_again(work, task)
        refresh_states(work, [one.order_id for one in tote_positions(work.session, task.id)])
        return
    task.state = next_task_state(task.id, task.state, new)
    task.paused_by = task.operator_id
    task.operator_id = None
    task.lease_until = None


_WRITERS: Mapping[type[PickEffect], Callable[[ScanWriting, Any, int], None]] = {
    PutInTote: _put,
    SwitchLot: switch_lot,
    TakeBack: _take_back,
    ShortLine: _short_line,
    SetDamaged: set_damaged,
    SubstituteLine: substitute_line,
    CheckEmpty: _check_empty,
    SkipLine: _skip_line,
    SetAside: set_units_aside,
    SetTotesAside: set_totes_aside,
    BindTote: bind_tote,
    UnbindTote: unbind_tote,
    UnloadCart: unload_cart,
    OpenCarton: open_carton,
    CartonFull: set_full_carton_aside,
    GiveUpCarton: give_up_carton,
    LeaveOrders: _leave_orders,
    ToteIn: tote_in,
    PassOn: pass_on,
    GiveBack: give_back,
    PauseTask: _pause_task,
}
"""How each effect is written; the number of the effect within its scan goes along."""

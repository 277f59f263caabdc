"""Writes the pick dialogue's effects: lines, stock, totes, shortages and what follows from them."""

from __future__ import annotations

import uuid

from app.db.ledger import Move, StockTooLow, change_promise, move_units
from app.db.queries.picking import (
    last_sequence,
    lock_pick_line,
    lock_tote,
    open_allocations,
    order_number,
    tote_code,
    tote_positions,
)
from app.db.schema import (
    Allocation,
    CountTask,
    Item,
    Location,
    OrderHold,
    OrderLine,
    PickLine,
    PickTask,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.events import (
    CountRaised,
    LinePicked,
    LineShorted,
    LineSkipped,
    OrderHeld,
    PickUndone,
    TaskPaused,
    ToteBound,
)
from app.domain.locations import MoveReason
from app.domain.orders import HoldReason
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
from app.domain.tasks import CountState, PickLineState, PickTaskState, next_task_state
from app.services.allocating import allocate_orders
from app.services.releasing import pick_lines


def apply_effect(
    work: UnitOfWork, task: PickTask, effect: PickEffect, *, scan_id: uuid.UUID, leg: int
) -> None:
    """Write one effect of a scan; `leg` numbers the effects of the same scan.

    Raises:
        Refused: the books do not allow what the dialogue did; the transaction is rolled back.
    """
    match effect:
        case BindTote(tote=code):
            _bind_tote(work, task, code)
        case PutInTote(pick_line_id=line_id, quantity=quantity):
            _put_in_tote(work, task, line_id, quantity, scan_id, leg)
        case TakeBack(pick_line_id=line_id, quantity=quantity):
            _take_back(work, task, line_id, quantity, scan_id, leg)
        case ShortLine():
            _short_line(work, task, effect)
        case SkipLine(pick_line_id=line_id, skips=skips, reason=reason):
            lock_pick_line(work.session, line_id).skips = skips
            work.record(LineSkipped(task.id, line_id, skips, reason and reason.value))
        case PauseTask():
            set_aside(work, task)


def _bind_tote(work: UnitOfWork, task: PickTask, code: str) -> None:
    position = tote_positions(work.session, task.id)[0]
    tote = lock_tote(work.session, code)
    if tote is None:
        raise Refused(UnknownCode(code))
    if tote.order_id not in (None, position.order_id):
        raise Refused(ToteInUse(code, order_number(work.session, tote.order_id or 0)))
    tote.order_id = position.order_id
    tote.bound_at = work.now
    position.tote_id = tote.location_id
    number = order_number(work.session, position.order_id)
    work.record(ToteBound(task.id, code, number))


def _put_in_tote(
    work: UnitOfWork, task: PickTask, line_id: int, quantity: int, scan_id: uuid.UUID, leg: int
) -> None:
    line = lock_pick_line(work.session, line_id)
    position = tote_positions(work.session, task.id)[0]
    if position.tote_id is None:
        raise ValueError("units cannot be put before a tote is bound")
    try:
        _move(work, task, line, quantity, line.location_id, position.tote_id, scan_id, leg)
    except StockTooLow as error:
        raise Refused(_missing(work, line, quantity)) from error
    line.picked += quantity
    line.picked_at = work.now
    _settle(line)
    _order_line(work, line).picked += quantity
    _allocation(work, line).quantity -= quantity
    place = _location_code(work, line.location_id)
    tote = tote_code(work.session, position.tote_id) or ""
    work.record(LinePicked(task.id, line.id, quantity, place, tote))


def _take_back(
    work: UnitOfWork, task: PickTask, line_id: int, quantity: int, scan_id: uuid.UUID, leg: int
) -> None:
    line = lock_pick_line(work.session, line_id)
    position = tote_positions(work.session, task.id)[0]
    tote_id = position.tote_id or 0
    _move(work, task, line, quantity, tote_id, line.location_id, scan_id, leg)
    line.picked -= quantity
    _settle(line)
    _order_line(work, line).picked -= quantity
    _allocation(work, line).quantity += quantity
    if task.state is PickTaskState.DONE:
        task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
        task.operator_id = work.actor.operator_id
        task.paused_by = None
        task.finished_at = None
    work.record(PickUndone(task.id, line.id, quantity))


def _move(
    work: UnitOfWork,
    task: PickTask,
    line: PickLine,
    quantity: int,
    source: int,
    target: int,
    scan_id: uuid.UUID,
    leg: int,
) -> None:
    """Units are promised while they lie at their location, and the order's own in the tote."""
    out = source == line.location_id
    move_units(
        work,
        Move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=source,
            target=target,
            quantity=quantity,
            reason=MoveReason.PICKED if out else MoveReason.PUT_BACK,
            from_allocated=quantity if out else 0,
            to_allocated=0 if out else quantity,
            order_line_id=line.order_line_id,
            pick_line_id=line.id,
            scan_id=scan_id,
            leg=leg,
            epoch=task.epoch,
        ),
    )


def _short_line(work: UnitOfWork, task: PickTask, effect: ShortLine) -> None:
    """Give the promise back, have the place counted, and look for the units elsewhere."""
    line = lock_pick_line(work.session, effect.pick_line_id)
    line.short += effect.missing
    line.short_reason = effect.reason.value
    _settle(line)
    _allocation(work, line).quantity -= effect.missing
    order_line = _order_line(work, line)
    order_line.allocated -= effect.missing
    change_promise(
        work.session,
        item_id=line.item_id,
        location_id=line.location_id,
        lot_id=line.lot_id,
        by=-effect.missing,
    )
    place = _location_code(work, line.location_id)
    work.record(LineShorted(task.id, line.id, effect.missing, effect.reason.value, place))
    _raise_count(work, line, effect.reason.value)
    _find_elsewhere(work, task, order_line)


def _raise_count(work: UnitOfWork, line: PickLine, reason: str) -> None:
    work.session.add(
        CountTask(
            item_id=line.item_id,
            location_id=line.location_id,
            reason=reason,
            state=CountState.OPEN,
            raised_by=work.actor.operator_id,
            raised_at=work.now,
        )
    )
    sku = work.session.get_one(Item, line.item_id).sku
    work.record(CountRaised(_location_code(work, line.location_id), sku, reason))


def _find_elsewhere(work: UnitOfWork, task: PickTask, order_line: OrderLine) -> None:
    allocate_orders(work, [order_line.order_id])
    promises = open_allocations(work.session, [order_line.order_id])[order_line.order_id]
    first = last_sequence(work.session, task.id) + 1
    work.session.add_all(pick_lines(task.id, promises, first=first))
    work.session.flush()
    missing = order_line.quantity - order_line.cancelled - order_line.short - order_line.allocated
    if missing > 0:
        number = order_number(work.session, order_line.order_id)
        detail = f"{missing} x {order_line.sku}"
        work.session.add(
            OrderHold(
                order_id=order_line.order_id,
                reason=HoldReason.SHORT,
                detail=detail,
                held_at=work.now,
            )
        )
        work.record(OrderHeld(order_line.order_id, number, HoldReason.SHORT.value))


def set_aside(work: UnitOfWork, task: PickTask) -> None:
    """Pause a task: its operator resumes it later, at any station."""
    task.state = next_task_state(task.id, task.state, PickTaskState.PAUSED)
    task.paused_by = task.operator_id
    task.operator_id = None
    task.lease_until = None
    work.record(TaskPaused(task.id, task.paused_by or 0))


def _settle(line: PickLine) -> None:
    if line.picked + line.short < line.quantity:
        line.state = PickLineState.OPEN
    else:
        line.state = PickLineState.SHORT if line.short else PickLineState.PICKED


def _missing(work: UnitOfWork, line: PickLine, wanted: int) -> StockMissing:
    item = work.session.get_one(Item, line.item_id)
    return StockMissing(_location_code(work, line.location_id), item.name, wanted, 0)


def _order_line(work: UnitOfWork, line: PickLine) -> OrderLine:
    return work.session.get_one(OrderLine, line.order_line_id, with_for_update=True)


def _allocation(work: UnitOfWork, line: PickLine) -> Allocation:
    return work.session.get_one(Allocation, line.allocation_id, with_for_update=True)


def _location_code(work: UnitOfWork, location_id: int) -> str:
    return work.session.get_one(Location, location_id).code

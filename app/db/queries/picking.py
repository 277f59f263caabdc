"""Selects on pick tasks: what is promised, what can be claimed, a task as its picker sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.queries.stock import pick_face_counts
from app.db.schema import (
    Allocation,
    Item,
    ItemBarcode,
    Location,
    Lot,
    Operator,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    Tote,
)
from app.domain import pick_state
from app.domain.locations import lot_code_of
from app.domain.orders import HoldReason
from app.domain.pick_state import PickedStep, PickItem, PickPrompt, PickState
from app.domain.tasks import PickTaskState

HARMLESS_HOLDS = frozenset({HoldReason.SHORT})
"""A short order waits at the pack bench; what is there is still picked."""


def open_allocations(
    session: Session, order_ids: Collection[int]
) -> dict[int, list[tuple[Allocation, int]]]:
    """Each order's promises that no pick line works on yet, with their place on the walk."""
    found: dict[int, list[tuple[Allocation, int]]] = defaultdict(list)
    for part in chunks(order_ids):
        rows = session.execute(
            select(OrderLine.order_id, Allocation, Location.pick_sequence)
            .join(OrderLine, OrderLine.id == Allocation.order_line_id)
            .join(Location, Location.id == Allocation.location_id)
            .outerjoin(PickLine, PickLine.allocation_id == Allocation.id)
            .where(OrderLine.order_id.in_(part), Allocation.quantity > 0, PickLine.id.is_(None))
        )
        for order_id, allocation, sequence in rows:
            found[order_id].append((allocation, sequence))
    return found


def is_stopped() -> ColumnElement[bool]:
    """That an order of the task is cancelled, or held for more than missing units."""
    held = exists().where(
        OrderHold.order_id == Order.id,
        OrderHold.lifted_at.is_(None),
        OrderHold.reason.not_in(tuple(HARMLESS_HOLDS)),
    )
    return exists().where(
        PickTaskTote.task_id == PickTask.id,
        Order.id == PickTaskTote.order_id,
        or_(Order.cancelled_at.is_not(None), held),
    )


def lock_operator(session: Session, operator_id: int) -> None:
    """Let an operator's claims at two stations come one after the other."""
    session.execute(select(Operator.id).where(Operator.id == operator_id).with_for_update())


def stopped_tasks_of(session: Session, operator_id: int) -> list[PickTask]:
    """Tasks an operator works on whose order was stopped meanwhile, locked."""
    return list(
        session.scalars(
            select(PickTask)
            .where(
                PickTask.operator_id == operator_id,
                PickTask.state == PickTaskState.IN_PROGRESS,
                is_stopped(),
            )
            .order_by(PickTask.id)
            .with_for_update(of=PickTask)
            .execution_options(populate_existing=True)
        )
    )


def own_task(session: Session, operator_id: int) -> PickTask | None:
    """The task an operator holds or has paused, the one in progress first; locked.

    Work on an order that was stopped is not gone on with until somebody lets the order go.
    """
    return session.scalar(
        select(PickTask)
        .where(
            or_(
                (PickTask.operator_id == operator_id)
                & (PickTask.state == PickTaskState.IN_PROGRESS),
                (PickTask.paused_by == operator_id) & (PickTask.state == PickTaskState.PAUSED),
            ),
            ~is_stopped(),
        )
        .order_by((PickTask.state == PickTaskState.PAUSED), PickTask.id)
        .limit(1)
        .with_for_update(of=PickTask)
        .execution_options(populate_existing=True)
    )


def next_ready_task(session: Session) -> PickTask | None:
    """The most urgent task nobody works on; rows locked by other claimers are passed over."""
    return session.scalar(
        select(PickTask)
        .where(PickTask.state == PickTaskState.READY, ~is_stopped())
        .order_by(PickTask.priority.desc(), PickTask.sequence)
        .limit(1)
        .with_for_update(of=PickTask, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def peek_ready_task(session: Session) -> PickTask | None:
    """The most urgent task nobody works on, to be shown and not to be claimed."""
    return session.scalar(
        select(PickTask)
        .where(PickTask.state == PickTaskState.READY, ~is_stopped())
        .order_by(PickTask.priority.desc(), PickTask.sequence)
        .limit(1)
    )


def lock_task(session: Session, task_id: int) -> PickTask:
    """A task, locked."""
    return session.scalars(
        select(PickTask)
        .where(PickTask.id == task_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def lock_pick_line(session: Session, pick_line_id: int) -> PickLine:
    """A pick line, locked."""
    return session.scalars(
        select(PickLine)
        .where(PickLine.id == pick_line_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def open_units(session: Session, task_id: int) -> int:
    """Units of a task that are neither picked nor short."""
    open_quantity = PickLine.quantity - PickLine.picked - PickLine.short
    return (
        session.scalar(
            select(func.coalesce(func.sum(open_quantity), 0)).where(PickLine.task_id == task_id)
        )
        or 0
    )


def tote_positions(session: Session, task_id: int) -> list[PickTaskTote]:
    """The tote positions of a task, in order."""
    return list(
        session.scalars(
            select(PickTaskTote)
            .where(PickTaskTote.task_id == task_id)
            .order_by(PickTaskTote.position)
        )
    )


def lock_tote(session: Session, code: str) -> Tote | None:
    """The tote with this code, locked."""
    return session.scalar(
        select(Tote)
        .join(Location, Location.id == Tote.location_id)
        .where(Location.code == code)
        .with_for_update(of=Tote)
        .execution_options(populate_existing=True)
    )


@dataclass(frozen=True)
class TaskSummary:
    """A task as the station home offers it."""

    task_id: int
    state: PickTaskState
    order_number: str
    lines: int
    lines_done: int
    units: int
    tote: str | None
    due_at: datetime | None


def summarise_task(session: Session, task: PickTask) -> TaskSummary:
    """What the station home says about a task."""
    state = load_task(session, task)
    return TaskSummary(
        task_id=task.id,
        state=task.state,
        order_number=state.order_number,
        lines=len(state.lines),
        lines_done=state.lines_done,
        units=sum(line.quantity for line in state.lines),
        tote=state.tote,
        due_at=task.due_at,
    )


def load_task(session: Session, task: PickTask) -> PickState:
    """A task as its picker sees it, at the first prompt its rows lead to."""
    lines, history = _lines_and_history(session, task)
    position = tote_positions(session, task.id)[0]
    state = pick_state.begin(
        PickState(
            task_id=task.id,
            epoch=task.epoch,
            method=task.method,
            order_number=order_number(session, position.order_id),
            lines=lines,
            tote=tote_code(session, position.tote_id),
            history=history,
        )
    )
    if task.state is PickTaskState.PAUSED:
        return replace(state, prompt=PickPrompt.PAUSED)
    return state


def _lines_and_history(
    session: Session, task: PickTask
) -> tuple[tuple[pick_state.PickLine, ...], tuple[PickedStep, ...]]:
    """A task's lines in walking order, and what was picked of them in the order it was."""
    rows = session.execute(
        select(PickLine, Item, Location, Lot, Allocation.reason)
        .join(Item, Item.id == PickLine.item_id)
        .join(Location, Location.id == PickLine.location_id)
        .join(Lot, Lot.id == PickLine.lot_id)
        .join(Allocation, Allocation.id == PickLine.allocation_id)
        .where(PickLine.task_id == task.id)
        .order_by(PickLine.sequence, PickLine.id)
        .execution_options(populate_existing=True)
    ).all()
    item_ids = {item.id for _, item, _, _, _ in rows}
    faces = pick_face_counts(session, item_ids)
    barcodes = _barcodes(session, item_ids)
    lines = tuple(
        pick_state.PickLine(
            pick_line_id=line.id,
            order_line_id=line.order_line_id,
            item=_pick_item(item, barcodes.get(item.id, [])),
            location_id=location.id,
            location=location.code,
            zone=location.zone,
            check_digits=location.check_digits,
            quantity=line.quantity,
            picked=line.picked,
            short=line.short,
            skips=line.skips,
            lot=lot_name(lot),
            expiry=lot.expiry,
            # Asking for the place tells something only where the item lies in several, or by lot.
            confirm_location=item.lot_tracked or faces.get(item.id, 0) > 1,
            reason=reason,
        )
        for line, item, location, lot, reason in rows
    )
    picked = sorted(
        (line for line, *_ in rows if line.picked > 0 and line.picked_at is not None),
        key=lambda line: (line.picked_at, line.id),
    )
    return lines, tuple(PickedStep(line.id, line.picked) for line in picked)


def lot_name(lot: Lot) -> str | None:
    """The lot's code as it is printed on the goods; goods may carry a date and no lot code."""
    nameless = lot.expiry is not None and lot.code == lot_code_of(lot.expiry)
    return None if nameless else lot.code or None


def is_behind(
    session: Session, task: PickTask, positions: list[PickTaskTote], state: PickState
) -> bool:
    """Whether a station's copy of a task and its tote positions differs from the rows."""
    if (task.state is PickTaskState.PAUSED) != (state.prompt is PickPrompt.PAUSED):
        return True
    rows = session.execute(
        select(PickLine.id, PickLine.picked, PickLine.short, PickLine.skips).where(
            PickLine.task_id == task.id
        )
    )
    copy = {line.pick_line_id: (line.picked, line.short, line.skips) for line in state.lines}
    if {line_id: tuple(counts) for line_id, *counts in rows} != copy:
        return True
    return tote_code(session, positions[0].tote_id) != state.tote


def order_number(session: Session, order_id: int) -> str:
    """What the customer calls an order."""
    return session.scalars(select(Order.number).where(Order.id == order_id)).one()


def tote_code(session: Session, tote_id: int | None) -> str | None:
    """The code on a tote."""
    if tote_id is None:
        return None
    return session.scalar(select(Location.code).where(Location.id == tote_id))


def _barcodes(session: Session, item_ids: Collection[int]) -> dict[int, list[ItemBarcode]]:
    found: dict[int, list[ItemBarcode]] = defaultdict(list)
    for part in chunks(item_ids):
        for row in session.scalars(
            select(ItemBarcode)
            .where(ItemBarcode.item_id.in_(part))
            .order_by(ItemBarcode.quantity, ItemBarcode.code)
        ):
            found[row.item_id].append(row)
    return found


def _pick_item(item: Item, barcodes: list[ItemBarcode]) -> PickItem:
    unit = next((row.code for row in barcodes if row.quantity == 1), None)
    case = next((row.quantity for row in barcodes if row.quantity > 1), None)
    return PickItem(
        item_id=item.id,
        sku=item.sku,
        name=item.name,
        barcode=unit,
        case_quantity=case,
        lot_tracked=item.lot_tracked,
        fragile=item.fragile,
    )


def ready_task_count(session: Session) -> int:
    """How many tasks wait for a picker."""
    return (
        session.scalar(
            select(func.count())
            .select_from(PickTask)
            .where(PickTask.state == PickTaskState.READY, ~is_stopped())
        )
        or 0
    )


def last_sequence(session: Session, task_id: int) -> int:
    """The number of a task's last line."""
    return (
        session.scalar(select(func.max(PickLine.sequence)).where(PickLine.task_id == task_id)) or 0
    )

"""Orders leave a task with all that is open of them, and wait for another cart."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.db.queries.picking import has_lines_of, open_lines_of_orders, tote_positions
from app.db.schema import Allocation, PickLine, PickTask, PickTaskTote
from app.db.unit_of_work import UnitOfWork
from app.domain.cart_events import OrdersLeft
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState
from app.services.order_states import refresh_states


def leave_orders(work: UnitOfWork, task: PickTask, order_ids: Collection[int]) -> PickTask | None:
    """Make a task of its own of what is open of some orders; it waits to be claimed.

    What was picked of them stays with the task that picked it. Their totes go along, but for those
    of a batch. Promises are kept: nothing is looked for anew.

    Args:
        work: the transaction; task and orders are locked.
        task: the task that they leave.
        order_ids: which orders.

    Returns:
        The new task; None where nothing of these orders is open.
    """
    lines = open_lines_of_orders(work.session, task.id, order_ids)
    if not lines:
        return None
    leaving = sorted({order_id for order_id, _ in lines})
    new = _beside(work, task, leaving)
    for _, line in lines:
        if line.picked + line.short > 0:
            work.session.add(split_line(work, line, new.id))
        else:
            line.task_id = new.id
    work.session.flush()
    positions: dict[int, int] = {}
    for row in tote_positions(work.session, task.id):
        if row.order_id in leaving:
            position = positions.setdefault(row.position, len(positions) + 1)
            _carry_over(work, task, new, row, position)
    work.session.flush()
    work.record(OrdersLeft(task.id, new.id, len(leaving)))
    refresh_states(work, leaving)
    return new


def _beside(work: UnitOfWork, task: PickTask, order_ids: Sequence[int]) -> PickTask:
    """A task like another one, that nobody has claimed."""
    new = PickTask(
        method=task.method,
        zone=task.zone,
        state=PickTaskState.READY,
        priority=task.priority,
        sequence=order_ids[0],
        wave_id=task.wave_id,
        into_carton=task.into_carton,
        equipment=task.equipment,
        due_at=task.due_at,
        released_at=task.released_at,
    )
    work.session.add(new)
    work.session.flush()
    return new


def _carry_over(
    work: UnitOfWork, task: PickTask, new: PickTask, row: PickTaskTote, position: int
) -> None:
    """Give an order a position of the new task; its own tote goes along, a shared one stays."""
    is_shared = task.method is PickMethod.BATCH
    if not has_lines_of(work.session, task.id, row.order_id):
        row.task_id, row.position = new.id, position
        row.tote_id = None if is_shared else row.tote_id
        return
    own = PickTaskTote(task_id=new.id, position=position, order_id=row.order_id)
    if not is_shared:
        own.tote_id, row.tote_id = row.tote_id, None
    work.session.add(own)


def split_line(work: UnitOfWork, line: PickLine, task_id: int) -> PickLine:
    """Cut the open part off a line, with its part of the promise; for the caller to add."""
    rest = line.quantity - line.picked - line.short
    promise = work.session.get_one(Allocation, line.allocation_id, with_for_update=True)
    promise.quantity -= rest
    line.quantity -= rest
    line.state = PickLineState.SHORT if line.short else PickLineState.PICKED
    own = Allocation(
        order_line_id=promise.order_line_id,
        item_id=promise.item_id,
        location_id=promise.location_id,
        lot_id=promise.lot_id,
        quantity=rest,
        reason=promise.reason,
        facts=promise.facts,
        made_at=promise.made_at,
    )
    work.session.add(own)
    work.session.flush()
    return PickLine(
        task_id=task_id,
        order_line_id=line.order_line_id,
        allocation_id=own.id,
        item_id=line.item_id,
        location_id=line.location_id,
        lot_id=line.lot_id,
        sequence=line.sequence,
        quantity=rest,
        state=PickLineState.OPEN,
    )

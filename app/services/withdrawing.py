"""Takes work that nobody has done back from the floor; what was picked stays where it is.

Locks are taken as everywhere: tasks, orders, pick lines, then stock rows and order lines.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.db.queries.floor_work import (
    CarriedWork,
    carried_work,
    lock_empty_totes,
    lock_open_lines,
    orders_with_picks,
    positions_of,
    unfinished_task_ids,
)
from app.db.queries.leases import lock_tasks
from app.db.queries.orders import lock_orders
from app.db.schema import Allocation, Order, PickLine, PickTask, PickTaskTote
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import OrderWithdrawn, TaskWithdrawn
from app.domain.events import TaskFinished
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState, next_task_state
from app.services.order_states import refresh_states
from app.services.zone_passing import hand_over_to


@dataclass
class FloorWork:
    """Orders and the unfinished tasks that carry them, all locked; by their numbers.

    `touched` are the tasks of which something was changed since they were last settled.
    """

    tasks: dict[int, PickTask]
    orders: dict[int, Order]
    touched: set[int] = field(default_factory=set)


def lock_floor_work(work: UnitOfWork, order_ids: Collection[int]) -> FloorWork:
    """Lock the tasks that carry orders, then the orders, so that no scan changes them meanwhile."""
    tasks: dict[int, PickTask] = {}
    while True:
        unlocked = unfinished_task_ids(work.session, order_ids) - tasks.keys()
        tasks |= lock_tasks(work.session, unlocked)
        orders = lock_orders(work.session, order_ids)
        # A task may have been made for an order while its lock was waited for.
        if unfinished_task_ids(work.session, order_ids) <= tasks.keys():
            return FloorWork(tasks, {order.id: order for order in orders})


def withdraw_untouched(work: UnitOfWork, floor: FloorWork) -> tuple[list[Order], list[Order]]:
    """Bring those of the orders back to the desk of which nothing was picked yet.

    They keep their promises and may be released again. Orders of which a unit was picked stay on
    the floor with all their work.

    Returns:
        The orders that came back, and those that stay.
    """
    on_floor = [order for order in floor.orders.values() if order.released_at is not None]
    begun = orders_with_picks(work.session, [order.id for order in on_floor])
    back = [order for order in on_floor if order.id not in begun]
    withdraw_open_lines(work, floor, {order.id for order in back})
    for order in back:
        order.released_at = None
        order.packing_started_at = None
        work.record(OrderWithdrawn(order.id, order.number))
    refresh_states(work, [order.id for order in back])
    return back, [order for order in on_floor if order.id in begun]


def withdraw_open_lines(work: UnitOfWork, floor: FloorWork, order_ids: Collection[int]) -> None:
    """Take all open lines of orders out of their tasks; see `withdraw_lines`."""
    work.session.flush()
    withdraw_lines(work, floor, lock_open_lines(work.session, floor.tasks.keys(), order_ids))


def withdraw_lines(
    work: UnitOfWork, floor: FloorWork, lines: Sequence[tuple[int, PickLine]]
) -> None:
    """Take open lines out of their tasks; the promises stay, and are free for others.

    A promise that a pick line works on is the line's own; what is left of it goes on under a row
    of its own.

    Args:
        work: the transaction.
        floor: orders and tasks, locked.
        lines: lines of these, locked, each with its order.
    """
    promises = {line.id: work.session.get_one(Allocation, line.allocation_id) for _, line in lines}
    for _, line in lines:
        units = line.quantity - line.picked - line.short
        promise = promises[line.id]
        promise.quantity -= units
        work.session.add(
            Allocation(
                order_line_id=promise.order_line_id,
                item_id=promise.item_id,
                location_id=promise.location_id,
                lot_id=promise.lot_id,
                quantity=units,
                reason=promise.reason,
                facts=promise.facts,
                made_at=promise.made_at,
            )
        )
        shrink(line, units)
        floor.touched.add(line.task_id)
    settle_tasks(work, floor)


def shrink(line: PickLine, units: int) -> None:
    """Let a pick line ask for fewer units; one of which nothing was found or missed is cancelled.

    Args:
        line: the line, locked.
        units: how many of its open units are not wanted any more.
    """
    counted = line.picked + line.short
    left = line.quantity - units
    if counted == 0 and left == 0:
        line.state = PickLineState.CANCELLED
        return
    line.quantity = left
    if left == counted:
        line.state = PickLineState.SHORT if line.short else PickLineState.PICKED


def settle_tasks(work: UnitOfWork, floor: FloorWork) -> None:
    """See to tasks of which lines were taken off: who carries what, and which are at their end.

    An order nothing is open or picked for leaves its task, and its tote is free. A task without an
    open line ends; the next one in its chain of zones takes its place. Stations learn of it by the
    revision, with their next scan.
    """
    work.session.flush()
    carried = carried_work(work.session, floor.tasks.keys())
    _let_orders_go(work, floor, carried)
    for task_id in sorted(floor.touched):
        task, orders = floor.tasks[task_id], carried[task_id].values()
        task.revision += 1
        if not any(one.open_lines for one in orders):
            _end(work, task, was_begun=any(one.picked for one in orders))
    floor.touched.clear()
    work.session.flush()
    for task in floor.tasks.values():
        _relink(work, floor.tasks, task)
    work.session.flush()


def _let_orders_go(
    work: UnitOfWork, floor: FloorWork, carried: dict[int, dict[int, CarriedWork]]
) -> None:
    """Take orders off their tasks that have nothing there any more.

    A tote that stands on a cart stays its order's until its picker has taken it off; that of a task
    which ends is free.
    """
    gone: list[PickTaskTote] = []
    for position in positions_of(work.session, floor.tasks.keys()):
        task = floor.tasks[position.task_id]
        work_left = carried[task.id].get(position.order_id, CarriedWork())
        if work_left.open_lines or work_left.picked:
            continue
        goes_on = any(one.open_lines for one in carried[task.id].values())
        is_on_cart = position.tote_id is not None and task.method is not PickMethod.BATCH
        ends = not goes_on and task.id in floor.touched
        if ends or (position.order_id in floor.orders and not (goes_on and is_on_cart)):
            gone.append(position)
            floor.touched.add(position.task_id)
            work.session.delete(position)
    bound = {position.tote_id: position for position in gone if position.tote_id is not None}
    for tote in lock_empty_totes(work.session, bound):
        if tote.order_id == bound[tote.location_id].order_id:
            tote.order_id = None
            tote.bound_at = None


def _end(work: UnitOfWork, task: PickTask, *, was_begun: bool) -> None:
    """End a task that has nothing open any more: done where something was picked for it."""
    is_held = task.state in (PickTaskState.IN_PROGRESS, PickTaskState.PAUSED)
    new = PickTaskState.DONE if is_held and was_begun else PickTaskState.CANCELLED
    task.state = next_task_state(task.id, task.state, new)
    task.paused_by = task.operator_id or task.paused_by
    task.operator_id = None
    task.lease_until = None
    if new is PickTaskState.DONE:
        task.lapsed_at = None
        task.finished_at = work.now
        work.record(TaskFinished(task.id))
    else:
        work.record(TaskWithdrawn(task.id))


def _relink(work: UnitOfWork, tasks: dict[int, PickTask], task: PickTask) -> None:
    """Let a task that waited for one that ended follow the one before it, or begin.

    All tasks of a chain carry the same order, so they are all locked where one of them is; those
    that are done are read, since a finished task does not change under its order's lock.
    """
    while task.state is PickTaskState.WAITING and task.follows_id is not None:
        before = tasks.get(task.follows_id) or work.session.get_one(PickTask, task.follows_id)
        if before.state is PickTaskState.CANCELLED:
            task.follows_id = before.follows_id
        elif before.state is PickTaskState.DONE:
            hand_over_to(work, before.id, task)
        else:
            return
    if task.state is PickTaskState.WAITING:
        task.state = next_task_state(task.id, task.state, PickTaskState.READY)

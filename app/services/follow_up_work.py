"""Makes work of what was promised to orders after they were released: new stock, a larger order.

The order's present picker goes on to it where one of its tasks is open still; otherwise it becomes
a task of its own.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import insert

from app.db.queries.floor_work import last_sequences, open_tasks_of
from app.db.queries.orders import open_holds_of
from app.db.queries.pick_claims import HARMLESS_HOLDS
from app.db.queries.released_work import promises_to_release
from app.db.schema import Order, PickLine, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.equipment import reaches
from app.domain.events import OrdersReleased
from app.domain.orders import ENDED
from app.domain.pick_planning import OrderToPick, Promise, plan_tasks, walking_order
from app.domain.pick_state import PickMethod
from app.services.releasing import Manner, line_row, write_tasks
from app.services.withdrawing import FloorWork


def release_rest(work: UnitOfWork, floor: FloorWork) -> int:
    """Make pick lines of the promises to released orders that no pick line works on.

    Orders that are stopped wait until they go on. One that lay on a bench leaves it: what is packed
    stays packed, and the bench opens it again when its goods are there.

    Args:
        work: the transaction.
        floor: the orders and their unfinished tasks, locked.

    Returns:
        How many pick lines were made.
    """
    work.session.flush()
    orders = _going_on(work, floor)
    promises = promises_to_release(work.session, orders.keys())
    carriers = open_tasks_of(work.session, [key for key in orders if promises[key]])
    joining: dict[int, list[Promise]] = defaultdict(list)
    left: dict[int, list[Promise]] = defaultdict(list)
    for order_id in orders:
        for promise in promises[order_id]:
            task = _carrier(carriers.get(order_id, []), promise)
            if task is None:
                left[order_id].append(promise)
            else:
                joining[task.id].append(promise)
        if promises[order_id]:
            orders[order_id].packing_started_at = None
    _append(work, floor, joining)
    _make_tasks(work, [orders[order_id] for order_id in left], left)
    work.session.flush()
    return sum(len(promises[order_id]) for order_id in orders)


def join_task(work: UnitOfWork, floor: FloorWork, task_id: int) -> None:
    """Put what is promised to orders, and nobody walks for, onto the walk of a task of theirs.

    Args:
        work: the transaction.
        floor: the orders and the task, locked.
        task_id: the task.
    """
    work.session.flush()
    task = floor.tasks[task_id]
    promises = promises_to_release(work.session, floor.orders.keys())
    within = [
        promise
        for found in promises.values()
        for promise in found
        if _carrier([task], promise) is not None
    ]
    if within:
        _append(work, floor, {task_id: within})


def _going_on(work: UnitOfWork, floor: FloorWork) -> dict[int, Order]:
    """The released orders that nothing stops."""
    holds = open_holds_of(work.session, floor.orders.keys())
    return {
        order.id: order
        for order in floor.orders.values()
        if order.released_at is not None
        and order.cancelled_at is None
        and order.state not in ENDED
        and all(hold.reason in HARMLESS_HOLDS for hold in holds[order.id])
    }


def _carrier(tasks: list[PickTask], promise: Promise) -> PickTask | None:
    """The first of an order's open tasks that goes where a promise lies."""
    return next(
        (
            task
            for task in tasks
            if task.zone in ("", promise.zone) and reaches(task.equipment, promise.equipment)
        ),
        None,
    )


def _append(work: UnitOfWork, floor: FloorWork, joining: dict[int, list[Promise]]) -> None:
    last = last_sequences(work.session, joining.keys())
    rows: list[dict[str, object]] = []
    for task_id, promises in joining.items():
        floor.tasks[task_id].revision += 1
        first = last.get(task_id, 0) + 1
        rows += [
            line_row(task_id, number, promise)
            for number, promise in enumerate(walking_order(promises), start=first)
        ]
    if rows:
        work.session.execute(insert(PickLine), rows)


def _make_tasks(work: UnitOfWork, orders: list[Order], left: dict[int, list[Promise]]) -> None:
    if not orders:
        return
    made = 0
    by_wave: dict[int | None, list[Order]] = defaultdict(list)
    for order in orders:
        by_wave[order.wave_id].append(order)
    for wave_id, members in by_wave.items():
        plan = plan_tasks(
            [
                OrderToPick(
                    order.id, tuple(left[order.id]), order.priority, order.ship_by, order.placed_at
                )
                for order in members
            ],
            PickMethod.SINGLE,
        )
        made += len(write_tasks(work, plan, Manner(wave=wave_id)))
    work.record(OrdersReleased(tasks=made, orders=len(orders)))

"""Gives orders to the floor: pick tasks and pick lines made from what was promised to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.db.queries.orders import lock_orders, order_facts, order_ids_in_states
from app.db.queries.picking import open_allocations
from app.db.schema import Allocation, Order, PickLine, PickTask, PickTaskTote
from app.db.unit_of_work import UnitOfWork
from app.domain.events import OrdersReleased
from app.domain.order_release import Why, why_not_releasable
from app.domain.orders import OrderState
from app.domain.permissions import Verb
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState
from app.services.order_states import refresh_states
from app.services.workplace import Workplace


@dataclass(frozen=True)
class ReleaseReport:
    """Which orders became work, and why the others asked for did not."""

    released: tuple[str, ...]
    refused: tuple[tuple[str, tuple[Why, ...]], ...]


def release_ready_orders(
    workplace: Workplace, *, limit: int | None = None, operator_id: int | None = None
) -> ReleaseReport:
    """Release the fully promised orders, the most urgent first.

    Args:
        workplace: where this is done.
        limit: how many orders at the most; all of them if None.
        operator_id: who asks for it; None for the person at the shell.
    """

    def verb(work: UnitOfWork) -> ReleaseReport:
        ready = order_ids_in_states(work.session, {OrderState.ALLOCATED})
        return release_orders(work, ready[:limit])

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def release_chosen_orders(
    workplace: Workplace, order_ids: Collection[int], *, operator_id: int | None = None
) -> ReleaseReport:
    """Release these orders, as far as they may be."""
    return workplace.database.run(
        lambda work: release_orders(work, order_ids), workplace.actor(operator_id, Verb.RELEASE)
    )


def release_orders(work: UnitOfWork, order_ids: Collection[int]) -> ReleaseReport:
    """Make one single-order pick task for each order that may be released."""
    orders = lock_orders(work.session, order_ids)
    facts = order_facts(work.session, orders)
    obstacles = {order.id: why_not_releasable(facts[order.id]) for order in orders}
    cleared = [order for order in orders if not obstacles[order.id]]
    promises = open_allocations(work.session, [order.id for order in cleared])
    for order in cleared:
        order.released_at = work.now
    _make_tasks(work, cleared, promises)
    refresh_states(work, [order.id for order in cleared])
    if cleared:
        work.record(OrdersReleased(tasks=len(cleared), orders=len(cleared)))
    return ReleaseReport(
        tuple(order.number for order in cleared),
        tuple((order.number, obstacles[order.id]) for order in orders if obstacles[order.id]),
    )


def _make_tasks(
    work: UnitOfWork, orders: Sequence[Order], promises: dict[int, list[tuple[Allocation, int]]]
) -> None:
    tasks = {
        order.id: PickTask(
            method=PickMethod.SINGLE,
            state=PickTaskState.READY,
            priority=order.priority,
            sequence=order.id,
            due_at=order.ship_by,
            released_at=work.now,
        )
        for order in orders
    }
    work.session.add_all(tasks.values())
    work.session.flush()
    for order in orders:
        task = tasks[order.id]
        work.session.add(PickTaskTote(task_id=task.id, position=1, order_id=order.id))
        work.session.add_all(pick_lines(task.id, promises.get(order.id, [])))
    work.session.flush()


def pick_lines(
    task_id: int, promises: Sequence[tuple[Allocation, int]], *, first: int = 1
) -> list[PickLine]:
    """Pick lines for promises, in walking order, numbered from `first`.

    Args:
        task_id: the task they belong to.
        promises: allocations with their location's place on the walk.
        first: the number of the first line.
    """
    in_order = sorted(promises, key=lambda pair: (pair[1], pair[0].location_id, pair[0].id))
    return [
        PickLine(
            task_id=task_id,
            order_line_id=allocation.order_line_id,
            allocation_id=allocation.id,
            item_id=allocation.item_id,
            location_id=allocation.location_id,
            lot_id=allocation.lot_id,
            sequence=number,
            quantity=allocation.quantity,
            state=PickLineState.OPEN,
        )
        for number, (allocation, _) in enumerate(in_order, start=first)
    ]

"""Gives orders to the floor: pick tasks and pick lines made from what was promised to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert

from app.db.queries.orders import lock_orders, order_facts, order_ids_in_states
from app.db.queries.released_work import promises_to_release
from app.db.schema import Allocation, Order, PickLine, PickTask, PickTaskTote
from app.db.unit_of_work import UnitOfWork
from app.domain.events import OrdersReleased
from app.domain.order_release import Why, why_not_releasable
from app.domain.orders import OrderState
from app.domain.permissions import Verb
from app.domain.pick_planning import OrderToPick, PlannedTask, Promise, Way
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState
from app.services.choosing_locations import choose_anew
from app.services.floor_plans import floor_of
from app.services.order_states import refresh_states
from app.services.refill_planning import raise_needed
from app.services.task_planning import cart_way, planned_tasks
from app.services.workplace import Workplace


@dataclass(frozen=True)
class Manner:
    """How released orders are picked.

    Attributes:
        method: the pick method.
        positions: how many orders a task carries at the most; the method's default if None.
        into_carton: units go straight into the shipping box; for single orders only, and for those
            of a mixed wave that are fit for it.
        wave: the number of the wave the work belongs to.
        carts: orders by id that share a task, as a planner chose.
        priority: of the work, at least.
    """

    method: PickMethod = PickMethod.SINGLE
    positions: int | None = None
    into_carton: bool = False
    wave: int | None = None
    carts: tuple[tuple[int, ...], ...] = ()
    priority: int = 0

    def __post_init__(self) -> None:
        """Refuse what no picker could do.

        Raises:
            ValueError: several orders would go into one carton, or a task carries none.
        """
        if self.into_carton and self.method not in (PickMethod.SINGLE, PickMethod.MIXED):
            raise ValueError(f"{self.method}: only single orders are picked into their carton")
        if self.positions is not None and self.positions < 1:
            raise ValueError(f"{self.positions} positions carry no order")

    @property
    def way(self) -> Way:
        """How each order is picked."""
        return Way(self.method, self.into_carton)


@dataclass(frozen=True)
class ReleaseReport:
    """Which orders became work, in how many tasks, and why the others asked for did not."""

    released: tuple[str, ...]
    refused: tuple[tuple[str, tuple[Why, ...]], ...]
    tasks: int = 0


def release_ready_orders(
    workplace: Workplace,
    *,
    limit: int | None = None,
    method: PickMethod = PickMethod.SINGLE,
    positions: int | None = None,
    into_carton: bool = False,
    operator_id: int | None = None,
) -> ReleaseReport:
    """Release the fully promised orders, the most urgent first.

    Args:
        workplace: where this is done.
        limit: how many orders at the most; all of them if None.
        method: how they are picked.
        positions: how many orders a task carries at the most; the method's default if None.
        into_carton: units go straight into the shipping box; for single orders only.
        operator_id: who asks for it; None for the person at the shell.
    """
    manner = Manner(method, positions, into_carton)

    def verb(work: UnitOfWork) -> ReleaseReport:
        ready = order_ids_in_states(work.session, {OrderState.ALLOCATED})
        return release_orders(work, ready[:limit], manner)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def release_chosen_orders(
    workplace: Workplace,
    order_ids: Collection[int],
    *,
    method: PickMethod = PickMethod.SINGLE,
    positions: int | None = None,
    into_carton: bool = False,
    wave: int | None = None,
    operator_id: int | None = None,
) -> ReleaseReport:
    """Release these orders, as far as they may be; the arguments are those of `Manner`."""
    manner = Manner(method, positions, into_carton, wave)
    return workplace.database.run(
        lambda work: release_orders(work, order_ids, manner),
        workplace.actor(operator_id, Verb.RELEASE),
    )


def release_orders(
    work: UnitOfWork, order_ids: Collection[int], manner: Manner | None = None
) -> ReleaseReport:
    """Make pick tasks for the orders that may be released, inside the caller's transaction."""
    manner = manner or Manner()
    orders = lock_orders(work.session, order_ids)
    facts = order_facts(work.session, orders)
    obstacles = {order.id: why_not_releasable(facts[order.id]) for order in orders}
    cleared = [order for order in orders if not obstacles[order.id]]
    for order in cleared:
        order.released_at = work.now
        order.wave_id = manner.wave or order.wave_id
    promises = promises_to_release(work.session, [order.id for order in cleared])
    tasks = _make_tasks(work, cleared, promises, manner)
    refresh_states(work, [order.id for order in cleared])
    # What they are promised in reserve comes down to its pick face before anybody walks there.
    raise_needed(work, {one.item_id for own in promises.values() for one in own})
    if cleared:
        work.record(OrdersReleased(tasks=len(tasks), orders=len(cleared)))
    return ReleaseReport(
        tuple(order.number for order in cleared),
        tuple((order.number, obstacles[order.id]) for order in orders if obstacles[order.id]),
        len(tasks),
    )


def _make_tasks(
    work: UnitOfWork,
    orders: Sequence[Order],
    promises: Mapping[int, tuple[Promise, ...]],
    manner: Manner,
) -> list[int]:
    """Write the tasks of orders that were cleared; returns their numbers."""
    if not orders:
        return []
    wanted = [
        OrderToPick(
            order.id,
            promises[order.id],
            max(order.priority, manner.priority),
            order.ship_by,
            order.placed_at,
        )
        for order in orders
    ]
    floor = floor_of(work.session).plan
    way = cart_way(work.session, manner.way, manner.positions, manner.carts)
    plan = planned_tasks(work, floor, wanted, way)
    if floor is not None and choose_anew(work, floor, plan):
        promises = promises_to_release(work.session, [order.id for order in orders])
        wanted = [replace(order, promises=promises[order.order_id]) for order in wanted]
        together = replace(way, carts=tuple(task.order_ids for task in plan))
        plan = planned_tasks(work, floor, wanted, together)
    return write_tasks(work, plan, manner)


def write_tasks(work: UnitOfWork, plan: Sequence[PlannedTask], manner: Manner) -> list[int]:
    """Write planned tasks with their positions and lines, in a few statements however many.

    Returns:
        The tasks' numbers, in the order of the plan.
    """
    if not plan:
        return []
    ids = list(
        work.session.scalars(
            insert(PickTask).returning(PickTask.id, sort_by_parameter_order=True),
            [_task_row(work, task, manner) for task in plan],
        )
    )
    links = [
        {"id": ids[place], "follows_id": ids[task.follows]}
        for place, task in enumerate(plan)
        if task.follows is not None
    ]
    if links:
        work.session.bulk_update_mappings(PickTask.__mapper__, links)
    numbered = list(zip(ids, plan, strict=True))
    work.session.execute(insert(PickTaskTote), list(_position_rows(numbered)))
    work.session.execute(insert(PickLine), list(_line_rows(numbered)))
    return ids


def _task_row(work: UnitOfWork, task: PlannedTask, manner: Manner) -> dict[str, object]:
    return {
        "method": task.method,
        "zone": task.zone,
        "state": PickTaskState.READY if task.follows is None else PickTaskState.WAITING,
        "priority": task.priority,
        "sequence": task.sequence,
        "wave_id": manner.wave,
        "into_carton": task.into_carton,
        "equipment": task.equipment,
        "due_at": task.due_at,
        "released_at": work.now,
    }


def _position_rows(plan: Iterable[tuple[int, PlannedTask]]) -> Iterator[dict[str, object]]:
    for task_id, task in plan:
        for one in task.positions:
            yield {"task_id": task_id, "position": one.position, "order_id": one.order_id}


def _line_rows(plan: Iterable[tuple[int, PlannedTask]]) -> Iterator[dict[str, object]]:
    for task_id, task in plan:
        for number, promise in enumerate(task.promises, start=1):
            yield line_row(task_id, number, promise)


def line_row(task_id: int, sequence: int, promise: Promise) -> dict[str, object]:
    """A pick line for a promise, as the values of its row."""
    return {
        "task_id": task_id,
        "order_line_id": promise.order_line_id,
        "allocation_id": promise.allocation_id,
        "item_id": promise.item_id,
        "location_id": promise.location_id,
        "lot_id": promise.lot_id,
        "sequence": sequence,
        "quantity": promise.quantity,
        "state": PickLineState.OPEN,
    }


def pick_lines(task_id: int, promises: Sequence[tuple[Allocation, int]]) -> list[PickLine]:
    """Pick lines for promises, in walking order, numbered from 1.

    Args:
        task_id: the task they belong to.
        promises: allocations with their location's place on the walk.
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
        for number, (allocation, _) in enumerate(in_order, start=1)
    ]

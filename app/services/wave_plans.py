"""Looks at a wave as work before anybody walks: its plan, with all that keeps orders from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from app.db.queries.orders import lines_of, lock_orders, order_facts
from app.db.queries.released_work import (
    location_facts,
    promises_to_release,
    reserve_among,
)
from app.db.queries.stock import free_supplies, lot_tracked_items, open_demands
from app.db.queries.waves import order_ids_of_wave
from app.db.schema import Order, OrderLine, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.allocation import AllocationPlan, allocate
from app.domain.order_release import why_not_releasable
from app.domain.orders import MAY_HAVE_STOCK, OrderFacts
from app.domain.pick_planning import OrderToPick, PlannedTask, Promise, Way
from app.domain.wave_planning import BadOrder, WaveDemand, WavePlan, describe
from app.planning.floor_plan import FloorPlan
from app.services.floor_plans import Floor, floor_of
from app.services.task_planning import CartWay, cart_loads, cart_way, metres_of, planned_tasks


@dataclass(frozen=True)
class PlannedWave:
    """A wave as it would be released now.

    Attributes:
        plan: what it comes to.
        good: ids of the orders that could be released.
        orders: these with what is or would be promised to them.
        tasks: the work.
        floor: where it is walked.
        way: how orders may share carts.
    """

    plan: WavePlan
    good: tuple[int, ...]
    orders: tuple[OrderToPick, ...]
    tasks: tuple[PlannedTask, ...]
    floor: Floor
    way: CartWay


@dataclass(frozen=True)
class WaveOrders:
    """What the orders of a wave ask for, in whatever way they are picked.

    Attributes:
        demand: the orders that could be released with what is or would be promised to them, and
            all that stands against the others.
        numbers: of the former, by id.
        floor: where it is walked.
    """

    demand: WaveDemand
    numbers: dict[int, str]
    floor: Floor


def plan_of(work: UnitOfWork, wave: Wave) -> PlannedWave:
    """A locked wave as it would be released now; nothing is promised or written.

    Free stock counts as if the wave got it before all others.
    """
    asked = orders_of(work, wave)
    manner = Way(wave.method, wave.into_carton)
    return planned_by(work, asked, cart_way(work.session, manner, wave.positions, wave.carts or ()))


def orders_of(work: UnitOfWork, wave: Wave) -> WaveOrders:
    """What the orders of a locked wave ask for; they are locked as well."""
    session = work.session
    orders = lock_orders(session, order_ids_of_wave(session, wave.id))
    ids = [order.id for order in orders]
    lines = lines_of(session, ids)
    plan = _promises_to_come(work, [row.id for row in orders if row.state in MAY_HAVE_STOCK])
    facts = _as_if_promised(order_facts(session, orders), lines, plan)
    why = {order.id: why_not_releasable(facts[order.id]) for order in orders}
    good = [order for order in orders if not why[order.id]]
    to_pick = _orders_to_pick(work, good, lines, plan)
    places = {one.location_id for order in to_pick for one in order.promises}
    demand = WaveDemand(
        orders=to_pick,
        bad=tuple(BadOrder(order.number, why[order.id]) for order in orders if why[order.id]),
        missing=_missing(lines, plan),
        reserve=reserve_among(session, places),
        skus={line.item_id: line.sku for some in lines.values() for line in some if line.item_id},
    )
    return WaveOrders(demand, {order.id: order.number for order in good}, floor_of(session))


def planned_by(work: UnitOfWork, asked: WaveOrders, way: CartWay) -> PlannedWave:
    """The work that orders are, when they share carts in a way."""
    demand, floor = asked.demand, asked.floor
    tasks = planned_tasks(work, floor.plan, demand.orders, way)
    too_big = set(cart_loads(work.session, demand.orders, way.limits).too_big)
    told = replace(
        describe(demand, tasks),
        metres=walked_metres(floor.plan, tasks),
        too_big=tuple(number for key, number in asked.numbers.items() if key in too_big),
    )
    return PlannedWave(told, tuple(asked.numbers), tuple(demand.orders), tasks, floor, way)


def walked_metres(plan: FloorPlan | None, tasks: Sequence[PlannedTask]) -> int | None:
    """Metres of all tasks together; None where the floor, or a place of theirs, is not known."""
    places = {one.location_id for task in tasks for one in task.promises}
    if plan is None or not places.issubset(plan.by_location):
        return None
    return round(sum(metres_of(plan, tasks)))


def keep_figures(wave: Wave, plan: WavePlan) -> None:
    """Keep the figures of a plan with its wave, to be compared with what came of it."""
    figures = asdict(plan)
    wave.planned = {name: value for name, value in figures.items() if isinstance(value, int)}
    wave.planned["bad"] = len(plan.bad)


def _promises_to_come(work: UnitOfWork, order_ids: Sequence[int]) -> AllocationPlan:
    """What the orders' lines would be promised now, beyond what they have."""
    demands = open_demands(work.session, order_ids)
    items = {demand.item_id for demand in demands}
    return allocate(
        demands,
        free_supplies(work.session, items, lock=False),
        lot_tracked=lot_tracked_items(work.session),
        today=work.now.date(),
    )


def _as_if_promised(
    facts: dict[int, OrderFacts], lines: dict[int, list[OrderLine]], plan: AllocationPlan
) -> dict[int, OrderFacts]:
    more: dict[int, int] = defaultdict(int)
    for allocation in plan.allocations:
        more[allocation.line_id] += allocation.quantity
    return {
        order_id: replace(
            order,
            lines=tuple(
                replace(line, allocated=line.allocated + more[row.id])
                for row, line in zip(lines[order_id], order.lines, strict=True)
            ),
        )
        for order_id, order in facts.items()
    }


def _orders_to_pick(
    work: UnitOfWork,
    orders: Sequence[Order],
    lines: dict[int, list[OrderLine]],
    plan: AllocationPlan,
) -> list[OrderToPick]:
    order_of = {line.id: order_id for order_id, some in lines.items() for line in some}
    to_come: dict[int, list[Promise]] = defaultdict(list)
    places = location_facts(work.session, {one.location_id for one in plan.allocations})
    for number, one in enumerate(plan.allocations, start=1):
        to_come[order_of[one.line_id]].append(
            Promise(
                allocation_id=-number,
                order_line_id=one.line_id,
                item_id=one.item_id,
                location_id=one.location_id,
                lot_id=one.lot_id,
                quantity=one.quantity,
                **places[one.location_id]._asdict(),
            )
        )
    promised = promises_to_release(work.session, [order.id for order in orders])
    return [
        OrderToPick(
            order.id,
            (*promised[order.id], *to_come[order.id]),
            order.priority,
            order.ship_by,
            order.placed_at,
        )
        for order in orders
    ]


def _missing(lines: dict[int, list[OrderLine]], plan: AllocationPlan) -> dict[str, list[int]]:
    """By SKU, the units each order lacks."""
    order_of = {line.id: (order_id, line) for order_id, some in lines.items() for line in some}
    lacking: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for shortage in plan.shortages:
        order_id, line = order_of[shortage.line_id]
        lacking[line.sku][order_id] += shortage.missing
    return {sku: list(by_order.values()) for sku, by_order in lacking.items()}

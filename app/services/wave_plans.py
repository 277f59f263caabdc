"""Looks at a wave as work before anybody walks: its plan, with all that keeps orders from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace

from app.db.queries.orders import lines_of, lock_orders, order_facts
from app.db.queries.released_work import (
    location_facts,
    promises_to_release,
    reserve_among,
    zone_turns,
)
from app.db.queries.stock import free_supplies, lot_tracked_items, open_demands
from app.db.queries.waves import order_ids_of_wave
from app.db.schema import Order, OrderLine, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.allocation import AllocationPlan, allocate
from app.domain.order_release import why_not_releasable
from app.domain.orders import MAY_HAVE_STOCK, OrderFacts
from app.domain.pick_planning import OrderToPick, Promise, plan_tasks
from app.domain.wave_planning import BadOrder, WaveDemand, WavePlan, describe


def plan_of(work: UnitOfWork, wave: Wave) -> tuple[WavePlan, list[int]]:
    """A locked wave as it would be released now; nothing is promised or written.

    Free stock counts as if the wave got it before all others.

    Returns:
        The plan, and the orders that could be released.
    """
    session = work.session
    orders = lock_orders(session, order_ids_of_wave(session, wave.id))
    ids = [order.id for order in orders]
    lines = lines_of(session, ids)
    plan = _promises_to_come(work, [row.id for row in orders if row.state in MAY_HAVE_STOCK])
    facts = _as_if_promised(order_facts(session, orders), lines, plan)
    why = {order.id: why_not_releasable(facts[order.id]) for order in orders}
    good = [order for order in orders if not why[order.id]]
    to_pick = _orders_to_pick(work, good, lines, plan)
    tasks = plan_tasks(to_pick, wave.method, positions=wave.positions, zones=zone_turns(session))
    places = {one.location_id for order in to_pick for one in order.promises}
    demand = WaveDemand(
        orders=to_pick,
        bad=tuple(BadOrder(order.number, why[order.id]) for order in orders if why[order.id]),
        missing=_missing(lines, plan),
        reserve=reserve_among(session, places),
        skus={line.item_id: line.sku for some in lines.values() for line in some if line.item_id},
    )
    plan_now = describe(demand, tasks, into_carton=wave.into_carton)
    return plan_now, [order.id for order in good]


def keep_figures(wave: Wave, plan: WavePlan) -> None:
    """Keep the figures of a plan with its wave, to be compared with what came of it."""
    figures = asdict(replace(plan, bad=(), missing=(), from_reserve=(), zones=()))
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
        zone, walk = places[one.location_id]
        to_come[order_of[one.line_id]].append(
            Promise(
                allocation_id=-number,
                order_line_id=one.line_id,
                item_id=one.item_id,
                location_id=one.location_id,
                lot_id=one.lot_id,
                quantity=one.quantity,
                zone=zone,
                walk=walk,
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

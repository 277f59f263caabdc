"""Orders shared out to pick tasks by the planner: who shares a cart, and in which order it walks.

The domain's rules for tasks stay in force (`pick_planning.plan_tasks`): priorities never share a
cart, and where no floor plan can be made, orders share carts as they come and lie on the walk as
the locations are numbered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from sqlalchemy.orm import Session

from app.db.queries.floor import planner_setting
from app.db.queries.planning_rows import ItemSize, item_sizes
from app.db.queries.released_work import zone_turns
from app.db.unit_of_work import UnitOfWork
from app.domain.pick_planning import (
    DEFAULT_POSITIONS,
    OrderToPick,
    PlannedTask,
    Promise,
    Share,
    Way,
    one_after_another,
    plan_share,
    shares,
)
from app.domain.pick_state import PickMethod
from app.planning.batches import CartLimits, Load
from app.planning.cart_plans import PickOrder, first_plan
from app.planning.floor_plan import FloorPlan
from app.services.mixed_ways import ways_of
from app.services.walking import shortest_round

SHARED_CARTS = frozenset({PickMethod.CLUSTER, PickMethod.BATCH, PickMethod.ZONE_PARALLEL})
"""Methods by which a task carries several orders, so that there is something to choose."""

HASTE = 0.3
"""By how much more a metre counts for each cut-off that comes before the last one."""

CART_METRES = 20.0
"""What getting a cart ready and rid of it costs, as metres that could be walked meanwhile."""

MOST_CUT_OFFS = 3
"""So many cut-offs are told apart; later ones count as one."""


@dataclass(frozen=True)
class CartWay:
    """How orders may share carts.

    Attributes:
        method: the pick method.
        limits: what a cart takes.
        carts: orders by id that are to share a cart, as a search put them together before.
        into_carton: units may go straight into the shipping box.
    """

    method: PickMethod
    limits: CartLimits
    carts: tuple[tuple[int, ...], ...] = ()
    into_carton: bool = False

    def of(self, share: Share) -> CartWay:
        """The same for what is picked in one way; of a mixed wave only its carts are limited."""
        method = share.way.method
        limits = self.limits
        if self.method is PickMethod.MIXED and method is not PickMethod.CLUSTER:
            limits = limits._replace(positions=DEFAULT_POSITIONS[method])
        return replace(self, method=method, limits=limits)


@dataclass(frozen=True)
class CartLoads:
    """Orders as the planner of carts wants them.

    Attributes:
        orders: those that fit on a cart.
        too_big: ids of those that alone take more than a cart; each gets a task of its own.
    """

    orders: tuple[PickOrder, ...]
    too_big: tuple[int, ...] = ()


def planned_tasks(
    work: UnitOfWork,
    plan: FloorPlan | None,
    orders: Sequence[OrderToPick],
    way: CartWay,
) -> tuple[PlannedTask, ...]:
    """Tasks for orders, the stops of each in the order of its shortest walk from the depot.

    Args:
        work: the transaction.
        plan: the floor; None where there is no plan of it.
        orders: what is given to the floor, each once.
        way: how they may share carts.
    """
    orders = [order for order in orders if order.promises]
    plan = plan if plan is not None and _has_all(plan, orders) else None
    ways = ways_of(work, orders, Way(way.method, way.into_carton))
    return one_after_another(
        _planned_share(work.session, plan, share, way.of(share)) for share in shares(orders, ways)
    )


def _planned_share(
    session: Session, plan: FloorPlan | None, share: Share, way: CartWay
) -> Sequence[PlannedTask]:
    carts: tuple[tuple[int, ...], ...] = way.carts
    walks: dict[frozenset[int], tuple[int, ...]] = {}
    if plan is not None and way.method in SHARED_CARTS and len(share.orders) > 1:
        carts, walks = _carts(plan, cart_loads(session, share.orders, way.limits), way)
    tasks = plan_share(
        share, positions=way.limits.positions, zones=zone_turns(session), carts=carts
    )
    return tasks if plan is None else [_walked(plan, task, walks) for task in tasks]


def cart_way(
    session: Session,
    way: Way,
    positions: int | None,
    carts: Sequence[Sequence[int]] = (),
) -> CartWay:
    """How orders may share carts in this house: positions by the work, all else by its settings."""
    rules = planner_setting(session)
    limits = CartLimits(
        positions=DEFAULT_POSITIONS[way.method] if positions is None else positions,
        lines=rules.cart_lines,
        grams=rules.cart_grams,
        millilitres=rules.cart_millilitres,
    )
    together = tuple(tuple(cart) for cart in carts)
    return CartWay(way.method, limits, together, way.into_carton)


def cart_loads(session: Session, orders: Sequence[OrderToPick], limits: CartLimits) -> CartLoads:
    """Orders with what they take up on a cart; those apart that alone are too much for one."""
    sizes = item_sizes(session, {one.item_id for order in orders for one in order.promises})
    urgency = _urgency(orders)
    fitting, too_big = [], []
    for order in orders:
        load = _load(order.promises, sizes)
        if any(
            limit is not None and taken > limit for taken, limit in zip(load, limits, strict=True)
        ):
            too_big.append(order.order_id)
            continue
        fitting.append(
            PickOrder(
                order.order_id,
                tuple(sorted({one.location_id for one in order.promises})),
                load,
                group=str(order.priority),
                urgency=urgency[order.order_id],
            )
        )
    return CartLoads(tuple(fitting), tuple(too_big))


def _load(promises: Collection[Promise], sizes: Mapping[int, ItemSize]) -> Load:
    return Load(
        positions=1,
        lines=len({one.order_line_id for one in promises}),
        units=sum(one.quantity for one in promises),
        grams=sum(one.quantity * sizes[one.item_id].grams for one in promises),
        millilitres=sum(one.quantity * sizes[one.item_id].millilitres for one in promises),
    )


def _urgency(orders: Sequence[OrderToPick]) -> dict[int, int]:
    """0 for the first cut-off, 1 for the next; orders without one come last."""
    dues = sorted({order.due_at for order in orders if order.due_at is not None})
    turn: dict[datetime | None, int] = {
        due: min(number, MOST_CUT_OFFS - 1) for number, due in enumerate(dues)
    }
    last = max(turn.values(), default=-1) + 1
    return {order.order_id: turn.get(order.due_at, last) for order in orders}


def _carts(
    plan: FloorPlan, loads: CartLoads, way: CartWay
) -> tuple[tuple[tuple[int, ...], ...], dict[frozenset[int], tuple[int, ...]]]:
    """Which orders share a cart, and the walks of the carts that were planned now."""
    by_id = {order.order_id: order for order in loads.orders}
    given = []
    for cart in way.carts:
        members = [by_id[order_id] for order_id in cart if order_id in by_id]
        if members and _may_share(members, way.limits):
            given.append(tuple(order.order_id for order in members))
            for order in members:
                del by_id[order.order_id]
    walks: dict[frozenset[int], tuple[int, ...]] = {}
    if by_id:
        rest = list(by_id.values())
        quick = first_plan(plan, rest, way.limits, haste=HASTE, cart_metres=CART_METRES)
        for made in quick.carts:
            given.append(made.order_ids)
            walks[frozenset(made.order_ids)] = made.stops
    return (*given, *((order_id,) for order_id in loads.too_big)), walks


def _may_share(orders: Sequence[PickOrder], limits: CartLimits) -> bool:
    loads = zip(*(order.load for order in orders), strict=True)
    return len({order.group for order in orders}) == 1 and all(
        limit is None or sum(load) <= limit for load, limit in zip(loads, limits, strict=True)
    )


def _has_all(plan: FloorPlan, orders: Sequence[OrderToPick]) -> bool:
    """Whether the floor has all places; a location may have been set up a moment ago."""
    return all(one.location_id in plan.by_location for order in orders for one in order.promises)


def _walked(
    plan: FloorPlan, task: PlannedTask, walks: Mapping[frozenset[int], tuple[int, ...]]
) -> PlannedTask:
    """The task with its promises in the order of its walk."""
    stops = walks.get(frozenset(task.order_ids))
    places = {one.location_id for one in task.promises}
    if stops is None or not places.issubset(stops):
        # There and back again through two stops is as long one way round as the other.
        points = {plan.place_of(place).point for place in places}
        stops = shortest_round(plan, sorted(places)) if len(points) > 2 else ()
    if not stops:
        return task
    turn = {place: number for number, place in enumerate(stops)}
    in_turn = sorted(
        task.promises, key=lambda one: (turn[one.location_id], one.item_id, one.lot_id)
    )
    return replace(task, promises=tuple(in_turn))


def metres_of(plan: FloorPlan, tasks: Sequence[PlannedTask]) -> list[float]:
    """Metres that each task walks, from the depot through its stops in their order and back."""
    return [stops_metres(plan, [one.location_id for one in task.promises]) for task in tasks]


def stops_metres(plan: FloorPlan, stops: Sequence[int]) -> float:
    """Metres from the first depot through stops in their order and back."""
    path = [plan.point_of(plan.first_depot)]
    path += [plan.place_of(stop).point for stop in stops]
    path.append(path[0])
    return sum(plan.graph.metres(here, there) for here, there in pairwise(path))

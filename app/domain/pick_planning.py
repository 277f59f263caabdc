"""Turns released orders into pick tasks, by method; on plain values, the same answer every time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.pick_state import PickMethod

DEFAULT_POSITIONS: Mapping[PickMethod, int] = {
    PickMethod.SINGLE: 1,
    PickMethod.CLUSTER: 8,
    PickMethod.BATCH: 20,
    PickMethod.ZONE_PASS: 1,
    PickMethod.ZONE_PARALLEL: 8,
    PickMethod.MIXED: 8,
}
"""How many orders a task carries at the most where nobody says; a batch sums as many.

Of a mixed wave it is said of its carts.
"""

_NO_DUE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Promise:
    """Units of one stock row promised to an order line, which no pick line works on yet.

    `zone`, `walk` and `equipment` are of the location: its part of the floor, its place on the walk
    and what is needed to reach it.
    """

    allocation_id: int
    order_line_id: int
    item_id: int
    location_id: int
    lot_id: int
    quantity: int
    zone: str = ""
    walk: int = 0
    equipment: str = ""


@dataclass(frozen=True, slots=True)
class OrderToPick:
    """An order that is given to the floor, with what was promised to it.

    Attributes:
        order_id: the order.
        promises: what is to be picked for it; an order without any makes no task.
        priority: higher goes first.
        due_at: when it must leave the house, if anybody said so.
        placed_at: among equals the older goes first.
    """

    order_id: int
    promises: tuple[Promise, ...]
    priority: int
    due_at: datetime | None
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class CartPosition:
    """The position of a cart that an order's goods go to, from 1."""

    position: int
    order_id: int


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """Work for one picker.

    Attributes:
        method: how it is picked.
        zone: the part of the floor it stays in; empty for the whole floor.
        positions: the orders it carries, each once.
        promises: what is picked, in walking order.
        priority: the highest of its orders'.
        sequence: among equal priorities the lower is claimed first.
        due_at: the earliest of its orders'.
        follows: the place in the plan of the task whose tote this one goes on with.
        equipment: what its picker must be able to operate; empty where anybody may do it.
        into_carton: units go straight into the shipping box.
    """

    method: PickMethod
    zone: str
    positions: tuple[CartPosition, ...]
    promises: tuple[Promise, ...]
    priority: int
    sequence: int
    due_at: datetime | None
    follows: int | None = None
    equipment: str = ""
    into_carton: bool = False

    @property
    def order_ids(self) -> tuple[int, ...]:
        """The orders it carries, the most urgent first."""
        return tuple(one.order_id for one in self.positions)


@dataclass(frozen=True, slots=True)
class Way:
    """How an order is picked; `into_carton`: unit by unit into its shipping box."""

    method: PickMethod
    into_carton: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """Orders, or parts of them, that are picked in one way by people with the same skill."""

    way: Way
    equipment: str
    orders: tuple[OrderToPick, ...]


def shares(orders: Collection[OrderToPick], ways: Mapping[int, Way]) -> tuple[Share, ...]:
    """Put orders together that are picked in one way, and what needs equipment apart from the rest.

    An order of which all needs the same equipment stays whole. What needs some of any other order
    is work of its own: one more part of it where it is picked zone by zone at once, else a tote
    that the bench waits for. Of such an order nothing goes into its box before all is there.

    Args:
        orders: what is given to the floor.
        ways: how each order is picked, by its number.
    """
    found: dict[tuple[int, bool, str], list[OrderToPick]] = defaultdict(list)
    turn = list(PickMethod)
    for order in orders:
        way = ways[order.order_id]
        needs = sorted({one.equipment for one in order.promises})
        for equipment in needs:
            part = order if len(needs) == 1 else _part(order, equipment)
            own = way if len(needs) == 1 else _way_of_part(way, equipment)
            found[turn.index(own.method), own.into_carton, equipment].append(part)
    in_turn = sorted(found.items(), key=lambda one: one[0])
    return tuple(
        Share(Way(turn[place], into_carton), equipment, tuple(members))
        for (place, into_carton, equipment), members in in_turn
    )


def _part(order: OrderToPick, equipment: str) -> OrderToPick:
    promises = tuple(one for one in order.promises if one.equipment == equipment)
    return replace(order, promises=promises)


def _way_of_part(way: Way, equipment: str) -> Way:
    if equipment and way.method is not PickMethod.ZONE_PARALLEL:
        return Way(PickMethod.SINGLE)
    return Way(way.method)


def plan_tasks(
    orders: Collection[OrderToPick],
    method: PickMethod,
    *,
    positions: int | None = None,
    zones: Mapping[str, int] | None = None,
    carts: Sequence[Collection[int]] | None = None,
) -> tuple[PlannedTask, ...]:
    """Share orders out to pick tasks.

    single: a task an order. cluster: a task for up to `positions` orders, each with a position of
    its own. batch: a task for up to `positions` orders that share position 1 and are sorted later.
    zone_pass: a task an order and zone, chained in the order of the zones. zone_parallel: a cluster
    task for up to `positions` orders in each zone.

    Orders go by priority, then by when they are due, then by age. Orders of different priorities
    never share a task, or the urgent ones would walk with the others. What needs equipment is a
    task apart: see `shares`.

    Args:
        orders: what is given to the floor, each order once.
        method: how it is picked.
        positions: how many orders a task carries at the most; the method's default if None.
        zones: each zone's turn; zones without one come last, by their names.
        carts: orders by id that share a task, as a planner chose; those it does not name, and those
            of more orders than `positions`, are shared out as if nobody had.

    Raises:
        ValueError: `positions` is below 1, or an order is passed twice.
    """
    if len({order.order_id for order in orders}) < len(orders):
        raise ValueError("an order is passed twice")
    ways = {order.order_id: Way(method) for order in orders}
    return one_after_another(
        plan_share(share, positions=positions, zones=zones, carts=carts)
        for share in shares(orders, ways)
    )


def plan_share(
    share: Share,
    *,
    positions: int | None = None,
    zones: Mapping[str, int] | None = None,
    carts: Sequence[Collection[int]] | None = None,
) -> tuple[PlannedTask, ...]:
    """Share out to pick tasks what is picked in one way; the arguments are those of `plan_tasks`.

    Raises:
        ValueError: `positions` is below 1, or the way is no single method.
    """
    method = share.way.method
    most = DEFAULT_POSITIONS[method] if positions is None else positions
    if most < 1:
        raise ValueError(f"{most} positions carry no order")
    ordered = sorted((order for order in share.orders if order.promises), key=_turn)
    turns = zones or {}
    match method:
        case PickMethod.SINGLE:
            tasks = tuple(_task(method, [order]) for order in ordered)
        case PickMethod.CLUSTER | PickMethod.BATCH:
            tasks = tuple(_task(method, load) for load in _loads(ordered, most, carts or ()))
        case PickMethod.ZONE_PASS:
            tasks = _chains(ordered, turns)
        case PickMethod.ZONE_PARALLEL:
            tasks = _side_by_side(ordered, turns, most, carts or ())
        case PickMethod.MIXED:
            raise ValueError("each order of a mixed wave has a method of its own")
    into_carton = share.way.into_carton
    return tuple(replace(one, equipment=share.equipment, into_carton=into_carton) for one in tasks)


def one_after_another(plans: Iterable[Sequence[PlannedTask]]) -> tuple[PlannedTask, ...]:
    """Plans as one; a task that follows another one still names its place."""
    tasks: list[PlannedTask] = []
    for plan in plans:
        before = len(tasks)
        tasks += [
            task if task.follows is None else replace(task, follows=task.follows + before)
            for task in plan
        ]
    return tuple(tasks)


def walking_order(promises: Collection[Promise]) -> tuple[Promise, ...]:
    """Promises as a picker passes them; those of one item and lot at one location are neighbours.

    So they are one stop, whoever they are for; within it the older promise is served first.
    """

    def key(promise: Promise) -> tuple[int, ...]:
        place = (promise.walk, promise.location_id, promise.item_id, promise.lot_id)
        return (*place, promise.allocation_id)

    return tuple(sorted(promises, key=key))


def _turn(order: OrderToPick) -> tuple[int, datetime, datetime, int]:
    return -order.priority, order.due_at or _NO_DUE, order.placed_at, order.order_id


def _task(
    method: PickMethod,
    load: Sequence[OrderToPick],
    zone: str | None = None,
    follows: int | None = None,
) -> PlannedTask:
    """A task for orders in their turn; of a zone only the promises that lie in it."""
    shared = method is PickMethod.BATCH
    dues = [order.due_at for order in load if order.due_at is not None]
    return PlannedTask(
        method=method,
        zone=zone or "",
        positions=tuple(
            CartPosition(1 if shared else place, order.order_id)
            for place, order in enumerate(load, start=1)
        ),
        promises=walking_order(
            [one for order in load for one in order.promises if zone is None or one.zone == zone]
        ),
        priority=max(order.priority for order in load),
        sequence=min(order.order_id for order in load),
        due_at=min(dues, default=None),
        follows=follows,
    )


def _loads(
    orders: Sequence[OrderToPick], most: int, carts: Sequence[Collection[int]]
) -> list[list[OrderToPick]]:
    """Orders that share a task: those a planner put together, then the rest as they come."""
    by_id = {order.order_id: order for order in orders}
    loads: list[list[OrderToPick]] = []
    for cart in carts:
        together = [by_id[order_id] for order_id in cart if order_id in by_id]
        if len(cart) <= most and len({one.priority for one in together}) == 1:
            loads.append(sorted(together, key=_turn))
            for one in together:
                del by_id[one.order_id]
    by_priority: dict[int, list[OrderToPick]] = defaultdict(list)
    for order in orders:
        if order.order_id in by_id:
            by_priority[order.priority].append(order)
    for rest in by_priority.values():
        loads += [rest[start : start + most] for start in range(0, len(rest), most)]
    return sorted(loads, key=lambda load: _turn(load[0]))


def _zones_of(orders: Collection[OrderToPick], turns: Mapping[str, int]) -> list[str]:
    """The zones the orders' goods lie in, in their turn."""
    zones = {promise.zone for order in orders for promise in order.promises}
    return sorted(zones, key=lambda zone: (zone not in turns, turns.get(zone, 0), zone))


def _chains(orders: Sequence[OrderToPick], turns: Mapping[str, int]) -> tuple[PlannedTask, ...]:
    tasks: list[PlannedTask] = []
    for order in orders:
        before: int | None = None
        for zone in _zones_of([order], turns):
            tasks.append(_task(PickMethod.ZONE_PASS, [order], zone, follows=before))
            before = len(tasks) - 1
    return tuple(tasks)


def _side_by_side(
    orders: Sequence[OrderToPick],
    turns: Mapping[str, int],
    most: int,
    carts: Sequence[Collection[int]],
) -> tuple[PlannedTask, ...]:
    tasks: list[PlannedTask] = []
    for zone in _zones_of(orders, turns):
        here = [order for order in orders if any(one.zone == zone for one in order.promises)]
        tasks += [_task(PickMethod.ZONE_PARALLEL, load, zone) for load in _loads(here, most, carts)]
    return tuple(tasks)

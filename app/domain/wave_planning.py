"""What a wave would be as work, before anybody walks: counts, totes, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.order_release import Why
from app.domain.pick_planning import OrderToPick, PlannedTask, Promise
from app.domain.pick_state import PickMethod


@dataclass(frozen=True, slots=True)
class ZoneLoad:
    """What a wave asks of a part of the floor."""

    zone: str
    tasks: int
    lines: int
    units: int


@dataclass(frozen=True, slots=True)
class MethodLoad:
    """What of a wave is picked in one way."""

    method: PickMethod
    into_carton: bool
    orders: int
    tasks: int
    lines: int
    units: int


@dataclass(frozen=True, slots=True)
class EquipmentLoad:
    """What of a wave waits for somebody who may operate the equipment."""

    equipment: str
    tasks: int
    lines: int
    units: int


@dataclass(frozen=True, slots=True)
class MissingItem:
    """Units that no stock can be promised to, and how many orders want them."""

    sku: str
    units: int
    orders: int


@dataclass(frozen=True, slots=True)
class ItemFromReserve:
    """Units that pick faces cannot serve: they come from reserve, or a face is filled first."""

    sku: str
    units: int


@dataclass(frozen=True, slots=True)
class BadOrder:
    """An order that could not be released with its wave, with all the reasons."""

    number: str
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class WavePlan:
    """A wave as work.

    Attributes:
        orders: those that could be released.
        lines: order lines of them to be picked.
        units: units of them.
        stops: where somebody has to halt: item, location and lot.
        tasks: pick tasks.
        totes: totes they take along, by the method; none where units go straight into cartons.
        zones: what each part of the floor gets.
        methods: what is picked by each method.
        equipment: what of it needs equipment.
        bad: the other orders, each with all its reasons.
        missing: units of these that no stock can be promised to.
        from_reserve: units that pick faces cannot serve.
        metres: walked in all tasks together; None where there is no floor plan.
        too_big: orders that alone are more than a cart takes; each gets a task of its own.
    """

    orders: int
    lines: int
    units: int
    stops: int
    tasks: int
    totes: int
    zones: tuple[ZoneLoad, ...] = ()
    methods: tuple[MethodLoad, ...] = ()
    equipment: tuple[EquipmentLoad, ...] = ()
    bad: tuple[BadOrder, ...] = ()
    missing: tuple[MissingItem, ...] = ()
    from_reserve: tuple[ItemFromReserve, ...] = ()
    metres: int | None = None
    too_big: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaveDemand:
    """What a plan is made of.

    Attributes:
        orders: those that could be released, with what is or would be promised to them.
        bad: the others.
        missing: for each SKU, the units each order lacks.
        reserve: the locations that are reserve.
        skus: by item.
    """

    orders: Sequence[OrderToPick]
    bad: tuple[BadOrder, ...]
    missing: Mapping[str, Sequence[int]]
    reserve: Collection[int]
    skus: Mapping[int, str]


def describe(demand: WaveDemand, tasks: Sequence[PlannedTask]) -> WavePlan:
    """Count what a wave asks for.

    Args:
        demand: its orders.
        tasks: the tasks they make, as `pick_planning.plan_tasks` shares them out.
    """
    promises = [promise for order in demand.orders for promise in order.promises]
    reserve: dict[str, int] = defaultdict(int)
    for promise in promises:
        if promise.location_id in demand.reserve:
            reserve[demand.skus[promise.item_id]] += promise.quantity
    return WavePlan(
        orders=len(demand.orders),
        lines=len({promise.order_line_id for promise in promises}),
        units=sum(promise.quantity for promise in promises),
        stops=sum(_stops(task) for task in tasks),
        tasks=len(tasks),
        totes=_totes(tasks),
        zones=_zones(promises, tasks),
        methods=_methods(tasks),
        equipment=_equipment(tasks),
        bad=demand.bad,
        missing=tuple(
            MissingItem(sku, sum(units), len(units))
            for sku, units in sorted(demand.missing.items())
        ),
        from_reserve=tuple(ItemFromReserve(sku, units) for sku, units in sorted(reserve.items())),
    )


def _stops(task: PlannedTask) -> int:
    return len({(one.item_id, one.location_id, one.lot_id) for one in task.promises})


def _totes(tasks: Sequence[PlannedTask]) -> int:
    """One tote an order and task; a batch shares one, and a tote that is passed on counts once.

    What goes straight into cartons takes none along.
    """
    first_of_chain = [task for task in tasks if task.follows is None and not task.into_carton]
    return sum(
        1 if task.method is PickMethod.BATCH else len(task.positions) for task in first_of_chain
    )


def _zones(promises: Sequence[Promise], tasks: Sequence[PlannedTask]) -> tuple[ZoneLoad, ...]:
    lines: dict[str, set[int]] = defaultdict(set)
    units: dict[str, int] = defaultdict(int)
    for promise in promises:
        lines[promise.zone].add(promise.order_line_id)
        units[promise.zone] += promise.quantity
    visits = [zone for task in tasks for zone in {promise.zone for promise in task.promises}]
    return tuple(
        ZoneLoad(zone, visits.count(zone), len(lines[zone]), units[zone]) for zone in sorted(units)
    )


def _methods(tasks: Sequence[PlannedTask]) -> tuple[MethodLoad, ...]:
    groups: dict[tuple[PickMethod, bool], list[PlannedTask]] = defaultdict(list)
    for task in tasks:
        groups[task.method, task.into_carton].append(task)
    return tuple(
        MethodLoad(
            method,
            into_carton,
            len({order_id for task in group for order_id in task.order_ids}),
            len(group),
            *_lines_and_units(group),
        )
        for (method, into_carton), group in groups.items()
    )


def _equipment(tasks: Sequence[PlannedTask]) -> tuple[EquipmentLoad, ...]:
    groups: dict[str, list[PlannedTask]] = defaultdict(list)
    for task in tasks:
        if task.equipment:
            groups[task.equipment].append(task)
    return tuple(
        EquipmentLoad(equipment, len(group), *_lines_and_units(group))
        for equipment, group in sorted(groups.items())
    )


def _lines_and_units(tasks: Sequence[PlannedTask]) -> tuple[int, int]:
    promises = [promise for task in tasks for promise in task.promises]
    lines = {promise.order_line_id for promise in promises}
    return len(lines), sum(promise.quantity for promise in promises)

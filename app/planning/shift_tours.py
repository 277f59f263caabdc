"""Cuts a shift's orders into tours by a pick method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.planning.batches import BatchTask, CartLimits
from app.planning.cart_plans import PickOrder, task_of
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Pace, Work
from app.planning.kinds_of_work import bulk_totes, sorting_work
from app.planning.shift import Method, ShiftOrder, Way
from app.planning.stop_order import order_stops
from app.planning.zones import split_into_zones, work_by_aisle

Planner = Callable[[BatchTask], Sequence[Sequence[int]]]
"""Chooses which orders share a cart: `quick_carts`, or better ones."""


@dataclass(frozen=True)
class ShiftTour:
    """One person's walk for a batch: its work, and the zone it is in."""

    work: Work
    zone: int = 0


@dataclass(frozen=True)
class Batch:
    """Orders that are picked together.

    Attributes:
        orders: the orders.
        tours: the walks that pick them; one, or one a zone.
        sorting: what is to be sorted at the wall afterwards, one piece of work an order.
        arrives: when the last of its orders may be worked.
        due: when the first of its orders is due.
    """

    orders: tuple[ShiftOrder, ...]
    tours: tuple[ShiftTour, ...]
    sorting: tuple[Work, ...]
    arrives: float
    due: float


class TourMaker:
    """Makes tours on one floor; what does not depend on the way of working is worked out once."""

    def __init__(self, floor: FloorPlan, pace: Pace, planner: Planner) -> None:
        """Note floor and pace, and how carts are chosen."""
        self._floor, self._pace, self._planner = floor, pace, planner
        self._metres: dict[tuple[frozenset[int], str], float] = {}

    def batches(self, orders: Sequence[ShiftOrder], way: Way) -> list[Batch]:
        """The orders in batches, in the order in which they are begun."""
        zone_of = self._zones(orders, way.zones) if way.method is Method.ZONE else {}
        made = [
            self._batch(tuple(members), way, zone_of)
            for together in _planned_together(orders, way)
            for members in self._carts(together, way)
        ]
        return sorted(made, key=lambda batch: (batch.arrives, batch.due, batch.orders[0].order_id))

    def _carts(self, orders: Sequence[ShiftOrder], way: Way) -> Iterator[list[ShiftOrder]]:
        """The orders of each cart; chosen where there is something to choose."""
        if len(orders) <= way.orders_a_tour:
            yield list(orders)
            return
        if way.orders_a_tour == 1:
            yield from ([order] for order in orders)
            return
        wanted = [
            PickOrder(order.order_id, tuple(stop for stop, _ in order.picks)) for order in orders
        ]
        limits = CartLimits(positions=way.orders_a_tour)
        task = task_of(self._floor, wanted, limits, depot=self._floor.first_depot)
        for cart in self._planner(task):
            yield [orders[number] for number in sorted(cart)]

    def _zones(self, orders: Sequence[ShiftOrder], zones: int) -> dict[int, int]:
        """The zone of each aisle, so that all zones have equal work."""
        picks = [pick for order in orders for pick in order.picks]
        names = {
            name: zone
            for zone, made in enumerate(
                split_into_zones(work_by_aisle(self._floor, picks, self._pace), zones)
            )
            for name in made.aisles
        }
        return {number: names[aisle.name] for number, aisle in enumerate(self._floor.aisles)}

    def _batch(self, orders: tuple[ShiftOrder, ...], way: Way, zone_of: dict[int, int]) -> Batch:
        parts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for order in orders:
            for stop, units in order.picks:
                aisle = self._floor.place_of(stop).aisle
                parts[zone_of.get(-1 if aisle is None else aisle, 0)].append((stop, units))
        totes = bulk_totes(len(orders)) if way.is_sorted_later else len(orders)
        puts = 0
        if way.method is Method.CLUSTER and len(orders) > 1:
            puts = sum(order.lines for order in orders)
        tours = tuple(
            ShiftTour(self._work(picks, totes, puts, way), zone)
            for zone, picks in sorted(parts.items())
        )
        return Batch(
            orders,
            tours,
            tuple(sorting_work(order.lines, order.units) for order in orders)
            if way.is_sorted_later
            else (),
            max(order.arrives for order in orders),
            min(order.due for order in orders),
        )

    def _work(self, picks: Sequence[tuple[int, int]], totes: int, puts: int, way: Way) -> Work:
        stops = frozenset(stop for stop, _ in picks)
        depot = self._depot_of(stops) if way.method is Method.ZONE else self._floor.first_depot
        if (stops, depot) not in self._metres:
            walk = order_stops(self._floor, stops, start=depot, end=depot, steps=0)
            self._metres[stops, depot] = walk.metres
        units = sum(units for _, units in picks)
        return Work(self._metres[stops, depot], 1, totes, len(stops), units, puts)

    def _depot_of(self, stops: frozenset[int]) -> str:
        """The depot a zone brings its goods to: the nearest of those there are."""
        return min(
            (depot.name for depot in self._floor.depots),
            key=lambda name: sum(self._floor.metres_between(name, stop) for stop in stops),
        )


def _planned_together(orders: Sequence[ShiftOrder], way: Way) -> Iterator[list[ShiftOrder]]:
    """Orders cut into waves as they arrive, of those that arrive together the first due first."""
    size = max(way.planned_together, way.orders_a_tour)
    in_turn = sorted(orders, key=lambda order: (order.arrives, order.due, order.order_id))
    for at in range(0, len(in_turn), size):
        yield in_turn[at : at + size]

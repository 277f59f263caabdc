"""Carts at once, in plain Python: what is shown while better ones are looked for.

Few orders are joined by savings (Clarke and Wright), with tours put together by insertion. Many are
sorted by where the farthest of their places is and fill cart after cart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations, pairwise

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.batches import BatchTask, first_come_carts
from app.planning.cart_floors import AisleFloor, CartFloor, Stop

MOST_ORDERS, MOST_PLACES = 160, 600
"""With more of either, joining by savings takes too long for an answer at once."""

Metres = list[list[float]]
"""From each place (row) to each other; the depot is place 0."""


def quick_carts(task: BatchTask) -> list[list[int]]:
    """The numbers of the orders on each cart; some tenths of a second at the most."""
    places = sorted({place for order in task.orders for place in order.places}, key=repr)
    if len(task.orders) > MOST_ORDERS or len(places) > MOST_PLACES:
        return _filled_in_order(task)
    metres = _distances(task.floor, [task.floor.depot, *places])
    number = {place: index for index, place in enumerate(places, start=1)}
    wanted = [sorted({number[place] for place in order.places}) for order in task.orders]
    return _joined_by_savings(task, _Ways(metres), wanted)


def _filled_in_order(task: BatchTask) -> list[list[int]]:
    """Carts filled with the orders that go farthest first, those of one aisle together."""
    home = {
        place: metres
        for order in task.orders
        for place, metres in zip(order.places, _from_depot(task.floor, order.places), strict=True)
    }

    def farthest(number: int) -> tuple[float, float, int]:
        places = task.orders[number].places
        if not places:
            return 0.0, 0.0, number
        far = max(places, key=lambda place: (home[place], repr(place)))
        across = float(far.aisle) if isinstance(far, Spot) else home[far]
        return -across, -home[far], number

    order = sorted(range(len(task.orders)), key=farthest)
    return first_come_carts(task, order)


def _from_depot(floor: CartFloor, places: tuple[Stop, ...]) -> list[float]:
    if isinstance(floor, AisleFloor):
        return _distances(floor, [floor.depot, *places])[0][1:]
    metres = floor.graph.metres_from(floor.depot)
    return [metres[place] for place in places if isinstance(place, int)]


def _distances(floor: CartFloor, places: list[Stop]) -> Metres:
    """Metres between places; closed stretches of aisles are not minded here."""
    if not isinstance(floor, AisleFloor):
        return floor.graph.distances([place for place in places if isinstance(place, int)])
    layout = floor.layout
    spots = [
        (spot.aisle, layout.aisle_x[spot.aisle], spot.y)
        for spot in places
        if isinstance(spot, Spot)
    ]
    ys = {y for _, _, y in spots}
    by_cross_aisle = {y: {other: _along(layout, y, other) for other in ys} for y in ys}
    rows = []
    for aisle, x, y in spots:
        along = by_cross_aisle[y]
        rows.append(
            [
                abs(y - other_y) if other == aisle else abs(x - other_x) + along[other_y]
                for other, other_x, other_y in spots
            ]
        )
    return rows


def _along(layout: AisleLayout, y: float, other: float) -> float:
    """Metres along two aisles from one place to the other by the best cross aisle."""
    return min(abs(y - cross) + abs(other - cross) for cross in layout.cross_y)


class _Ways:
    """Metres to each place from each, and from each to each."""

    def __init__(self, metres: Metres) -> None:
        self.out = metres
        self.into = [list(column) for column in zip(*metres, strict=True)]


@dataclass(frozen=True)
class _Cart:
    """Orders with their tour (places without the depot), its metres, and what they take up."""

    orders: tuple[int, ...]
    tour: tuple[int, ...]
    metres: float
    load: tuple[int, ...]


def _joined_by_savings(task: BatchTask, ways: _Ways, wanted: list[list[int]]) -> list[list[int]]:
    """Again and again the two carts are joined that save most, until nothing is saved."""
    carts: dict[int, _Cart] = {}
    for number, places in enumerate(wanted):
        tour, length = _inserted(ways, (), 0.0, sorted(places, key=lambda p: (-ways.out[0][p], p)))
        carts[number] = _Cart((number,), tour, length, tuple(task.orders[number].load))
    savings = [
        (saved, one, other)
        for one, other in combinations(carts, 2)
        if (saved := _saving(task, ways, carts[one], carts[other])) < 0
    ]
    heapify(savings)
    made = len(carts)
    while savings:
        _, one, other = heappop(savings)
        if one not in carts or other not in carts:
            continue
        joined = _join(ways, carts.pop(one), carts.pop(other))
        for number, cart in carts.items():
            saved = _saving(task, ways, joined, cart)
            if saved < 0:
                heappush(savings, (saved, number, made))
        carts[made] = joined
        made += 1
    return [list(cart.orders) for cart in carts.values()]


def _saving(task: BatchTask, ways: _Ways, one: _Cart, other: _Cart) -> float:
    """What joining two carts costs, negative if it saves; infinite if they may not be joined."""
    if task.orders[one.orders[0]].group != task.orders[other.orders[0]].group:
        return math.inf
    for limit, load, more in zip(task.limits, one.load, other.load, strict=True):
        if limit is not None and load + more > limit:
            return math.inf
    joined = _join(ways, one, other)
    return _cost(task, joined) - _cost(task, one) - _cost(task, other)


def _cost(task: BatchTask, cart: _Cart) -> float:
    most_urgent = min(task.orders[order].urgency for order in cart.orders)
    return (cart.metres + task.cart_metres) * task.factors[most_urgent]


def _join(ways: _Ways, one: _Cart, other: _Cart) -> _Cart:
    if len(one.tour) < len(other.tour):
        one, other = other, one
    tour, length = _inserted(ways, one.tour, one.metres, other.tour)
    load = tuple(a + b for a, b in zip(one.load, other.load, strict=True))
    return _Cart((*one.orders, *other.orders), tour, length, load)


def _inserted(
    ways: _Ways, tour: Sequence[int], length: float, places: Sequence[int]
) -> tuple[tuple[int, ...], float]:
    """A tour with more places, each where it costs least."""
    path = [0, *tour, 0]
    legs = [ways.out[here][there] for here, there in pairwise(path)]
    met = set(tour)
    for place in places:
        if place in met:
            continue
        met.add(place)
        into, out = ways.into[place], ways.out[place]
        more = [
            into[here] + out[there] - leg
            for here, there, leg in zip(path, path[1:], legs, strict=False)
        ]
        least = min(more)
        at = more.index(least)
        legs[at : at + 1] = into[path[at]], out[path[at + 1]]
        path.insert(at + 1, place)
        length += least
    return tuple(path[1:-1]), length

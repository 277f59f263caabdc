"""Walks measured without the planner: the floor as a graph, its ways by Dijkstra's method."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.planning.aisle_layout import AisleLayout, Spot

Ways = dict[Spot, dict[Spot, float]]


def walked(layout: AisleLayout, stops: Sequence[Spot]) -> float:
    """Metres of the walk from stop to stop in this order; infinite if it cannot be walked."""
    ways = _ways(layout, stops)
    known = {stop: _from(ways, stop) for stop in set(stops)}
    return sum(known[here].get(there, math.inf) for here, there in pairwise(stops))


def shortest(
    layout: AisleLayout, ends: tuple[Spot, Spot], orders: Iterable[Sequence[Spot]]
) -> float:
    """Metres of the shortest of the walks from the first end through the stops to the other."""
    orders = list(orders)
    places = {*ends, *(spot for order in orders for spot in order)}
    ways = _ways(layout, places)
    known = {place: _from(ways, place) for place in places}
    return min(
        sum(known[a].get(b, math.inf) for a, b in pairwise((ends[0], *order, ends[1])))
        for order in orders
    )


def _ways(layout: AisleLayout, places: Iterable[Spot]) -> Ways:
    ways: Ways = defaultdict(dict)

    def add(here: Spot, there: Spot, metres: float) -> None:
        ways[here][there] = ways[there][here] = metres

    heights: dict[int, set[float]] = defaultdict(lambda: set(layout.cross_y))
    for place in places:
        heights[place.aisle].add(place.y)
    for barrier in layout.barriers:
        heights[barrier.aisle] |= {barrier.low, barrier.high}
    for aisle, x in enumerate(layout.aisle_x):
        for low, high in pairwise(sorted(heights[aisle])):
            if not any(
                barrier.aisle == aisle and max(low, barrier.low) < min(high, barrier.high)
                for barrier in layout.barriers
            ):
                add(Spot(aisle, low), Spot(aisle, high), high - low)
        if aisle + 1 < len(layout.aisle_x):
            for k, y in enumerate(layout.cross_y):
                if (aisle, k) not in layout.gaps:
                    add(Spot(aisle, y), Spot(aisle + 1, y), layout.aisle_x[aisle + 1] - x)
    return ways


def _from(ways: Ways, start: Spot) -> dict[Spot, float]:
    known: dict[Spot, float] = {}
    waiting = [(0.0, start.aisle, start.y)]
    while waiting:
        metres, aisle, y = heapq.heappop(waiting)
        here = Spot(aisle, y)
        if here in known:
            continue
        known[here] = metres
        for there, more in ways[here].items():
            if there not in known:
                heapq.heappush(waiting, (metres + more, there.aisle, there.y))
    return known

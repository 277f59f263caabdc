"""The length of a cart's tour when only distances are known; runs as it stands and compiled.

Stops are inserted where it costs least, the farthest first, then moved one by one while that helps.
Such tours are some per cent too long, but nearly equally so; carts that are good by them are good.
The tours that are walked are searched for afterwards (`app.planning.graph_tour`).
"""

from __future__ import annotations

from app.planning.cart_arrays import INFINITE, Ints
from app.planning.graph_arrays import GraphArrays, GraphWorkspace

ROUNDS = 3
"""So often each stop is moved to where it costs least."""


def list_wanted(a: GraphArrays, orders: Ints, size: int, work: GraphWorkspace) -> int:
    """Write the stops of the first `size` orders, each once and rising; returns how many."""
    count = 0
    for number in range(size):
        order = orders[number]
        for entry in range(a.first[order], a.first[order + 1]):
            stop = a.stops[entry]
            if work.is_met[stop] == 0:
                work.is_met[stop] = 1
                place = count
                while place > 0 and work.wanted[place - 1] > stop:
                    work.wanted[place] = work.wanted[place - 1]
                    place -= 1
                work.wanted[place] = stop
                count += 1
    for number in range(count):
        work.is_met[work.wanted[number]] = 0
    return count


def insert(a: GraphArrays, stop: int, work: GraphWorkspace) -> float:
    """Insert a stop into the tour where it costs least; returns the metres that costs."""
    depot = len(a.ways) - 1
    here = depot
    best, least = depot, INFINITE
    while True:
        there = work.after[here]
        more = a.ways[here, stop] + a.ways[stop, there] - a.ways[here, there]
        if more < least:
            best, least = here, more
        here = there
        if here == depot:
            break
    there = work.after[best]
    work.after[best] = stop
    work.before[stop] = best
    work.after[stop] = there
    work.before[there] = stop
    return float(least)


def take_out(a: GraphArrays, stop: int, work: GraphWorkspace) -> float:
    """Take a stop out of the tour; returns the metres that saves."""
    here, there = work.before[stop], work.after[stop]
    work.after[here] = there
    work.before[there] = here
    return float(a.ways[here, stop] + a.ways[stop, there] - a.ways[here, there])


def cart_length(a: GraphArrays, orders: Ints, size: int, work: GraphWorkspace) -> float:
    """What a short tour costs that meets all stops of the first `size` of these orders."""
    count = list_wanted(a, orders, size, work)
    if count == 0:
        return 0.0
    depot = len(a.ways) - 1
    work.after[depot] = work.before[depot] = depot
    length = a.access
    for number in range(count):
        length += insert(a, work.wanted[number], work)
    for _ in range(ROUNDS):
        saved = 0.0
        for number in range(count):
            stop = work.wanted[number]
            saved += take_out(a, stop, work)
            saved -= insert(a, stop, work)
        length -= saved
        if saved < 1e-6:
            break
    return length

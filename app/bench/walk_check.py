"""Checks plans without the planner's code: lengths are added up anew from the order of the stops.

Only the standard library is used, so that a mistake of the planner cannot hide here.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Cell = tuple[int, int]
"""Aisle and cell."""


class WrongPlan(ValueError):
    """A plan does not do what its task wants; the message says what is amiss."""


def checked_length(instance: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Metres of an answer to a task, added up anew.

    Raises:
        WrongPlan: a pick is missing, an order split, a cart overfull, too little is taken.
    """
    if "orders" in instance:
        return _batches_length(instance, answer["batches"])
    if "arcs" in instance:
        return _graph_length(instance, answer["tour"])
    tour = _cells(answer["tour"])
    wanted = _taken_cells(instance, answer["taken"]) if "stock" in instance else instance["picks"]
    _same_cells(wanted, tour)
    return walk_length(instance, tour)


def walk_length(instance: Mapping[str, Any], tour: Sequence[Cell]) -> float:
    """Metres of the closed walk from the depot through these cells in this order."""
    layout = instance["layout"]
    aisle_x, cross_y, cell_y = layout["aisle_x"], layout["cross_y"], layout["cell_y"]
    depot = (instance["depot"][0], cross_y[instance["depot"][1]])
    metres = 0.0
    stops = [depot, *((aisle, cell_y[cell]) for aisle, cell in tour), depot]
    for (aisle, y), (next_aisle, next_y) in pairwise(stops):
        if aisle == next_aisle:
            metres += abs(y - next_y)
        else:
            metres += abs(aisle_x[aisle] - aisle_x[next_aisle])
            metres += min(abs(y - cross) + abs(next_y - cross) for cross in cross_y)
    return metres


def _cells(pairs: Sequence[Sequence[int]]) -> list[Cell]:
    return [(aisle, cell) for aisle, cell in pairs]


def _same_cells(wanted: Sequence[Sequence[int]], tour: Sequence[Cell]) -> None:
    missing, foreign = set(_cells(wanted)) - set(tour), set(tour) - set(_cells(wanted))
    if missing or foreign:
        raise WrongPlan(f"{len(missing)} cells missing, {len(foreign)} foreign")


def _batches_length(instance: Mapping[str, Any], batches: Sequence[Mapping[str, Any]]) -> float:
    orders = instance["orders"]
    if sorted(order for batch in batches for order in batch["orders"]) != list(range(len(orders))):
        raise WrongPlan("an order is missing, or on two carts")
    metres = 0.0
    for batch in batches:
        if sum(orders[order]["load"] for order in batch["orders"]) > instance["capacity"]:
            raise WrongPlan(f"the cart of order {batch['orders'][0]} is overfull")
        tour = _cells(batch["tour"])
        _same_cells([pick for order in batch["orders"] for pick in orders[order]["picks"]], tour)
        metres += walk_length(instance, tour)
    return metres


def _taken_cells(instance: Mapping[str, Any], taken: Sequence[Sequence[int]]) -> list[list[int]]:
    """The cells something is taken from, once the quantities are found right."""
    held: Counter[tuple[int, ...]] = Counter()
    for item, aisle, cell, units in instance["stock"]:
        held[item, aisle, cell] += units
    got: Counter[int] = Counter()
    for item, aisle, cell, units in taken:
        got[item] += units
        held[item, aisle, cell] -= units
    if any(units < 0 for units in held.values()):
        raise WrongPlan("more is taken from a cell than lies there")
    if {str(item): units for item, units in got.items()} != instance["wanted"]:
        raise WrongPlan("what is taken is not what is wanted")
    return [[aisle, cell] for _, aisle, cell, _ in taken]


def _graph_length(instance: Mapping[str, Any], tour: Sequence[int]) -> float:
    if sorted(tour) != sorted(set(instance["visit"])):
        raise WrongPlan("the tour does not visit each wanted place once")
    ways: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for start, end, metres in instance["arcs"]:
        ways[start].append((end, metres))
    stops = [instance["start"], *tour, instance["end"]]
    return sum(_shortest(ways, here)[there] for here, there in pairwise(stops))


def _shortest(ways: Mapping[int, Sequence[tuple[int, float]]], start: int) -> dict[int, float]:
    """Metres from a place to all others (Dijkstra)."""
    known: dict[int, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        metres, here = heapq.heappop(waiting)
        if here in known:
            continue
        known[here] = metres
        for there, more in ways.get(here, ()):
            if there not in known:
                heapq.heappush(waiting, (metres + more, there))
    return known

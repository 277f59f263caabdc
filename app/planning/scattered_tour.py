"""The shortest tour that also chooses where to take each item from, of several places each.

The states and moves of the exact tour become a network; one unit flows from the empty state to a
finished one, and each way through the network says which places it passes. That the places passed
hold enough of every item ties the choices of different aisles together, which is a small mixed
integer programme (the network model of Hessler and Irnich 2024), solved by HiGHS through SciPy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.aisle_tour import Tour, shortest_tour
from app.planning.tour_states import NOWHERE, Table, TourMoves, tour_moves


class NotEnoughStock(ValueError):
    """An item's places hold fewer units than are wanted, so that no tour can bring them."""


@dataclass(frozen=True)
class Supply:
    """Units of an item at a place."""

    item: int
    spot: Spot
    quantity: int


@dataclass(frozen=True)
class ScatteredTour:
    """The tour, and how many units of which item are taken at each of its stops."""

    tour: Tour
    taken: tuple[Supply, ...]


@dataclass(frozen=True)
class _Choice:
    moves: tuple[Table, ...]
    metres: float
    passed: tuple[Spot, ...] = ()


@dataclass
class _Network:
    """Ways between numbered nodes (stage and state), each with its length and the places passed."""

    nodes: dict[tuple[int, int], int] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    metres: list[float] = field(default_factory=list)
    passed: list[tuple[Spot, ...]] = field(default_factory=list)

    def add(
        self, start: tuple[int, int], end: tuple[int, int], metres: float, passed: tuple[Spot, ...]
    ) -> None:
        self.starts.append(self.nodes.setdefault(start, len(self.nodes)))
        self.ends.append(self.nodes.setdefault(end, len(self.nodes)))
        self.metres.append(metres)
        self.passed.append(passed)


_FIRST, _LAST = (0, 0), (-1, -1)


def shortest_scattered_tour(
    layout: AisleLayout,
    depot: Spot,
    wanted: Mapping[int, int],
    stock: Sequence[Supply],
    *,
    seconds: float = 10.0,
) -> ScatteredTour:
    """The shortest tour that passes enough units of every wanted item.

    Args:
        layout: the aisles.
        depot: where the walk starts and ends; on a cross aisle.
        wanted: units by item.
        stock: where units may be taken from.
        seconds: after that the best tour found so far is taken.

    Raises:
        NotEnoughStock: an item's places hold too few units.
        UnusableLayout: a place lies outside the aisles.
    """
    usable = [supply for supply in stock if supply.item in wanted and supply.quantity > 0]
    held: dict[int, int] = defaultdict(int)
    for supply in usable:
        layout.check(supply.spot)
        held[supply.item] += supply.quantity
    for item, quantity in wanted.items():
        if held[item] < quantity:
            raise NotEnoughStock(f"item {item}: {quantity} wanted, its places hold {held[item]}")
    if not any(wanted.values()):
        return ScatteredTour(Tour(0.0, ()), ())
    network = _network(layout, depot, {supply.spot for supply in usable})
    chosen = _cheapest_way(network, wanted, usable, seconds)
    passed = {spot for number in chosen for spot in network.passed[number]}
    return _tour_of(layout, depot, wanted, usable, passed)


def _network(layout: AisleLayout, depot: Spot, spots: set[Spot]) -> _Network:
    moves = tour_moves(len(layout.cross_y))
    stages, may_end = _stages(layout, moves, depot, spots)
    network = _Network()
    reached = {0}
    for number, choices in enumerate(stages):
        after: set[int] = set()
        for state in sorted(reached):
            for choice in choices:
                to = state
                for table in choice.moves:
                    to = table[to]
                if to != NOWHERE:
                    network.add((number, state), (number + 1, to), choice.metres, choice.passed)
                    after.add(to)
        reached = after
        if number + 1 in may_end:
            for state in sorted((reached & moves.finished) - {0}):
                network.add((number + 1, state), _LAST, 0.0, ())
    return network


def _stages(
    layout: AisleLayout, moves: TourMoves, depot: Spot, spots: set[Spot]
) -> tuple[list[list[_Choice]], set[int]]:
    """The decisions from left to right, and after how many of them the tour may be complete."""
    aisles = {spot.aisle for spot in spots} | {depot.aisle}
    stages: list[list[_Choice]] = []
    may_end: set[int] = set()
    for aisle in range(min(aisles), max(aisles) + 1):
        if aisle == depot.aisle:
            stages.append([_Choice((moves.visit[layout.cross_aisle_of(depot)],), 0.0)])
        for k, (bottom, top) in enumerate(pairwise(layout.cross_y)):
            inside = sorted(s.y for s in spots if s.aisle == aisle and bottom <= s.y <= top)
            places = tuple(Spot(aisle, y) for y in inside)
            stages.append(_piece_choices(moves, k, bottom, top, places))
        if aisle >= depot.aisle:
            may_end.add(len(stages))
        if aisle < max(aisles):
            width = layout.aisle_x[aisle + 1] - layout.aisle_x[aisle]
            stages += [
                [_Choice((table,), times * width) for times, table in enumerate(tables)]
                for tables in moves.advance
            ]
    return stages, may_end


def _piece_choices(
    moves: TourMoves, k: int, bottom: float, top: float, places: tuple[Spot, ...]
) -> list[_Choice]:
    """All ways to walk a piece of aisle: through it, or from either end as far as a place."""
    choices = [
        _Choice((table,), times * (top - bottom), places)
        for times, table in enumerate(moves.traverse[k], start=1)
    ]
    choices.append(_Choice((), 0.0))
    from_bottom, from_top = moves.visit[k], moves.visit[k + 1]
    for number, place in enumerate(places):
        up, down = 2 * (place.y - bottom), 2 * (top - place.y)
        choices.append(_Choice((from_bottom,), up, places[: number + 1]))
        choices.append(_Choice((from_top,), down, places[number:]))
        choices += [
            _Choice(
                (from_bottom, from_top),
                up + 2 * (top - upper.y),
                places[: number + 1] + places[later:],
            )
            for later, upper in enumerate(places[number + 1 :], start=number + 1)
        ]
    return choices


def _cheapest_way(
    network: _Network, wanted: Mapping[int, int], stock: Sequence[Supply], seconds: float
) -> list[int]:
    """The numbers of the ways that a shortest tour with enough units takes."""
    ways = len(network.metres)
    numbers = np.arange(ways)
    flow = coo_array(
        (
            np.concatenate([np.full(ways, -1.0), np.full(ways, 1.0)]),
            (
                np.concatenate([network.starts, network.ends]),
                np.concatenate([numbers, numbers]),
            ),
        ),
        shape=(len(network.nodes), ways),
    )
    balance = np.zeros(len(network.nodes))
    balance[network.nodes[_FIRST]], balance[network.nodes[_LAST]] = -1, 1
    supply, enough = _supply_rows(network, wanted, stock)
    result = milp(
        network.metres,
        constraints=[
            LinearConstraint(flow.tocsr(), balance, balance),
            LinearConstraint(supply.tocsr(), enough, np.inf),
        ],
        integrality=np.ones(ways, dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if result.x is None:
        return list(range(ways))  # out of time without any tour: pass every place
    return [int(number) for number in np.flatnonzero(result.x > 0.5)]


def _supply_rows(
    network: _Network, wanted: Mapping[int, int], stock: Sequence[Supply]
) -> tuple[coo_array, list[int]]:
    """A row an item: how many of its units each way passes, and how many there must be."""
    lying: dict[Spot, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for supply in stock:
        lying[supply.spot][supply.item] += supply.quantity
    row_of = {item: row for row, item in enumerate(wanted)}
    rows, columns, units = [], [], []
    for way, places in enumerate(network.passed):
        passed: dict[int, int] = defaultdict(int)
        for spot in places:
            for item, quantity in lying[spot].items():
                passed[item] += quantity
        for item, quantity in passed.items():
            rows.append(row_of[item])
            columns.append(way)
            units.append(float(min(quantity, wanted[item])))
    shape = (len(wanted), len(network.metres))
    return coo_array((units, (rows, columns)), shape=shape), list(wanted.values())


def _tour_of(
    layout: AisleLayout,
    depot: Spot,
    wanted: Mapping[int, int],
    stock: Sequence[Supply],
    passed: set[Spot],
) -> ScatteredTour:
    """Take from the places passed, the small ones first so that they are emptied, and walk."""
    taken: list[Supply] = []
    missing = dict(wanted)
    for supply in sorted(stock, key=lambda s: (s.quantity, s.spot.aisle, s.spot.y, s.item)):
        quantity = min(supply.quantity, missing[supply.item])
        if supply.spot in passed and quantity > 0:
            taken.append(Supply(supply.item, supply.spot, quantity))
            missing[supply.item] -= quantity
    tour = shortest_tour(layout, depot, {supply.spot for supply in taken})
    return ScatteredTour(tour, tuple(taken))

"""The programme behind a tour that also chooses places: which pieces of floor are walked, how far.

The states and moves of the exact tour are a network through which one unit flows from the empty
state to a finished one (Hessler and Irnich 2024). Six ways to walk a piece of aisle lead from state
to state; how far it is walked from an end is said by a chain of yes-or-no variables, one a place
and end, each of which needs the one before. Their number grows with the places, not with the pairs
of places; for one piece of aisle alone chains and ways describe exactly the walks there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from operator import getitem

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.tour_states import NOWHERE, Table, TourMoves, tour_moves

LEAST_GAIN = 1e-4
"""Tours that differ by less than so many metres are as long as each other."""

Row = dict[int, float]
"""A constraint's coefficients by the number of the variable."""

Stage = list[tuple[str, float, tuple[Table, ...]]]
"""The ways over a stage: name, metres, moves."""


@dataclass(frozen=True)
class Demand:
    """Units wanted in all, and how many each place has."""

    units: int
    places: Mapping[Spot, int]


@dataclass
class _Piece:
    """A piece of aisle: its places, and the numbers of the variables that walk it."""

    places: tuple[Spot, ...] = ()
    front: float = 0.0
    back: float = 0.0
    ways: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    from_front: list[int] = field(default_factory=list)
    from_back: list[int] = field(default_factory=list)


@dataclass
class _Programme:
    metres: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)

    def variable(self, metres: float) -> int:
        self.metres.append(metres)
        return len(self.metres) - 1

    def between(self, low: float, row: Row, high: float) -> None:
        self.rows.append(row)
        self.lows.append(low)
        self.highs.append(high)


def best_places(
    layout: AisleLayout, depot: Spot, demands: Sequence[Demand], known: float, seconds: float
) -> set[Spot] | None:
    """The places which a shortest tour that meets all demands passes.

    Args:
        layout: the aisles.
        depot: where the tour starts and ends.
        demands: what has to be passed.
        known: metres of a tour that is known; only shorter ones are looked for.
        seconds: time for that.

    Returns:
        None when there is no shorter tour, or none was found in time.
    """
    spots = {spot for demand in demands for spot in demand.places}
    programme = _Programme()
    pieces = _add_walks(programme, layout, depot, spots)
    for piece in pieces:
        _add_chains(programme, piece)
    for demand in demands:
        for coarse in range(1, max(min(demand.units, q) for q in demand.places.values()) + 1):
            _add_demand(programme, pieces, demand, coarse)
    programme.between(-np.inf, dict(enumerate(programme.metres)), known - LEAST_GAIN)
    chosen = _solve(programme, seconds)
    return None if chosen is None else {spot for piece in pieces for spot in _passed(piece, chosen)}


def _add_walks(
    programme: _Programme, layout: AisleLayout, depot: Spot, spots: set[Spot]
) -> list[_Piece]:
    """The network of states; returns the pieces of aisle with places in them."""
    moves = tour_moves(len(layout.cross_y))
    flow: dict[tuple[int, int], Row] = defaultdict(dict)
    pieces: list[_Piece] = []
    reached, last = {0}, Row()
    for number, (stage, piece, may_end) in enumerate(_stages(layout, moves, depot, spots)):
        after: set[int] = set()
        for state in sorted(reached):
            for way, metres, tables in stage:
                to = _after(state, tables)
                if to == NOWHERE:
                    continue
                variable = programme.variable(metres)
                flow[number, state][variable] = -1.0
                flow[number + 1, to][variable] = 1.0
                after.add(to)
                piece.ways[way].append(variable)
        reached = after
        if piece.places:
            pieces.append(piece)
        for state in sorted(reached & moves.finished - {0}) if may_end else ():
            last[programme.variable(0.0)] = 1.0
            flow[number + 1, state][len(programme.metres) - 1] = -1.0
    programme.between(-1.0, flow.pop((0, 0)), -1.0)
    programme.between(1.0, last, 1.0)
    for row in flow.values():
        programme.between(0.0, row, 0.0)
    return pieces


def _after(state: int, tables: tuple[Table, ...]) -> int:
    """The state after some moves, `NOWHERE` if one of them is impossible."""
    for table in tables:
        if state == NOWHERE:
            break
        state = table[state]
    return state


def _stages(
    layout: AisleLayout, moves: TourMoves, depot: Spot, spots: set[Spot]
) -> Iterator[tuple[Stage, _Piece, bool]]:
    """The decisions from left to right, and after which of them the tour may be complete."""
    aisles = {spot.aisle for spot in spots} | {depot.aisle}
    first, last = min(aisles), max(aisles)
    for aisle in range(first, last + 1):
        if aisle == depot.aisle:
            yield [("depot", 0.0, (moves.visit[layout.cross_aisle_of(depot)],))], _Piece(), False
        for k, (front, back) in enumerate(pairwise(layout.cross_y)):
            inside = sorted(s.y for s in spots if s.aisle == aisle and front <= s.y <= back)
            places = tuple(Spot(aisle, y) for y in inside)
            stage = _ways_along(moves, k, back - front, empty=not places)
            ends_aisle = k == len(layout.cross_y) - 2
            yield stage, _Piece(places, front, back), aisle >= depot.aisle and ends_aisle
        if aisle < last:
            width = layout.aisle_x[aisle + 1] - layout.aisle_x[aisle]
            yield (
                [
                    ("across", sum(times) * width, tuple(map(getitem, moves.advance, times)))
                    for times in product(range(3), repeat=len(layout.cross_y))
                ],
                _Piece(),
                False,
            )


def _ways_along(moves: TourMoves, k: int, length: float, *, empty: bool) -> Stage:
    front, back = moves.visit[k], moves.visit[k + 1]
    once, twice = moves.traverse[k]
    ways: Stage = [("once", length, (once,)), ("twice", 2 * length, (twice,)), ("not", 0.0, ())]
    if not empty:
        ways += [("front", 0.0, (front,)), ("back", 0.0, (back,)), ("both", 0.0, (front, back))]
    return ways


def _add_chains(programme: _Programme, piece: _Piece) -> None:
    """How far a piece is walked from its ends, and that both together do not overlap."""
    ys = [spot.y for spot in piece.places]
    piece.from_front = [programme.variable(2 * (y - b)) for b, y in pairwise([piece.front, *ys])]
    piece.from_back = [programme.variable(2 * (a - y)) for y, a in pairwise([*ys, piece.back])]
    for ends, chain in (
        (("front", "both"), piece.from_front),
        (("back", "both"), piece.from_back[::-1]),
    ):
        may = {variable: -1.0 for end in ends for variable in piece.ways[end]}
        programme.between(-np.inf, {chain[0]: 1.0} | may, 0.0)
        for nearer, farther in pairwise(chain):
            programme.between(-np.inf, {farther: 1.0, nearer: -1.0}, 0.0)
    may = {v: -1.0 for end in ("front", "back", "both") for v in piece.ways[end]}
    for one, other in zip(piece.from_front, piece.from_back, strict=True):
        programme.between(-np.inf, {one: 1.0, other: 1.0} | may, 0.0)


def _add_demand(
    programme: _Programme, pieces: Sequence[_Piece], demand: Demand, coarse: int
) -> None:
    """That enough is passed, counted in bundles of `coarse` units, begun ones as whole.

    Bundles of one unit say it exactly; bigger ones say nothing new for whole tours, but rule out
    many mixtures of tours, which is what makes the programme quick to solve.
    """

    def bundles(places: Iterable[Spot]) -> list[int]:
        units, counted = 0, [0]
        for spot in places:
            units = min(demand.units, units + demand.places.get(spot, 0))
            counted.append(-(-units // coarse))
        return counted

    row: Row = {}
    for piece in pieces:
        ahead = bundles(piece.places)
        back = bundles(reversed(piece.places))
        for way in ("once", "twice"):
            row |= {variable: float(ahead[-1]) for variable in piece.ways[way] if ahead[-1]}
        for chain, counted in ((piece.from_front, ahead), (piece.from_back[::-1], back)):
            for variable, (before, after) in zip(chain, pairwise(counted), strict=True):
                if after > before:
                    row[variable] = float(after - before)
    programme.between(float(-(-demand.units // coarse)), row, np.inf)


def _solve(programme: _Programme, seconds: float) -> set[int] | None:
    """The numbers of the variables that are taken."""
    entries = [(r, v, value) for r, row in enumerate(programme.rows) for v, value in row.items()]
    rows, columns, values = zip(*entries, strict=True)
    shape = (len(programme.rows), len(programme.metres))
    result = milp(
        programme.metres,
        constraints=LinearConstraint(
            coo_array((values, (rows, columns)), shape=shape).tocsr(),
            programme.lows,
            programme.highs,
        ),
        integrality=np.ones(len(programme.metres), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if result.x is None:
        return None
    return {int(number) for number in np.flatnonzero(result.x > 0.5)}


def _passed(piece: _Piece, chosen: set[int]) -> Iterator[Spot]:
    """The places of a piece which the chosen walk passes."""
    through = not chosen.isdisjoint((*piece.ways["once"], *piece.ways["twice"]))
    for place, one, other in zip(piece.places, piece.from_front, piece.from_back, strict=True):
        if through or one in chosen or other in chosen:
            yield place

"""A very short tour on any floor plan: one-way aisles, dead ends, several floors, odd shapes.

The plan is a directed graph. Shortest ways come from Dijkstra's method (SciPy), the order of the
stops from PyVRP, whose search is stopped by a number of steps rather than by the clock, so that the
same task gets the same tour on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve
from pyvrp.stop import MaxIterations
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from app.planning.aisle_layout import UnusableLayout

PARTS_OF_A_METRE = 1000
"""PyVRP adds whole numbers: lengths are rounded to millimetres."""

STEPS = 2000
"""Steps of the search; after 1,500 all tours of `tours_graph.jsonl` had the best known length."""

_SEED = 1


@dataclass(frozen=True)
class GraphTour:
    """A walk from start to end through all stops: metres, and the stops in walking order."""

    metres: float
    stops: tuple[int, ...]


@dataclass(frozen=True)
class FloorGraph:
    """Places numbered from 0, and one-way pieces of floor between them: (from, to, metres).

    Raises:
        UnusableLayout: a piece names no place, or its length is not positive.
    """

    places: int
    arcs: tuple[tuple[int, int, float], ...]

    def __post_init__(self) -> None:
        """Refuse pieces that lead nowhere."""
        for start, end, metres in self.arcs:
            if not (0 <= start < self.places and 0 <= end < self.places):
                raise UnusableLayout(
                    f"a piece of floor goes from {start} to {end}; places are numbered 0 to "
                    f"{self.places - 1}"
                )
            if metres <= 0:
                raise UnusableLayout(
                    f"the piece of floor from {start} to {end} is {metres:g} m long; give its "
                    "length in metres"
                )

    @cached_property
    def _matrix(self) -> csr_array:
        # Two pieces between the same places: the shorter one counts.
        shortest: dict[tuple[int, int], float] = {}
        for start, end, metres in self.arcs:
            known = shortest.get((start, end), metres)
            shortest[start, end] = min(known, metres)
        starts, ends = zip(*shortest, strict=True) if shortest else ((), ())
        shape = (self.places, self.places)
        return csr_array((list(shortest.values()), (starts, ends)), shape=shape)

    def distances(self, stops: Sequence[int]) -> NDArray[np.float64]:
        """Metres of the shortest way from each stop (row) to each other (column).

        Raises:
            UnusableLayout: there is no such place.
        """
        for stop in stops:
            if not 0 <= stop < self.places:
                raise UnusableLayout(f"place {stop}: the floor has {self.places}, from 0")
        ways: NDArray[np.float64] = dijkstra(self._matrix, indices=list(stops))[:, list(stops)]
        return ways


def short_graph_tour(
    graph: FloorGraph, start: int, end: int, places: Sequence[int], *, steps: int = STEPS
) -> GraphTour:
    """A walk from `start` through all `places` to `end`, as short as the search finds.

    Args:
        graph: the floor.
        start: where the picker stands.
        end: where the goods are to be brought.
        places: what has to be visited, in any order; the same place may come more than once.
        steps: how long is searched.

    Raises:
        UnusableLayout: a place cannot be reached from the start, or the end not from it.
    """
    wanted = sorted(set(places))
    stops = [start, end, *wanted]
    ways = graph.distances(stops)
    for number, stop in enumerate(stops):
        if not np.isfinite(ways[0, number]):
            raise UnusableLayout(f"place {stop} cannot be reached from place {start}")
        if not np.isfinite(ways[number, 1]):
            raise UnusableLayout(f"place {end} cannot be reached from place {stop}")
    order = _order(ways, steps) if len(wanted) > 1 else list(range(2, len(stops)))
    walk = [0, *order, 1]
    metres = float(sum(ways[here, there] for here, there in pairwise(walk)))
    return GraphTour(metres, tuple(stops[number] for number in order))


def _order(ways: NDArray[np.float64], steps: int) -> list[int]:
    """The numbers of the stops, 2 and up, in walking order from 0 to 1."""
    reachable = np.isfinite(ways)
    # Where one way only leads there and not back, the way back is made too long to be taken.
    metres = np.where(reachable, ways, ways[reachable].sum() + 1.0)
    lengths = np.rint(metres * PARTS_OF_A_METRE).astype(np.int64)
    data = ProblemData(
        locations=[Location(0, 0) for _ in ways],
        clients=[Client(number) for number in range(2, len(ways))],
        depots=[Depot(0), Depot(1)],
        vehicle_types=[VehicleType(1, start_depot=0, end_depot=1)],
        distance_matrices=[lengths],
        duration_matrices=[np.zeros_like(lengths)],
    )
    found = solve(data, stop=MaxIterations(steps), seed=_SEED, display=False)
    (route,) = found.best.routes()
    return [stop.idx + 2 for stop in route if stop.is_client()]

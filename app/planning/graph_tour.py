"""A very short tour on any floor plan: one-way aisles, dead ends, several floors, odd shapes.

Few stops are ordered exactly; of many, PyVRP finds a very short order. Its search is stopped by a
number of steps rather than by the clock, so that the same task gets the same tour on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.planning.aisle_layout import UnusableLayout
from app.planning.floor_graph import FloorGraph
from app.planning.stop_search import MOST_EXACT, Metres, exact_order, quick_order, walk_metres

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


def short_graph_tour(
    graph: FloorGraph, start: int, end: int, places: Sequence[int], *, steps: int = STEPS
) -> GraphTour:
    """A walk from `start` through all `places` to `end`, as short as the search finds.

    With more than `MOST_EXACT` stops and any steps at all the first call of a process loads NumPy
    and PyVRP, which takes some tenths of a second.

    Args:
        graph: the floor.
        start: where the picker stands.
        end: where the goods are to be brought.
        places: what has to be visited, in any order; the same place may come more than once.
        steps: how long is searched; with 0 the answer comes at once, in plain Python.

    Raises:
        UnusableLayout: a place cannot be reached from the start, or the end not from it.
    """
    wanted = sorted(set(places))
    stops = [start, end, *wanted]
    metres = graph.distances(stops)
    for number, stop in enumerate(stops):
        if math.isinf(metres[0][number]):
            raise UnusableLayout(f"place {stop} cannot be reached from place {start}")
        if math.isinf(metres[number][1]):
            raise UnusableLayout(f"place {end} cannot be reached from place {stop}")
    order = _order(_finite(metres), steps)
    walked = walk_metres(metres, order)
    if math.isinf(walked):
        raise UnusableLayout(
            f"no walk leads from place {start} through {len(wanted)} places to place {end}: some "
            "lie in one-way parts of which none leads to another"
        )
    return GraphTour(walked, tuple(stops[number] for number in order))


def _finite(metres: Metres) -> Metres:
    """The same with ways that do not exist made too long to be taken."""
    too_long = 1.0 + sum(length for row in metres for length in row if not math.isinf(length))
    return [[too_long if math.isinf(length) else length for length in row] for row in metres]


def _order(metres: Metres, steps: int) -> list[int]:
    """The numbers of the stops, 2 and up, in walking order from 0 to 1."""
    if len(metres) - 2 <= MOST_EXACT:
        return exact_order(metres)
    quick = quick_order(metres)
    if not steps:
        return quick
    searched = _search(metres, steps)
    return min(searched, quick, key=lambda order: walk_metres(metres, order))


def _search(metres: Metres, steps: int) -> list[int]:
    """The best order PyVRP finds."""
    import numpy as np
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve
    from pyvrp.stop import MaxIterations

    lengths = np.rint(np.array(metres) * PARTS_OF_A_METRE).astype(np.int64)
    data = ProblemData(
        locations=[Location(0, 0) for _ in metres],
        clients=[Client(number) for number in range(2, len(metres))],
        depots=[Depot(0), Depot(1)],
        vehicle_types=[VehicleType(1, start_depot=0, end_depot=1)],
        distance_matrices=[lengths],
        duration_matrices=[np.zeros_like(lengths)],
    )
    found = solve(data, stop=MaxIterations(steps), seed=_SEED, display=False)
    (route,) = found.best.routes()
    return [stop.idx + 2 for stop in route if stop.is_client()]

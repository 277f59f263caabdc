"""The order of a picker's stops: one question, whatever the floor looks like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.planning.aisle_tour import shortest_tour
from app.planning.closed_aisles import numbers_of, refuse_cut_off, without_aisles
from app.planning.floor_plan import AisleName, FloorPlan, Stand, UnreachableLocations
from app.planning.graph_tour import STEPS, short_graph_tour
from app.planning.stop_search import MOST_EXACT
from app.planning.tour_states import tour_moves

FEW = 2
"""So few points are walked one way round or the other; shortest ways tell, which are remembered."""


@dataclass(frozen=True)
class StopOrder:
    """The walk through a picker's stops.

    Attributes:
        stops: location ids in walking order; those reached from the same point by their codes.
        metres: length of the whole walk.
        exact: no walk is shorter.
    """

    stops: tuple[int, ...]
    metres: float
    exact: bool


def order_stops(
    floor: FloorPlan,
    stops: Iterable[int],
    *,
    start: Stand | None = None,
    end: Stand | None = None,
    closed: Collection[AisleName] = (),
    steps: int = STEPS,
) -> StopOrder:
    """The shortest walk from where the picker stands through all stops to where the goods go.

    After a short, a skip or a closed aisle the same question is asked again, with the location last
    scanned as start and the stops that are left. The same question gets the same answer.

    On parallel aisles the answer is exact and plain Python: milliseconds up to three blocks, tenths
    of a second with four. On other floors it is exact up to nine stops; with more, PyVRP searches
    for some two tenths of a second, and the first such call of a process loads NumPy and PyVRP.
    A station calls this on its database lane, never in the window's thread; with `steps` 0 nothing
    is loaded and the answer is there in milliseconds, some per cent longer.

    Args:
        floor: the floor.
        stops: location ids, in any order.
        start: where the picker stands; the first depot if None.
        end: where the goods are to be brought; the first depot if None.
        closed: aisles nobody can walk in now. Somebody who stands in one may walk out of it.
        steps: how long is searched on a floor that is no parallel aisles.

    Raises:
        UnknownPlace: the floor has no such location, depot or aisle.
        UnreachableLocations: stops lie in closed aisles, or behind them.
    """
    wanted = sorted(set(stops), key=lambda stop: (floor.place_of(stop).code, stop))
    ends = (
        floor.point_of(floor.first_depot if start is None else start),
        floor.point_of(floor.first_depot if end is None else end),
    )
    if closed:
        places = [floor.place_of(stop) for stop in wanted]
        numbers = numbers_of(floor, closed)
        inside = [p.code for p in places if p.aisle in numbers and p.point not in ends]
        if inside:
            raise UnreachableLocations(tuple(inside), "their aisle is closed")
        floor = without_aisles(floor, numbers, ends)
        refuse_cut_off(floor, places, ends)
    by_point: dict[int, list[int]] = defaultdict(list)
    for stop in wanted:
        by_point[floor.place_of(stop).point].append(stop)
    points, metres, exact = _ordered(floor, ends, list(by_point), steps)
    return StopOrder(tuple(stop for point in points for stop in by_point[point]), metres, exact)


def warm_up(floor: FloorPlan) -> None:
    """Work out ahead what the first question of a process would wait for.

    A tenth of a second up to three blocks, half a second with four; nothing on other floors. A
    station calls this once on its database lane, after the window is shown.
    """
    if floor.grid is not None:
        for strand in (False, True):
            tour_moves(len(floor.grid.layout.cross_y), strand=strand)


def _ordered(
    floor: FloorPlan, ends: tuple[int, int], points: Sequence[int], steps: int
) -> tuple[Sequence[int], float, bool]:
    """The points in walking order, the metres, and whether no walk is shorter."""
    if not points:
        return (), floor.graph.metres_from(ends[0])[ends[1]], True
    if len(points) <= FEW:
        return *_shorter_way_round(floor, ends, points), True
    if floor.grid is None:
        tour = short_graph_tour(floor.graph, *ends, points, steps=steps)
        return tour.stops, tour.metres, len(points) <= MOST_EXACT
    (start, away), (end, home) = (floor.grid.spots[point] for point in ends)
    point_at = {floor.grid.spots[point][0]: point for point in points}
    walk = shortest_tour(floor.grid.layout, start, point_at, end)
    return [point_at[spot] for spot in walk.stops], away + walk.metres + home, True


def _shorter_way_round(
    floor: FloorPlan, ends: tuple[int, int], points: Sequence[int]
) -> tuple[Sequence[int], float]:
    """At most two points in walking order, and the metres."""

    def walk(order: Sequence[int]) -> float:
        path = (ends[0], *order, ends[1])
        return sum(floor.graph.metres_from(here)[there] for here, there in pairwise(path))

    order = min((points, points[::-1]), key=walk)  # the first of two that are equally long
    return order, walk(order)

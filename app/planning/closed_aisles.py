"""The floor as it is while aisles are closed."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from app.planning.aisle_layout import Barrier
from app.planning.floor_graph import FloorGraph
from app.planning.floor_plan import (
    AisleName,
    FloorPlan,
    Grid,
    Place,
    UnknownPlace,
    UnreachableLocations,
    Way,
)


def numbers_of(floor: FloorPlan, names: Collection[AisleName]) -> frozenset[int]:
    """The numbers of aisles on a floor.

    Raises:
        UnknownPlace: the floor has no such aisle.
    """
    known = {aisle.name for aisle in floor.aisles}
    for name in sorted(names):
        if name not in known:
            raise UnknownPlace(
                f"aisle {name} is not on the floor plan; write zone and aisle as the locations "
                "have them"
            )
    return frozenset(n for n, aisle in enumerate(floor.aisles) if aisle.name in names)


def without_aisles(floor: FloorPlan, aisles: Collection[int], ends: Collection[int]) -> FloorPlan:
    """The floor without the ways of some aisles.

    Args:
        floor: the whole floor.
        aisles: numbers of aisles.
        ends: points at which a walk starts or ends. From these the shortest way out stays.
    """
    closed = {number for number, way in enumerate(floor.ways) if way.aisle in aisles}
    open_points = {
        point
        for number, way in enumerate(floor.ways)
        if number not in closed
        for point in (way.start, way.end)
    }
    for point in ends:
        if point not in open_points:
            closed -= _way_out(floor, point, open_points)
    ways = tuple(way for number, way in enumerate(floor.ways) if number not in closed)
    grid = floor.grid and _closed_grid(floor.grid, [floor.ways[number] for number in closed])
    return replace(floor, ways=ways, grid=grid)


def refuse_cut_off(floor: FloorPlan, places: Collection[Place], ends: tuple[int, int]) -> None:
    """Refuse places to which no way leads from the start, or from which none leads to the end.

    Raises:
        UnreachableLocations: there are some.
    """
    arcs = tuple((end, start, metres) for start, end, metres in floor.graph.arcs)
    there = floor.graph.metres_from(ends[0])
    onwards = FloorGraph(len(floor.points), arcs).metres_from(ends[1])
    cut_off = [
        place.code
        for place in places
        if math.isinf(there[place.point]) or math.isinf(onwards[place.point])
    ]
    if cut_off:
        raise UnreachableLocations(tuple(cut_off), "the aisles that lead there are closed")


def _way_out(floor: FloorPlan, point: int, open_points: Collection[int]) -> set[int]:
    """The numbers of the ways from a point to the nearest open one."""
    metres = floor.graph.metres_from(point)
    out = min(open_points, key=lambda each: (metres[each], each), default=point)
    way = floor.graph.way(point, out)
    steps = {frozenset(pair) for pair in pairwise(way)}
    return {
        number for number, way in enumerate(floor.ways) if frozenset((way.start, way.end)) in steps
    }


def _closed_grid(grid: Grid, ways: Collection[Way]) -> Grid:
    """The same aisles with barriers where the ways were."""
    barriers = []
    for way in ways:
        (one, _), (other, _) = grid.spots[way.start], grid.spots[way.end]
        low, high = sorted((one.y, other.y))
        barriers.append(Barrier(one.aisle, low, high))
    layout = replace(grid.layout, barriers=(*grid.layout.barriers, *barriers))
    return replace(grid, layout=layout)

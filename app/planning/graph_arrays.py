"""The task of sharing orders out to carts on a floor that is no parallel aisles, as arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from app.planning.batches import BatchTask
from app.planning.cart_arrays import Floats, Ints, Masks, loads_of
from app.planning.cart_floors import GraphFloor
from app.planning.floor_graph import FloorGraph


class GraphArrays(NamedTuple):
    """Floor and orders in numbers: the distances between all stops and the depot, which is last.

    Stops are numbered from the farthest to the nearest. The fields that `CartArrays` has too mean
    the same.
    """

    ways: Floats  # by stop and stop, metres
    access: float
    first: Ints  # where an order's entries begin in the next one
    stops: Ints
    loads: Ints
    limits: Ints
    groups: Ints
    urgencies: Ints
    factors: Floats
    names: Masks


class GraphWorkspace(NamedTuple):
    """Room in which a tour is put together."""

    is_met: Ints  # by stop
    wanted: Ints
    before: Ints  # by stop, on the tour
    after: Ints


def graph_arrays_of(task: BatchTask, floor: GraphFloor) -> GraphArrays:
    """The task in numbers; `floor` is the task's own."""
    orders = [[each for each in order.places if isinstance(each, int)] for order in task.orders]
    places = sorted({place for order in orders for place in order})
    ways = _ways_between([*places, floor.depot], floor.graph)
    farthest_first = np.argsort(-(ways[-1, :-1] + ways[:-1, -1]), kind="stable")
    order_of = np.append(farthest_first, len(places))
    number = {places[place]: stop for stop, place in enumerate(farthest_first.tolist())}
    return GraphArrays(
        ways=np.ascontiguousarray(ways[np.ix_(order_of, order_of)]),
        access=task.cart_metres,
        first=np.cumsum([0, *map(len, orders)]),
        stops=np.array([number[place] for order in orders for place in order], dtype=np.int64),
        **loads_of(task)._asdict(),
    )


def graph_workspace_of(arrays: GraphArrays) -> GraphWorkspace:
    """Room for tours of this task."""
    stops = len(arrays.ways)
    return GraphWorkspace(*(np.zeros(stops, dtype=np.int64) for _ in GraphWorkspace._fields))


def _ways_between(places: list[int], graph: FloorGraph) -> Floats:
    """Metres of the shortest way from each place (row) to each other (column)."""
    shortest: dict[tuple[int, int], float] = {}
    for start, end, metres in graph.arcs:  # of two pieces between the same places the shorter one
        shortest[start, end] = min(shortest.get((start, end), metres), metres)
    starts, ends = zip(*shortest, strict=True) if shortest else ((), ())
    shape = (graph.places, graph.places)
    matrix = csr_array((list(shortest.values()), (starts, ends)), shape=shape)
    ways: Floats = dijkstra(matrix, indices=places)[:, places]
    return ways

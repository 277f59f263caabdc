"""Turns bits of walk into one walk over all of them (Hierholzer's method)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.planning.piece_walks import Edge, Point


def walk_over(edges: Iterable[Edge], start: Point) -> list[Point]:
    """A walk from `start` that uses each bit as often as it says.

    The bits must hang together. Where an odd number of them meets in `start` and in one other
    point the walk ends in that one, otherwise where it starts.
    """
    ways: dict[Point, list[tuple[Point, int]]] = defaultdict(list)
    number = 0
    for here, there, times in edges:
        for _ in range(times):
            ways[here].append((there, number))
            ways[there].append((here, number))
            number += 1
    used = [False] * number
    path, walk = [start], []
    while path:
        while ways[path[-1]] and used[ways[path[-1]][-1][1]]:
            ways[path[-1]].pop()
        if ways[path[-1]]:
            there, way = ways[path[-1]].pop()
            used[way] = True
            path.append(there)
        else:
            walk.append(path.pop())
    return walk[::-1]

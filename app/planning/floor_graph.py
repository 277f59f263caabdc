"""Any floor at all: places, one-way pieces of floor between them, shortest ways (Dijkstra)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

from app.planning.aisle_layout import UnusableLayout
from app.planning.floor_lanes import FloorLanes

MOST_REMEMBERED = 2000
"""Shortest ways are remembered from so many places at the most; then all are forgotten."""


@dataclass(frozen=True)
class FloorGraph:
    """Places numbered from 0, and one-way pieces of floor between them: (from, to, metres).

    Shortest ways are worked out when they are asked for and remembered.

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
            if not 0 < metres < math.inf:
                raise UnusableLayout(
                    f"the piece of floor from {start} to {end} is {metres:g} m long; give its "
                    "length in metres"
                )

    def metres_from(self, start: int) -> Sequence[float]:
        """Metres of the shortest way from a place to each other one, infinite where none leads.

        Raises:
            UnusableLayout: there is no such place.
        """
        return self._ways_from(start)[0]

    def metres(self, start: int, end: int) -> float:
        """Metres of the shortest way between two places, infinite where none leads.

        Asked for many pairs it is far quicker than `metres_from`, which searches the whole floor
        from each of their starts.

        Raises:
            UnusableLayout: there is no such place.
        """
        for place in (start, end):
            self._must_be_place(place)
        known = self._known.get(start)
        return self._lanes.metres(start, end) if known is None else known[0][end]

    def way(self, start: int, end: int) -> list[int]:
        """The places on the shortest way between two, both included; empty if there is none.

        Raises:
            UnusableLayout: there is no such place.
        """
        metres, before = self._ways_from(start)
        if math.isinf(metres[end]):
            return []
        way = [end]
        while way[-1] != start:
            way.append(before[way[-1]])
        return way[::-1]

    def distances(self, stops: Sequence[int]) -> list[list[float]]:
        """Metres of the shortest way from each stop (row) to each other (column).

        Raises:
            UnusableLayout: there is no such place.
        """
        rows = [self.metres_from(stop) for stop in stops]
        return [[row[stop] for stop in stops] for row in rows]

    @cached_property
    def _exits(self) -> list[list[tuple[int, float]]]:
        exits: list[list[tuple[int, float]]] = [[] for _ in range(self.places)]
        for start, end, metres in self.arcs:
            exits[start].append((end, metres))
        return exits

    @cached_property
    def _known(self) -> dict[int, tuple[list[float], list[int]]]:
        return {}

    @cached_property
    def _lanes(self) -> FloorLanes:
        return FloorLanes(self.places, self.arcs)

    def _must_be_place(self, place: int) -> None:
        if not 0 <= place < self.places:
            raise UnusableLayout(f"place {place}: the floor has {self.places}, from 0")

    def _ways_from(self, start: int) -> tuple[list[float], list[int]]:
        self._must_be_place(start)
        known = self._known.get(start)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[start] = self._search(start)
        return known

    def _search(self, start: int) -> tuple[list[float], list[int]]:
        """Metres to each place, and the place before it on the way."""
        metres, before = [math.inf] * self.places, [-1] * self.places
        metres[start] = 0.0
        waiting = [(0.0, start)]
        while waiting:
            walked, here = heappop(waiting)
            if walked > metres[here]:
                continue
            for there, more in self._exits[here]:
                if walked + more < metres[there]:
                    metres[there], before[there] = walked + more, here
                    heappush(waiting, (walked + more, there))
        return metres, before

"""Shortest ways between any two places in a few additions, since most places lie along a lane.

A floor has thousands of places and some dozens of crossings. A lane is what lies between two
crossings: whoever stands in it can only leave by its ends, so that a way is there, from end to end,
and from an end to the other place. Only the crossings are searched from, and each only once.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

Arc = tuple[int, int, float]
"""A piece of floor that can be walked one way: from, to, metres."""

Reach = tuple[tuple[int, float], ...]
"""Crossings, and metres to or from each."""


@dataclass(frozen=True)
class _Stand:
    """A place: where one gets from it without passing a crossing, and the crossings around it."""

    along: Mapping[int, float]
    out_of: Reach
    into: Reach


class FloorLanes:
    """A floor as crossings and the lanes between them; distances only, no ways."""

    def __init__(self, places: int, arcs: Sequence[Arc]) -> None:
        """Find the crossings.

        Args:
            places: they are numbered from 0.
            arcs: between them; all of their numbers are places.
        """
        self._exits: list[dict[int, float]] = [{} for _ in range(places)]
        self._entries: list[dict[int, float]] = [{} for _ in range(places)]
        for start, end, metres in arcs:
            shortest = min(metres, self._exits[start].get(end, math.inf))
            self._exits[start][end] = self._entries[end][start] = shortest
        self._crossings = frozenset(
            place
            for place in range(places)
            if len(self._exits[place].keys() | self._entries[place].keys()) != 2
        )
        self._is_two_way = self._exits == self._entries
        self._stands: dict[int, _Stand] = {}
        self._from_crossing: dict[int, Mapping[int, float]] = {}

    def metres(self, start: int, end: int) -> float:
        """Metres of the shortest way, infinite where none leads."""
        if start == end:
            return 0.0
        here = self._stand(start)
        shortest = here.along.get(end, math.inf)
        into = self._stand(end).into
        for crossing, metres in here.out_of:
            onwards = self._onwards(crossing)
            for other, more in into:
                shortest = min(shortest, metres + onwards.get(other, math.inf) + more)
        return shortest

    def _stand(self, place: int) -> _Stand:
        """What is known of a place; worked out when it is first asked for."""
        known = self._stands.get(place)
        if known is None:
            along = self._walked(place, self._exits)
            back = along if self._is_two_way else self._walked(place, self._entries)
            known = _Stand(along, self._ends(place, along), self._ends(place, back))
            self._stands[place] = known
        return known

    def _ends(self, place: int, found: Mapping[int, float]) -> Reach:
        if place in self._crossings:
            return ((place, 0.0),)
        return tuple((each, metres) for each, metres in found.items() if each in self._crossings)

    def _walked(self, start: int, steps: Sequence[Mapping[int, float]]) -> dict[int, float]:
        """Places along the lanes from a place up to their ends, and the metres."""
        found: dict[int, float] = {}
        for first, metres in steps[start].items():
            before, here, walked = start, first, metres
            while here != start and walked < found.get(here, math.inf):
                found[here] = walked
                if here in self._crossings:
                    break
                for there, more in steps[here].items():
                    if there != before:
                        before, here, walked = here, there, walked + more
                        break
        return found

    @cached_property
    def _lanes(self) -> Mapping[int, Mapping[int, float]]:
        """By crossing, the next ones and the metres to them."""
        found: dict[int, dict[int, float]] = defaultdict(dict)
        for crossing in self._crossings:
            for other, metres in self._stand(crossing).along.items():
                if other in self._crossings:
                    found[crossing][other] = metres
        return found

    def _onwards(self, start: int) -> Mapping[int, float]:
        """Metres from a crossing to each that can be reached (Dijkstra)."""
        known = self._from_crossing.get(start)
        if known is not None:
            return known
        metres = {start: 0.0}
        waiting = [(0.0, start)]
        while waiting:
            walked, here = heappop(waiting)
            if walked > metres[here]:
                continue
            for there, more in self._lanes.get(here, {}).items():
                if walked + more < metres.get(there, math.inf):
                    metres[there] = walked + more
                    heappush(waiting, (walked + more, there))
        self._from_crossing[start] = metres
        return metres

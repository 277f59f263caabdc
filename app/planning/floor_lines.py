"""Straight lines of floor, cut into ways where something lies on them or crosses them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from app.planning.floor_plan import FloorPoint, Way
from app.planning.layout_entries import Stretch

Spot2 = tuple[float, float]
"""Across and along the aisles, in metres."""


@dataclass
class Line:
    """A straight line of floor.

    Attributes:
        start: one end; for an aisle the lower one.
        end: the other end.
        storey: on which it lies; "" for a way between storeys.
        metres: its length as it is walked.
        direction: 1 if one may walk from start to end only, -1 the other way, 0 both ways.
        closed: stretches nobody passes, in metres from the start.
        owners: from where to where it belongs to which aisle (number), in metres from the start.
        cuts: points on it by metres from the start, as it is walked.
    """

    start: Spot2
    end: Spot2
    storey: str
    metres: float
    direction: int = 0
    closed: list[Stretch] = field(default_factory=list)
    owners: list[tuple[float, float, int]] = field(default_factory=list)
    cuts: dict[float, int] = field(default_factory=dict)

    def nearest(self, spot: Spot2) -> tuple[float, float]:
        """How far a spot is from the line, and at how many metres from the start."""
        along = (self.end[0] - self.start[0], self.end[1] - self.start[1])
        length = math.hypot(*along)
        if length == 0.0:
            return math.dist(spot, self.start), 0.0
        there = (spot[0] - self.start[0], spot[1] - self.start[1])
        at = (there[0] * along[0] + there[1] * along[1]) / length**2
        at = min(1.0, max(0.0, at))
        return math.dist(spot, self.at(at * self.metres)), at * self.metres

    def at(self, metres: float) -> Spot2:
        """The spot so many metres from the start."""
        share = metres / self.metres if self.metres else 0.0
        return (
            self.start[0] + share * (self.end[0] - self.start[0]),
            self.start[1] + share * (self.end[1] - self.start[1]),
        )

    def ways(self) -> Iterator[Way]:
        """The line between its cuts, but for what is closed."""
        for (low, start), (high, end) in pairwise(sorted(self.cuts.items())):
            if start == end or any(max(low, a) < min(high, b) for a, b in self.closed):
                continue
            ends = (end, start) if self.direction < 0 else (start, end)
            aisle = self._owner((low + high) / 2)
            yield Way(*ends, high - low, one_way=self.direction != 0, aisle=aisle)

    def _owner(self, at: float) -> int | None:
        """The aisle to which a spot on the line belongs: the nearest."""
        if not self.owners:
            return None
        return min(self.owners, key=lambda owner: (max(owner[0] - at, at - owner[1], 0.0), owner))[
            2
        ]


class Network:
    """Points and lines of a floor in the making."""

    def __init__(self, *, along_x: bool) -> None:
        """Begin with nothing.

        Args:
            along_x: aisles run along x, so that across them is y.
        """
        self._along_x = along_x
        self.points: list[FloorPoint] = []
        self.lines: list[Line] = []
        self._known: dict[tuple[str, int, int], int] = {}

    def turned(self, x: float, y: float) -> Spot2:
        """Coordinates across and along the aisles."""
        return (y, x) if self._along_x else (x, y)

    def point(self, storey: str, spot: Spot2) -> int:
        """The number of the point there; the same for the same millimetre."""
        key = (storey, round(spot[0] * 1000), round(spot[1] * 1000))
        if key not in self._known:
            x, y = (spot[1], spot[0]) if self._along_x else spot
            self._known[key] = len(self.points)
            self.points.append(FloorPoint(round(x, 6), round(y, 6), storey))
        return self._known[key]

    def add_line(self, line: Line) -> Line:
        """A new line, cut at its ends."""
        self.lines.append(line)
        self.cut(line, 0.0)
        self.cut(line, line.metres)
        for low, high in line.closed:
            self.cut(line, max(0.0, low))
            self.cut(line, min(line.metres, high))
        return line

    def cut(self, line: Line, metres: float) -> int:
        """The point on a line so many metres from its start."""
        point = self.point(line.storey, line.at(metres))
        line.cuts.setdefault(metres, point)
        return point

    def nearest_line(self, storey: str, spot: Spot2) -> tuple[float, Line, float] | None:
        """Distance, line, and metres from its start, of the nearest line of a storey."""
        found = [
            (*line.nearest(spot), number)
            for number, line in enumerate(self.lines)
            if line.storey == storey
        ]
        if not found:
            return None
        distance, metres, number = min(found, key=lambda each: (each[0], each[2]))
        return distance, self.lines[number], metres

"""The floor plan most warehouses have: parallel aisles, crossed by cross aisles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


class UnusableLayout(ValueError):
    """A floor plan makes no sense; the message names the part of it and the remedy."""


@dataclass(frozen=True)
class Spot:
    """A place in an aisle: the aisle's number from the left, and how far along it, in metres."""

    aisle: int
    y: float


@dataclass(frozen=True)
class AisleLayout:
    """Parallel aisles on the lines x = `aisle_x`, cross aisles on the lines y = `cross_y`; metres.

    One walks on these lines only, both ways; both sides of an aisle are reached from its middle.
    Both sequences rise strictly, the leftmost aisle and the front cross aisle first.

    Raises:
        UnusableLayout: there is no aisle, fewer than two cross aisles, or an order is wrong.
    """

    aisle_x: tuple[float, ...]
    cross_y: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse what nobody can walk in."""
        if not self.aisle_x:
            raise UnusableLayout("the layout has no aisle; give each aisle its x")
        if len(self.cross_y) < 2:  # an aisle without two ends leads nowhere
            raise UnusableLayout("the layout needs a front and a back cross aisle")
        for name, line in (("aisle_x", self.aisle_x), ("cross_y", self.cross_y)):
            for before, after in pairwise(line):
                if before >= after:
                    raise UnusableLayout(
                        f"{name}: {after:g} follows {before:g}; write rising numbers, each once"
                    )

    def crossing(self, aisle: int, cross: int) -> Spot:
        """Where an aisle meets a cross aisle, both by their numbers.

        Raises:
            UnusableLayout: there is no such aisle or cross aisle.
        """
        if not 0 <= aisle < len(self.aisle_x) or not 0 <= cross < len(self.cross_y):
            raise UnusableLayout(
                f"aisle {aisle} and cross aisle {cross}: the layout has {len(self.aisle_x)} "
                f"aisles and {len(self.cross_y)} cross aisles, both counted from 0"
            )
        return Spot(aisle, self.cross_y[cross])

    def cross_aisle_of(self, spot: Spot) -> int:
        """The number of the cross aisle a place lies on.

        Raises:
            UnusableLayout: it lies on none.
        """
        if spot.y not in self.cross_y:
            raise UnusableLayout(f"aisle {spot.aisle} at {spot.y:g} m lies on no cross aisle")
        return self.cross_y.index(spot.y)

    def check(self, spot: Spot) -> None:
        """Refuse a place that cannot be walked to.

        Raises:
            UnusableLayout: it lies in no aisle, or before the first or behind the last cross aisle.
        """
        if not 0 <= spot.aisle < len(self.aisle_x):
            raise UnusableLayout(f"aisle {spot.aisle}: the layout has {len(self.aisle_x)}, from 0")
        if not self.cross_y[0] <= spot.y <= self.cross_y[-1]:
            raise UnusableLayout(
                f"aisle {spot.aisle} at {spot.y:g} m cannot be reached: cross aisles lie from "
                f"{self.cross_y[0]:g} to {self.cross_y[-1]:g} m"
            )

    def distance(self, here: Spot, there: Spot) -> float:
        """Metres of the shortest walk between two places."""
        if here.aisle == there.aisle:
            return abs(here.y - there.y)
        across = abs(self.aisle_x[here.aisle] - self.aisle_x[there.aisle])
        return across + min(abs(here.y - y) + abs(there.y - y) for y in self.cross_y)

    def walk_length(self, stops: tuple[Spot, ...]) -> float:
        """Metres of the walk from stop to stop in the given order."""
        return sum(self.distance(here, there) for here, there in pairwise(stops))

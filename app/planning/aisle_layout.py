"""The floor plan most warehouses have: parallel aisles, crossed by cross aisles."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise


class UnusableLayout(ValueError):
    """A floor plan makes no sense; the message names the part of it and the remedy."""


@dataclass(frozen=True)
class Spot:
    """A place in an aisle: the aisle's number from the left, and how far along it, in metres."""

    aisle: int
    y: float


@dataclass(frozen=True)
class Barrier:
    """Nobody passes between y = `low` and y = `high` of an aisle; its ends can be walked up to."""

    aisle: int
    low: float
    high: float


@dataclass(frozen=True)
class AisleLayout:
    """Parallel aisles on the lines x = `aisle_x`, cross aisles on the lines y = `cross_y`; metres.

    One walks on these lines only, both ways; both sides of an aisle are reached from its middle.
    Both sequences rise strictly, the leftmost aisle and the front cross aisle first. A *piece* is
    the part of an aisle between two cross aisles.

    Attributes:
        aisle_x: where the aisles are.
        cross_y: where the cross aisles are.
        barriers: stretches of aisles that are closed, or where there is no aisle.
        gaps: (aisle, cross aisle) from which that cross aisle does not lead on to the next aisle.

    Raises:
        UnusableLayout: there is no aisle, fewer than two cross aisles, or an order is wrong.
    """

    aisle_x: tuple[float, ...]
    cross_y: tuple[float, ...]
    barriers: tuple[Barrier, ...] = ()
    gaps: frozenset[tuple[int, int]] = frozenset()

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
        for barrier in self.barriers:
            if not 0 <= barrier.aisle < len(self.aisle_x) or barrier.low >= barrier.high:
                raise UnusableLayout(
                    f"a barrier in aisle {barrier.aisle} from {barrier.low:g} to "
                    f"{barrier.high:g} m; name an aisle from 0 and the lower end first"
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

    def piece_of(self, spot: Spot) -> int:
        """The piece of its aisle a place lies in; at a crossing, the piece behind it."""
        return min(bisect_right(self.cross_y, spot.y) - 1, len(self.cross_y) - 2)

    def barrier_in(self, aisle: int, piece: int) -> tuple[float, float] | None:
        """From where to where nobody passes in a piece of aisle; None where all can be walked."""
        return self._barred.get((aisle, piece))

    def check(self, spot: Spot) -> None:
        """Refuse a place that cannot be walked to.

        Raises:
            UnusableLayout: it lies in no aisle, before the first or behind the last cross aisle, or
                behind a barrier.
        """
        if not 0 <= spot.aisle < len(self.aisle_x):
            raise UnusableLayout(f"aisle {spot.aisle}: the layout has {len(self.aisle_x)}, from 0")
        if not self.cross_y[0] <= spot.y <= self.cross_y[-1]:
            raise UnusableLayout(
                f"aisle {spot.aisle} at {spot.y:g} m cannot be reached: cross aisles lie from "
                f"{self.cross_y[0]:g} to {self.cross_y[-1]:g} m"
            )
        barred = self.barrier_in(spot.aisle, self.piece_of(spot))
        if barred and barred[0] < spot.y < barred[1]:
            raise UnusableLayout(
                f"aisle {spot.aisle} at {spot.y:g} m cannot be reached: the aisle is closed from "
                f"{barred[0]:g} to {barred[1]:g} m"
            )

    @cached_property
    def _barred(self) -> Mapping[tuple[int, int], tuple[float, float]]:
        """By aisle and piece the closed stretch; what lies between two barriers is closed too."""
        found: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
        for barrier in self.barriers:
            for piece, (bottom, top) in enumerate(pairwise(self.cross_y)):
                low, high = max(barrier.low, bottom), min(barrier.high, top)
                if low < high:
                    found[barrier.aisle, piece].append((low, high))
        return {
            piece: (min(low for low, _ in stretches), max(high for _, high in stretches))
            for piece, stretches in found.items()
        }

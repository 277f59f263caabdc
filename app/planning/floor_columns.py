"""Finds the lines of parallel aisles and of the cross aisles between them in locations alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from app.planning.floor_document import AisleRule, CrossAisle
from app.planning.floor_plan import AisleName
from app.planning.layout_entries import FloorProblem

WIDEST_AISLE = 4.0
"""Locations of one aisle lie within so many metres across."""

SAME_LINE = 0.5
"""Aisles whose middles lie so near to each other are one line of floor."""

ROOM_TO_CROSS = 1.5
"""A gap that is so many metres wider than a bay, and twice as wide, is a cross aisle."""

LEAST_MARGIN = 1.0
"""Cross aisles before and behind the aisles lie at least so far from the nearest location."""


@dataclass
class Column:
    """A line of floor with one or more aisles on it.

    Attributes:
        across: where it is, in metres across the aisles.
        spans: by aisle the stretch in which its locations lie.
        rules: what the layout file says of its aisles.
        low: where the line begins; set when the cross aisles are known.
        high: where it ends.
    """

    across: float
    spans: dict[AisleName, tuple[float, float]] = field(default_factory=dict)
    rules: list[AisleRule] = field(default_factory=list)
    low: float = 0.0
    high: float = 0.0

    @property
    def first(self) -> float:
        """Where its first location is."""
        return min(low for low, _ in self.spans.values())

    @property
    def last(self) -> float:
        """Where its last location is."""
        return max(high for _, high in self.spans.values())

    @property
    def name(self) -> AisleName:
        """The name of its first aisle."""
        return min(self.spans)

    def stretch_to(self, crosses: Collection[CrossAisle]) -> None:
        """Let the line reach the nearest cross aisles, or as far as the file says."""
        met = sorted(cross.at for cross in crosses if cross.start <= self.across <= cross.end)
        self.low = max((at for at in met if at <= self.first), default=self.first)
        self.high = min((at for at in met if at >= self.last), default=self.last)
        self.low = min([self.low, *(rule.start for rule in self.rules if rule.start is not None)])
        self.high = max([self.high, *(rule.end for rule in self.rules if rule.end is not None)])


def columns_of(
    spots: Mapping[AisleName, Sequence[tuple[float, float]]], problems: list[FloorProblem]
) -> list[Column]:
    """The lines of floor, from the left.

    Args:
        spots: by aisle where its locations are, across and along.
        problems: what is wrong is added here.
    """
    columns: list[Column] = []
    middles: dict[AisleName, float] = {}
    for name, found in spots.items():
        across = [spot[0] for spot in found]
        if max(across) - min(across) > WIDEST_AISLE:
            problems.append(
                FloorProblem(
                    f"aisle {name}",
                    f"its locations lie {max(across) - min(across):g} m apart across the aisle.",
                    "Give each straight part an aisle name of its own, or describe it by ways.",
                )
            )
        middles[name] = (max(across) + min(across)) / 2
    for name in sorted(middles, key=lambda name: (middles[name], name)):
        if not columns or middles[name] - columns[-1].across > SAME_LINE:
            columns.append(Column(middles[name]))
        along = [spot[1] for spot in spots[name]]
        columns[-1].spans[name] = (min(along), max(along))
    return columns


def guessed_cross_aisles(along: Collection[float], storey: str) -> list[CrossAisle]:
    """Cross aisles before and behind all locations, and in every gap that all aisles share.

    Args:
        along: where locations are along the aisles, of all aisles.
        storey: on which storey that is.
    """
    rows = sorted(set(along))
    steps = [after - before for before, after in pairwise(rows)]
    bay = median(steps) if steps else 0.0
    gaps = [
        (before, after)
        for before, after in pairwise(rows)
        if after - before >= max(2 * bay, bay + ROOM_TO_CROSS)
    ]
    margin = min(((after - before) / 2 for before, after in gaps), default=bay)
    margin = max(margin, LEAST_MARGIN)
    at = [rows[0] - margin, *((low + high) / 2 for low, high in gaps), rows[-1] + margin]
    return [CrossAisle(each, storey=storey) for each in at]

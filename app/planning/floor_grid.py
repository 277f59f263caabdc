"""Lays parallel aisles on the floor, and recognises when the whole floor is nothing else."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from app.planning.aisle_layout import AisleLayout, Barrier, Spot
from app.planning.floor_columns import Column
from app.planning.floor_document import CrossAisle
from app.planning.floor_lines import Line, Network, Spot2
from app.planning.floor_plan import Grid, Place, Way

MOST_CROSS_AISLES = 5
"""With more, exact tours take too long."""


@dataclass
class Lattice:
    """Parallel aisles and the cross aisles between them, on one storey.

    Attributes:
        storey: which.
        columns: the lines of floor with aisles on them, from the left.
        crosses: the cross aisles.
        column_lines: the columns as they are laid on the floor.
        cross_lines: and the cross aisles.
    """

    storey: str
    columns: list[Column]
    crosses: list[CrossAisle]
    column_lines: list[Line] = field(default_factory=list)
    cross_lines: list[Line] = field(default_factory=list)

    @property
    def corner(self) -> tuple[str, Spot2]:
        """Where the first cross aisle meets the first aisle that reaches it."""
        first = min(self.cross_lines, key=lambda line: (line.start[1], line.start[0]))
        met = [
            column.across
            for column in self.columns
            if first.start[0] <= column.across <= first.end[0]
        ]
        return self.storey, (min(met, default=first.start[0]), first.start[1])

    @property
    def unused_cross_lines(self) -> list[Line]:
        """Cross aisles that meet nothing."""
        return [
            line
            for line in self.cross_lines
            if line.metres
            and not set(line.cuts) - {0.0, line.metres}
            and not any(
                point in column.cuts.values()
                for column in self.column_lines
                for point in line.cuts.values()
            )
        ]

    def lay(self, net: Network) -> list[Line]:
        """Put all lines on the floor and let them cross; returns those of the columns."""
        for column in self.columns:
            line = Line(
                (column.across, column.low),
                (column.across, column.high),
                self.storey,
                column.high - column.low,
                column.rules[0].direction if column.rules else 0,
                [
                    (low - column.low, high - column.low)
                    for rule in column.rules
                    for low, high in rule.closed
                ],
            )
            self.column_lines.append(net.add_line(line))
        left, right = self.columns[0].across, self.columns[-1].across
        for cross in self.crosses:
            start = left if math.isinf(cross.start) else cross.start
            end = right if math.isinf(cross.end) else cross.end
            start, end = min(start, end), max(start, end)
            line = Line((start, cross.at), (end, cross.at), self.storey, end - start)
            self.cross_lines.append(net.add_line(line))
            for column, column_line in zip(self.columns, self.column_lines, strict=True):
                if start <= column.across <= end and column.low <= cross.at <= column.high:
                    net.cut(column_line, cross.at - column.low)
                    net.cut(line, column.across - start)
        return self.column_lines


def grid_of(
    lattice: Lattice, net: Network, places: Collection[Place], links: Collection[Way]
) -> Grid | None:
    """The floor as parallel aisles, or None if it is not only that.

    Args:
        lattice: the only lattice there is.
        net: the floor.
        places: all locations.
        links: straight ways to depots beside the aisles; nothing else may be there.
    """
    spots = _column_spots(lattice)
    feet = {link.end: (link.start, link.metres) for link in links}
    ends = {cross.at for cross in lattice.crosses}
    ends |= {column.low for column in lattice.columns} | {c.high for c in lattice.columns}
    cross_y = tuple(
        sorted(
            {round(y, 6) for y in ends if y in (min(ends), max(ends))}
            | {round(cross.at, 6) for cross in lattice.crosses}
        )
    )
    is_simple = (
        2 <= len(cross_y) <= MOST_CROSS_AISLES
        and all(line.direction == 0 for line in lattice.column_lines)
        and all(place.point in spots for place in places)
        and len(net.lines) == len(lattice.column_lines) + len(lattice.cross_lines)
    )
    if not is_simple:
        return None
    return _made_grid(lattice, cross_y, spots, feet)


def _column_spots(lattice: Lattice) -> dict[int, tuple[float, float]]:
    """By point on an aisle where it is, across and along."""
    return {
        point: (round(column.across, 6), round(column.low + metres, 6))
        for column, line in zip(lattice.columns, lattice.column_lines, strict=True)
        for metres, point in line.cuts.items()
    }


def _made_grid(
    lattice: Lattice,
    cross_y: tuple[float, ...],
    spots: dict[int, tuple[float, float]],
    feet: dict[int, tuple[int, float]],
) -> Grid:
    """Aisles and where they are missing; a depot between two aisles gets an aisle with no floor."""
    for line in lattice.cross_lines:
        for metres, point in line.cuts.items():
            spots.setdefault(point, (round(line.start[0] + metres, 6), round(line.start[1], 6)))
    real = {round(column.across, 6): column for column in lattice.columns}
    aisle_x = tuple(sorted({across for across, _ in spots.values()}))
    number = {across: aisle for aisle, across in enumerate(aisle_x)}
    barriers = []
    for across, aisle in number.items():
        column = real.get(across)
        stretches = [(cross_y[0], cross_y[-1])]
        if column is not None:
            closed = [each for rule in column.rules for each in rule.closed]
            stretches = [(cross_y[0], column.low), (column.high, cross_y[-1]), *closed]
        ends = [(round(low, 6), round(high, 6)) for low, high in stretches]
        barriers += [Barrier(aisle, low, high) for low, high in ends if low < high]
    gaps = frozenset(
        (aisle, k)
        for aisle, (here, there) in enumerate(pairwise(aisle_x))
        for k, y in enumerate(cross_y)
        if not any(_leads(line, y, here, there) for line in lattice.cross_lines)
    )
    found = {point: (Spot(number[x], y), 0.0) for point, (x, y) in spots.items()}
    found |= {end: (found[foot][0], metres) for end, (foot, metres) in feet.items()}
    columns = {
        owner[2]: number[round(column.across, 6)]
        for column, line in zip(lattice.columns, lattice.column_lines, strict=True)
        for owner in line.owners
    }
    return Grid(AisleLayout(aisle_x, cross_y, tuple(barriers), gaps), found, columns)


def _leads(line: Line, y: float, here: float, there: float) -> bool:
    """Whether a cross aisle leads from one aisle to the next."""
    return (
        round(line.start[1], 6) == y
        and round(line.start[0], 6) <= here
        and there <= round(line.end[0], 6)
    )

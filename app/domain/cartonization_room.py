"""The room inside a packaging while it is filled: empty spaces, what supports, what bears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.packaging import Packaging, UnitSize

SUPPORT_PERCENT = 75
"""Share of a unit's base that must rest on the floor or on units below it."""

FRAGILE_BEARS = 2
"""All that lies above a fragile unit weighs at most so many times the unit itself."""

Cuboid = tuple[int, int, int, int, int, int]
"""Lower corner x, y, z and upper corner x, y, z, in mm."""

Rectangle = tuple[int, int, int, int]
"""Lower corner x, y and upper corner x, y, in mm."""


class Block(NamedTuple):
    """Equal units side by side and on each other, all turned the same way.

    Attributes:
        unit: Index of the units' entry.
        x: Lower corner; `y` and `z` likewise.
        turn: Sides of one unit along length, width and height.
        counts: Units along length, width and height.
    """

    unit: int
    x: int
    y: int
    z: int
    turn: tuple[int, int, int]
    counts: tuple[int, int, int]

    @property
    def dx(self) -> int:
        """Length of the block."""
        return self.turn[0] * self.counts[0]

    @property
    def dy(self) -> int:
        """Width of the block."""
        return self.turn[1] * self.counts[1]

    @property
    def dz(self) -> int:
        """Height of the block."""
        return self.turn[2] * self.counts[2]

    @property
    def quantity(self) -> int:
        """Units in the block."""
        along, across, high = self.counts
        return along * across * high

    def bases(self) -> Iterator[Rectangle]:
        """The base of each unit of the lowest layer."""
        a, b, _ = self.turn
        for j in range(self.counts[1]):
            for i in range(self.counts[0]):
                x, y = self.x + i * a, self.y + j * b
                yield x, y, x + a, y + b

    def units(self) -> Iterator[tuple[int, int, int, int, int, int, int]]:
        """Each unit as z, y, x, its three sides and its entry: what lies lower sorts first."""
        a, b, c = self.turn
        for k in range(self.counts[2]):
            for j in range(self.counts[1]):
                for i in range(self.counts[0]):
                    yield self.z + k * c, self.y + j * b, self.x + i * a, a, b, c, self.unit


class Spot(NamedTuple):
    """A block in an empty space that takes it, and what is left over beside, before and above."""

    block: Block
    gaps: tuple[int, int, int]


@dataclass(slots=True)
class _Fragile:
    """A fragile unit that lies in the packaging: its base, its top, and what it still bears."""

    base: Rectangle
    top: int
    spare_g: int


class FilledRoom:
    """A packaging with what lies in it so far. Mutable; one a start."""

    def __init__(
        self, units: Sequence[UnitSize], packaging: Packaging, room_mm3: int, steps: int
    ) -> None:
        self._units = units
        self._turns = [unit.turns for unit in units]
        self._shortest = [min(unit.room_mm) for unit in units]
        self._spare_g = packaging.max_weight_g
        self._spare_mm3 = room_mm3
        self._most_steps = steps
        length, width, height = packaging.inner_mm
        self._spaces: list[Cuboid] = [(0, 0, 0, length, width, height)]
        self._tops: dict[int, list[Rectangle]] = {}
        self._ground: dict[Cuboid, list[Rectangle] | None] = {}
        self._fragile: list[_Fragile] = []
        self.left = [unit.quantity for unit in units]
        self.blocks: list[Block] = []
        self.taken_mm3 = 0
        self.steps = 0

    def spots(self, index: int, *, in_blocks: bool) -> Iterator[Spot]:
        """All spots for units of an entry; none once the steps are used up.

        Args:
            index: The entry.
            in_blocks: Lay as many units at once as a space takes, not one.
        """
        most = self._most_at_once(index) if in_blocks else min(1, self._most_at_once(index))
        if most < 1:
            return
        shortest = self._shortest[index]
        for space in self._spaces:
            x, y, z, far_x, far_y, far_z = space
            if far_x - x < shortest or far_y - y < shortest or far_z - z < shortest:
                continue
            for turn in self._turns[index]:
                if turn[0] > far_x - x or turn[1] > far_y - y or turn[2] > far_z - z:
                    continue
                if self.steps >= self._most_steps:
                    return
                self.steps += 1
                block = self._block(index, space, turn, most)
                if block is not None:
                    yield Spot(
                        block,
                        (
                            far_x - block.x - block.dx,
                            far_y - block.y - block.dy,
                            far_z - z - block.dz,
                        ),
                    )

    def lay(self, block: Block) -> None:
        """Lay a block at its spot."""
        unit = self._units[block.unit]
        self.left[block.unit] -= block.quantity
        self._spare_g -= unit.weight_g * block.quantity
        self._spare_mm3 -= unit.room_mm3 * block.quantity
        self.taken_mm3 += unit.room_mm3 * block.quantity
        for each in self._fragile:
            each.spare_g -= self._weight_above(each, block)
        if unit.fragile:
            self._fragile.extend(_fragile_units(block, unit.weight_g))
        self.blocks.append(block)
        base = (block.x, block.y, block.x + block.dx, block.y + block.dy)
        top = block.z + block.dz
        self._tops.setdefault(top, []).append(base)
        self._cut(block)
        for space in [space for space in self._ground if space[2] == top]:
            del self._ground[space]

    def _most_at_once(self, index: int) -> int:
        """Units of an entry that weight and room still allow."""
        unit = self._units[index]
        most = self.left[index]
        if unit.weight_g:
            most = min(most, self._spare_g // unit.weight_g)
        return min(most, self._spare_mm3 // unit.room_mm3)

    def _block(
        self, index: int, space: Cuboid, turn: tuple[int, int, int], most: int
    ) -> Block | None:
        """The block of units that a space takes, on a base that supports it; None if none does."""
        x, y, z, far_x, far_y, far_z = space
        a, b, c = turn
        high_most = FRAGILE_BEARS + 1 if self._units[index].fragile else most
        along = min((far_x - x) // a, most)
        across = min((far_y - y) // b, most // along)
        high = min((far_z - z) // c, most // (along * across), high_most)
        block = Block(index, x, y, z, turn, (along, across, high))
        ground = self._ground_of(space)
        if ground is None:
            return block if self._bears(block) else None
        if self._supports(block, ground) and self._bears(block):
            return block
        counts = (1, 1, min((far_z - z) // c, most, high_most))
        for left, back in ((x, y), *((each[0], each[1]) for each in ground)):
            if left + a <= far_x and back + b <= far_y:
                column = Block(index, left, back, z, turn, counts)
                if self._supports(column, ground) and self._bears(column):
                    return column
        return None

    def _ground_of(self, space: Cuboid) -> list[Rectangle] | None:
        """What a space stands on: the tops below it; None if they leave no gap."""
        if space in self._ground:
            return self._ground[space]
        x, y, z, far_x, far_y, _ = space
        ground: list[Rectangle] | None = None
        if z:
            ground = [
                (max(x, left), max(y, back), min(far_x, right), min(far_y, front))
                for left, back, right, front in self._tops.get(z, ())
                if left < far_x and right > x and back < far_y and front > y
            ]
            area = sum((right - left) * (front - back) for left, back, right, front in ground)
            if area == (far_x - x) * (far_y - y):
                ground = None
        self._ground[space] = ground
        return ground

    def _supports(self, block: Block, ground: list[Rectangle]) -> bool:
        """Whether each unit of a block's lowest layer rests on enough."""
        base = (block.x, block.y, block.x + block.dx, block.y + block.dy)
        whole = block.dx * block.dy
        supported = _covered(base, ground)
        if supported == whole or supported * 100 < SUPPORT_PERCENT * whole:
            return supported == whole
        if block.counts[0] * block.counts[1] == 1:
            return True
        enough = SUPPORT_PERCENT * block.turn[0] * block.turn[1]
        return all(_covered(unit, ground) * 100 >= enough for unit in block.bases())

    def _bears(self, block: Block) -> bool:
        """Whether a block crushes nothing fragile and is not crushed itself."""
        for each in self._fragile:
            if self._weight_above(each, block) > each.spare_g:
                return False
        if not self._units[block.unit].fragile:
            return True
        top = block.z + block.dz
        base = (block.x, block.y, block.x + block.dx, block.y + block.dy)
        return not any(
            _covered(base, [(other.x, other.y, other.x + other.dx, other.y + other.dy)])
            for other in self.blocks
            if other.z >= top
        )

    def _weight_above(self, below: _Fragile, block: Block) -> int:
        """What the units of a block that lie above a fragile unit weigh."""
        if block.z < below.top:
            return 0
        columns = _columns(block.x, block.turn[0], block.counts[0], below.base[0], below.base[2])
        columns *= _columns(block.y, block.turn[1], block.counts[1], below.base[1], below.base[3])
        return columns * block.counts[2] * self._units[block.unit].weight_g

    def _cut(self, block: Block) -> None:
        """Take a block's room out of the empty spaces, and drop what is inside another space."""
        shortest = min(
            (side for side, left in zip(self._shortest, self.left, strict=True) if left), default=0
        )
        whole: list[Cuboid] = []
        cut: dict[Cuboid, None] = {}
        for space in self._spaces:
            parts = _without(space, block)
            if parts is None:
                whole.append(space)
                continue
            for part in parts:
                x, y, z, far_x, far_y, far_z = part
                if far_x - x >= shortest and far_y - y >= shortest and far_z - z >= shortest:
                    cut[part] = None
        largest = [
            part
            for part in cut
            if not any(_inside(part, other) for other in whole)
            and not any(other is not part and _inside(part, other) for other in cut)
        ]
        self._spaces = whole + largest


def _fragile_units(block: Block, weight_g: int) -> Iterator[_Fragile]:
    """The units of a fragile block, each with what it still bears."""
    for z, y, x, dx, dy, dz, _ in block.units():
        on_it = block.counts[2] - 1 - (z - block.z) // dz
        spare_g = (FRAGILE_BEARS - on_it) * weight_g
        yield _Fragile((x, y, x + dx, y + dy), z + dz, spare_g)


def _columns(begin: int, side: int, count: int, left: int, right: int) -> int:
    """How many of `count` equal sides from `begin` on lie above the stretch from left to right."""
    first = max(0, (left - begin) // side)
    last = min(count, -((begin - right) // side))
    return max(0, last - first)


def _covered(base: Rectangle, tops: list[Rectangle]) -> int:
    """The area of a base that tops, which do not overlap each other, lie under."""
    left, back, right, front = base
    area = 0
    # Comparisons in place: calls of min and max would take most of all the time there is.
    for x, y, far_x, far_y in tops:
        dx = (far_x if far_x < right else right) - (x if x > left else left)  # noqa: FURB136 - see above
        if dx > 0:
            dy = (far_y if far_y < front else front) - (y if y > back else back)  # noqa: FURB136 - see above
            if dy > 0:
                area += dx * dy
    return area


def _inside(part: Cuboid, whole: Cuboid) -> bool:
    """Whether a space lies within another one."""
    return (
        whole[0] <= part[0]
        and whole[1] <= part[1]
        and whole[2] <= part[2]
        and whole[3] >= part[3]
        and whole[4] >= part[4]
        and whole[5] >= part[5]
    )


def _without(space: Cuboid, block: Block) -> list[Cuboid] | None:
    """The largest spaces that a block leaves of a space; None if it is not touched."""
    x, y, z, far_x, far_y, far_z = space
    left, right = block.x, block.x + block.dx
    back, front = block.y, block.y + block.dy
    bottom, top = block.z, block.z + block.dz
    if left >= far_x or right <= x or back >= far_y or front <= y or bottom >= far_z or top <= z:
        return None
    parts: list[Cuboid] = []
    if left > x:
        parts.append((x, y, z, left, far_y, far_z))
    if right < far_x:
        parts.append((right, y, z, far_x, far_y, far_z))
    if back > y:
        parts.append((x, y, z, far_x, back, far_z))
    if front < far_y:
        parts.append((x, front, z, far_x, far_y, far_z))
    if top < far_z:
        parts.append((x, y, top, far_x, far_y, far_z))
    if bottom > z:
        parts.append((x, y, z, far_x, far_y, bottom))
    return parts

"""Lays units into one packaging so that they really fit: every unit's place, proven by geometry.

The method is that of maximal empty spaces (Lai and Chan, Computers & Industrial Engineering 32,
1997) filled with blocks of equal units (Eley, European Journal of Operational Research 141, 2002;
Parreno et al., INFORMS Journal on Computing 20, 2008), begun anew under other sequences and other
measures of a good spot until all is in or the steps are used up. Steps are counted, not timed: the
same goods get the same answer on every machine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from app.domain.cartonization_room import Block, FilledRoom, Spot
from app.domain.packaging import Packaging, UnitSize

STEPS = 8_000
"""How many spots are looked at for one packaging before it counts as too small: up to 0.1 s."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one unit lies, in mm from the packaging's inner corner, with its padding.

    Attributes:
        unit: Index of its entry among the units that were to be packed.
        x: Along the packaging's length; `dx` is the unit's side there.
        y: Along its width.
        z: Height of the unit's lower side.
        layer: 1 on the floor, otherwise one more than the highest unit it rests on.
    """

    unit: int
    x: int
    y: int
    z: int
    dx: int
    dy: int
    dz: int
    layer: int


Load = tuple[Placement, ...]
"""Placements in the order of laying: each unit rests on units laid before it."""


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """How far a packaging may be filled.

    Attributes:
        room_mm3: Room that units with their padding may take together.
        steps: How many spots may be looked at.
    """

    room_mm3: int
    steps: int = STEPS


Score = Callable[[Spot], tuple[int, ...]]
"""Judges a spot for a block; the smallest is best."""


def _snug(spot: Spot) -> tuple[int, ...]:
    """The least left over beside the block, on the tightest sides first."""
    tightest, middle, loosest = sorted(spot.gaps)
    return tightest, middle, spot.block.z, loosest


def _low(spot: Spot) -> tuple[int, ...]:
    """As low as possible, then snug."""
    block = spot.block
    return block.z, min(spot.gaps[:2]), block.z + block.dz, block.y, block.x


def _large(spot: Spot) -> tuple[int, ...]:
    """The largest block, then low."""
    block = spot.block
    return -block.dx * block.dy * block.dz, block.z, min(spot.gaps[:2])


def _in_the_corner(spot: Spot) -> tuple[int, ...]:
    """Deepest, then furthest back and left, then the largest base."""
    block = spot.block
    return block.z, block.y, block.x, -block.dx * block.dy


SCORES: tuple[Score, ...] = (_snug, _low, _large, _in_the_corner)


def load_all(units: Sequence[UnitSize], packaging: Packaging, limits: LoadLimits) -> Load | None:
    """Lay all units into a packaging.

    Args:
        units: What goes in; entries with quantity 0 don't count.
        packaging: Where it goes.
        limits: How far it may be filled, and how long may be looked.

    Returns:
        The placements, or None if no arrangement was found.
    """
    steps = 0
    for sequence, score, in_blocks in _starts(units):
        room = FilledRoom(units, packaging, limits.room_mm3, limits.steps - steps)
        if all(_lay_kind(room, index, score, in_blocks) for index in sequence):
            return _load_of(room.blocks)
        steps += room.steps
        if steps >= limits.steps:
            return None
    return None


def load_most(units: Sequence[UnitSize], packaging: Packaging, limits: LoadLimits) -> Load:
    """Lay as much room of the units into a packaging as is found to go in; what stays, stays."""
    best: list[Block] = []
    most = -1
    steps = 0
    for sequence, score, in_blocks in _starts(units):
        room = FilledRoom(units, packaging, limits.room_mm3, limits.steps - steps)
        for index in sequence:
            _lay_kind(room, index, score, in_blocks)
        steps += room.steps
        if room.taken_mm3 > most:
            best, most = room.blocks, room.taken_mm3
        if steps >= limits.steps:
            break
    return _load_of(best)


def _lay_kind(room: FilledRoom, index: int, score: Score, in_blocks: bool) -> bool:
    """Lay all units of an entry; False as soon as one finds no spot."""
    while room.left[index]:
        spot = min(room.spots(index, in_blocks=in_blocks), key=score, default=None)
        if spot is None:
            return False
        room.lay(spot.block)
    return True


Start = tuple[tuple[int, ...], Score, bool]
"""The sequence of entries, the score of spots, and whether equal units are laid in blocks."""


def _starts(units: Sequence[UnitSize]) -> list[Start]:
    """The ways to begin, the most promising first. Fragile units come last, so lie on top."""
    entries = [index for index, unit in enumerate(units) if unit.quantity > 0]
    sides = {index: sorted(units[index].room_mm) for index in entries}
    measures: tuple[Callable[[int], int], ...] = (
        lambda index: units[index].room_mm3,
        lambda index: sides[index][2],
        lambda index: sides[index][1] * sides[index][2],
        lambda index: units[index].room_mm3 * units[index].quantity,
    )
    sequences = dict.fromkeys(
        tuple(sorted(entries, key=lambda index: (units[index].fragile, -measure(index), index)))
        for measure in measures
    )
    blocks = (True, False) if any(units[index].quantity > 1 for index in entries) else (False,)
    return list(product(sequences, SCORES, blocks))


def _load_of(blocks: Sequence[Block]) -> Load:
    """The units of blocks in the order of laying, with the layer of each."""
    rooms = sorted(room for block in blocks for room in block.units())
    tops: dict[int, list[Placement]] = {}
    placements: list[Placement] = []
    for z, y, x, dx, dy, dz, unit in rooms:
        below = (
            each.layer
            for each in tops.get(z, ())
            if each.x < x + dx and x < each.x + each.dx and each.y < y + dy and y < each.y + each.dy
        )
        placement = Placement(unit, x, y, z, dx, dy, dz, 1 + max(below, default=0))
        placements.append(placement)
        tops.setdefault(z + dz, []).append(placement)
    return tuple(placements)

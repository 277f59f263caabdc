"""Packagings and the units that go into them: sizes, weights, and what rules a pair out at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FRAGILE_PADDING_MM = 10
"""Padding on each side of a fragile unit."""

PARCEL_LIMIT_G = 31_500
"""Heaviest parcel that parcel networks take and one person lifts; what bears more is a pallet."""


@dataclass(frozen=True, slots=True)
class Packaging:
    """A kind of packaging on the pack bench's shelf; inner measures in mm, weights in g."""

    code: str
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    max_weight_g: int
    tare_g: int

    @property
    def inner_mm(self) -> tuple[int, int, int]:
        """Length, width and height inside."""
        return self.length_mm, self.width_mm, self.height_mm

    @property
    def volume_mm3(self) -> int:
        """Inner volume."""
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def is_pallet(self) -> bool:
        """Whether it travels as freight, not as a parcel."""
        return self.max_weight_g > PARCEL_LIMIT_G


@dataclass(frozen=True, slots=True)
class UnitSize:
    """Measures of one unit of an item, and how many of them go along.

    `fragile` units are padded and bear little; `upright` ones keep this side up, so that they are
    only turned about their height.
    """

    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    quantity: int = 1
    fragile: bool = False
    upright: bool = False

    @property
    def volume_mm3(self) -> int:
        """Bare volume of one unit, without padding."""
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def room_mm(self) -> tuple[int, int, int]:
        """Length, width and height of the room one unit takes, padded where it is fragile."""
        padding = 2 * FRAGILE_PADDING_MM if self.fragile else 0
        return self.length_mm + padding, self.width_mm + padding, self.height_mm + padding

    @property
    def room_mm3(self) -> int:
        """Volume of the room one unit takes."""
        length, width, height = self.room_mm
        return length * width * height

    @property
    def turns(self) -> tuple[tuple[int, int, int], ...]:
        """The different ways to set the unit's room down, each along the packaging's sides."""
        a, b, c = self.room_mm
        turns = [(a, b, c), (b, a, c)]
        if not self.upright:
            turns += [(a, c, b), (c, a, b), (b, c, a), (c, b, a)]
        return tuple(dict.fromkeys(turns))


class Misfit(StrEnum):
    """Why a packaging can't take the units."""

    TOO_HEAVY = "too_heavy"
    UNIT_TOO_LONG = "unit_too_long"
    TOO_FULL = "too_full"
    NO_ARRANGEMENT = "no_arrangement"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A packaging that was considered and can't be used."""

    code: str
    misfit: Misfit


def units_in(units: Sequence[UnitSize]) -> int:
    """How many units there are."""
    return sum(unit.quantity for unit in units)


def weight_of(units: Sequence[UnitSize]) -> int:
    """What units weigh together, in grams."""
    return sum(unit.weight_g * unit.quantity for unit in units)


def volume_of(units: Sequence[UnitSize]) -> int:
    """The bare volume of units, in cubic millimetres."""
    return sum(unit.volume_mm3 * unit.quantity for unit in units)


def room_of(units: Sequence[UnitSize]) -> int:
    """The room units take with their padding, in cubic millimetres."""
    return sum(unit.room_mm3 * unit.quantity for unit in units)


def misfit_at_once(
    units: Sequence[UnitSize], packaging: Packaging, filling: float
) -> Misfit | None:
    """What rules a packaging out by weight, sides or volume; None if a closer look is worth it.

    A single unit is judged by its sides alone, so it may fill its packaging to the last corner.

    Args:
        units: What goes in.
        packaging: Where it goes.
        filling: Share of the inner volume that units with their padding may take.
    """
    if weight_of(units) > packaging.max_weight_g:
        return Misfit.TOO_HEAVY
    if not all(_goes_in(unit, packaging) for unit in units if unit.quantity > 0):
        return Misfit.UNIT_TOO_LONG
    if units_in(units) <= 1:
        return None
    return Misfit.TOO_FULL if room_of(units) > filling * packaging.volume_mm3 else None


def _goes_in(unit: UnitSize, packaging: Packaging) -> bool:
    """Whether one unit goes in alone, turned as it may be."""
    return any(
        all(side <= room for side, room in zip(turn, packaging.inner_mm, strict=True))
        for turn in unit.turns
    )

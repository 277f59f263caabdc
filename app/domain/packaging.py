"""Which packaging an order's units go into: the smallest that holds them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

DEFAULT_FILLING = 0.8
"""Share of a packaging's volume that goods of mixed shapes can be expected to fill."""

FRAGILE_PADDING_MM = 10
"""Padding on each side of a fragile unit."""


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
    def volume_mm3(self) -> int:
        """Inner volume."""
        return self.length_mm * self.width_mm * self.height_mm


@dataclass(frozen=True, slots=True)
class UnitSize:
    """Measures of one unit of an item, and how many of them go along."""

    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    quantity: int = 1
    fragile: bool = False

    @property
    def volume_mm3(self) -> int:
        """Bare volume of one unit, without padding."""
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def padded_mm(self) -> tuple[int, int, int]:
        """Sides of the room one unit takes, shortest first, with padding where it is fragile."""
        padding = 2 * FRAGILE_PADDING_MM if self.fragile else 0
        short, middle, long = sorted((self.length_mm, self.width_mm, self.height_mm))
        return short + padding, middle + padding, long + padding


class Misfit(StrEnum):
    """Why a packaging can't take the units."""

    TOO_HEAVY = "too_heavy"
    UNIT_TOO_LONG = "unit_too_long"
    TOO_FULL = "too_full"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A packaging that was considered and can't be used."""

    code: str
    misfit: Misfit


@dataclass(frozen=True, slots=True)
class Choice:
    """The packaging proposed.

    Attributes:
        code: Its code.
        fill_percent: Share of its inner volume that the bare goods take.
        why: The smaller packagings and what was against each; empty if it is the smallest.
    """

    code: str
    fill_percent: int
    why: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class NoneFits:
    """No packaging takes all units at once: more parcels than one, or a bigger packaging."""

    why: tuple[Rejected, ...]


FitRule = Callable[[Sequence[UnitSize], Packaging, float], Misfit | None]
"""Judges whether units go into a packaging filled to a share at most; None if they do."""


def fits_by_volume(
    units: Sequence[UnitSize], packaging: Packaging, filling: float
) -> Misfit | None:
    """Judge by weight, each unit's sides in the best rotation, and the sum of volumes.

    A single unit is judged by its sides alone, so it may fill its packaging to the last corner.
    """
    if sum(unit.weight_g * unit.quantity for unit in units) > packaging.max_weight_g:
        return Misfit.TOO_HEAVY
    inner = sorted((packaging.length_mm, packaging.width_mm, packaging.height_mm))
    if any(side > room for unit in units for side, room in zip(unit.padded_mm, inner, strict=True)):
        return Misfit.UNIT_TOO_LONG
    if sum(unit.quantity for unit in units) <= 1:
        return None
    needed = sum(_padded_volume_mm3(unit) * unit.quantity for unit in units)
    return Misfit.TOO_FULL if needed > filling * packaging.volume_mm3 else None


def _padded_volume_mm3(unit: UnitSize) -> int:
    """Return the room one unit takes."""
    short, middle, long = unit.padded_mm
    return short * middle * long


def choose_packaging(
    units: Sequence[UnitSize],
    kinds: Iterable[Packaging],
    *,
    filling: float = DEFAULT_FILLING,
    rule: FitRule = fits_by_volume,
) -> Choice | NoneFits:
    """Propose the smallest packaging that takes all units.

    Args:
        units: What goes in; entries with quantity 0 don't count.
        kinds: The packagings on the shelf, in any order.
        filling: Share of the inner volume that goods may take, above 0 and at most 1.
        rule: How a fit is judged.

    Raises:
        ValueError: If there is no unit, or the filling is no such share.
    """
    going = [unit for unit in units if unit.quantity > 0]
    if not going or not 0 < filling <= 1:
        raise ValueError(f"nothing to pack or impossible filling: {going}, {filling}")
    rejected: list[Rejected] = []
    for kind in sorted(kinds, key=lambda kind: (kind.volume_mm3, kind.code)):
        misfit = rule(going, kind, filling)
        if misfit is None:
            volume = sum(unit.volume_mm3 * unit.quantity for unit in going)
            return Choice(kind.code, round(100 * volume / kind.volume_mm3), tuple(rejected))
        rejected.append(Rejected(kind.code, misfit))
    return NoneFits(tuple(rejected))

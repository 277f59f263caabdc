"""What a scale says, whichever protocol it speaks: the shape every bench receives, in grams."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

GRAMS_IN = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "mg": Decimal("0.001"),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
"""The international avoirdupois pound and ounce are exact by definition (1959)."""

_SAME_UNIT = {"lbs": "lb", "kgs": "kg", "gr": "g", "grm": "g"}


class Load(StrEnum):
    """How the scale stands."""

    STABLE = "stable"
    MOVING = "moving"
    OVER = "over"
    """More than the scale can weigh."""
    UNDER = "under"
    """Less than nothing, as when a plate or the last tare was taken away."""


@dataclass(frozen=True)
class ScaleReading:
    """One reading.

    Attributes:
        load: How the scale stands; only a stable reading is a weight to judge by.
        grams: What it shows; None where it shows no number.
        at: When it came, in seconds of the station's monotonic clock.
        is_net: Whether a tare is taken off.
    """

    load: Load
    grams: float | None
    at: float
    is_net: bool = False

    @property
    def weight_g(self) -> float | None:
        """The weight to judge by, in grams; None while there is none."""
        return self.grams if self.load is Load.STABLE else None


def in_grams(value: Decimal, unit: str) -> float:
    """A weight in grams.

    Raises:
        ValueError: No such unit is known.
    """
    name = unit.strip().lower()
    factor = GRAMS_IN.get(_SAME_UNIT.get(name, name))
    if factor is None:
        raise ValueError(f"unknown unit of weight {unit!r}")
    return float(value * factor)

"""Finds in what a scale says the weight of the parcel that was put onto it, and when there is none.

A parcel is weighed once: its weight comes again only after the scale was relieved, or says clearly
something else. So a knock against the table is no second weighing of the same parcel.
"""

from __future__ import annotations

from enum import StrEnum

from app.devices.scale_reading import Load, ScaleReading

NOTHING_G = 20.0
"""Less than any parcel: the lightest envelope with something in it."""

DRIFT_G = 4.0
"""So far from zero an empty scale has drifted: about one division of a common bench scale."""

ANOTHER_G = 10.0
"""A weight that differs so much is another one, without the parcel having been taken off."""


class OnScale(StrEnum):
    """How the scale stands, for whoever waits for a weight."""

    SILENT = "silent"
    EMPTY = "empty"
    DRIFTED = "drifted"
    """Nothing is on it, and it does not say zero."""
    MOVING = "moving"
    TOO_HEAVY = "too_heavy"
    BELOW_ZERO = "below_zero"
    WEIGHT = "weight"


def on_scale(reading: ScaleReading | None) -> OnScale:
    """What a reading means for whoever waits for a weight; None while the scale says nothing."""
    if reading is None:
        return OnScale.SILENT
    if reading.load is Load.OVER:
        return OnScale.TOO_HEAVY
    grams = reading.weight_g
    if reading.load is Load.UNDER or (grams is not None and grams <= -NOTHING_G):
        return OnScale.BELOW_ZERO
    if grams is None:
        return OnScale.MOVING
    if grams >= NOTHING_G:
        return OnScale.WEIGHT
    return OnScale.DRIFTED if abs(grams) > DRIFT_G else OnScale.EMPTY


class ScaleWatch:
    """Waits for one parcel's weight after the other."""

    def __init__(self) -> None:
        self._last: float | None = None

    def begin(self) -> None:
        """Wait for a parcel: what lies on the scale now counts as it."""
        self._last = None

    def feed(self, reading: ScaleReading | None) -> float | None:
        """The weight of a parcel that was put on since the last one, in grams; else None."""
        stands = on_scale(reading)
        if stands in (OnScale.EMPTY, OnScale.DRIFTED, OnScale.BELOW_ZERO):
            self._last = None
        if stands is not OnScale.WEIGHT or reading is None or reading.grams is None:
            return None
        if self._last is not None and abs(reading.grams - self._last) <= ANOTHER_G:
            return None
        self._last = reading.grams
        return reading.grams

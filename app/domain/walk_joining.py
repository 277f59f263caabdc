"""Where a stop that turns up on the way joins the walk: where it costs the fewest steps more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spot:
    """Where a location is.

    Attributes:
        sequence: its place on the walk through the house.
        x_m: metres from the corner of the floor; None where nobody has measured it.
        y_m: the same, across.
    """

    sequence: int
    x_m: float | None = None
    y_m: float | None = None


def place_in_walk(here: Spot, ahead: Sequence[Spot], new: Spot) -> int:
    """Before which of the stops ahead a new one is made; `len(ahead)` for after all of them.

    Cheapest insertion, as in the textbooks on tours: each gap is tried, and the one with the
    shortest detour is taken, the first among equals. Distances go along aisles and across them
    where the floor was measured, and by the places on the walk where it was not.

    Args:
        here: where the picker stands.
        ahead: the stops to come, in walking order.
        new: the stop that joins.
    """
    spots = (here, *ahead, new)
    is_measured = all(spot.x_m is not None and spot.y_m is not None for spot in spots)

    def far(a: Spot, b: Spot) -> float:
        if is_measured:
            return abs((a.x_m or 0) - (b.x_m or 0)) + abs((a.y_m or 0) - (b.y_m or 0))
        return abs(a.sequence - b.sequence)

    before = (here, *ahead)
    detours = [
        far(one, new) + far(new, then) - far(one, then)
        for one, then in zip(before, ahead, strict=False)
    ]
    detours.append(far(before[-1], new))
    return min(range(len(detours)), key=lambda gap: (detours[gap], gap))

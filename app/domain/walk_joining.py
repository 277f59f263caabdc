"""Where a stop that turns up on the way joins the walk, by the numbers of the locations alone.

That is the order of the rows. A station that knows the floor orders its copy by the planner
(`app.services.walking`); where no floor plan can be made, this order stays.
"""

from __future__ import annotations

from collections.abc import Sequence


def place_in_walk(here: int, ahead: Sequence[int], new: int) -> int:
    """Before which of the stops ahead a new one is made; `len(ahead)` for after all of them.

    Cheapest insertion, as in the textbooks on tours: each gap is tried, and the one with the
    shortest detour is taken, the first among equals. What counts are places on the walk through
    the house.

    Args:
        here: where the picker stands.
        ahead: the stops to come, in walking order.
        new: the stop that joins.
    """
    before = (here, *ahead)
    detours = [
        abs(one - new) + abs(new - then) - abs(one - then)
        for one, then in zip(before, ahead, strict=False)
    ]
    detours.append(abs(before[-1] - new))
    return min(range(len(detours)), key=lambda gap: (detours[gap], gap))

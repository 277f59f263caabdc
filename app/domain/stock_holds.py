"""How long stock work (a count, a replenishment, a put-away) is left to whoever began it."""

from __future__ import annotations

from datetime import datetime, timedelta

HOLD = timedelta(minutes=10)
"""After so long without a scan, the work is offered to others.

Longer than a walk across the house, shorter than a break. Nobody is locked out by it: whoever
comes back to it later finds it as it is, or done.
"""


def is_in_others_hands(
    holder: int | None, held_until: datetime | None, operator_id: int, now: datetime
) -> bool:
    """Whether somebody else is at a piece of work just now.

    A hold that ends later than any given now can was given before a clock was set back.
    """
    if holder is None or holder == operator_id or held_until is None:
        return False
    return now <= held_until <= now + HOLD

"""Shares a width among columns by weight, so that no words are cut while there is room for all."""

from __future__ import annotations

from collections.abc import Sequence


def shared_widths(room: int, needs: Sequence[int], weights: Sequence[float]) -> list[int]:
    """The width of each column.

    Args:
        room: Pixels that all columns share.
        needs: Pixels in which each one shows its words whole.
        weights: How the room is shared; a column whose share is less than its need takes the need.

    Returns:
        Widths of together `room` at most; each at least its need wherever all needs have room,
        else the widest ones give way, down to one width that all of them share.
    """
    if sum(needs) >= room:
        return _narrowed(room, needs)
    widths = [float(need) for need in needs]
    free = set(range(len(needs)))
    while free:
        left = room - sum(widths[at] for at in range(len(needs)) if at not in free)
        heavy = sum(weights[at] for at in free)
        shares = {at: left * weights[at] / heavy for at in free}
        tight = {at for at in free if shares[at] < needs[at]}
        if not tight:
            for at, share in shares.items():
                widths[at] = share
            break
        free -= tight
    return [int(width) for width in widths]


def _narrowed(room: int, needs: Sequence[int]) -> list[int]:
    """Short columns keep what they need; what is left is the same for each of the others."""
    left, cap = room, 0
    for at, need in enumerate(sorted(needs)):
        cap = max(0, left // (len(needs) - at))
        if need > cap:
            break
        left -= need
    return [min(need, cap) for need in needs]

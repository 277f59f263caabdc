"""Channels that feed the floor without waves: as much as there is room for, until they close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class ChannelState(StrEnum):
    """Whether a channel takes orders, and whether it gives them to the floor.

    OPEN: it does both. LOCKED: orders wait in it. ASLEEP: it has none, and takes none. A lead may
    change from each into each other at any time.
    """

    OPEN = "open"
    LOCKED = "locked"
    ASLEEP = "asleep"


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What decides how many orders a channel releases now.

    Attributes:
        state: whether it releases at all.
        room: how many orders it may have on the floor that are not past picking.
        on_floor: how many it has.
        ready: how many wait in it that may be released.
    """

    state: ChannelState
    room: int
    on_floor: int
    ready: int


def to_release(channel: ChannelFacts, most: int | None = None) -> int:
    """How many orders a channel releases now: as many as fit, and no more than it has.

    Args:
        channel: the channel.
        most: no more than this at once; any number if None.
    """
    if channel.state is not ChannelState.OPEN:
        return 0
    free = max(0, channel.room - channel.on_floor)
    return min(free, channel.ready, free if most is None else most)


def ends_at(opened: datetime, end: time | None) -> datetime | None:
    """When a channel that was opened at a moment closes, by the floor's clock.

    The end is on the day it was opened, or on the next one where that time had passed already.
    """
    if end is None:
        return None
    today = datetime.combine(opened.date(), end)
    return today if opened < today else today + timedelta(days=1)

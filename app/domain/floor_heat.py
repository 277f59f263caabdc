"""What colours a floor map: the layers, the steps of their scale, and when an aisle is crowded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class HeatLayer(IntEnum):
    """What is shown of each aisle; the value is the number that is typed for it."""

    LINES = 1
    """Open pick lines."""
    MINUTES = 2
    """Minutes of one person's work on them."""
    LATE = 3
    """Open pick lines whose cut-off has passed."""
    PEOPLE = 4
    """People who scanned a place there last, within the last minutes."""
    CROWD = 5
    """People in a hundred of those who fit."""
    SHORTS = 6
    """Lines of which units were not found, in the last hours."""
    REFILLS = 7
    """Refills of its pick faces that nobody has done."""
    COUNTS = 8
    """Places to be counted."""


STEPS = 4
"""Steps of the scale above nothing; each has a tint and a hatching of its own."""

_ROUND = (1, 2, 3, 4, 5, 6, 8, 10)


def scale_top(values: Iterable[int]) -> int:
    """The end of a scale that begins at 0: the next round number, at least `STEPS`."""
    most = max([STEPS, *values])
    power = 1
    while True:
        for digit in _ROUND:
            if digit * power >= most:
                return digit * power
        power *= 10


def step_of(value: int, top: int) -> int:
    """On which step of the scale a value is: 0 for nothing, then 1 to `STEPS`."""
    if value <= 0:
        return 0
    return min(STEPS, 1 + (value - 1) * STEPS // top)


def steps_end_at(top: int) -> tuple[int, ...]:
    """The highest value on each step above nothing."""
    return tuple(-(-step * top // STEPS) for step in range(1, STEPS + 1))


class Crowding(StrEnum):
    """How much people in an aisle are in each other's way."""

    FREE = "free"
    BUSY = "busy"
    """As many as fit, and they stay; or soon there will be more than fit."""
    CROWDED = "crowded"
    """More than can pass each other with their carts."""


METRES_A_PERSON = 8.0
"""Of an aisle, for somebody with a cart whom others can still pass."""

STOPS_TO_STAY = 6
"""Whoever has so many stops left in an aisle is still there when the next one comes."""


@dataclass(frozen=True)
class AisleTraffic:
    """Who and what is in an aisle.

    Attributes:
        metres: its length.
        people: who scanned a place there last.
        coming: who has the next stop there and is elsewhere.
        stops: open stops of those two together.
    """

    metres: float
    people: int
    coming: int = 0
    stops: int = 0


def room_for(metres: float) -> int:
    """How many people with carts fit into an aisle: at least one."""
    return max(1, int(metres // METRES_A_PERSON))


def crowding(traffic: AisleTraffic) -> Crowding:
    """Whether people are in each other's way there, or are about to be."""
    room = room_for(traffic.metres)
    if traffic.people > max(1, room):
        return Crowding.CROWDED
    both = traffic.people + traffic.coming
    if both > room and both > 1:
        return Crowding.BUSY
    if both == room and both > 1 and traffic.stops >= STOPS_TO_STAY * both:
        return Crowding.BUSY
    return Crowding.FREE


SEEN_WITHIN = timedelta(hours=2)
"""Whoever has not scanned for longer is not on the floor any more."""

IDLE_AFTER = timedelta(minutes=5)
"""Without a scan for so long somebody is shown as waiting; what they do is not known."""


def is_idle(scanned_at: datetime | None, now: datetime) -> bool:
    """Whether somebody's last scan is so long ago that it is worth a look."""
    return scanned_at is None or now - scanned_at >= IDLE_AFTER

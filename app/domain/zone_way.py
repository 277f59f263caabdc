"""The way of an order's totes from zone to zone, and when one of them is late on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PER_LINE = timedelta(seconds=40)
"""What a line takes, by the time shares of the screens' design note (section 1)."""

PER_ZONE = timedelta(minutes=5)
"""What a tote waits and travels for each zone it still passes, until a house knows better."""

SLOW_AFTER = timedelta(minutes=10)
"""A tote that waits so long is shown to be looked at."""

STALE_AFTER = timedelta(minutes=30)
"""A tote that waits so long may be lost: somebody asks where it is."""


@dataclass(frozen=True)
class Onward:
    """Where a zone's totes go once nothing is open there.

    Attributes:
        zone: the zone that picks next; empty where the order goes to be packed.
        place: the code of the lane they are put on; empty where none is set up.
        is_scanned: whether this site asks for the lane's scan.
        is_there: whether the lane was scanned.
        came_by: the code of the lane where totes for this zone are put down.
    """

    zone: str = ""
    place: str = ""
    is_scanned: bool = False
    is_there: bool = False
    came_by: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether the lane is still to be scanned."""
        return self.is_scanned and bool(self.place) and not self.is_there


class Age(StrEnum):
    """How long a tote has waited for a zone, as it is coloured."""

    FRESH = "fresh"
    SLOW = "slow"
    STALE = "stale"


@dataclass(frozen=True)
class WaitingTote:
    """A tote that stands in front of a zone, or an order that begins there.

    Attributes:
        task_id: the work.
        order_number: for which order.
        tote: the tote; empty for an order that has none yet.
        lines: open lines in this zone.
        lines_after: open lines in the zones after it.
        zones_after: zones that are still to be passed.
        priority: of the work; higher goes first.
        due_at: when the order must leave the house.
        since: when it was handed over, or released.
        orders: how many orders share the work, where they are picked side by side.
    """

    task_id: int
    order_number: str
    tote: str
    lines: int
    lines_after: int
    zones_after: int
    priority: int
    due_at: datetime | None
    since: datetime
    orders: int = 1

    @property
    def is_on_the_way(self) -> bool:
        """Whether a zone before this one has handed it over."""
        return bool(self.tote)

    def age(self, now: datetime) -> timedelta:
        """How long it has waited."""
        return max(timedelta(), now - self.since)

    def ageing(self, now: datetime) -> Age:
        """How its age is coloured; an order that has not begun does not age."""
        waited = self.age(now)
        if not self.is_on_the_way or waited < SLOW_AFTER:
            return Age.FRESH
        return Age.SLOW if waited < STALE_AFTER else Age.STALE

    def needs(self) -> timedelta:
        """What is still to be picked and passed takes so long."""
        return (self.lines + self.lines_after) * PER_LINE + self.zones_after * PER_ZONE

    def is_late_risk(self, now: datetime) -> bool:
        """Whether it will hardly be picked before it is due."""
        return self.due_at is not None and now + self.needs() > self.due_at


def by_turn(waiting: WaitingTote) -> tuple[bool, int, datetime, int]:
    """The key that brings the totes that are there first, urgent before others, then the oldest."""
    return not waiting.is_on_the_way, -waiting.priority, waiting.since, waiting.task_id

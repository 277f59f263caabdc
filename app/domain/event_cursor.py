"""Reads a log whose ids are taken before they are committed, so that no entry is passed over.

A database hands out ids when rows are written and shows the rows when they are committed: a lower
id may appear after a higher one. Whoever only remembers the highest id seen never sees it. The
cursor therefore remembers the gaps below the highest id as well, and asks for them again until
they are filled, or so old that they can only belong to transactions that were rolled back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(seconds=60)
"""How long a gap may stay open; no transaction of the floor takes that long to commit."""


@dataclass(frozen=True)
class Gap:
    """Ids `first` to `last`, both included, that were taken and had not appeared at `since`."""

    first: int
    last: int
    since: datetime

    def without(self, event_ids: Sequence[int]) -> list[Gap]:
        """What is left of the gap after some of its ids appeared; they come in order."""
        return [
            Gap(first, last, self.since)
            for first, last in _between(self.first - 1, [*event_ids, self.last + 1])
        ]


@dataclass(frozen=True)
class EventCursor:
    """What has been read of the log.

    Attributes:
        highest: The highest id that was read.
        gaps: Ids below it that have not appeared yet, in order.
    """

    highest: int = 0
    gaps: tuple[Gap, ...] = ()

    @classmethod
    def at_end(cls, newest: Collection[int], now: datetime, *, is_all: bool) -> EventCursor:
        """A cursor that takes everything there is as read, and waits for what is under way.

        Args:
            newest: The ids at the log's end, as far back as transactions may still be under way.
            now: When they were read, by the database's clock.
            is_all: Whether the log holds no others.
        """
        start = 0 if is_all else min(newest, default=0)
        return cls(start).advance(newest, now)

    def awaits(self, event_id: int) -> bool:
        """Whether an event of this id has not been read and may still appear."""
        return event_id > self.highest or any(
            gap.first <= event_id <= gap.last for gap in self.gaps
        )

    def advance(self, event_ids: Iterable[int], now: datetime) -> EventCursor:
        """The cursor after reading, at `now` by the database's clock, all that it awaited.

        Where only the lowest of the awaited ids were read, the rest stays awaited.
        """
        fresh = sorted({event_id for event_id in event_ids if self.awaits(event_id)})
        gaps = [
            left
            for gap in self.gaps
            for left in gap.without([i for i in fresh if gap.first <= i <= gap.last])
            if now - left.since < PATIENCE
        ]
        above = [event_id for event_id in fresh if event_id > self.highest]
        gaps += [Gap(first, last, now) for first, last in _between(self.highest, above)]
        return EventCursor(max(above, default=self.highest), tuple(gaps))


def _between(last_seen: int, event_ids: Sequence[int]) -> Iterable[tuple[int, int]]:
    """First and last id of each run that is missing between ids in order."""
    for event_id in event_ids:
        if event_id > last_seen + 1:
            yield last_seen + 1, event_id - 1
        last_seen = event_id

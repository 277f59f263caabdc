"""The floor's clock on the wall: times of day as people say them, at this machine's place.

The database keeps moments in UTC. Cut-offs are said by the clock on the wall, which changes between
summer and winter; the machine that works them out knows its place.
"""

from __future__ import annotations

from datetime import UTC, datetime


def floor_time(moment: datetime) -> datetime:
    """A moment as the clock on the wall shows it, without a zone."""
    return moment.astimezone().replace(tzinfo=None)


def utc_of(local: datetime) -> datetime:
    """The moment at which the clock on the wall shows a time."""
    return local.astimezone(UTC)

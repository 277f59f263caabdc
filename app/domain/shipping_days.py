"""When a parcel is collected and delivered: cut-off times, working days and holidays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FURTHEST_DAYS = 366
"""A calendar without a working day for a year is a mistake in the calendar."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which a carrier works.

    Attributes:
        weekdays: Monday is 0.
        holidays: Days on which it does not work all the same.
    """

    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = field(default_factory=frozenset)

    def works_on(self, day: date) -> bool:
        """Whether it works on a day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def from_day(self, day: date) -> date:
        """The day itself, or the next one on which it works.

        Raises:
            ValueError: If it works on no day of a year.
        """
        for ahead in range(FURTHEST_DAYS):
            if self.works_on(found := day + timedelta(days=ahead)):
                return found
        raise ValueError(f"no working day within a year of {day}")

    def after(self, day: date, days: int) -> date:
        """The day that lies so many working days after a day."""
        for _ in range(days):
            day = self.from_day(day + timedelta(days=1))
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after the first day up to and with the last one; 0 if it isn't later."""
        days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
        return sum(1 for day in days if self.works_on(day))


MONDAY_TO_FRIDAY = WorkingDays()


@dataclass(frozen=True, slots=True)
class CutOff:
    """The time of day until which a service still takes parcels the same day.

    Attributes:
        at: In the warehouse's own time.
        time_zone: IANA name of that time.
    """

    at: time
    time_zone: str = "UTC"

    def local(self, moment: datetime) -> datetime:
        """A moment in the warehouse's own time.

        Raises:
            ValueError: If the moment has no zone.
        """
        if moment.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {moment}")
        return moment.astimezone(ZoneInfo(self.time_zone))

    def collected_on(self, ready_at: datetime, days: WorkingDays) -> date:
        """The day on which a parcel goes that is ready at a moment; at the cut-off is in time."""
        local = self.local(ready_at)
        late = local.time() > self.at
        return days.from_day(local.date() + timedelta(days=int(late)))

    def next_at(self, now: datetime, days: WorkingDays) -> datetime:
        """The next cut-off after a moment."""
        day = self.collected_on(now, days)
        return datetime.combine(day, self.at, ZoneInfo(self.time_zone))


def soonest(days: Iterable[date | None]) -> date | None:
    """The earliest of the days that are known."""
    return min((day for day in days if day is not None), default=None)

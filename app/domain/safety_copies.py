"""Which safety copies are kept, and which make room: many of today, few of long ago."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class SafetyCopy:
    """A copy as the rule sees it; `is_proven` if it was read back and its books were right."""

    name: str
    made_at: datetime
    is_proven: bool = True


@dataclass(frozen=True)
class Thinning:
    """How many copies are kept: the latest, one a day, and one a week."""

    latest: int = 6
    days: int = 14
    weeks: int = 8


THINNING = Thinning()


def superfluous(
    copies: Iterable[SafetyCopy], now: datetime, rule: Thinning = THINNING
) -> tuple[SafetyCopy, ...]:
    """The copies that may be removed, the oldest first.

    Of a day or week the newest proven copy stands for all, or the newest if none is proven. The
    newest proven copy of all is never among those returned, and neither is one from the future:
    whose clock was wrong, and when, nobody knows.

    Args:
        copies: all there are, in any order.
        now: the present time, in the zone whose midnight ends a day.
        rule: how many are kept.
    """
    newest_first = sorted(copies, key=lambda copy: copy.made_at, reverse=True)
    past = [copy for copy in newest_first if copy.made_at <= now]
    kept = [copy for copy in newest_first if copy.made_at > now]
    kept += past[: rule.latest]
    kept += [copy for copy in newest_first if copy.is_proven][:1]
    kept += _one_each(past, lambda moment: _day(moment, now), now, rule.days)
    kept += _one_each(past, lambda moment: _day(moment, now) // 7, now, rule.weeks)
    return tuple(copy for copy in reversed(newest_first) if copy not in kept)


def _day(moment: datetime, now: datetime) -> int:
    """The number of a moment's day; weeks begin on Mondays, as day 1 was one."""
    return moment.astimezone(now.tzinfo).toordinal() - 1


def _one_each(
    newest_first: Sequence[SafetyCopy],
    period: Callable[[datetime], int],
    now: datetime,
    periods: int,
) -> list[SafetyCopy]:
    """The best copy of each of the last periods, this one included."""
    best: dict[Hashable, SafetyCopy] = {}
    for copy in newest_first:
        number = period(copy.made_at)
        if number <= period(now) - periods:
            break
        if number not in best or (copy.is_proven and not best[number].is_proven):
            best[number] = copy
    return list(best.values())


def due_in(newest: datetime | None, now: datetime, every: timedelta) -> timedelta:
    """How long until the next copy is to be made: nothing where there is none, or it is old.

    A newest copy from the future does not put the next one off for longer than usual.
    """
    if newest is None:
        return timedelta(0)
    return min(max(newest + every - now, timedelta(0)), every)

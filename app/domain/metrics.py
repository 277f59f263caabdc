"""How a shift went, in figures whose formulas are open; nothing here ranks people.

Times between two scans of one person count as work unless they are longer than `LONGEST_PAUSE`, so
that a break, or a station somebody forgot to leave, makes nobody look slow.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key", int, str)

LONGEST_PAUSE = timedelta(minutes=10)
"""Between two scans; longer ones are no work on the floor (as for the learned pace)."""


class Stage(StrEnum):
    """The parts of an order's way through the house."""

    RELEASE = "release"
    """From its arrival until it is given to the floor."""
    PICK = "pick"
    """From its release until its last unit is picked."""
    PACK = "pack"
    """From then until its last carton is closed; sorting and inspection are in it."""
    SHIP = "ship"
    """From then until it is handed to the carrier."""


@dataclass(frozen=True)
class OrderLife:
    """When an order came to each point of its way; None where it has not yet."""

    placed_at: datetime
    released_at: datetime | None = None
    picked_at: datetime | None = None
    packed_at: datetime | None = None
    shipped_at: datetime | None = None
    ship_by: datetime | None = None
    number: str = ""


@dataclass(frozen=True)
class PaceSum:
    """Paces together: of a slot, a zone, a method, or all; the fields are those of `Pace`."""

    lines: int = 0
    units: int = 0
    short: int = 0
    worked_s: float = 0.0
    scans: int = 0
    stops: int = 0

    @property
    def lines_an_hour(self) -> float | None:
        """Lines for each hour of work; None where nobody worked long enough to tell."""
        return an_hour(self.lines, timedelta(seconds=self.worked_s))

    @property
    def touches(self) -> float | None:
        """Scans and keys for each unit; None without units."""
        return self.scans / self.units if self.units else None


@dataclass(frozen=True)
class Pace:
    """What pickers did in one slot of time, by one method in one zone.

    Attributes:
        slot: its number, from 0.
        method: how was picked.
        zone: of the task; empty where work has none.
        lines: that ended.
        units: of these.
        short: those of them that lacked units.
        worked_s: seconds at work of all people together.
        scans: for it.
        stops: those of them that were stopped.
    """

    slot: int
    method: str
    zone: str
    lines: int = 0
    units: int = 0
    short: int = 0
    worked_s: float = 0.0
    scans: int = 0
    stops: int = 0

    def with_work(self, worked_s: float, scans: int, stops: int) -> Pace:
        """The same with the time that it took."""
        return replace(self, worked_s=worked_s, scans=scans, stops=stops)


@dataclass(frozen=True)
class Spread:
    """How long something took: in the middle, and for nine of ten; of `n` cases."""

    median: timedelta
    ninth_tenth: timedelta
    n: int


@dataclass(frozen=True)
class OnTime:
    """Orders with one cut-off: handed over by then, after it, and not yet."""

    cut_off_at: datetime
    in_time: int
    late: int
    waiting: int

    def share(self, now: datetime) -> float | None:
        """Part of the orders due that left in time; None before the cut-off."""
        due = self.in_time + self.late + self.waiting
        return self.in_time / due if due and now >= self.cut_off_at else None


@dataclass(frozen=True)
class Shorts:
    """Lines that were ended, those of them that lacked units, and why."""

    lines: int
    short: int
    reasons: Mapping[str, int]

    @property
    def rate(self) -> float | None:
        """Part of the lines that lacked units."""
        return self.short / self.lines if self.lines else None


def sums_by(paces: Iterable[Pace], key: Callable[[Pace], Key]) -> dict[Key, PaceSum]:
    """Paces summed by whatever a key takes of them, in the order of the keys."""
    found: dict[Key, PaceSum] = {}
    for pace in paces:
        known = found.get(key(pace), PaceSum())
        found[key(pace)] = PaceSum(
            known.lines + pace.lines,
            known.units + pace.units,
            known.short + pace.short,
            known.worked_s + pace.worked_s,
            known.scans + pace.scans,
            known.stops + pace.stops,
        )
    return dict(sorted(found.items()))


def sum_of(paces: Iterable[Pace]) -> PaceSum:
    """All paces together."""
    return sums_by(paces, lambda _: 0).get(0, PaceSum())


def an_hour(amount: int, work: timedelta) -> float | None:
    """Amount for each hour of work; None where nobody worked long enough to tell (a minute)."""
    return amount / (work / timedelta(hours=1)) if work >= timedelta(minutes=1) else None


def stage_times(lives: Iterable[OrderLife]) -> dict[Stage, Spread]:
    """How long orders took for each stage, of those that have it behind them."""
    taken: dict[Stage, list[timedelta]] = defaultdict(list)
    for life in lives:
        points = (life.placed_at, life.released_at, life.picked_at, life.packed_at, life.shipped_at)
        for stage, (begin, end) in zip(Stage, pairwise(points), strict=True):
            if begin is not None and end is not None:
                taken[stage].append(max(timedelta(), end - begin))
    return {stage: spread_of(taken[stage]) for stage in Stage if stage in taken}


def spread_of(values: Sequence[timedelta]) -> Spread:
    """Median and nine tenths, each the smallest value that so many do not exceed.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("of nothing there is no median")
    ordered = sorted(values)

    def share(part: float) -> timedelta:
        return ordered[max(0, math.ceil(part * len(ordered)) - 1)]

    return Spread(share(0.5), share(0.9), len(ordered))


def on_time(lives: Iterable[OrderLife]) -> tuple[OnTime, ...]:
    """Orders by cut-off, the earliest first; those without one are in none."""
    counts: dict[datetime, Counter[str]] = defaultdict(Counter)
    for life in lives:
        if life.ship_by is None:
            continue
        end = "waiting"
        if life.shipped_at is not None:
            end = "in_time" if life.shipped_at <= life.ship_by else "late"
        counts[life.ship_by][end] += 1
    return tuple(
        OnTime(cut_off, found["in_time"], found["late"], found["waiting"])
        for cut_off, found in sorted(counts.items())
    )

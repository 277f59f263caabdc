"""How long work takes: from metres, stops and units to minutes, and to the time it is done.

Plain arithmetic on plain values. How fast people are is learned from their own scans
(`app.planning.learned_pace`); until there are enough of them the figures of `USUAL_PACE` hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from heapq import heapify, heapreplace


class NobodyToWork(ValueError):
    """Work is to be done by nobody; the message says which."""


@dataclass(frozen=True)
class Pace:
    """How fast people work: metres per second, and seconds for each thing they do.

    Attributes:
        walking: metres per second with a cart.
        per_tour: to fetch a cart and to bring it to its place.
        per_tote: to fetch a tote and scan it onto the cart.
        per_stop: to find a location and scan it.
        per_unit: to take a unit and scan it.
        per_put: to put units of a line into its order's tote, where there are several.
        per_sorted_line: at the wall, to put units of a line into its order's cubby.
        per_sorted_unit: at the wall, to take a unit and scan it.
        per_packed_order: at the bench, for an order's carton, slip and label.
        per_packed_unit: at the bench, to scan and pack a unit.
        allowance: how many times that all takes, with chats, breaks and mishaps.
    """

    walking: float = 1.0
    per_tour: float = 10.0
    per_tote: float = 8.0
    per_stop: float = 12.0
    per_unit: float = 2.0
    per_put: float = 3.0
    per_sorted_line: float = 3.0
    per_sorted_unit: float = 2.0
    per_packed_order: float = 60.0
    per_packed_unit: float = 4.0
    allowance: float = 1.0

    def __post_init__(self) -> None:
        """Refuse people who do not move, and time that runs backwards."""
        for name in ("walking", "allowance"):
            if not 0 < getattr(self, name) < math.inf:
                raise ValueError(f"{name} is {getattr(self, name):g}; it must be above 0")
        for name in (each.name for each in fields(self) if each.name.startswith("per_")):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} is {getattr(self, name):g} s; 0 or more")


USUAL_PACE = Pace()
"""Assumed until scans show better. With the 1,292 orders of the demo's day that can be picked, one
by one, it spends 52 % of a picker's time on the way, 20 % on finding, 17 % on taking and 11 % on
getting ready; Tompkins, White, Bozer and Tanchoco (Facilities Planning, 2010) give 50, 20, 15, 10.
"""


@dataclass(frozen=True)
class Work:
    """What is to be done: metres to walk, and how often each thing is done."""

    metres: float = 0.0
    tours: int = 0
    totes: int = 0
    stops: int = 0
    units: int = 0
    puts: int = 0
    sorted_lines: int = 0
    sorted_units: int = 0
    packed_orders: int = 0
    packed_units: int = 0

    def __add__(self, other: Work) -> Work:
        """Both together."""
        return Work(
            self.metres + other.metres,
            self.tours + other.tours,
            self.totes + other.totes,
            self.stops + other.stops,
            self.units + other.units,
            self.puts + other.puts,
            self.sorted_lines + other.sorted_lines,
            self.sorted_units + other.sorted_units,
            self.packed_orders + other.packed_orders,
            self.packed_units + other.packed_units,
        )


NO_WORK = Work()


def seconds_of(work: Work, pace: Pace = USUAL_PACE) -> float:
    """How long one person works on it."""
    return pace.allowance * (
        work.metres / pace.walking
        + work.tours * pace.per_tour
        + work.totes * pace.per_tote
        + work.stops * pace.per_stop
        + work.units * pace.per_unit
        + work.puts * pace.per_put
        + work.sorted_lines * pace.per_sorted_line
        + work.sorted_units * pace.per_sorted_unit
        + work.packed_orders * pace.per_packed_order
        + work.packed_units * pace.per_packed_unit
    )


@dataclass(frozen=True)
class Forecast:
    """What work comes to.

    Attributes:
        work: all of it together.
        seconds: of work, for all people together.
        done_after: seconds until the last is done.
        ends: by piece of work, seconds until it is done.
    """

    work: Work
    seconds: float
    done_after: float
    ends: tuple[float, ...]


def forecast(
    works: Sequence[Work],
    people: int,
    pace: Pace = USUAL_PACE,
    *,
    free_after: Iterable[float] = (),
) -> Forecast:
    """When work is done that people take one piece after the other, in the given order.

    Args:
        works: the pieces: carts, tasks, orders at a bench.
        people: how many work on it.
        pace: how fast they are.
        free_after: for people who are still busy, seconds until they are free.

    Raises:
        NobodyToWork: there is work, but nobody for it.
    """
    if people < 1 and works:
        raise NobodyToWork(f"{len(works)} tours and {people} people; name at least one")
    free = sorted(free_after)[:people]
    free += [0.0] * (people - len(free))
    heapify(free)
    ends, total, all_seconds = [], NO_WORK, 0.0
    for work in works:
        seconds = seconds_of(work, pace)
        end = free[0] + seconds
        heapreplace(free, end)
        ends.append(end)
        total += work
        all_seconds += seconds
    return Forecast(total, all_seconds, max(ends, default=0.0), tuple(ends))

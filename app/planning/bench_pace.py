"""Learns how long an order takes at a bench from the times between the cartons people closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from app.planning.forecast import Pace
from app.planning.learned_pace import LONGEST

ENOUGH_CARTONS = 20
"""With fewer nothing is learned."""


@dataclass(frozen=True, slots=True)
class ClosedAt:
    """A carton that was closed: by whom, when (seconds of any clock), and with how many units."""

    person: int
    seconds: float
    units: int


def with_bench_pace(pace: Pace, closed: Sequence[ClosedAt]) -> Pace:
    """The pace with what an order takes at a bench, as half of the cartons took more.

    Args:
        pace: whose figures for units stay as they are.
        closed: cartons, the oldest first. From one to the next of the same person is the time of
            the later one; who took longer than ten minutes did something else meanwhile.
    """
    last: dict[int, float] = {}
    times = []
    for carton in closed:
        before = last.get(carton.person)
        last[carton.person] = carton.seconds
        if before is not None and 0 < carton.seconds - before <= LONGEST:
            units = carton.units * pace.per_packed_unit * pace.allowance
            times.append((carton.seconds - before - units) / pace.allowance)
    if len(times) < ENOUGH_CARTONS:
        return pace
    return replace(pace, per_packed_order=max(0.0, median(times)))

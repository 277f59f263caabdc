"""Learns how long an order takes at a bench and a line at the wall: the times between deeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from app.planning.forecast import Pace
from app.planning.learned_pace import LONGEST

ENOUGH_DEEDS = 20
"""With fewer nothing is learned."""


@dataclass(frozen=True, slots=True)
class DoneAt:
    """A carton closed or a line put into its cubby: by whom, when, and with how many units.

    `seconds` are those of any clock.
    """

    person: int
    seconds: float
    units: int


def with_bench_pace(pace: Pace, cartons: Sequence[DoneAt]) -> Pace:
    """The pace with what an order takes at a bench, as half of the cartons took more.

    Args:
        pace: whose figures for units stay as they are.
        cartons: those that were closed, the oldest first.
    """
    learned = _usual_seconds(cartons, pace.per_packed_unit, pace.allowance)
    return pace if learned is None else replace(pace, per_packed_order=learned)


def with_wall_pace(pace: Pace, puts: Sequence[DoneAt]) -> Pace:
    """The pace with what a line takes at the wall, as half of the puts took more.

    Args:
        pace: whose figures for units stay as they are.
        puts: into cubbies, the oldest first.
    """
    learned = _usual_seconds(puts, pace.per_sorted_unit, pace.allowance)
    return pace if learned is None else replace(pace, per_sorted_line=learned)


def _usual_seconds(deeds: Sequence[DoneAt], per_unit: float, allowance: float) -> float | None:
    """What a deed takes beside its units; None where too few are known.

    From one to the next of the same person is the time of the later one; who took longer than ten
    minutes did something else meanwhile.
    """
    last: dict[int, float] = {}
    times = []
    for deed in deeds:
        before = last.get(deed.person)
        last[deed.person] = deed.seconds
        if before is not None and 0 < deed.seconds - before <= LONGEST:
            times.append((deed.seconds - before) / allowance - deed.units * per_unit)
    return max(0.0, median(times)) if len(times) >= ENOUGH_DEEDS else None

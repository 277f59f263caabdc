"""How fast people are in this house, learned from their own scans, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from app.db.queries.planning_rows import DonePick
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Work, seconds_of
from app.planning.learned_pace import ENOUGH, LONGEST, LearnedPace, PickInterval, learn_pace

UNKNOWN_SHARE = 0.3
"""How far off a forecast is taken to be while nothing is learned: as a share of its time."""

AS_DEVIATION = 1.4826
"""A median miss of a normal curve, as its deviation."""

TWICE = 2.0
"""A range of two deviations to both sides holds in nineteen of twenty cases."""


@dataclass(frozen=True)
class PaceTrial:
    """Seconds of picking as told by a pace learned before, and as they really were."""

    intervals: int
    told: float
    real: float

    @property
    def share_off(self) -> float:
        """How far the forecast of the later half was off, as a share of the real time."""
        return abs(self.told - self.real) / self.real if self.real else 0.0


@dataclass(frozen=True)
class HousePace:
    """The pace of a house.

    Attributes:
        learned: the pace, and from how many intervals it was learned.
        trial: how well the first half of the scans would have told the second; None if there are
            too few.
    """

    learned: LearnedPace
    trial: PaceTrial | None

    def spread(self, seconds: float, stops: int) -> float:
        """By how many seconds a forecast may be off, to either side.

        What single stops vary by averages out over many of them; what the whole was off by in the
        trial does not.

        Args:
            seconds: what is forecast, of one person's work.
            stops: how many stops that is.
        """
        if not self.learned.samples:
            return UNKNOWN_SHARE * seconds
        chance = TWICE * AS_DEVIATION * self.learned.usual_error * math.sqrt(max(stops, 1))
        share = UNKNOWN_SHARE if self.trial is None else self.trial.share_off
        return chance + share * seconds


def house_pace(floor: FloorPlan, done: Sequence[DonePick]) -> HousePace:
    """Learn the pace from what was picked last; outside of a transaction, since it takes a second.

    Args:
        floor: the floor.
        done: `planning_rows.done_picks`.
    """
    intervals = pick_intervals(floor, done)
    return HousePace(learn_pace(intervals), pace_trial(intervals))


def pick_intervals(floor: FloorPlan, done: Sequence[DonePick]) -> list[PickInterval]:
    """From stop to stop of each task: metres, units and seconds, the oldest task first."""
    found = []
    for _, rows in groupby(done, key=lambda pick: pick.task_id):
        stops = [
            (location, members[-1].picked_at, sum(member.units for member in members))
            for location, group in groupby(rows, key=lambda pick: pick.location_id)
            if (members := list(group))
        ]
        for (here, left, _), (there, reached, units) in pairwise(stops):
            if here in floor.by_location and there in floor.by_location:
                metres = floor.metres_between(here, there)
                found.append(PickInterval(metres, units, (reached - left).total_seconds()))
    return found


def pace_trial(intervals: Sequence[PickInterval]) -> PaceTrial | None:
    """Learn from the first half, and tell the second."""
    half = len(intervals) // 2
    learned = learn_pace(intervals[:half])
    if half < ENOUGH or not learned.samples:
        return None
    later = [each for each in intervals[half:] if 0 < each.seconds <= LONGEST]
    told = sum(
        seconds_of(Work(metres=each.metres, stops=1, units=each.units), learned.pace)
        for each in later
    )
    return PaceTrial(len(later), told, sum(each.seconds for each in later))

"""How fast people are in this house, learned from their own scans, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from app.db.queries.planning_rows import DonePick, DoneTask
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Work, seconds_of
from app.planning.learned_pace import ENOUGH, LONGEST, LearnedPace, PickInterval, learn_pace

ENOUGH_TASKS = 12
"""With fewer tasks nothing is learned about getting ready."""

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


def house_pace(
    floor: FloorPlan, done: Sequence[DonePick], tasks: Collection[DoneTask] = ()
) -> HousePace:
    """Learn the pace from what was picked last; outside of a transaction, since it takes a second.

    Args:
        floor: the floor.
        done: `planning_rows.done_picks`.
        tasks: `planning_rows.done_tasks` of these, to learn how long it takes to get ready.
    """
    intervals = pick_intervals(floor, done)
    return HousePace(learned_pace(floor, done, tasks, intervals), pace_trial(intervals))


def learned_pace(
    floor: FloorPlan,
    done: Sequence[DonePick],
    tasks: Collection[DoneTask],
    intervals: Sequence[PickInterval],
) -> LearnedPace:
    """Walking, stops and units from the ways between stops; getting ready from what came before.

    Fetching a cart and its totes is not scanned one by one: both are taken to be as many times as
    long as usual as the time from a claim to its first stop shows, half of the tasks more.
    """
    learned = learn_pace(intervals)
    if not learned.samples:
        return learned
    pace, firsts = learned.pace, _first_stops(done)
    ready, usual = [], []
    for task in tasks:
        stop = firsts.get(task.task_id)
        if stop is None or stop.location_id not in floor.by_location:
            continue
        seconds = (stop.picked_at - task.started_at).total_seconds()
        if not 0 <= seconds <= LONGEST:
            continue
        metres = floor.metres_between(floor.first_depot, stop.location_id)
        walked = seconds_of(Work(metres=metres, stops=1, units=stop.units), pace)
        ready.append((seconds - walked) / pace.allowance)
        usual.append(pace.per_tour + pace.per_tote * task.totes)
    if len(ready) < ENOUGH_TASKS:
        return learned
    times = max(0.0, median(ready)) / median(usual)
    ready_pace = replace(pace, per_tour=times * pace.per_tour, per_tote=times * pace.per_tote)
    return replace(learned, pace=ready_pace)


def _first_stops(done: Sequence[DonePick]) -> dict[int, DonePick]:
    """What was picked first of each task, with all units that were taken there at a time."""
    found: dict[int, DonePick] = {}
    for task_id, rows in groupby(done, key=lambda pick: pick.task_id):
        stop = list(next(groupby(rows, key=lambda pick: pick.location_id))[1])
        found[task_id] = stop[-1]._replace(units=sum(pick.units for pick in stop))
    return found


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

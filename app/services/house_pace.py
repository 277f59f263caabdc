"""How fast people are in this house, learned from their own scans, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from app.db.queries.planning_rows import DonePick, DoneTask
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Work, seconds_of
from app.planning.kinds_of_work import is_sorted_on_the_way
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
    pace = learned.pace
    firsts = {
        task_id: stops_of(list(rows))[0]
        for task_id, rows in groupby(done, key=lambda pick: pick.task_id)
    }
    ready, usual = [], []
    for task in tasks:
        stop = firsts.get(task.task_id)
        if stop is None or stop.location_id not in floor.by_location:
            continue
        seconds = (stop.left_at - task.started_at).total_seconds()
        if not 0 <= seconds <= LONGEST:
            continue
        metres = floor.metres_between(floor.first_depot, stop.location_id)
        walked = seconds_of(Work(metres=metres, stops=1, units=stop.units, puts=stop.puts), pace)
        ready.append((seconds - walked) / pace.allowance)
        usual.append(pace.per_tour + pace.per_tote * task.totes)
    if len(ready) < ENOUGH_TASKS:
        return learned
    times = max(0.0, median(ready)) / median(usual)
    ready_pace = replace(pace, per_tour=times * pace.per_tour, per_tote=times * pace.per_tote)
    return replace(learned, pace=ready_pace)


class DoneStop(NamedTuple):
    """What was picked of a task at a location, with the last scan there and the lines sorted."""

    location_id: int
    left_at: datetime
    units: int
    puts: int


def stops_of(picks: Sequence[DonePick]) -> list[DoneStop]:
    """What was picked of one task as stops, in the order of the scans."""
    is_sorted = is_sorted_on_the_way(picks[0].method, len({pick.order_id for pick in picks}))
    return [
        DoneStop(
            location,
            members[-1].picked_at,
            sum(member.units for member in members),
            len(members) if is_sorted else 0,
        )
        for location, group in groupby(picks, key=lambda pick: pick.location_id)
        if (members := list(group))
    ]


def pick_intervals(floor: FloorPlan, done: Sequence[DonePick]) -> list[PickInterval]:
    """From stop to stop of each task: metres, units, puts and seconds, the oldest task first."""
    found = []
    for _, rows in groupby(done, key=lambda pick: pick.task_id):
        for here, there in pairwise(stops_of(list(rows))):
            ends = (here.location_id, there.location_id)
            if all(location in floor.by_location for location in ends):
                seconds = (there.left_at - here.left_at).total_seconds()
                metres = floor.metres_between(*ends)
                found.append(PickInterval(metres, there.units, seconds, there.puts))
    return found


def pace_trial(intervals: Sequence[PickInterval]) -> PaceTrial | None:
    """Learn from the first half, and tell the second."""
    half = len(intervals) // 2
    learned = learn_pace(intervals[:half])
    if half < ENOUGH or not learned.samples:
        return None
    later = [each for each in intervals[half:] if 0 < each.seconds <= LONGEST]
    told = sum(
        seconds_of(
            Work(metres=each.metres, stops=1, units=each.units, puts=each.puts), learned.pace
        )
        for each in later
    )
    return PaceTrial(len(later), told, sum(each.seconds for each in later))

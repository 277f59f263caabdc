"""Holds the forecast against what was really worked: earlier tasks tell later ones, task by task.

The pace is learned from the earlier half of the tasks that are on record and nothing else; the
later half is told by it, and played as a shift by as many people, and compared with the times of
its own scans. So the answer is the one a lead would have got at that moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from app.db.queries.planning_rows import DonePick, DoneTask, done_picks, done_tasks
from app.domain.pick_state import PickMethod
from app.planning.floor_plan import FloorPlan, Stand
from app.planning.forecast import Pace, Work, forecast, seconds_of
from app.planning.learned_pace import ENOUGH, MOST, LearnedPace
from app.services.floor_plans import floor_plan_of
from app.services.house_pace import learned_pace, pick_intervals, stops_of
from app.services.workplace import Workplace


class TooLittleRecord(ValueError):
    """Too few stops were scanned to learn from the earlier half; the message says how many."""


@dataclass(frozen=True)
class TaskTold:
    """A task of the later half: told by the pace of the earlier one, and as it was. Seconds.

    Attributes:
        task_id: the task.
        method: how it was picked.
        stops: how many.
        metres: walked, from the depot to the last stop.
        told: from its claim to its last scan.
        real: the same by the scans.
    """

    task_id: int
    method: PickMethod
    stops: int
    metres: float
    told: float
    real: float

    @property
    def miss(self) -> float:
        """By how much it was missed, as a share of the real time."""
        return abs(self.told - self.real) / self.real if self.real else 0.0


@dataclass(frozen=True)
class RecordCheck:
    """The later half of the tasks on record.

    Attributes:
        pace: what the earlier half taught.
        tasks: the later half, the first claimed first.
        people: how many worked on them.
        told_span: in which anybody picks, played by so many people.
        real_span: the same by the claims and scans; what else was done between tasks is left out.
    """

    pace: LearnedPace
    tasks: tuple[TaskTold, ...]
    people: int
    told_span: float
    real_span: float

    @property
    def told(self) -> float:
        """Seconds of all tasks as told."""
        return sum(task.told for task in self.tasks)

    @property
    def real(self) -> float:
        """Seconds of all tasks as they were."""
        return sum(task.real for task in self.tasks)

    def by_method(self) -> dict[PickMethod, tuple[TaskTold, ...]]:
        """The tasks of each method there is."""
        return {
            method: tuple(task for task in self.tasks if task.method is method)
            for method in sorted({task.method for task in self.tasks})
        }

    @property
    def usual_miss(self) -> float:
        """By how much a task was missed, half of them more; as a share."""
        return median(task.miss for task in self.tasks)


def check_record(workplace: Workplace) -> RecordCheck:
    """Tell the later half of what was picked from the earlier half.

    Raises:
        TooLittleRecord: fewer stops are on record than it takes to learn from half of them.
        UnusableFloor: locations have no coordinates, or the layout file does not fit them.
        UnreachableLocations: no way leads to some of them.
    """
    with workplace.database.begin(workplace.actor()) as work:
        floor = floor_plan_of(work.session)
        done = done_picks(work.session, MOST)
        begun = done_tasks(work.session, {pick.task_id for pick in done})
    picks: dict[int, list[DonePick]] = defaultdict(list)
    for pick in done:
        if pick.location_id in floor.by_location:
            picks[pick.task_id].append(pick)
    tasks = [task for task in begun if picks[task.task_id]]
    tasks.sort(key=lambda task: task.started_at)
    half = len(tasks) // 2
    earlier = [pick for task in tasks[:half] for pick in picks[task.task_id]]
    known = len(pick_intervals(floor, earlier))
    if known < ENOUGH:
        raise TooLittleRecord(
            f"the earlier half of the tasks on record has {known} ways from stop to stop; {ENOUGH} "
            "are needed to learn a pace; pick more first"
        )
    pace = learned_pace(floor, earlier, tasks[:half], pick_intervals(floor, earlier))
    told = [_told(floor, task, picks[task.task_id], pace.pace) for task in tasks[half:]]
    works = [work for _, work in told]
    people = len({task.operator_id for task in tasks[half:]})
    played = forecast(works, people, pace.pace)
    return RecordCheck(
        pace, tuple(task for task, _ in told), people, played.done_after, _span(tasks[half:], picks)
    )


def _told(
    floor: FloorPlan, task: DoneTask, picks: Sequence[DonePick], pace: Pace
) -> tuple[TaskTold, Work]:
    stops = stops_of(picks)
    path: list[Stand] = [floor.first_depot, *(stop.location_id for stop in stops)]
    metres = sum(floor.metres_between(one, other) for one, other in pairwise(path))
    work = Work(
        metres=metres,
        tours=1,
        totes=task.totes,
        stops=len(stops),
        units=sum(stop.units for stop in stops),
        puts=sum(stop.puts for stop in stops),
    )
    real = (picks[-1].picked_at - task.started_at).total_seconds()
    told = TaskTold(task.task_id, picks[0].method, len(stops), metres, seconds_of(work, pace), real)
    return told, work


def _span(tasks: Sequence[DoneTask], picks: dict[int, list[DonePick]]) -> float:
    """Seconds in which anybody had one of these tasks in hand, from its claim to its last scan."""
    seconds, until = 0.0, tasks[0].started_at
    for task in tasks:  # the first claimed first
        ends = picks[task.task_id][-1].picked_at
        seconds += max(0.0, (ends - max(until, task.started_at)).total_seconds())
        until = max(until, ends)
    return seconds

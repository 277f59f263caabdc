"""What a shift would come to: the orders that wait, on this floor, at the pace of its people.

Reads only. The shift itself is played by `app.planning.shift_choice`, outside of any transaction.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from app.db.queries.planning_rows import (
    DonePick,
    WaitingPick,
    cubby_count,
    done_picks,
    waiting_picks,
)
from app.planning.floor_document import FloorDocument
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Work, seconds_of
from app.planning.learned_pace import ENOUGH, LONGEST, MOST, LearnedPace, PickInterval, learn_pace
from app.planning.shift import ShiftOrder
from app.services.floor_plans import floor_plan_of
from app.services.workplace import Workplace


@dataclass(frozen=True)
class WaitingShift:
    """The work that waits.

    Attributes:
        floor: the floor.
        orders: orders with units to be fetched; due in seconds from `begins`.
        begins: when the shift begins.
        overdue: how many orders were due before that; they count as having no cut-off.
        pace: how fast people are, learned from their scans.
        trial: how well that would have told their second half from their first; None if there are
            too few.
        cubbies: of all put walls.
    """

    floor: FloorPlan
    orders: tuple[ShiftOrder, ...]
    begins: datetime
    overdue: int
    pace: LearnedPace
    trial: PaceTrial | None
    cubbies: int


@dataclass(frozen=True)
class PaceTrial:
    """Seconds of picking as told by a pace learned before, and as they really were."""

    intervals: int
    told: float
    real: float


def waiting_shift(
    workplace: Workplace, begins: datetime, document: FloorDocument | None = None
) -> WaitingShift:
    """Read the work that waits, and what past scans tell about the pace.

    Args:
        workplace: where this is asked.
        begins: when the shift begins, with its time zone.
        document: what the locations do not say, from a layout file; that brought in if None.

    Raises:
        UnusableFloor: locations have no coordinates, or the layout file does not fit them.
        UnreachableLocations: no way leads to some of them.
    """
    with workplace.database.begin(workplace.actor()) as work:
        floor = floor_plan_of(work.session, document)
        picks = waiting_picks(work.session)
        done = done_picks(work.session, MOST)
        cubbies = cubby_count(work.session)
    intervals = _intervals(floor, done)
    orders, overdue = _orders(picks, begins)
    return WaitingShift(
        floor, orders, begins, overdue, learn_pace(intervals), _trial(intervals), cubbies
    )


def _orders(picks: Sequence[WaitingPick], begins: datetime) -> tuple[tuple[ShiftOrder, ...], int]:
    """The orders, and how many of them were due before the shift begins."""
    made, overdue = [], 0
    for order_id, rows in groupby(picks, key=lambda pick: pick.order_id):
        members = list(rows)
        units: dict[int, int] = defaultdict(int)
        for row in members:
            units[row.location_id] += row.units
        due = math.inf
        if members[0].ship_by is not None:
            due = (members[0].ship_by - begins).total_seconds()
        if due <= 0:
            due, overdue = math.inf, overdue + 1
        lines = len({row.line_id for row in members})
        made.append(ShiftOrder(order_id, tuple(sorted(units.items())), 0.0, due, lines))
    return tuple(made), overdue


def _intervals(floor: FloorPlan, done: Sequence[DonePick]) -> list[PickInterval]:
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


def _trial(intervals: Sequence[PickInterval]) -> PaceTrial | None:
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

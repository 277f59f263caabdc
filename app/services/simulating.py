"""What a shift would come to: the orders that wait, on this floor, at the pace of its people.

Reads only. The shift itself is played by `app.planning.shift_choice`, outside of any transaction.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from app.db.queries.planning_rows import (
    WaitingPick,
    cubby_count,
    done_picks,
    done_tasks,
    waiting_picks,
)
from app.planning.floor_document import FloorDocument
from app.planning.floor_plan import FloorPlan
from app.planning.learned_pace import MOST, LearnedPace
from app.planning.shift import ShiftOrder
from app.services.floor_plans import floor_plan_of
from app.services.handling import handled_last, with_handling
from app.services.house_pace import PaceTrial, house_pace
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
        begun = done_tasks(work.session, {pick.task_id for pick in done})
        handled = handled_last(work.session)
        cubbies = cubby_count(work.session)
    orders, overdue = _orders(picks, begins)
    pace = house_pace(floor, done, begun)
    learned = replace(pace.learned, pace=with_handling(pace.learned.pace, handled))
    return WaitingShift(floor, orders, begins, overdue, learned, pace.trial, cubbies)


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

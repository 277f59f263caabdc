"""Compares ways to work a shift, and recommends one with its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Pace
from app.planning.quick_carts import quick_carts
from app.planning.shift import (
    USUAL_RULES,
    Crew,
    ImpossibleShift,
    Method,
    ShiftOrder,
    ShiftResult,
    ShiftRules,
    Way,
    check_shift,
)
from app.planning.shift_simulation import play
from app.planning.shift_tours import Batch, Planner, TourMaker

TODAY = Way(Method.SINGLE)
"""What others are compared with where nothing else is said."""


class Reason(StrEnum):
    """Why a way is recommended: what it has before all others."""

    ONLY_ONE_IN_TIME = "only_one_in_time"
    FEWEST_PEOPLE = "fewest_people"
    EARLIEST = "earliest"
    LEAST_WALKING = "least_walking"
    FEWEST_LATE = "fewest_late"


@dataclass(frozen=True)
class Recommendation:
    """The way to work the shift.

    Attributes:
        best: what it comes to.
        today: what today's way comes to with as many people.
        reason: why it is the best.
        fewer_metres: share of today's walking that is saved, negative if it is more.
        pickers_needed: fewer people than this cannot do this work in time, however it is shared.
        benches_needed: and fewer benches cannot pack it in time.
    """

    best: ShiftResult
    today: ShiftResult
    reason: Reason
    fewer_metres: float
    pickers_needed: int
    benches_needed: int


def usual_ways(cubbies: int, aisles: int) -> tuple[Way, ...]:
    """The ways worth comparing: each method, small and large.

    Args:
        cubbies: of the wall; without any nothing is sorted later.
        aisles: of the floor; a zone has at least one.
    """
    ways = [
        Way(Method.SINGLE),
        Way(Method.CLUSTER, 6, 6),
        Way(Method.CLUSTER, 12, 12),
        Way(Method.CLUSTER, 12, 60),
        Way(Method.CLUSTER, 12, 240),
    ]
    if cubbies > 0:
        size = max(1, min(24, cubbies // 2))  # so that one batch is sorted while another is packed
        ways += [
            Way(Method.BATCH, size, size),
            *(Way(Method.ZONE, size, size, zones) for zones in (2, 4) if zones <= aisles),
            Way(Method.WAVE, size, 120),
            Way(Method.WAVE, size, 480),
        ]
    return tuple(ways)


class ShiftComparison:
    """Plays a day in different ways; what does not differ is worked out once."""

    def __init__(
        self,
        floor: FloorPlan,
        orders: Sequence[ShiftOrder],
        rules: ShiftRules = USUAL_RULES,
        planner: Planner = quick_carts,
    ) -> None:
        """Note the day; see `app.planning.shift_simulation.simulate_shift`."""
        self._orders, self._rules = orders, rules
        self._maker = TourMaker(floor, rules.pace, planner)
        self._batches: dict[Way, list[Batch]] = {}

    @property
    def pace(self) -> Pace:
        """How fast people are."""
        return self._rules.pace

    def result(self, way: Way, crew: Crew) -> ShiftResult:
        """What comes of the day if it is worked this way.

        Raises:
            ImpossibleShift: there is no order, or the wall is too small.
            ImpossibleSplit: there are more zones than aisles.
        """
        check_shift(self._orders, way, crew)
        if way not in self._batches:
            self._batches[way] = self._maker.batches(self._orders, way)
        return play(self._batches[way], way, crew, self._rules)

    def recommend(
        self, results: Sequence[ShiftResult], done_by: float, today: Way = TODAY
    ) -> Recommendation:
        """The best of some results.

        Those go first that are done in time with no order late; of them the one with the fewest
        people, then the one done first, then the one that walks least. If none is in time, the one
        with the fewest late orders, then the one done first.

        Args:
            results: of `result`.
            done_by: seconds after which all has to be packed; above 0.
            today: the way to compare with.

        Raises:
            ImpossibleShift: there is no result.
        """
        if not results:
            raise ImpossibleShift("no way was played; name at least one")
        in_time = [each for each in results if _is_in_time(each, done_by)]
        if in_time:
            best = min(in_time, key=lambda each: (each.crew.pickers, each.packed_at, each.metres))
        else:
            best = min(results, key=lambda each: (len(each.late), each.packed_at, each.metres))
        crew = replace(best.crew, cubbies=max(best.crew.cubbies, today.orders_a_tour))
        now = self.result(today, crew)
        fewer = 1.0 - best.metres / now.metres if now.metres else 0.0
        return Recommendation(
            best,
            now,
            _reason(best, results, in_time),
            fewer,
            max(1, math.ceil(best.busy / done_by)),
            max(1, math.ceil(best.bench_busy / done_by)),
        )


def _is_in_time(result: ShiftResult, done_by: float) -> bool:
    return result.packed_at <= done_by and not result.late


def _reason(
    best: ShiftResult, results: Sequence[ShiftResult], in_time: Sequence[ShiftResult]
) -> Reason:
    """What the best one has before the others."""
    if not in_time:
        return Reason.FEWEST_LATE
    if len(in_time) == 1 < len(results):
        return Reason.ONLY_ONE_IN_TIME
    others = [each for each in in_time if each is not best]
    if all(each.crew.pickers > best.crew.pickers for each in others):
        return Reason.FEWEST_PEOPLE
    rivals = [each for each in others if each.crew.pickers == best.crew.pickers]
    if any(each.packed_at > best.packed_at for each in rivals):
        return Reason.EARLIEST
    return Reason.LEAST_WALKING

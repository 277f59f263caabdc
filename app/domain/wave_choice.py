"""Which of several plans a wave is best worked by, and why: the planner's recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.pick_planning import DEFAULT_POSITIONS
from app.domain.pick_state import PickMethod

LEAST_GAIN = 0.02
"""A plan that needs less than this share less work is not worth another way of working."""

CART_SIZES = (6, 12)
"""Orders on a cart that are worth comparing."""


@dataclass(frozen=True, slots=True)
class WorkWay:
    """A way to work a wave: its method, and orders a task carries at the most."""

    method: PickMethod
    positions: int | None = None

    @property
    def carries(self) -> int:
        """How many orders a task carries at the most."""
        return DEFAULT_POSITIONS[self.method] if self.positions is None else self.positions


@dataclass(frozen=True, slots=True)
class WayOutcome:
    """What a wave comes to when it is worked in a way.

    Attributes:
        way: the way.
        seconds: of picking and packing, for all people together.
        done_at: when its last order is packed; None where nobody gets to all of it.
        cut_off_at: when it has to be; None if nobody said.
    """

    way: WorkWay
    seconds: float
    done_at: datetime | None
    cut_off_at: datetime | None

    @property
    def is_in_time(self) -> bool:
        """Whether its cut-off is kept; true where there is none."""
        if self.cut_off_at is None:
            return True
        return self.done_at is not None and self.done_at <= self.cut_off_at


class WhyThisWay(StrEnum):
    """Why a plan is recommended.

    ONLY_IN_TIME: the wave's own way is late, this one is not. LESS_WORK: it takes less of people's
    time. EARLIER: no way is in time, this one is done first. AS_IT_SAYS: nothing is better than the
    wave's own.
    """

    ONLY_IN_TIME = "only_in_time"
    LESS_WORK = "less_work"
    EARLIER = "earlier"
    AS_IT_SAYS = "as_it_says"


def ways_to_compare(own: WorkWay, *, has_wall: bool) -> tuple[WorkWay, ...]:
    """The ways worth comparing for a wave, its own first.

    Args:
        own: as the wave says; a wave of zones stays one, since its people stay in theirs.
        has_wall: there are cubbies, so that a batch can be sorted.
    """
    if own.method in (PickMethod.ZONE_PASS, PickMethod.ZONE_PARALLEL):
        return (own,)
    ways = [own, WorkWay(PickMethod.SINGLE)]
    ways += [WorkWay(PickMethod.CLUSTER, size) for size in CART_SIZES]
    if has_wall:
        ways += [WorkWay(PickMethod.BATCH, size) for size in CART_SIZES]
    found: dict[tuple[PickMethod, int], WorkWay] = {}
    for way in ways:
        found.setdefault((way.method, way.carries), way)
    return tuple(found.values())


def recommended(outcomes: Sequence[WayOutcome]) -> tuple[WayOutcome, WhyThisWay]:
    """The best of some ways, and why; the first is the wave's own.

    Those that keep the cut-off go first, then that which takes least of people's time; where none
    keeps it, that which is done first.
    """
    own = outcomes[0]
    in_time = [one for one in outcomes if one.is_in_time]
    if not in_time:
        best = min(outcomes, key=lambda one: (_moment(one.done_at), one.seconds))
        if _moment(best.done_at) < _moment(own.done_at):
            return best, WhyThisWay.EARLIER
    else:
        best = min(in_time, key=lambda one: one.seconds)
        if not own.is_in_time:
            return best, WhyThisWay.ONLY_IN_TIME
    if best.seconds < own.seconds * (1 - LEAST_GAIN):
        return best, WhyThisWay.LESS_WORK
    return own, WhyThisWay.AS_IT_SAYS


def beside(outcomes: Sequence[WayOutcome], best: WayOutcome) -> WayOutcome | None:
    """What the wave's own way is shown beside: the best, or the next best where its own is best."""
    if best is not outcomes[0]:
        return best
    others = sorted(outcomes[1:], key=lambda one: (not one.is_in_time, one.seconds))
    return others[0] if others else None


def _moment(done_at: datetime | None) -> float:
    return float("inf") if done_at is None else done_at.timestamp()

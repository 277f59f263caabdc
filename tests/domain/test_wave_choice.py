"""Which plan of a wave is recommended, and with what it is compared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.pick_state import PickMethod
from app.domain.wave_choice import (
    WayOutcome,
    WhyThisWay,
    WorkWay,
    beside,
    recommended,
    ways_to_compare,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINGLE, SIX, TWELVE = (
    WorkWay(PickMethod.SINGLE),
    WorkWay(PickMethod.CLUSTER, 6),
    WorkWay(PickMethod.CLUSTER, 12),
)


def outcome(way: WorkWay, minutes: float, hours: float, *, due: bool = True) -> WayOutcome:
    """Done so many minutes after noon, with so many person-hours; the truck leaves at one."""
    cut_off = NOON + timedelta(hours=1) if due else None
    return WayOutcome(way, hours * 3600, NOON + timedelta(minutes=minutes), cut_off)


@pytest.mark.parametrize(
    ("outcomes", "best", "why"),
    [
        ([(SINGLE, 50, 4.0), (SIX, 40, 2.0)], SIX, WhyThisWay.LESS_WORK),
        ([(SINGLE, 50, 2.0), (SIX, 40, 1.99)], SINGLE, WhyThisWay.AS_IT_SAYS),
        ([(SINGLE, 70, 2.0), (SIX, 50, 3.0), (TWELVE, 55, 2.5)], TWELVE, WhyThisWay.ONLY_IN_TIME),
        ([(SINGLE, 50, 2.0), (SIX, 70, 1.0)], SINGLE, WhyThisWay.AS_IT_SAYS),
        ([(SINGLE, 90, 2.0), (SIX, 70, 3.0)], SIX, WhyThisWay.EARLIER),
        ([(SINGLE, 70, 2.0), (SIX, 90, 1.0)], SINGLE, WhyThisWay.AS_IT_SAYS),
        ([(SINGLE, 70, 2.0), (SIX, 70, 1.0)], SIX, WhyThisWay.LESS_WORK),
    ],
)
def test_the_recommended_way_keeps_the_cut_off_with_least_work(
    outcomes: list[tuple[WorkWay, float, float]], best: WorkWay, why: WhyThisWay
) -> None:
    found, reason = recommended([outcome(*one) for one in outcomes])
    assert (found.way, reason) == (best, why)


def test_without_a_cut_off_least_work_decides_and_a_wave_nobody_gets_to_is_late() -> None:
    free = [outcome(SINGLE, 500, 4.0, due=False), outcome(SIX, 900, 2.0, due=False)]
    assert recommended(free)[0].way == SIX
    never = WayOutcome(SINGLE, 60.0, None, NOON)
    assert not never.is_in_time
    assert recommended([never]) == (never, WhyThisWay.AS_IT_SAYS)


def test_two_ways_stand_side_by_side_whichever_is_the_best() -> None:
    single, six, twelve = (
        outcome(SINGLE, 50, 1.0),
        outcome(SIX, 40, 3.0),
        outcome(TWELVE, 40, 2.0),
    )
    assert beside([single, six, twelve], single) is twelve
    assert beside([six, single], single) is single
    assert beside([single], single) is None


@pytest.mark.parametrize(
    ("own", "has_wall", "count"),
    [
        (SINGLE, False, 3),
        (SINGLE, True, 5),
        (WorkWay(PickMethod.CLUSTER, 8), True, 6),
        (WorkWay(PickMethod.CLUSTER, 12), False, 3),
        (WorkWay(PickMethod.ZONE_PASS), True, 1),
    ],
)
def test_the_waves_own_way_comes_first_and_none_comes_twice(
    own: WorkWay, has_wall: bool, count: int
) -> None:
    ways = ways_to_compare(own, has_wall=has_wall)
    assert ways[0] == own
    assert len({(way.method, way.carries) for way in ways}) == len(ways) == count

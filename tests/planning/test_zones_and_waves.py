from __future__ import annotations

import math
import random
from itertools import combinations, permutations

import pytest

from app.planning.floor_building import build_floor
from app.planning.floor_plan import AisleName
from app.planning.forecast import NobodyToWork, Pace
from app.planning.wave_release import DueOrder, NoRoom, plan_waves
from app.planning.zones import (
    AisleWork,
    ImpossibleSplit,
    split_into_zones,
    totes_by_zone,
    work_by_aisle,
)
from tests.planning.floors import aisles

FLOOR = build_floor(aisles([0, 4, 8], [2.0, 3.0, 4.0, 5.0]))


def works(*seconds: float) -> list[AisleWork]:
    return [AisleWork(AisleName("", str(number)), each) for number, each in enumerate(seconds)]


def test_work_is_counted_in_the_aisle_it_is_in() -> None:
    pace = Pace(per_stop=10.0, per_unit=2.0)
    counted = work_by_aisle(FLOOR, [(1, 3), (2, 1), (9, 5)], pace)
    assert [each.seconds for each in counted] == [28.0, 0.0, 20.0]
    assert counted[0].aisle == AisleName("A", "1")


def test_no_other_split_gives_the_busiest_zone_less_work() -> None:
    chance = random.Random(1)  # noqa: S311 - test data
    for _ in range(60):
        seconds = [float(chance.randint(0, 50)) for _ in range(chance.randint(1, 8))]
        count = chance.randint(1, len(seconds))
        zones = split_into_zones(works(*seconds), count)
        assert [aisle for zone in zones for aisle in zone.aisles] == [
            each.aisle for each in works(*seconds)
        ]
        assert all(zone.aisles for zone in zones)
        best = min(
            max(sum(seconds[a:b]) for a, b in zip((0, *cuts), (*cuts, len(seconds)), strict=True))
            for cuts in combinations(range(1, len(seconds)), count - 1)
        )
        assert max(zone.seconds for zone in zones) == best


@pytest.mark.parametrize("zones", [0, 4, -1])
def test_zones_without_aisles_are_refused(zones: int) -> None:
    with pytest.raises(ImpossibleSplit, match=f"{zones} zones of 3 aisles"):
        split_into_zones(works(1.0, 2.0, 3.0), zones)


def test_each_order_has_totes_of_its_own_in_each_zone() -> None:
    orders = [{"A": 9_000, "B": 100}, {"A": 21_000}, {"B": 0}]
    assert totes_by_zone(orders, 20_000) == {"A": 3, "B": 2}
    with pytest.raises(ImpossibleSplit, match="a tote holds 0 ml"):
        totes_by_zone(orders, 0)


def test_waves_go_by_cut_off_and_no_wave_is_larger_than_the_wall() -> None:
    orders = [DueOrder(n, 10.0, due) for n, due in enumerate([900.0, 100.0, 100.0, 900.0, 100.0])]
    plan = plan_waves(orders, 1, 2)
    assert [wave.order_ids for wave in plan.waves] == [(1, 2), (4,), (0, 3)]
    assert [wave.ends for wave in plan.waves] == [20.0, 30.0, 50.0]
    assert plan.is_in_time
    assert plan.people_needed == 1


def test_orders_of_later_cut_offs_do_not_ride_along_where_that_makes_a_wave_late() -> None:
    orders = [DueOrder(1, 60.0, 60.0), DueOrder(2, 60.0, 500.0)]
    assert [wave.order_ids for wave in plan_waves(orders, 1, 10).waves] == [(1,), (2,)]
    assert [wave.order_ids for wave in plan_waves(orders, 2, 10).waves] == [(1, 2)]


def test_a_wave_is_released_so_that_those_after_it_keep_their_cut_offs_too() -> None:
    orders = [DueOrder(1, 30.0, 100.0), DueOrder(2, 50.0, 120.0), DueOrder(3, 10.0)]
    first, second, last = plan_waves(orders, 1, 1).waves
    assert (first.release_by, second.release_by) == (40.0, 70.0)
    assert math.isinf(last.release_by)


def test_too_few_people_are_told_and_how_many_would_do() -> None:
    orders = [DueOrder(n, 40.0, 100.0) for n in range(4)]
    plan = plan_waves(orders, 1, 2)
    assert not plan.is_in_time
    assert [wave.late_by for wave in plan.waves] == [0.0, 60.0]
    assert plan.people_needed == 2
    assert plan_waves(orders, 2, 2).is_in_time


def test_a_cut_off_nobody_can_keep_is_told() -> None:
    plan = plan_waves([DueOrder(1, 60.0, 10.0)], 5, 2)
    assert (plan.waves[0].late_by, plan.waves[0].release_by) == (50.0, -50.0)
    assert plan.people_needed is None


def test_no_other_order_of_single_orders_keeps_cut_offs_better() -> None:
    chance = random.Random(2)  # noqa: S311 - test data
    for _ in range(40):
        orders = [DueOrder(n, chance.uniform(1, 30), chance.uniform(5, 90)) for n in range(5)]
        ours = max(wave.late_by for wave in plan_waves(orders, 1, 1).waves)

        def worst(turn: tuple[DueOrder, ...]) -> float:
            now, late = 0.0, 0.0
            for order in turn:
                now += order.seconds
                late = max(late, now - order.due)
            return late

        assert ours == pytest.approx(min(map(worst, permutations(orders))))


def test_no_orders_are_no_waves_even_for_nobody() -> None:
    plan = plan_waves([], 0, 5)
    assert (plan.waves, plan.is_in_time) == ((), True)


def test_nobody_and_no_room_are_refused() -> None:
    with pytest.raises(NobodyToWork, match="1 orders and 0 people"):
        plan_waves([DueOrder(1, 5.0)], 0, 5)
    with pytest.raises(NoRoom, match="room for 0 orders"):
        plan_waves([DueOrder(1, 5.0)], 2, 0)

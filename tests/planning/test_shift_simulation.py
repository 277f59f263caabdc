from __future__ import annotations

import random
from dataclasses import replace

import pytest

from app.planning.floor_building import build_floor
from app.planning.forecast import NobodyToWork, Pace, Work, forecast, seconds_of
from app.planning.shift import Crew, ImpossibleShift, Method, ShiftOrder, ShiftRules, Way
from app.planning.shift_choice import Reason, ShiftComparison, usual_ways
from app.planning.shift_simulation import play, simulate_shift
from app.planning.shift_tours import Batch, ShiftTour
from app.planning.stop_order import order_stops
from app.planning.zones import ImpossibleSplit
from tests.planning.floors import aisles, demo_locations, floor_from

FLOOR = build_floor(aisles([0, 4, 8, 12], [2.0, 3.0, 4.0, 5.0]))
DEMO = build_floor(demo_locations())
PACE = Pace(
    walking=1.0,
    per_tour=6.0,
    per_tote=4.0,
    per_stop=1.0,
    per_unit=1.0,
    per_put=2.0,
    per_sorted_line=2.0,
    per_sorted_unit=0.0,
    per_packed_order=20.0,
    per_packed_unit=1.0,
)
RULES = ShiftRules(PACE)
SINGLE = Way(Method.SINGLE)


def an_order(number: int, *stops: int, arrives: float = 0.0, due: float = 1e9) -> ShiftOrder:
    return ShiftOrder(number, tuple((stop, 1) for stop in stops), arrives, due, len(stops))


def a_day(count: int, seed: int = 1) -> list[ShiftOrder]:
    chance = random.Random(seed)  # noqa: S311 - test data
    ids = sorted(DEMO.by_location)
    return [an_order(n, *chance.sample(ids, chance.randint(1, 4))) for n in range(count)]


def test_one_order_takes_what_its_work_takes() -> None:
    order = an_order(1, 1, 9)
    result = simulate_shift(FLOOR, [order], SINGLE, Crew(1, 1), RULES)
    metres = order_stops(FLOOR, [1, 9]).metres
    picked = metres + 10 + 2 + 2
    assert result.metres == metres
    assert result.picked_at == picked
    assert result.packed_at == picked + 20 + 2
    assert (result.busy, result.bench_busy) == (picked, 22)


def test_singles_are_done_when_the_forecast_says() -> None:
    day = a_day(60)
    result = simulate_shift(DEMO, day, SINGLE, Crew(4, 60), RULES)
    works = [
        Work(order_stops(DEMO, [s for s, _ in o.picks]).metres, 1, 1, len(o.picks), o.units)
        for o in day
    ]
    told = forecast(works, 4, PACE)
    assert result.picked_at == pytest.approx(told.done_after)
    assert result.busy == pytest.approx(told.seconds)


@pytest.mark.parametrize(
    "way",
    [
        SINGLE,
        Way(Method.CLUSTER, 6, 6),
        Way(Method.CLUSTER, 6, 30),
        Way(Method.BATCH, 10, 10),
        Way(Method.WAVE, 10, 60),
        Way(Method.ZONE, 10, 10, 3),
        Way(Method.ZONE, 10, 20, 4),
    ],
    ids=str,
)
@pytest.mark.parametrize("pickers", [1, 3, 5])
def test_every_order_is_packed_and_no_bench_or_cubby_is_used_twice(way: Way, pickers: int) -> None:
    day = a_day(60)
    result = simulate_shift(DEMO, day, way, Crew(pickers, 2, 12), RULES)
    assert result.orders == 60
    assert result.packed_at >= result.picked_at > 0
    assert result.most_cubbies <= 12
    assert (result.most_cubbies > 0) == way.is_sorted_later
    packing = sum(seconds_of(Work(packed_orders=1, packed_units=o.units), PACE) for o in day)
    assert result.bench_busy == pytest.approx(packing)
    assert result.packed_at >= packing / 2
    assert result.busy <= pickers * result.picked_at + 1e-6


def test_the_same_question_gets_the_same_answer_and_another_chance_another() -> None:
    day = a_day(40)
    rules = ShiftRules(PACE, variation=0.4, seed=3)
    way = Way(Method.ZONE, 10, 10, 2)
    first = simulate_shift(DEMO, day, way, Crew(3, 2, 20), rules)
    assert simulate_shift(DEMO, day, way, Crew(3, 2, 20), rules) == first
    other = simulate_shift(DEMO, day, way, Crew(3, 2, 20), replace(rules, seed=4))
    assert other.packed_at != first.packed_at
    assert other.metres == first.metres


def test_more_people_are_never_later_and_walk_as_far() -> None:
    day = a_day(60)
    ends = []
    for pickers in (1, 2, 4, 8):
        result = simulate_shift(DEMO, day, Way(Method.CLUSTER, 6, 30), Crew(pickers, 60), RULES)
        ends.append(result.picked_at)
    assert ends == sorted(ends, reverse=True)


def test_carts_planned_together_walk_less_than_first_come_carts_and_these_less_than_singles() -> (
    None
):
    day = a_day(120)
    comparison = ShiftComparison(DEMO, day, RULES)
    crew = Crew(3, 3, 24)
    single, first_come, planned = (
        comparison.result(way, crew).metres
        for way in (SINGLE, Way(Method.CLUSTER, 12, 12), Way(Method.CLUSTER, 12, 120))
    )
    assert planned < 0.9 * first_come
    assert first_come < 0.6 * single


def test_a_zone_brings_its_goods_to_the_nearest_depot() -> None:
    two = '[[depot]]\nname = "left"\nx = 0\ny = 1.0\n[[depot]]\nname = "right"\nx = 12\ny = 1.0'
    floor = floor_from(aisles([0, 4, 8, 12], [2.0, 3.0, 4.0, 5.0]), two)
    order = an_order(1, 1, 13)
    zones = simulate_shift(floor, [order], Way(Method.ZONE, 1, 1, 2), Crew(2, 1, 1), RULES)
    assert zones.metres == 2 * 1 + 2 * 1
    whole = simulate_shift(floor, [order], Way(Method.BATCH, 1, 1), Crew(2, 1, 1), RULES)
    assert whole.metres > 20


def test_urgent_orders_go_first_and_late_ones_are_named() -> None:
    orders = [an_order(n, 1, due=1e9) for n in range(5)]
    orders.append(an_order(9, 32 - 16, due=80.0))
    result = simulate_shift(FLOOR, orders, SINGLE, Crew(1, 1), RULES)
    assert result.late == ()
    late = simulate_shift(FLOOR, [*orders, an_order(10, 8, due=5.0)], SINGLE, Crew(1, 1), RULES)
    assert 10 in late.late


def test_work_begins_when_its_orders_have_arrived() -> None:
    result = simulate_shift(FLOOR, [an_order(1, 1, arrives=500.0)], SINGLE, Crew(2, 1), RULES)
    assert result.picked_at == 500 + 2 + 10 + 1 + 1


def test_a_batch_waits_until_the_wall_has_room() -> None:
    batch = Batch((an_order(1, 1), an_order(2, 1)), (ShiftTour(Work(metres=1.0)),),
                  (Work(puts=1), Work(puts=1)), 0.0, 1e9)  # fmt: skip
    other = replace(batch, orders=(an_order(3, 1), an_order(4, 1)))
    way = Way(Method.BATCH, 2, 2)
    roomy = play([batch, other], way, Crew(2, 1, 4), RULES)
    tight = play([batch, other], way, Crew(2, 1, 2), RULES)
    assert roomy.most_cubbies == 4
    assert tight.most_cubbies == 2
    assert tight.picked_at > roomy.picked_at


def test_the_recommendation_needs_the_fewest_people_who_are_in_time() -> None:
    comparison = ShiftComparison(DEMO, a_day(100), RULES)
    ways = [SINGLE, Way(Method.CLUSTER, 12, 12), Way(Method.CLUSTER, 12, 100)]
    results = [comparison.result(way, Crew(n, 6, 24)) for way in ways for n in (2, 3, 4)]
    limit = sorted(result.packed_at for result in results)[3]
    told = comparison.recommend(results, limit)
    assert told.best.packed_at <= limit
    assert told.best.crew.pickers == min(
        result.crew.pickers for result in results if result.packed_at <= limit
    )
    assert told.today.way == SINGLE
    assert told.today.crew.pickers == told.best.crew.pickers
    assert told.fewer_metres == pytest.approx(1 - told.best.metres / told.today.metres)
    assert told.fewer_metres > 0.3
    assert told.reason in (Reason.FEWEST_PEOPLE, Reason.EARLIEST)
    assert told.pickers_needed <= told.best.crew.pickers
    assert told.benches_needed <= 6


def test_without_a_way_in_time_the_fewest_late_orders_count() -> None:
    day = [replace(order, due=600.0) for order in a_day(60)]
    comparison = ShiftComparison(DEMO, day, RULES)
    results = [comparison.result(way, Crew(1, 4)) for way in (SINGLE, Way(Method.CLUSTER, 12, 60))]
    told = comparison.recommend(results, 600.0)
    assert told.reason is Reason.FEWEST_LATE
    assert len(told.best.late) == min(len(result.late) for result in results)
    assert told.pickers_needed > 1


def test_the_only_way_in_time_is_recommended_for_that() -> None:
    comparison = ShiftComparison(DEMO, a_day(60), RULES)
    results = [comparison.result(way, Crew(2, 9)) for way in (SINGLE, Way(Method.CLUSTER, 12, 60))]
    told = comparison.recommend(results, results[1].packed_at)
    assert (told.reason, told.best) == (Reason.ONLY_ONE_IN_TIME, results[1])


def test_the_usual_ways_leave_the_wall_out_where_there_is_none() -> None:
    assert not any(way.is_sorted_later for way in usual_ways(0, 9))
    assert {way.method for way in usual_ways(40, 9)} == set(Method)
    assert all(way.zones <= 3 for way in usual_ways(40, 3))
    assert all(way.orders_a_tour <= 8 for way in usual_ways(8, 9) if way.is_sorted_later)


def test_a_shift_without_people_or_benches_is_refused() -> None:
    with pytest.raises(NobodyToWork, match="0 pickers and 2 pack benches"):
        Crew(0, 2)
    with pytest.raises(NobodyToWork, match="2 pickers and 0 pack benches"):
        Crew(2, 0)


@pytest.mark.parametrize(
    ("orders", "way", "words"),
    [
        ([], SINGLE, "there is no order to work"),
        ([an_order(1, 1), an_order(1, 2)], SINGLE, "order 1 comes twice"),
        ([an_order(1)], SINGLE, "order 1 has nothing to pick"),
        ([an_order(1, 1)], Way(Method.WAVE, 30, 60), "needs as many cubbies; the wall has 24"),
    ],
)
def test_days_that_cannot_be_played_are_refused(
    orders: list[ShiftOrder], way: Way, words: str
) -> None:
    with pytest.raises(ImpossibleShift, match=words):
        simulate_shift(FLOOR, orders, way, Crew(1, 1, 24), RULES)


def test_more_zones_than_aisles_are_refused() -> None:
    with pytest.raises(ImpossibleSplit, match="9 zones of 4 aisles"):
        simulate_shift(FLOOR, [an_order(1, 1)], Way(Method.ZONE, 4, 4, 9), Crew(1, 1, 9), RULES)


@pytest.mark.parametrize("numbers", [(Method.CLUSTER, 0, 1), (Method.ZONE, 4, 4, 0)])
def test_senseless_ways_are_refused(numbers: tuple[Method, int, int]) -> None:
    with pytest.raises(ImpossibleShift, match="each has to be 1 or more"):
        Way(*numbers)
    with pytest.raises(ImpossibleShift, match="single takes 1 order"):
        Way(Method.SINGLE, 2)
    with pytest.raises(ImpossibleShift, match="variation -1"):
        ShiftRules(variation=-1.0)

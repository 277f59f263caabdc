from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest

from app.planning.batches import CartLimits, ImpossiblePlan, Load, OrderTooBig
from app.planning.cart_plans import CartPlan, PickOrder, first_plan, plan_carts
from app.planning.floor_building import build_floor
from app.planning.floor_plan import FloorPlan, Stand, UnknownPlace
from app.planning.plan_progress import Budget
from app.planning.stop_order import order_stops
from tests.planning.floors import aisles, demo_locations, floor_from

FLOOR = build_floor(demo_locations())
LIMITS = CartLimits(positions=6)
PATIENCE = 900.0
"""Seconds for planners that start in four on a quiet machine, at the lowest priority."""


def some_orders(floor: FloorPlan, count: int) -> list[PickOrder]:
    chance = random.Random(7)  # noqa: S311 - test data
    ids = sorted(floor.by_location)
    return [
        PickOrder(100 + number, tuple(chance.sample(ids, chance.randint(1, 4))))
        for number in range(count)
    ]


def check(floor: FloorPlan, orders: list[PickOrder], plan: CartPlan) -> None:
    by_id = {order.order_id: order for order in orders}
    assert sorted(order for cart in plan.carts for order in cart.order_ids) == sorted(by_id)
    for cart in plan.carts:
        wanted = {stop for order in cart.order_ids for stop in by_id[order].stops}
        assert set(cart.stops) == wanted
        stands: list[Stand] = [floor.first_depot, *cart.stops, floor.first_depot]
        walked = sum(floor.metres_between(here, there) for here, there in pairwise(stands))
        assert cart.metres == pytest.approx(walked)
    assert plan.metres == pytest.approx(sum(cart.metres for cart in plan.carts))


def alone(floor: FloorPlan, orders: list[PickOrder]) -> float:
    return sum(order_stops(floor, order.stops).metres for order in orders)


def test_a_first_plan_is_there_without_any_library() -> None:
    program = (
        "import sys\n"
        "from tests.planning.test_cart_plans import *\n"
        "orders = some_orders(FLOOR, 60)\n"
        "plan = first_plan(FLOOR, orders, LIMITS)\n"
        "check(FLOOR, orders, plan)\n"
        "assert plan.metres < 0.5 * alone(FLOOR, orders), plan.metres\n"
        "assert not {'numpy', 'numba', 'scipy', 'pyvrp'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("is_grid", [True, False])
def test_a_plan_gets_better_than_the_first_one(is_grid: bool) -> None:
    floor = FLOOR if is_grid else replace(FLOOR, grid=None)
    orders = some_orders(floor, 24)
    first = first_plan(floor, orders, LIMITS)
    check(floor, orders, first)
    with plan_carts(floor, orders, LIMITS, budget=Budget(steps=2_000)) as planning:
        assert planning.wait(PATIENCE)
        plan = planning.best
    assert plan is not None
    assert not planning.failure
    check(floor, orders, plan)
    assert plan.metres < first.metres
    assert max(len(cart.order_ids) for cart in plan.carts) <= 6


def test_a_depot_beside_the_aisles_is_walked_to_and_from() -> None:
    floor = floor_from(
        aisles([0, 4, 8], [2.0, 3.0, 4.0, 5.0]), '[[depot]]\nname = "bench"\nx = 6.0\ny = -4.0'
    )
    orders = some_orders(floor, 12)
    with plan_carts(floor, orders, LIMITS, budget=Budget(steps=2_000)) as planning:
        assert planning.wait(PATIENCE)
        plan = planning.best
    assert plan is not None
    check(floor, orders, plan)
    assert planning.cost == pytest.approx(plan.metres)
    assert len(plan.carts) == 2


def test_groups_stay_apart_and_urgent_carts_come_first() -> None:
    orders = [
        replace(order, group="AB"[number % 2], urgency=number % 3 > 0)
        for number, order in enumerate(some_orders(FLOOR, 18))
    ]
    plan = first_plan(FLOOR, orders, LIMITS)
    by_id = {order.order_id: order for order in orders}
    urgencies = []
    for cart in plan.carts:
        assert len({by_id[order].group for order in cart.order_ids}) == 1
        urgencies.append(min(by_id[order].urgency for order in cart.order_ids))
    assert urgencies == sorted(urgencies)


def test_a_large_wave_gets_a_first_plan_too() -> None:
    orders = some_orders(FLOOR, 200)
    plan = first_plan(FLOOR, orders, LIMITS)
    check(FLOOR, orders, plan)
    assert len(plan.carts) == 34


@pytest.mark.parametrize(
    ("count", "most"), [(320, 0.4), (2_010, 0.6)], ids=["neighbours are joined", "carts are filled"]
)
def test_a_very_large_wave_is_cut_before_it_is_planned(count: int, most: float) -> None:
    orders = [replace(each, stops=each.stops[:1]) for each in some_orders(FLOOR, count)]
    plan = first_plan(FLOOR, orders, LIMITS)
    check(FLOOR, orders, plan)
    assert plan.metres < most * alone(FLOOR, orders)


def test_an_order_too_big_for_a_cart_is_named_with_what_it_takes() -> None:
    orders = some_orders(FLOOR, 3)
    orders[1] = replace(orders[1], load=Load(grams=31_000))
    with pytest.raises(OrderTooBig, match="order 101: 31000 grams, but a cart takes 30000") as no:
        first_plan(FLOOR, orders, CartLimits(6, grams=30_000))
    assert (no.value.order, no.value.part, no.value.load, no.value.limit) == (
        101,
        "grams",
        31_000,
        30_000,
    )


@pytest.mark.parametrize(
    ("orders", "limits", "words"),
    [
        ([], LIMITS, "there is no order to plan"),
        ([PickOrder(1, (1,)), PickOrder(1, (2,))], LIMITS, "order 1 comes 2 times"),
        ([PickOrder(1, (1,))], CartLimits(positions=0), "a cart takes 0 positions"),
    ],
)
def test_nonsense_is_refused_before_anything_begins(
    orders: list[PickOrder], limits: CartLimits, words: str
) -> None:
    with pytest.raises(ImpossiblePlan, match=words):
        plan_carts(FLOOR, orders, limits)


def test_locations_and_depots_the_floor_lacks_are_refused() -> None:
    with pytest.raises(UnknownPlace):
        plan_carts(FLOOR, [PickOrder(1, (99_999,))], LIMITS)
    with pytest.raises(UnknownPlace):
        plan_carts(FLOOR, [PickOrder(1, (1,))], LIMITS, depot="ramp")

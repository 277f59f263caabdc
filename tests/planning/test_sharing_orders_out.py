from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from app.planning.aisle_layout import AisleLayout, Spot, UnusableLayout
from app.planning.annealing import Search
from app.planning.batches import (
    BatchTask,
    CartLimits,
    CartOrder,
    ImpossiblePlan,
    Load,
    first_come_carts,
    plan_of,
)
from app.planning.cart_covering import all_carts, proven_carts
from app.planning.cart_floors import AisleFloor
from app.planning.compiled import plain_kernels_for
from app.planning.plan_files import batch_task_of
from app.planning.plan_progress import Budget, Progress, Start

ROUTING = Path(__file__).parents[2] / "resources" / "benchmarks" / "routing"
AISLES = AisleLayout(tuple(4.0 * aisle for aisle in range(6)), (0.0, 30.0))
FLOOR = AisleFloor(AISLES, AISLES.crossing(0, 0))


def an_order(chance: random.Random, **given: int) -> CartOrder:
    places = tuple(
        Spot(chance.randrange(6), float(chance.randint(1, 29))) for _ in range(chance.randint(1, 5))
    )
    load = Load(units=chance.randint(1, 6), grams=chance.randint(50, 900))
    return CartOrder(places, load, **given)


def a_task(count: int, seed: int = 1, **given: float) -> BatchTask:
    chance = random.Random(seed)  # noqa: S311 - test data
    orders = tuple(an_order(chance) for _ in range(count))
    return BatchTask(FLOOR, orders, CartLimits(4, None, 15, 2000), **given)


def last(search: Search, start: Start, steps: int, seed: int = 1) -> Progress:
    *_, best = search.improve(start, Budget(steps=steps), seed=seed)
    return best


@pytest.fixture(scope="module")
def published() -> BatchTask:
    lines = (ROUTING / "batching_generated.jsonl").read_text().splitlines()
    return batch_task_of(json.loads(lines[0]))


def test_savings_carts_walk_far_less_than_carts_in_order_of_arrival(published: BatchTask) -> None:
    savings = plan_of(published, Search(published).savings_carts())
    assert savings.metres == 6530.0  # the file's own figure
    assert savings.metres < 0.9 * plan_of(published, first_come_carts(published)).metres


@pytest.mark.parametrize("start", Start)
def test_carts_get_better_with_time_and_nearly_as_good_as_known(
    published: BatchTask, start: Start
) -> None:
    found = list(Search(published).improve(start, Budget(steps=1_000_000)))
    costs = [progress.cost for progress in found]
    assert costs == sorted(costs, reverse=True)
    assert plan_of(published, found[-1].carts).metres == pytest.approx(costs[-1])
    assert costs[-1] < 1.02 * 6199.0


def test_the_same_seed_and_steps_give_the_same_carts(published: BatchTask) -> None:
    one, same, other = (
        last(Search(published), Start.SAVINGS, 50_000, seed).carts for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other


@pytest.mark.parametrize("start", Start)
def test_compiled_and_plain_loops_find_the_same_carts(start: Start) -> None:
    task = a_task(14)
    compiled = last(Search(task), start, 3000)
    plain = last(Search(task, loops=plain_kernels_for(task.floor)), start, 3000)
    assert compiled.carts == plain.carts
    assert compiled.cost == pytest.approx(plain.cost)


@pytest.mark.parametrize("seed", range(4))
def test_small_tasks_are_solved_to_the_proven_best(seed: int) -> None:
    task = a_task(9, seed)
    search = Search(task)
    every = all_carts(task)
    assert every is not None
    proven = proven_carts(search, every, np.inf, 9, 20.0)
    assert proven is not None
    best = plan_of(task, proven).metres
    assert best == pytest.approx(cheapest_by_trying_all(task, every))
    assert last(search, Start.SAVINGS, 60_000).cost == pytest.approx(best)


def cheapest_by_trying_all(task: BatchTask, carts: list[tuple[int, ...]]) -> float:
    """Dynamic programming over sets of orders still to be carried."""
    metres = {frozenset(cart): plan_metres(task, cart) for cart in carts}
    best = {frozenset[int](): 0.0}
    for size in range(1, len(task.orders) + 1):
        for orders in combinations(range(len(task.orders)), size):
            left = frozenset(orders)
            best[left] = min(
                walked + best[left - cart]
                for cart, walked in metres.items()
                if orders[0] in cart and cart <= left
            )
    return best[frozenset(range(len(task.orders)))]


def plan_metres(task: BatchTask, cart: tuple[int, ...]) -> float:
    alone = BatchTask(task.floor, tuple(task.orders[o] for o in cart), task.limits)
    return plan_of(alone, [list(range(len(cart)))]).metres


def test_all_carts_are_those_that_fit() -> None:
    task = a_task(8)
    expected = {
        cart for size in range(1, 9) for cart in combinations(range(8), size) if task.fits(cart)
    }
    found = all_carts(task)
    assert found is not None
    assert set(found) == expected
    assert len(found) == len(expected)
    assert all_carts(task, most=len(expected) - 1) is None


@pytest.mark.parametrize("start", Start)
def test_no_limit_of_a_cart_is_ever_broken(start: Start) -> None:
    task = a_task(60)
    for progress in Search(task).improve(start, Budget(steps=200_000)):
        assert all(task.fits(cart) for cart in progress.carts)


@pytest.mark.parametrize("start", Start)
def test_orders_of_different_groups_never_share_a_cart(start: Start) -> None:
    chance = random.Random(4)  # noqa: S311 - test data
    orders = tuple(an_order(chance, group=number % 3) for number in range(40))
    task = BatchTask(FLOOR, orders, CartLimits(positions=6))
    best = last(Search(task), start, 100_000)
    plan_of(task, best.carts)  # refuses carts of mixed groups
    for cart in best.carts:
        assert len({orders[order].group for order in cart}) == 1


def test_haste_puts_urgent_orders_on_few_carts_which_go_first() -> None:
    chance = random.Random(6)  # noqa: S311 - test data
    orders = tuple(an_order(chance, urgency=int(number % 4 > 0)) for number in range(40))

    def urgent_metres(haste: float) -> float:
        task = BatchTask(FLOOR, orders, CartLimits(positions=5), haste)
        plan = plan_of(task, last(Search(task), Start.SAVINGS, 200_000).carts)
        urgent = [any(orders[order].urgency == 0 for order in cart.orders) for cart in plan.carts]
        assert urgent == sorted(urgent, reverse=True)
        return sum(
            c.tour.metres for c, is_urgent in zip(plan.carts, urgent, strict=True) if is_urgent
        )

    assert urgent_metres(5.0) < 0.7 * urgent_metres(0.0)


def test_large_waves_are_planned_with_neighbours_only() -> None:
    task = a_task(700)
    search = Search(task)
    arrival = plan_of(task, first_come_carts(task)).metres
    savings = plan_of(task, search.savings_carts()).metres
    assert savings < 0.8 * arrival
    assert last(search, Start.SAVINGS, 400_000).cost <= savings


def test_one_order_is_one_cart() -> None:
    task = a_task(1)
    for start in Start:
        assert last(Search(task), start, 100).carts == ((0,),)


def test_full_carts_are_sent_off_in_order_of_arrival() -> None:
    orders = tuple(CartOrder((Spot(0, 1.0),), Load(units=units)) for units in (3, 3, 4, 1, 6))
    task = BatchTask(FLOOR, orders, CartLimits(units=6))
    assert first_come_carts(task) == [[0, 1], [2, 3], [4]]


@pytest.mark.parametrize(
    ("orders", "haste", "words"),
    [
        ((), 0.0, "no order"),
        ((CartOrder((), Load(units=16)),), 0.0, "order 0: 16 units, but a cart takes 15"),
        ((CartOrder((), Load(grams=-1)),), 0.0, "order 0 takes up -1 grams"),
        ((CartOrder((), urgency=-1),), 0.0, "urgency -1"),
        ((CartOrder(()),), -1.0, "haste -1"),
    ],
)
def test_tasks_without_a_plan_are_refused(
    orders: tuple[CartOrder, ...], haste: float, words: str
) -> None:
    with pytest.raises(ImpossiblePlan, match=words):
        BatchTask(FLOOR, orders, CartLimits(4, None, 15, 2000), haste)


def test_a_place_nobody_can_reach_is_refused() -> None:
    with pytest.raises(UnusableLayout):
        BatchTask(FLOOR, (CartOrder((Spot(9, 1.0),)),), CartLimits())


@pytest.mark.parametrize("carts", [[[0]], [[0, 1], [1]], [[0, 1, 2]]])
def test_plans_that_lose_repeat_or_overload_are_refused(carts: list[list[int]]) -> None:
    orders = tuple(CartOrder((Spot(0, 1.0),)) for _ in range(2 if len(carts[0]) < 3 else 3))
    task = BatchTask(FLOOR, orders, CartLimits(positions=2))
    with pytest.raises(ImpossiblePlan):
        plan_of(task, carts)

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pick_planning import (
    CartPosition,
    OrderToPick,
    PlannedTask,
    Promise,
    Way,
    plan_tasks,
    shares,
    walking_order,
)
from app.domain.pick_state import PickMethod

EIGHT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ZONES = {"A": 1, "B": 2, "C": 3}
METHODS = st.sampled_from([one for one in PickMethod if one is not PickMethod.MIXED])


def an_order(
    order_id: int,
    *zones: str,
    priority: int = 0,
    due_in_hours: int | None = None,
    age_minutes: int = 0,
) -> OrderToPick:
    """An order with one promise in each of the zones; the walk goes through them as named."""
    return OrderToPick(
        order_id=order_id,
        promises=tuple(
            Promise(
                order_id * 10 + place,
                order_id * 10 + place,
                place,
                ord(zone or " "),
                0,
                1,
                zone,
                place,
            )
            for place, zone in enumerate(zones)
        ),
        priority=priority,
        due_at=None if due_in_hours is None else EIGHT + timedelta(hours=due_in_hours),
        placed_at=EIGHT - timedelta(minutes=age_minutes),
    )


def carried(tasks: tuple[PlannedTask, ...]) -> list[list[int]]:
    return [[one.order_id for one in task.positions] for task in tasks]


def test_single_makes_a_task_an_order_the_most_urgent_first() -> None:
    tasks = plan_tasks(
        [an_order(1, "A", "B"), an_order(2, "A", priority=10), an_order(3, "A", age_minutes=5)],
        PickMethod.SINGLE,
    )
    assert carried(tasks) == [[2], [3], [1]]
    assert [(task.zone, task.follows) for task in tasks] == [("", None)] * 3
    assert [len(task.promises) for task in tasks] == [1, 1, 2]


def test_cluster_gives_each_order_a_position_of_its_own() -> None:
    tasks = plan_tasks(
        [an_order(number, "A") for number in range(1, 6)], PickMethod.CLUSTER, positions=2
    )
    assert carried(tasks) == [[1, 2], [3, 4], [5]]
    assert tasks[0].positions == (CartPosition(1, 1), CartPosition(2, 2))


def test_batch_orders_share_one_position() -> None:
    (task,) = plan_tasks([an_order(1, "A"), an_order(2, "B")], PickMethod.BATCH)
    assert task.positions == (CartPosition(1, 1), CartPosition(1, 2))


def test_orders_of_different_priorities_never_share_a_cart() -> None:
    orders = [an_order(number, "A", priority=10 * (number < 3)) for number in range(1, 7)]
    assert carried(plan_tasks(orders, PickMethod.CLUSTER, positions=4)) == [[1, 2], [3, 4, 5, 6]]


def test_what_is_due_first_rides_together() -> None:
    orders = [an_order(1, "A", due_in_hours=4), an_order(2, "A"), an_order(3, "A", due_in_hours=1)]
    tasks = plan_tasks(orders, PickMethod.CLUSTER, positions=2)
    assert carried(tasks) == [[3, 1], [2]]
    assert [task.due_at for task in tasks] == [EIGHT + timedelta(hours=1), None]


def test_a_tote_passes_the_zones_with_lines_in_their_turn() -> None:
    tasks = plan_tasks([an_order(1, "C", "A"), an_order(2, "B")], PickMethod.ZONE_PASS, zones=ZONES)
    assert [(task.zone, task.follows) for task in tasks] == [("A", None), ("C", 0), ("B", None)]
    assert carried(tasks) == [[1], [1], [2]]
    assert [[one.zone for one in task.promises] for task in tasks] == [["A"], ["C"], ["B"]]


def test_zones_nobody_gave_a_turn_come_last_by_name() -> None:
    tasks = plan_tasks([an_order(1, "", "X", "B")], PickMethod.ZONE_PASS, zones=ZONES)
    assert [task.zone for task in tasks] == ["B", "", "X"]


def test_parallel_zones_each_carry_the_orders_that_have_lines_there() -> None:
    orders = [an_order(1, "A", "B"), an_order(2, "B"), an_order(3, "A", "B")]
    tasks = plan_tasks(orders, PickMethod.ZONE_PARALLEL, positions=2, zones=ZONES)
    assert [task.zone for task in tasks] == ["A", "B", "B"]
    assert carried(tasks) == [[1, 3], [1, 2], [3]]
    assert all(task.follows is None for task in tasks)


def test_a_planner_may_say_which_orders_share_a_cart() -> None:
    orders = [an_order(number, "A", priority=number == 5) for number in range(1, 7)]
    tasks = plan_tasks(
        orders, PickMethod.CLUSTER, positions=3, carts=[[6, 2], [1, 5], [1, 2, 3, 4], [99, 3]]
    )
    assert carried(tasks) == [[5], [1, 4], [2, 6], [3]]


def test_promises_of_one_item_and_lot_at_one_place_are_neighbours() -> None:
    mug_a, mug_b = Promise(1, 1, 7, 3, 0, 1, walk=4), Promise(4, 4, 7, 3, 0, 1, walk=4)
    tea = Promise(2, 2, 8, 3, 0, 1, walk=4)
    nearer = Promise(3, 3, 8, 9, 0, 1, walk=1)
    assert walking_order([tea, mug_b, nearer, mug_a]) == (nearer, mug_a, mug_b, tea)


def test_an_order_with_nothing_promised_makes_no_task() -> None:
    assert plan_tasks([an_order(1)], PickMethod.CLUSTER) == ()


@pytest.mark.parametrize(
    ("orders", "positions"),
    [([an_order(1, "A")], 0), ([an_order(1, "A"), an_order(1, "B")], 4)],
    ids=["a cart without a position", "an order twice"],
)
def test_what_cannot_be_planned_is_an_error(orders: list[OrderToPick], positions: int) -> None:
    with pytest.raises(ValueError, match=r"positions|twice"):
        plan_tasks(orders, PickMethod.CLUSTER, positions=positions)


ORDERS = st.lists(
    st.builds(
        an_order,
        st.integers(1, 60),
        st.sampled_from("ABCX"),
        st.sampled_from("ABCX"),
        priority=st.sampled_from([0, 10]),
        due_in_hours=st.none() | st.integers(1, 4),
        age_minutes=st.integers(0, 3),
    ),
    unique_by=lambda order: order.order_id,
    max_size=25,
)


@given(ORDERS, METHODS, st.integers(1, 5), st.randoms(use_true_random=False))
def test_every_promise_is_picked_once_by_a_task_that_carries_its_order(
    orders: list[OrderToPick], method: PickMethod, positions: int, chance: random.Random
) -> None:
    tasks = plan_tasks(orders, method, positions=positions, zones=ZONES)
    wanted = {one.allocation_id: order.order_id for order in orders for one in order.promises}
    picked = Counter(one.allocation_id for task in tasks for one in task.promises)
    assert picked == Counter(wanted.keys())
    for task in tasks:
        riders = [one.order_id for one in task.positions]
        assert len(riders) == len(set(riders))
        assert {wanted[one.allocation_id] for one in task.promises} == set(riders)
        assert task.zone == "" or {one.zone for one in task.promises} == {task.zone}
        assert len(riders) <= (1 if method in _ONE_ORDER else positions)
    shuffled = list(orders)
    chance.shuffle(shuffled)
    assert plan_tasks(shuffled, method, positions=positions, zones=ZONES) == tasks


_ONE_ORDER = {PickMethod.SINGLE, PickMethod.ZONE_PASS}


def needing(order: OrderToPick, *equipment: str) -> OrderToPick:
    promises = tuple(
        replace(one, equipment=word) for one, word in zip(order.promises, equipment, strict=True)
    )
    return replace(order, promises=promises)


@pytest.mark.parametrize(
    ("method", "needs", "tasks"),
    [
        (PickMethod.SINGLE, ("", "lift"), [("single", "", "A"), ("single", "lift", "B")]),
        (PickMethod.CLUSTER, ("", "lift"), [("single", "lift", "B"), ("cluster", "", "A")]),
        (PickMethod.BATCH, ("", "lift"), [("single", "lift", "B"), ("batch", "", "A")]),
        (PickMethod.CLUSTER, ("lift", "lift"), [("cluster", "lift", "AB")]),
        (PickMethod.BATCH, ("lift", "lift"), [("batch", "lift", "AB")]),
        (
            PickMethod.CLUSTER,
            ("ladder", "lift"),
            [("single", "ladder", "A"), ("single", "lift", "B")],
        ),
        (
            PickMethod.ZONE_PARALLEL,
            ("", "lift"),
            [("zone_parallel", "", "A"), ("zone_parallel", "lift", "B")],
        ),
        (PickMethod.ZONE_PASS, ("", "lift"), [("single", "lift", "B"), ("zone_pass", "", "A")]),
    ],
)
def test_what_needs_equipment_is_work_of_its_own(
    method: PickMethod, needs: tuple[str, str], tasks: list[tuple[str, str, str]]
) -> None:
    planned = plan_tasks([needing(an_order(1, "A", "B"), *needs)], method, zones=ZONES)
    told = [
        (task.method.value, task.equipment, "".join(one.zone for one in task.promises))
        for task in planned
    ]
    assert told == tasks


def test_chains_keep_to_their_own_tasks_behind_other_work() -> None:
    orders = [needing(an_order(1, "A", "B", "C"), "lift", "", ""), an_order(2, "A", "B")]
    planned = plan_tasks(orders, PickMethod.ZONE_PASS, zones=ZONES)
    assert [(task.zone, task.equipment, task.follows) for task in planned] == [
        ("", "lift", None),
        ("B", "", None),
        ("C", "", 1),
        ("A", "", None),
        ("B", "", 3),
    ]


def test_nothing_goes_into_a_box_before_all_of_its_order_is_there() -> None:
    whole, parted = an_order(1, "A"), needing(an_order(2, "A", "B"), "", "lift")
    ways = dict.fromkeys((1, 2), Way(PickMethod.SINGLE, into_carton=True))
    found = [
        (share.way.into_carton, share.equipment, [order.order_id for order in share.orders])
        for share in shares([whole, parted], ways)
    ]
    assert found == [(False, "", [2]), (False, "lift", [2]), (True, "", [1])]

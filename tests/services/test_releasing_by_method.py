"""Released orders become the tasks, positions and lines of their pick method."""

from __future__ import annotations

import pytest

from app.domain.order_release import WhyNot
from app.domain.pick_state import PickMethod
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_chosen_orders, release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books
from tests.services.floor_plan import in_zone

TASKS = (
    "select id, method, zone, state, follows_id, priority, into_carton from pick_task order by id"
)
POSITIONS = (
    "select pick_task_tote.task_id, position, orders.number from pick_task_tote "
    "join orders on orders.id = order_id order by pick_task_tote.id"
)
LINES = (
    "select task_id, location.code, quantity from pick_line "
    "join location on location.id = location_id order by task_id, sequence"
)


def the_ids(floor: Workplace) -> list[int]:
    return [row[0] for row in books.rows(floor, "select id from orders order by id")]


def test_a_cluster_task_has_a_position_an_order_and_one_walk(floor: Workplace) -> None:
    (mug, first), (tea, second) = builders.some_stock(floor), builders.some_stock(floor)
    numbers = [builders.an_order(floor, (tea, 2), (mug, 1)) for _ in range(3)]
    allocate_waiting_orders(floor)
    report = release_ready_orders(floor, method=PickMethod.CLUSTER, positions=2)
    assert (report.released, report.tasks) == (tuple(numbers), 2)
    (one, two), positions = books.rows(floor, TASKS), books.rows(floor, POSITIONS)
    assert (one[1:5], two[1:5]) == (("cluster", "", "ready", None),) * 2
    assert [row[1:] for row in positions] == [(1, numbers[0]), (2, numbers[1]), (1, numbers[2])]
    lines = [row[1:] for row in books.rows(floor, LINES) if row[0] == one[0]]
    assert lines == [(first, 1), (first, 1), (second, 2), (second, 2)]
    books.audit(floor.database)


def test_orders_of_a_batch_share_position_one(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    numbers = [builders.an_order(floor, (mug, 1)) for _ in range(3)]
    allocate_waiting_orders(floor)
    assert release_ready_orders(floor, method=PickMethod.BATCH).tasks == 1
    assert [row[1:] for row in books.rows(floor, POSITIONS)] == [(1, number) for number in numbers]
    books.audit(floor.database)


def test_a_chain_of_zones_waits_for_its_tote(floor: Workplace) -> None:
    (mug, _), (tea, _), (tin, _) = (in_zone(floor, zone) for zone in "ABC")
    builders.an_order(floor, (mug, 1), (tea, 1), (tin, 1))
    builders.an_order(floor, (tea, 1))
    allocate_waiting_orders(floor)
    assert release_ready_orders(floor, method=PickMethod.ZONE_PASS).tasks == 4
    tasks = books.rows(floor, TASKS)
    ids = [row[0] for row in tasks]
    assert [row[2:5] for row in tasks] == [
        ("C", "ready", None),
        ("A", "waiting", ids[0]),
        ("B", "waiting", ids[1]),
        ("B", "ready", None),
    ]
    books.audit(floor.database)


def test_parallel_zones_are_all_ready_at_once(floor: Workplace) -> None:
    (mug, _), (tea, _) = in_zone(floor, "A"), in_zone(floor, "B")
    both = builders.an_order(floor, (mug, 1), (tea, 1))
    only_tea = builders.an_order(floor, (tea, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.ZONE_PARALLEL)
    assert [row[2:4] for row in books.rows(floor, TASKS)] == [("A", "ready"), ("B", "ready")]
    assert [row[1:] for row in books.rows(floor, POSITIONS)] == [
        (1, both),
        (1, both),
        (2, only_tea),
    ]
    books.audit(floor.database)


def test_single_orders_may_be_picked_straight_into_their_carton(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.an_order(floor, (mug, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, into_carton=True)
    assert books.value(floor, "select into_carton from pick_task") in (True, 1)
    with pytest.raises(ValueError, match="only single orders"):
        release_ready_orders(floor, method=PickMethod.CLUSTER, into_carton=True)


@pytest.mark.parametrize("method", PickMethod)
def test_released_twice_makes_no_second_task(floor: Workplace, method: PickMethod) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1))
    allocate_waiting_orders(floor)
    assert release_chosen_orders(floor, the_ids(floor), method=method).released == (number,)
    again = release_chosen_orders(floor, the_ids(floor), method=method)
    assert (again.released, again.tasks) == ((), 0)
    assert dict(again.refused)[number][0].reason is WhyNot.ALREADY_RELEASED
    assert books.value(floor, "select count(*) from pick_task") == 1

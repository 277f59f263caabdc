"""What is released shares carts, lies at locations and is walked as the planner says."""

from __future__ import annotations

from datetime import timedelta

from app.domain.pick_state import PickMethod
from app.services import floor_setup
from app.services.allocating import allocate_waiting_orders
from app.services.floor_setup import CartRules
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import PLACED
from tests.services import books
from tests.services.floor_plan import on_a_grid

CARTS = (
    "select pick_task_tote.task_id, orders.number from pick_task_tote "
    "join orders on orders.id = order_id order by task_id, pick_task_tote.id"
)
WALK = (
    "select location.code, quantity from pick_line join location on location.id = location_id "
    "order by task_id, sequence"
)
PROMISES = (
    "select location.code, quantity, reason from allocation "
    "join location on location.id = location_id where quantity > 0 order by allocation.id"
)


def carts(floor: Workplace) -> list[set[str]]:
    """The orders of each task."""
    found: dict[int, set[str]] = {}
    for task_id, number in books.rows(floor, CARTS):
        found.setdefault(task_id, set()).add(number)
    return list(found.values())


def walk(floor: Workplace) -> list[str]:
    """Where one stops, in turn."""
    return list(dict.fromkeys(code for code, _ in books.rows(floor, WALK)))


def test_a_task_is_walked_the_shortest_way_whatever_the_numbers_of_its_locations(
    floor: Workplace,
) -> None:
    # Three aisles of four bays; the depot is in front of the first. The numbers lead elsewhere.
    goods, _ = on_a_grid(floor, aisles=3, bays=4, by_name=False)
    builders.an_order(floor, *((goods[place], 1) for place in (0, 3, 4, 7, 8)))
    allocate_waiting_orders(floor)
    assert release_ready_orders(floor).tasks == 1
    assert walk(floor) in (
        ["A01-01", "A01-04", "A02-04", "A02-01", "A03-01"],
        ["A03-01", "A02-01", "A02-04", "A01-04", "A01-01"],
    )
    books.audit(floor.database)


def test_orders_share_a_cart_with_those_whose_goods_lie_near_and_never_across_priorities(
    floor: Workplace,
) -> None:
    goods, _ = on_a_grid(floor, aisles=6, bays=4)
    near, far = goods[3], goods[23]
    mixed = [builders.an_order(floor, (near if n % 2 else far, 1)) for n in range(6)]
    urgent = builders.an_order(floor, (near, 1))
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql(f"update orders set priority = 5 where number = '{urgent}'")  # noqa: S608 - ours
    allocate_waiting_orders(floor)
    report = release_ready_orders(floor, method=PickMethod.CLUSTER, positions=3)
    assert report.tasks == 3
    assert carts(floor) == [{urgent}, set(mixed[0::2]), set(mixed[1::2])]
    books.audit(floor.database)


def test_carts_of_the_first_cut_off_take_later_orders_only_where_that_is_nearly_free(
    floor: Workplace,
) -> None:
    goods, _ = on_a_grid(floor, aisles=6, bays=4)
    early = [
        builders.an_order(floor, (goods[at], 1), ship_by=PLACED + timedelta(hours=4))
        for at in (2, 3)
    ]
    late = [
        builders.an_order(floor, (goods[at], 1), ship_by=PLACED + timedelta(hours=9))
        for at in (22, 23)
    ]
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.BATCH, positions=2)
    assert carts(floor) == [set(early), set(late)]
    dues = [row[0] for row in books.rows(floor, "select due_at from pick_task order by id")]
    assert dues == sorted(dues)


def test_a_cart_takes_no_more_than_the_house_says_and_an_order_too_big_goes_alone(
    floor: Workplace,
) -> None:
    goods, _ = on_a_grid(floor, aisles=2, bays=3)  # 100 g and 60 ml each
    floor_setup.set_cart_rules(floor, CartRules(grams=1_000, lines=4))
    heavy = builders.an_order(floor, (goods[0], 12))
    pairs = [builders.an_order(floor, (goods[1], 3), (goods[2], 1)) for _ in range(4)]
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.CLUSTER, positions=8)
    shared = carts(floor)
    assert {heavy} in shared
    assert sorted(len(cart) for cart in shared) == [1, 2, 2]
    assert set().union(*shared) == {heavy, *pairs}
    floor_setup.set_cart_rules(floor, CartRules())
    books.audit(floor.database)


def two_places(
    floor: Workplace, *, lots: bool = False, units: tuple[int, int] = (20, 20)
) -> list[builders.Goods]:
    """An item near the depot and beside the goods that lie far away; the near one is promised."""
    goods, places = on_a_grid(floor, aisles=4, bays=4)
    item = builders.an_item(floor, lot_tracked=lots)
    day = PLACED.date()
    dates = (day + timedelta(days=30), day + timedelta(days=90)) if lots else (None, None)
    for at, expiry, quantity in zip((places[0], places[14]), dates, units, strict=True):
        builders.stock(floor, item, at, quantity, expiry=expiry)
    return [item, goods[15]]


def test_units_are_taken_where_the_walk_goes_anyway(floor: Workplace) -> None:
    item, far = two_places(floor)
    builders.an_order(floor, (item, 3), (far, 1))
    builders.an_order(floor, (item, 2))
    allocate_waiting_orders(floor)
    assert next(row[:2] for row in books.rows(floor, PROMISES)) == ("A01-01", 3)
    release_ready_orders(floor)
    promised = books.rows(floor, PROMISES)
    assert ("A04-03", 3, "shortest_walk") in promised
    assert [row[:2] for row in promised if row[0] == "A01-01"] == [("A01-01", 2)]
    assert (books.promised(floor, "A01-01"), books.promised(floor, "A04-03")) == (2, 3)
    books.audit(floor.database)


def test_what_expires_first_is_taken_however_far_it_is_to_walk(floor: Workplace) -> None:
    item, far = two_places(floor, lots=True)
    builders.an_order(floor, (item, 3), (far, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    assert walk(floor) in (["A01-01", "A04-04"], ["A04-04", "A01-01"])
    assert books.promised(floor, "A04-03") == 0


def test_small_rests_go_first_where_the_house_wants_it(floor: Workplace) -> None:
    item, far = two_places(floor, units=(2, 20))
    floor_setup.set_cart_rules(floor, CartRules(small_first=True))
    builders.an_order(floor, (item, 5), (far, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    assert (books.promised(floor, "A01-01"), books.promised(floor, "A04-03")) == (2, 3)
    books.audit(floor.database)


def test_without_coordinates_orders_share_carts_as_they_come(floor: Workplace) -> None:
    stocked = [builders.some_stock(floor) for _ in range(3)]
    numbers = [builders.an_order(floor, (goods, 1)) for goods, _ in (stocked[2], *stocked[:2])]
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.CLUSTER, positions=2)
    assert carts(floor) == [set(numbers[:2]), set(numbers[2:])]
    assert [code for code, _ in books.rows(floor, WALK)] == [
        stocked[0][1],
        stocked[2][1],
        stocked[1][1],
    ]

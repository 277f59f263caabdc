"""Units that no order gets at a put wall: missing, damaged, surplus, unknown or not wanted."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.queries.unwanted_goods import UnwantedGoods, unwanted_goods
from app.domain.sort_events import GoodsSetAside, PickedUnitsGone
from app.domain.sort_refusals import WrongAsidePlace
from app.domain.wall_state import AsideReason, WallPrompt, WallState
from app.services import order_changes, sorting
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift
from tests.services.wall_floor import (
    DAMAGED,
    OK,
    SHORT,
    Batch,
    a_batch,
    a_wall,
    asked_at_wall,
    cubby_of,
    refused,
    sort,
    sort_all,
    sorted_by,
)

LINES = (
    "select orders.number, pick_line.picked, pick_line.short, pick_line.state, short_reason "
    "from pick_line join order_line on order_line.id = order_line_id "
    "join orders on orders.id = order_line.order_id join item on item.id = pick_line.item_id "
    "join pick_task on pick_task.id = task_id "
    "where item.name = :item and method = 'batch' order by pick_line.id"
)
TASKS = "select method, state from pick_task where method <> 'batch'"
COUNTS = (
    "select code, reason, state from count_task join location on location.id = location_id "
    "order by count_task.id"
)


class Floor:
    """A wall with a mixed batch: two mugs and a lamp for A, which is urgent, one mug for B."""

    def __init__(self, workplace: Workplace, mugs: int = 20) -> None:
        self.workplace = workplace
        self.goods: dict[str, Goods] = {}
        self.places: dict[str, str] = {}
        for name, units in (("mug", mugs), ("lamp", 20), ("tea", 20)):
            self.goods[name], self.places[name] = builders.some_stock(workplace, units, name=name)
        self.sorter = builders.an_operator(workplace, "Bo Sorter")
        self.picker = builders.an_operator(workplace, "Ana Picker")
        a_wall(workplace)
        self.batch: Batch = a_batch(
            workplace,
            self.picker,
            {
                "A": [(self.goods["mug"], 2), (self.goods["lamp"], 1)],
                "B": [(self.goods["mug"], 1), (self.goods["tea"], 1)],
            },
            urgent=["A"],
        )
        self.tote = self.batch.totes[0]

    def opened(self) -> WallState:
        state = sorting.open_wall(self.workplace, self.sorter)
        return sorted_by(self.workplace, self.sorter, state, self.tote)

    def sorted(self, state: WallState, *scans: str) -> WallState:
        return sorted_by(self.workplace, self.sorter, state, *scans)

    def code(self, name: str) -> str:
        return self.goods[name].barcode

    def number(self, name: str) -> str:
        return self.batch.numbers[name]

    def is_sound(self) -> None:
        report = check_database(self.workplace)
        broken = [checked for checked in report.invariants if not checked.holds]
        assert not broken, broken
        books.audit(self.workplace.database)

    def cancel(self, name: str) -> None:
        order_changes.cancel_order(self.workplace, self.number(name))


@pytest.fixture
def house(floor: Workplace) -> Floor:
    return Floor(floor)


def test_what_is_missing_at_the_end_is_lost_by_the_last_order_and_picked_anew(
    house: Floor,
) -> None:
    state = house.sorted(house.opened(), house.code("mug"), house.code("mug"), "L-W1-1A")
    state = house.sorted(state, house.code("lamp"), "L-W1-1A", house.code("tea"), "L-W1-2A")
    answer = sort(house.workplace, house.sorter, state, SHORT, OK)
    gone = [event for event in answer.events if isinstance(event, PickedUnitsGone)]
    assert [(one.number, one.quantity, one.why) for one in gone] == [
        (house.number("B"), 1, "missing")
    ]
    assert books.rows(house.workplace, LINES, item="mug") == [
        (house.number("A"), 2, 0, "picked", ""),
        (house.number("B"), 0, 1, "short", "missing"),
    ]
    assert books.on_hand(house.workplace, house.tote) == 0
    assert books.rows(house.workplace, COUNTS) == [(house.places["mug"], "missing", "open")]
    assert answer.state.ready_cubbies != ()
    house.is_sound()


def test_an_order_that_lacks_units_is_held_where_there_are_none_to_promise(house: Floor) -> None:
    """The only place with mugs is in doubt until it is counted."""
    state = house.sorted(house.opened(), house.code("mug"), house.code("mug"), "L-W1-1A")
    house.sorted(state, SHORT, OK)
    number = house.number("B")
    assert books.order_state(house.workplace, number) == "held"
    assert books.holds(house.workplace, number) == {"short"}
    house.is_sound()


def test_the_order_gets_other_units_by_a_task_of_their_own_where_there_are_some(
    house: Floor,
) -> None:
    elsewhere = builders.a_location(house.workplace)
    builders.stock(house.workplace, house.goods["mug"], elsewhere, 5)
    state = house.sorted(house.opened(), house.code("mug"), house.code("mug"), "L-W1-1A")
    state = house.sorted(state, house.code("lamp"), "L-W1-1A", house.code("tea"), "L-W1-2A")
    state = house.sorted(state, SHORT, OK)
    number = house.number("B")
    assert books.order_state(house.workplace, number) == "picking"
    assert books.rows(house.workplace, TASKS) == [("single", "ready")]
    assert [cubby.label for cubby in state.ready_cubbies] == ["1A"]
    shift.pick_order(house.workplace, house.picker, builders.a_tote(house.workplace))
    assert books.order_state(house.workplace, number) == "picked"
    later = sorting.look(house.workplace, house.sorter, state)
    assert [cubby.label for cubby in later.ready_cubbies] == ["1A", "2A"]
    house.is_sound()


def test_a_damaged_unit_goes_to_quarantine_and_another_is_picked(house: Floor) -> None:
    state = house.sorted(house.opened(), DAMAGED, house.code("mug"))
    assert refused(house.workplace, house.sorter, state, "L-W1-1A") == WrongAsidePlace(
        "W1-1A", "W1-Q", "mug"
    )
    answer = sort(house.workplace, house.sorter, state, "L-W1-Q")
    assert GoodsSetAside("W1-Q", house.goods["mug"].sku, 1, "damaged") in answer.events
    assert books.on_hand(house.workplace, "W1-Q") == 1
    assert books.rows(house.workplace, LINES, item="mug")[1][1:] == (0, 1, "short", "damaged")
    assert books.rows(house.workplace, TASKS) == [("single", "ready")]
    assert books.rows(house.workplace, COUNTS) == [(house.places["mug"], "damaged", "open")]
    house.is_sound()
    done = sort_all(house.workplace, house.sorter, answer.state)
    assert [cubby.label for cubby in done.ready_cubbies] == ["1A"]


def test_surplus_is_taken_off_the_place_it_must_have_come_from(house: Floor) -> None:
    before = books.on_hand(house.workplace, house.places["mug"])
    state = house.opened()
    for _ in range(3):
        state = house.sorted(state, house.code("mug"))
        state = house.sorted(state, asked_at_wall(state))
    state = house.sorted(state, house.code("mug"))
    assert state.put_aside is not None
    assert state.put_aside.why is AsideReason.SURPLUS
    house.sorted(state, "L-W1-Q")
    assert books.on_hand(house.workplace, house.places["mug"]) == before - 1
    assert books.on_hand(house.workplace, "W1-Q") == 1
    assert books.rows(house.workplace, COUNTS) == [(house.places["mug"], "surplus", "open")]
    house.is_sound()


def test_surplus_that_the_books_have_nowhere_is_found(house: Floor) -> None:
    stray = builders.an_item(house.workplace, name="stray")
    state = house.sorted(house.opened(), stray.barcode, "L-W1-Q")
    assert state.prompt is WallPrompt.SCAN_ITEM
    assert books.on_hand(house.workplace, "W1-Q") == 1
    move = "select reason, from_location_id from stock_move where item_id = :i"
    assert books.rows(house.workplace, move, i=stray.item_id) == [("set_aside", -4)]
    assert books.rows(house.workplace, COUNTS) == []
    house.is_sound()


def test_a_code_nobody_knows_is_on_record_with_its_place(house: Floor) -> None:
    state = house.sorted(house.opened(), "NO-SUCH-THING")
    assert state.put_aside is not None
    answer = sort(house.workplace, house.sorter, state, "L-W1-Q")
    assert answer.events == (GoodsSetAside("W1-Q", "NO-SUCH-THING", 1, "unknown"),)
    assert books.on_hand(house.workplace, "W1-Q") == 0
    house.is_sound()


def test_goods_of_a_cancelled_order_are_set_aside_and_nobody_picks_them_again(
    house: Floor,
) -> None:
    house.cancel("B")
    state = house.sorted(house.opened(), house.code("tea"))
    assert state.put_aside is not None
    assert state.put_aside.why is AsideReason.UNWANTED
    house.sorted(state, "L-W1-Q")
    assert books.rows(house.workplace, LINES, item="tea")[0][1:] == (0, 0, "cancelled", "")
    assert [one.sku for one in unwanted(house)] == [house.goods["mug"].sku]
    assert books.rows(house.workplace, TASKS) == []
    assert books.rows(house.workplace, COUNTS) == []
    house.is_sound()


def unwanted(house: Floor) -> list[UnwantedGoods]:
    """Goods in the house that were picked for nothing."""
    with house.workplace.database.begin() as work:
        return unwanted_goods(work.session)


def test_of_a_line_of_which_the_customer_wants_fewer_now_the_rest_is_set_aside(
    house: Floor,
) -> None:
    order_changes.edit_order(house.workplace, house.number("A"), {1: 1})
    (left,) = unwanted(house)
    assert (left.sku, left.location, left.units) == (house.goods["mug"].sku, house.tote, 1)
    mug = house.code("mug")
    state = house.sorted(house.opened(), mug, "L-W1-1A", mug, "L-W1-2A", mug)
    assert state.put_aside is not None
    assert state.put_aside.why is AsideReason.UNWANTED
    state = house.sorted(state, "L-W1-Q")
    assert unwanted(house) == []
    assert books.rows(house.workplace, TASKS) == []
    house.is_sound()
    done = sort_all(house.workplace, house.sorter, state)
    assert len(done.ready_cubbies) == 2


def test_units_that_lie_in_a_cubby_are_told_as_lying_there(house: Floor) -> None:
    house.sorted(house.opened(), house.code("tea"), "L-W1-1A")
    house.cancel("B")
    told = {one.sku: one.location for one in unwanted(house)}
    assert told == {house.goods["tea"].sku: "W1-1A", house.goods["mug"].sku: house.tote}


def test_the_cubby_of_an_order_cancelled_meanwhile_is_cleared(house: Floor) -> None:
    state = house.sorted(house.opened(), house.code("tea"), "L-W1-1A")
    house.cancel("B")
    state = house.sorted(state, "L-W1-1A")
    assert state.prompt is WallPrompt.CLEAR_CUBBY
    answer = sort(house.workplace, house.sorter, state, "L-W1-Q")
    assert (books.on_hand(house.workplace, "W1-1A"), books.on_hand(house.workplace, "W1-Q")) == (
        0,
        1,
    )
    assert "1A" in [cubby.label for cubby in answer.state.free_cubbies]
    house.is_sound()
    done = sort_all(house.workplace, house.sorter, answer.state)
    assert [cubby.label for cubby in done.ready_cubbies] == [cubby_of(done, house.number("A"))]
    house.is_sound()


def test_a_unit_in_hand_for_an_order_cancelled_meanwhile_is_told_another_way(
    house: Floor,
) -> None:
    state = house.sorted(house.opened(), house.code("tea"))
    house.cancel("B")
    now = sorting.look(house.workplace, house.sorter, state)
    assert now.prompt is WallPrompt.SCAN_ITEM


def test_lots_keep_their_orders_apart(floor: Workplace) -> None:
    tea = builders.an_item(floor, name="tea", lot_tracked=True)
    lamp, _ = builders.some_stock(floor, 10, name="lamp")
    first, second = builders.a_location(floor), builders.a_location(floor)
    builders.stock(floor, tea, first, 1, lot="L1", expiry=date(2031, 1, 31))
    builders.stock(floor, tea, second, 5, lot="L2", expiry=date(2032, 1, 31))
    a_wall(floor)
    picker, sorter = builders.an_operator(floor), builders.an_operator(floor)
    batch = a_batch(floor, picker, {"A": [(tea, 1), (lamp, 1)], "B": [(tea, 1), (lamp, 1)]})
    state = sorted_by(floor, sorter, sorting.open_wall(floor, sorter), *batch.totes)
    of_second = f"]C1010{tea.barcode}10L2"
    state = sorted_by(floor, sorter, state, of_second)
    assert state.in_hand is not None
    assert state.order(state.in_hand.order_id).number == batch.numbers["B"]
    state = sorted_by(floor, sorter, state, asked_at_wall(state))
    done = sort_all(floor, sorter, state)
    assert len(done.ready_cubbies) == 2
    report = check_database(floor)
    assert not [checked for checked in report.invariants if not checked.holds]


def test_an_expired_unit_goes_to_quarantine(floor: Workplace) -> None:
    tea, _ = builders.some_stock(floor, 10, name="tea")
    lamp, _ = builders.some_stock(floor, 10, name="lamp")
    a_wall(floor)
    picker, sorter = builders.an_operator(floor), builders.an_operator(floor)
    batch = a_batch(floor, picker, {"A": [(tea, 1), (lamp, 1)], "B": [(tea, 1), (lamp, 1)]})
    state = sorted_by(floor, sorter, sorting.open_wall(floor, sorter), *batch.totes)
    state = sorted_by(floor, sorter, state, f"]C1010{tea.barcode}17200101")
    assert state.put_aside is not None
    assert state.put_aside.why is AsideReason.EXPIRED
    sorted_by(floor, sorter, state, "L-W1-Q")
    assert books.on_hand(floor, "W1-Q") == 1

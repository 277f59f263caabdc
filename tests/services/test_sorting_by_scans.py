"""A batch is sorted into orders at a put wall, scan by scan, and the books follow."""

from __future__ import annotations

import pytest

from app.domain.refusals import Refused, TaskTakenOver, UnknownCode
from app.domain.sort_events import CubbyOpened, CubbyReady, ToteEmptied, UnitsSorted
from app.domain.sort_refusals import (
    AtAnotherWall,
    GoesToPacking,
    NotABatchTote,
    NothingToSort,
    NoWall,
    StillBeingPicked,
    WhichWall,
    WrongCubby,
)
from app.domain.wall_state import WallPrompt, WallState
from app.services import sorting
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift
from tests.services.wall_floor import (
    UNDO,
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


@pytest.fixture
def goods(floor: Workplace) -> dict[str, Goods]:
    return {name: builders.some_stock(floor, 20, name=name)[0] for name in ("mug", "lamp", "tea")}


@pytest.fixture
def sorter(floor: Workplace) -> int:
    return builders.an_operator(floor, "Bo Sorter")


def two_orders(floor: Workplace, goods: dict[str, Goods], **fields: object) -> Batch:
    picker = builders.an_operator(floor, "Ana Picker")
    orders = {
        "A": [(goods["mug"], 2), (goods["lamp"], 1)],
        "B": [(goods["mug"], 1), (goods["tea"], 1)],
    }
    return a_batch(floor, picker, orders, urgent=["A"], **fields)  # type: ignore[arg-type]


def sound(floor: Workplace) -> None:
    report = check_database(floor)
    assert not [checked for checked in report.invariants if not checked.holds]


def test_a_batch_is_sorted_unit_by_unit_into_its_orders_cubbies(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods)
    state = sorted_by(floor, sorter, sorting.open_wall(floor, sorter), *batch.totes)
    assert state.prompt is WallPrompt.SCAN_ITEM
    mug, lamp = goods["mug"].barcode, goods["lamp"].barcode
    named = sort(floor, sorter, state, mug)
    assert CubbyOpened in [type(event) for event in named.events]
    put = sort(floor, sorter, named.state, mug, "L-W1-1A")
    assert [type(event) for event in put.events] == [UnitsSorted]
    assert (books.on_hand(floor, "W1-1A"), books.on_hand(floor, batch.totes[0])) == (2, 3)
    ready = sort(floor, sorter, put.state, lamp, "L-W1-1A")
    assert CubbyReady in [type(event) for event in ready.events]
    assert cubby_of(ready.state, batch.numbers["A"]) == "1A"
    done = sort_all(floor, sorter, ready.state)
    assert {cubby.label for cubby in done.ready_cubbies} == {"1A", "2A"}
    sound(floor)


def test_an_emptied_bulk_tote_is_free_for_anything(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    (tote,) = two_orders(floor, goods).totes
    done = sort_all(floor, sorter, _opened(floor, sorter, tote))
    assert done.prompt is WallPrompt.SCAN_TOTE
    bound = "select order_id, task_id from tote join location on id = location_id where code = :t"
    assert books.rows(floor, bound, t=tote) == [(None, None)]
    assert refused(floor, sorter, done, tote) == NothingToSort(tote)
    assert books.value(floor, "select count(*) from event_log where kind = 'ToteEmptied'") == 1
    assert ToteEmptied(tote).kind == "ToteEmptied"


def _opened(floor: Workplace, sorter: int, *totes: str) -> WallState:
    return sorted_by(floor, sorter, sorting.open_wall(floor, sorter), *totes)


def test_each_item_of_a_tote_of_one_item_is_scanned_once(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    picker = builders.an_operator(floor)
    wanted = {
        "A": [(goods["mug"], 2), (goods["lamp"], 1)],
        "B": [(goods["mug"], 1), (goods["lamp"], 2)],
    }
    batch = a_batch(floor, picker, wanted, tote_an_item=True)
    state = _opened(floor, sorter, batch.totes[0])
    first = sorted_by(floor, sorter, state, goods["mug"].barcode)
    assert first.in_hand is not None
    assert first.in_hand.is_run


def test_a_wrong_cubby_counts_nothing(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods)
    state = sorted_by(floor, sorter, _opened(floor, sorter, *batch.totes), goods["mug"].barcode)
    moves = books.value(floor, "select count(*) from stock_move")
    wrong = refused(floor, sorter, state, "L-W1-2B")
    assert isinstance(wrong, WrongCubby)
    assert (wrong.scanned, wrong.needed) == ("W1-2B", "W1-1A")
    assert books.value(floor, "select count(*) from stock_move") == moves
    logged = "select refusal, work from scan_log where refusal is not null"
    assert books.rows(floor, logged) == [("WrongCubby", "sort")]


def test_the_same_scan_handed_in_twice_puts_once(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods)
    state = sorted_by(floor, sorter, _opened(floor, sorter, *batch.totes), goods["mug"].barcode)
    entry = builders.entry("L-W1-1A")
    first = sorting.scan(floor, sorter, state, entry)
    before = books.everything(floor)
    again = sorting.scan(floor, sorter, state, entry)
    assert (first.refusal, again.refusal) == (None, None)
    assert books.everything(floor) == before
    for told in (first.state, again.state):
        assert told.in_hand is None
        assert sum(order.in_cubby for order in told.orders) == 1


def test_undo_brings_units_back_into_their_tote(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    (tote,) = two_orders(floor, goods).totes
    state = sorted_by(floor, sorter, _opened(floor, sorter, tote), goods["mug"].barcode, "L-W1-1A")
    state = sorted_by(floor, sorter, state, UNDO, "L-W1-1A")
    assert (books.on_hand(floor, "W1-1A"), books.on_hand(floor, tote)) == (0, 5)
    assert state.prompt is WallPrompt.SCAN_ITEM
    sound(floor)


def test_undo_after_the_last_put_binds_the_emptied_tote_to_its_batch_again(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods)
    state = sort_all(floor, sorter, _opened(floor, sorter, *batch.totes))
    state = sorted_by(floor, sorter, state, UNDO, "XCK")
    assert state.tote is not None
    bound = "select task_id from tote join location on id = location_id where code = :t"
    assert books.value(floor, bound, t=batch.totes[0]) == batch.task_id
    sound(floor)
    assert len(sort_all(floor, sorter, state).ready_cubbies) == 2


def test_a_station_that_begins_anew_can_still_undo_what_it_put(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods)
    mug = goods["mug"].barcode
    sorted_by(floor, sorter, _opened(floor, sorter, *batch.totes), mug, "L-W1-1A", mug, "L-W1-1A")
    anew = _opened(floor, sorter, *batch.totes)
    assert [step.units for step in anew.history] == [1, 1]
    back = sorted_by(floor, sorter, anew, UNDO, "XCK", UNDO, "XCK")
    assert back.history == ()
    assert books.on_hand(floor, "W1-1A") == 0


def test_the_picker_can_take_nothing_back_once_the_tote_is_at_the_wall(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods)
    epoch = "select epoch from pick_task where id = :t"
    assert books.value(floor, epoch, t=batch.task_id) == 1
    state = _opened(floor, sorter, *batch.totes)
    assert books.value(floor, epoch, t=batch.task_id) == 2
    sorted_by(floor, sorter, state, *batch.totes)
    assert books.value(floor, epoch, t=batch.task_id) == 2
    assert TaskTakenOver(batch.task_id).severe


def test_each_tote_that_is_no_batch_s_is_refused_in_its_own_words(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    state = sorting.open_wall(floor, sorter)
    empty = builders.a_tote(floor)
    assert refused(floor, sorter, state, empty) == NothingToSort(empty)
    assert refused(floor, sorter, state, "T-99999999") == UnknownCode("T-99999999")
    single = builders.a_released_order(floor, (goods["mug"], 1))
    taken = builders.a_tote(floor)
    shift.pick_order(floor, builders.an_operator(floor), taken)
    assert refused(floor, sorter, state, taken) == NotABatchTote(taken, single)


def test_a_batch_that_is_still_picked_is_left_to_its_picker(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods)
    with floor.database.begin() as work:
        work.session.connection().exec_driver_sql(
            "update pick_task set state = 'paused', finished_at = null"
        )
    state = sorting.open_wall(floor, sorter)
    (tote,) = batch.totes
    assert refused(floor, sorter, state, tote) == StillBeingPicked(tote, "Ana Picker")


def test_a_batch_of_single_lines_goes_to_packing(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    picker = builders.an_operator(floor)
    (tote,) = a_batch(floor, picker, {"A": [(goods["mug"], 2)], "B": [(goods["tea"], 1)]}).totes
    state = sorting.open_wall(floor, sorter)
    assert refused(floor, sorter, state, tote) == GoesToPacking(tote)
    assert sorting.look(floor, sorter, state) == state


def test_a_batch_stays_at_the_wall_where_its_orders_have_cubbies(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    a_wall(floor, "W2")
    (tote,) = two_orders(floor, goods).totes
    first = sorting.open_wall(floor, sorter, "W1")
    sorted_by(floor, sorter, first, tote, goods["mug"].barcode)
    second = sorting.open_wall(floor, sorter, "W2-1A")
    assert second.wall == "W2"
    assert refused(floor, sorter, second, tote) == AtAnotherWall(tote, "W1")


def test_a_wall_is_opened_by_name_or_cubby_and_without_any_where_there_is_one(
    floor: Workplace, sorter: int
) -> None:
    with pytest.raises(Refused) as none:
        sorting.open_wall(floor, sorter)
    assert none.value.refusal == NoWall("")
    a_wall(floor)
    assert sorting.open_wall(floor, sorter).wall == "W1"
    a_wall(floor, "W2")
    with pytest.raises(Refused) as several:
        sorting.open_wall(floor, sorter)
    assert several.value.refusal == WhichWall("W1, W2")
    with pytest.raises(Refused) as unknown:
        sorting.open_wall(floor, sorter, "W9")
    assert unknown.value.refusal == NoWall("W9")


def test_two_sorters_at_one_wall_see_each_other_s_puts(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods, totes=2)
    other = builders.an_operator(floor)
    here = sorted_by(floor, sorter, sorting.open_wall(floor, sorter), batch.totes[0])
    there = sorted_by(floor, other, sorting.open_wall(floor, other), batch.totes[1])
    while any(tote.units for tote in here.totes):
        here = sorted_by(floor, sorter, here, asked_at_wall(here))
        there = sorting.look(floor, other, there)
        if any(tote.units for tote in there.totes):
            there = sorted_by(floor, other, there, asked_at_wall(there))
        here = sorting.look(floor, sorter, here)
    assert len(here.ready_cubbies) == 2
    sound(floor)


def test_a_batch_stays_at_its_wall_when_the_only_tote_that_was_scanned_is_empty(
    floor: Workplace, goods: dict[str, Goods], sorter: int
) -> None:
    a_wall(floor)
    batch = two_orders(floor, goods, tote_an_item=True)
    first, *others = batch.totes
    state = sorted_by(floor, sorter, sorting.open_wall(floor, sorter), first, goods["mug"].barcode)
    while state.tote is not None:
        state = sorted_by(floor, sorter, state, asked_at_wall(state))
    assert {tote.code for tote in state.totes} == set(others)
    assert sorting.look(floor, sorter, state) == state
    done = sorted_by(floor, sorter, state, goods["lamp"].barcode)
    assert done.tote is not None, "the item opens the only tote that holds it"
    assert len(sort_all(floor, sorter, done).ready_cubbies) == 2
    sound(floor)

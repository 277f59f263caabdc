"""Counts: blind, believed within bounds, approved by a lead, and promises that nobody can keep."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.db.schema import Order
from app.domain.count_refusals import (
    InOthersHands,
    MovedMeanwhile,
    NothingToCount,
)
from app.domain.count_rules import CountReason, CountVerdict
from app.domain.counting import CountPrompt
from app.domain.locations import LocationKind
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.domain.refusals import Refused, WorkMovedOn
from app.domain.stock_events import CountDone
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.counting import begin_count, lay_down_count
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift, stock_work

OK = Command.OK.value


def test_a_right_count_lifts_the_doubt_and_waiting_orders_get_their_units(
    floor: Workplace,
) -> None:
    mug, place = builders.some_stock(floor, 5)
    stock_work.doubt(floor, mug, place)
    number = builders.an_order(floor, (mug, 2))
    allocate_waiting_orders(floor)
    assert books.order_state(floor, number) == "paid"
    bo = builders.an_operator(floor)
    answer = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 5, OK)
    assert stock_work.accepted(answer)
    assert answer.state.result is CountVerdict.RIGHT
    assert books.order_state(floor, number) == "allocated"
    assert stock_work.count_states(floor) == ["done"]
    assert books.on_hand(floor, place) == 5
    books.audit(floor.database)


@pytest.mark.parametrize(("counted", "adjusted"), [(6, 1), (4, -1), (7, 2), (3, -2)])
def test_a_small_difference_is_written_at_once(
    floor: Workplace, counted: int, adjusted: int
) -> None:
    mug, place = builders.some_stock(floor, 5)
    stock_work.price(floor, mug, 300)
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor)
    state = begin_count(floor, bo)
    answer = stock_work.count(floor, bo, state, f"L-{place}", counted, OK)
    told = CountDone(state.count_id, place, mug.sku, counted, adjusted, is_settled=True)
    assert told in answer.events
    assert books.on_hand(floor, place) == counted
    (row,) = books.rows(
        floor, "select quantity, reason, detail from stock_move order by id desc limit 1"
    )
    assert row == (abs(adjusted), "adjusted", f"count {state.count_id}")
    books.audit(floor.database)


# Promises -----------------------------------------------------------------------------------


def test_promises_that_the_place_cannot_keep_are_kept_elsewhere(floor: Workplace) -> None:
    mug, first = builders.some_stock(floor, 5)
    second = builders.a_location(floor, kind=LocationKind.RESERVE)
    number = builders.a_released_order(floor, (mug, 4))
    builders.stock(floor, mug, second, 9)
    stock_work.doubt(floor, mug, first)
    bo, ana = builders.an_operator(floor), builders.an_operator(floor)
    answer = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{first}", 3, OK)
    assert stock_work.accepted(answer)
    assert (books.promised(floor, first), books.promised(floor, second)) == (3, 1)
    books.audit(floor.database)
    shift.pick_order(floor, ana, builders.a_tote(floor))
    assert books.order_state(floor, number) == "picked"
    assert (books.on_hand(floor, first), books.on_hand(floor, second)) == (0, 8)
    books.audit(floor.database)


def test_the_order_that_gives_way_is_held_where_there_is_nothing_else(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 6)
    urgent = builders.a_released_order(floor, (mug, 3))
    late = builders.a_released_order(floor, (mug, 3))
    with floor.database.begin() as work:
        work.session.query(Order).filter_by(number=urgent).one().priority = 9
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor)
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 4, OK)
    assert (books.holds(floor, urgent), books.holds(floor, late)) == (set(), {"short"})
    assert books.promised(floor, place) == 4
    books.audit(floor.database)


def test_an_order_that_nobody_picks_yet_waits_for_stock_again(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 3)
    number = builders.an_order(floor, (mug, 3))
    allocate_waiting_orders(floor)
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor)
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 1, OK)
    assert books.order_state(floor, number) == "partly_allocated"
    assert books.holds(floor, number) == set()
    books.audit(floor.database)


def test_a_picker_on_the_way_learns_of_it_with_the_next_scan(floor: Workplace) -> None:
    mug, first = builders.some_stock(floor, 3)
    second = builders.a_location(floor)
    builders.a_released_order(floor, (mug, 3))
    builders.stock(floor, mug, second, 9)
    ana, bo = builders.an_operator(floor), builders.an_operator(floor)
    tote = builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    stock_work.doubt(floor, mug, first)
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{first}", 1, OK)
    told = shift.pick(floor, ana, state, mug.barcode)
    assert isinstance(told.refusal, WorkMovedOn)
    done = shift.pick_to_end(floor, ana, told.state, tote)
    assert done.prompt is PickPrompt.TASK_DONE
    assert (books.on_hand(floor, first), books.on_hand(floor, second)) == (0, 7)
    books.audit(floor.database)


def test_a_task_of_which_nothing_can_be_found_ends(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 2)
    number = builders.a_released_order(floor, (mug, 2))
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor)
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 0, OK)
    assert books.rows(floor, "select state from pick_task") == [("cancelled",)]
    assert books.holds(floor, number) == {"short"}
    books.audit(floor.database)


# Two people, and units that move ------------------------------------------------------------


def test_units_that_were_picked_meanwhile_make_counting_begin_anew(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    builders.a_released_order(floor, (mug, 2))
    stock_work.doubt(floor, mug, place)
    ana, bo = builders.an_operator(floor), builders.an_operator(floor)
    begun = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", mug.barcode).state
    shift.pick_order(floor, ana, builders.a_tote(floor))
    told = stock_work.count(floor, bo, begun, mug.barcode)
    assert isinstance(told.refusal, MovedMeanwhile)
    assert told.state.tally.units == 0
    answer = stock_work.count(floor, bo, told.state, 3, OK)
    assert answer.state.result is CountVerdict.RIGHT
    assert books.on_hand(floor, place) == 3
    books.audit(floor.database)


def test_two_people_are_not_sent_to_the_same_place(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    lamp, other = builders.some_stock(floor, 5)
    stock_work.doubt(floor, mug, place)
    stock_work.doubt(floor, lamp, other)
    ana, bo = builders.an_operator(floor, "Ana"), builders.an_operator(floor, "Bo")
    first, second = begin_count(floor, ana), begin_count(floor, bo)
    assert {first.location, second.location} == {place, other}
    with pytest.raises(Refused) as nothing:
        begin_count(floor, builders.an_operator(floor))
    assert isinstance(nothing.value.refusal, NothingToCount)
    assert begin_count(floor, ana).count_id == first.count_id
    told = stock_work.count(floor, bo, first, f"L-{first.location}")
    assert told.refusal == InOthersHands("Ana", first.location)
    lay_down_count(floor, ana, first.count_id)
    taken = begin_count(floor, builders.an_operator(floor, "Cy"))
    assert taken.count_id == first.count_id


def test_a_count_goes_on_at_another_station_where_it_was_left(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    mug, place = builders.some_stock(floor, 5)
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor)
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", mug.barcode, mug.barcode)
    again = begin_count(open_station("P-02"), bo)
    assert (again.prompt, again.tally.units) == (CountPrompt.COUNT, 2)


def test_a_scan_handed_in_again_counts_once(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor)
    here = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}").state
    unit, done = builders.entry(mug.barcode), builders.entry(OK)
    once = stock_work.count(floor, bo, here, unit).state
    twice = stock_work.count(floor, bo, here, unit)
    assert (twice.refusal, twice.state.tally.units) == (None, 1)
    assert once.tally == twice.state.tally
    full = stock_work.count(floor, bo, once, 5).state
    stock_work.count(floor, bo, full, done)
    before = books.everything(floor)
    again = stock_work.count(floor, bo, full, done)
    assert (again.refusal, again.state.prompt) == (None, CountPrompt.DONE)
    assert books.everything(floor) == before


# What else a count can say ------------------------------------------------------------------


def test_damaged_units_go_to_quarantine_and_are_looked_at(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    pen = stock_work.a_quarantine(floor)
    stock_work.doubt(floor, mug, place, "damaged")
    bo = builders.an_operator(floor)
    answer = stock_work.count(
        floor, bo, begin_count(floor, bo), f"L-{place}", Command.DAMAGED.value, 2, OK, f"L-{pen}"
    )
    assert stock_work.accepted(answer)
    assert (books.on_hand(floor, place), books.on_hand(floor, pen)) == (3, 2)
    done = stock_work.count(floor, bo, answer.state, 3, OK)
    assert done.state.result is CountVerdict.RIGHT
    books.audit(floor.database)


def test_an_item_that_the_books_do_not_know_there_is_counted_next(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    lamp = builders.an_item(floor)
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor)
    here = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}").state
    stopped = stock_work.count(floor, bo, here, lamp.barcode).state
    stock_work.count(floor, bo, stopped, lamp.barcode, 5, OK)
    second = begin_count(floor, bo)
    assert (second.item.sku, second.reason) == (lamp.sku, CountReason.ANOTHER_ITEM)
    stock_work.count(floor, bo, second, f"L-{place}", 2, OK)
    assert books.on_hand(floor, place) == 7
    books.audit(floor.database)


def test_a_count_that_is_put_off_comes_last(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    lamp, other = builders.some_stock(floor, 5)
    stock_work.doubt(floor, mug, place)
    stock_work.doubt(floor, lamp, other)
    bo = builders.an_operator(floor)
    stock_work.count(floor, bo, begin_count(floor, bo), Command.SKIP.value)
    assert begin_count(floor, bo).location == other

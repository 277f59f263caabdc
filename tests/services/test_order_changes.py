"""Orders cancelled and edited wherever they are: only the difference reaches the floor."""

from __future__ import annotations

import pytest

from app.db.ledger import StockTooLow
from app.db.unit_of_work import UnitOfWork
from app.domain.bench_changes import GoodsAtBench, OrderEditedHere
from app.domain.locations import LocationKind
from app.domain.order_refusals import OrderEnded, UnknownOrder, UnknownOrderLine
from app.domain.pack_state import PackPrompt
from app.domain.pick_refusals import OrderOffCart
from app.domain.pick_state import PickMethod
from app.domain.readings import Command
from app.domain.refusals import AmbiguousOrder, OrderStopped, WorkMovedOn
from app.services import packing, picking
from app.services.allocating import allocate_waiting_orders
from app.services.order_changes import GoodsToTakeOut, cancel_order, edit_order
from app.services.releasing import release_ready_orders
from app.services.taking_out import GoodsOut, take_out
from app.services.withdrawing import lock_floor_work
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.desk import refusal_of, take_all_out
from tests.services.floor_plan import in_zone

CHAIN = "select zone, state, follows_id is null from pick_task order by id"


# Cancelled ----------------------------------------------------------------------------------


def test_a_cancelled_order_at_the_desk_frees_its_stock(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 3))
    allocate_waiting_orders(floor)
    report = cancel_order(floor, number)
    assert (report.state, report.fewer, report.to_take_out) == ("cancelled", 3, ())
    assert books.promised(floor, place) == 0
    books.audit(floor.database)


def test_cancelled_while_it_is_picked_leaves_only_the_picked_goods_to_see_to(
    floor: Workplace,
) -> None:
    (mug, shelf), (tea, rest) = builders.some_stock(floor), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1), (tea, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    report = cancel_order(floor, number)
    assert report.to_take_out == (GoodsToTakeOut(tote, mug.sku, 1),)
    assert (books.promised(floor, rest), books.order_state(floor, number)) == (0, "cancelled")
    assert shift.refused(floor, ana, state, tea.barcode) == OrderOffCart(number, "cancelled")
    books.audit(floor.database)
    take_all_out(floor, number, shelf)
    assert (books.on_hand(floor, shelf), books.on_hand(floor, tote)) == (10, 0)
    assert books.rows(floor, "select order_id from tote") == [(None,)]
    assert cancel_order(floor, number).to_take_out == ()
    books.audit(floor.database)


def test_cancelled_twice_changes_nothing(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    cancel_order(floor, number)
    before = books.everything(floor)
    assert cancel_order(floor, number).state == "cancelled"
    assert books.everything(floor) == before


def test_cancelled_at_the_bench_voids_the_papers_that_wait(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    state = shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)
    report = cancel_order(floor, number)
    assert report.labels == 1
    assert {row[0] for row in books.rows(floor, "select state from print_job")} == {"superseded"}
    (goods,) = report.to_take_out
    assert (goods.units, goods.location.startswith("CARTON")) == (2, True)
    refused = shift.pack(floor, ana, state, f"]C100{state.sscc}").refusal
    assert isinstance(refused, OrderStopped)
    books.audit(floor.database)
    take_all_out(floor, number, builders.a_location(floor, kind=LocationKind.QUARANTINE))
    assert books.value(floor, "select state from carton") == "voided"
    books.audit(floor.database)


def test_one_order_of_a_cart_is_cancelled_and_the_others_go_on(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    first, second = (builders.an_order(floor, (mug, 2)) for _ in range(2))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.CLUSTER)
    cancel_order(floor, first)
    assert books.promised(floor, place) == 2
    carried = "select number from pick_task_tote join orders on orders.id = order_id"
    assert books.rows(floor, carried) == [(second,)]
    books.audit(floor.database)


def test_a_shipped_order_stays_as_it_is(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    shift.pack_order(floor, ana, tote)
    before = books.everything(floor)
    assert refusal_of(lambda: cancel_order(floor, number)) == OrderEnded(number, "shipped")
    assert refusal_of(lambda: edit_order(floor, number, {1: 2})) == OrderEnded(number, "shipped")
    assert books.everything(floor) == before


def test_a_number_nobody_or_two_shops_have_is_refused(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    for source in ("shopify", "woocommerce"):
        builders.an_order(floor, (mug, 1), number="1001", source=source)
    assert refusal_of(lambda: cancel_order(floor, "4711")) == UnknownOrder("4711")
    assert refusal_of(lambda: cancel_order(floor, "1001")) == AmbiguousOrder("1001")
    assert cancel_order(floor, "1001", source="woocommerce").state == "cancelled"


# Edited -------------------------------------------------------------------------------------


def test_fewer_units_shrink_the_work_nobody_has_done(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 5))
    report = edit_order(floor, number, {1: 2})
    assert (report.state, report.fewer, report.to_take_out) == ("released", 3, ())
    assert books.rows(floor, "select quantity, state from pick_line") == [(2, "open")]
    assert books.promised(floor, place) == 2
    books.audit(floor.database)


def test_fewer_units_than_are_in_the_tote_are_taken_out_of_it(floor: Workplace) -> None:
    mug, shelf = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    report = edit_order(floor, number, {1: 2})
    assert (report.state, report.to_take_out) == ("picked", (GoodsToTakeOut(tote, mug.sku, 1),))
    take_all_out(floor, number, shelf)
    assert books.on_hand(floor, tote) == 2
    assert books.rows(floor, "select number from tote join orders on orders.id = order_id") == [
        (number,)
    ]
    books.audit(floor.database)
    shift.pack_order(floor, ana, tote)
    assert books.value(floor, "select shipped from order_line") == 2
    books.audit(floor.database)


def test_the_bench_asks_for_no_unit_that_is_not_wanted_any_more(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    edit_order(floor, number, {1: 2})
    assert [line.quantity for line in shift.open_bench(floor, ana, tote).lines] == [2]


def test_more_units_join_the_work_in_hand(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick(floor, ana, picking.claim_work(floor, ana), tote)
    report = edit_order(floor, number, {1: 3})
    assert (report.state, report.more, report.missing) == ("picking", 2, 0)
    assert books.value(floor, "select count(*) from pick_task") == 1
    shift.pick_order(floor, ana, tote)
    assert books.value(floor, "select picked from order_line") == 3
    books.audit(floor.database)


def test_more_units_after_the_last_one_are_work_of_their_own(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana = builders.an_operator(floor)
    shift.pick_order(floor, ana, builders.a_tote(floor))
    assert edit_order(floor, number, {1: 2}).state == "picking"
    shift.pick_order(floor, ana, builders.a_tote(floor))
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_more_units_than_there_are_hold_the_order_as_short(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    number = builders.a_released_order(floor, (mug, 1))
    report = edit_order(floor, number, {1: 5})
    assert (report.state, report.missing) == ("held", 3)
    assert books.holds(floor, number) == {"short"}
    books.audit(floor.database)


def test_units_wanted_again_are_those_that_were_cancelled(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 5))
    edit_order(floor, number, {1: 2})
    edit_order(floor, number, {1: 6})
    assert books.rows(floor, "select quantity, cancelled, allocated from order_line") == [(6, 0, 6)]
    books.audit(floor.database)


def test_a_line_that_is_not_wanted_at_all_leaves_its_zone_s_work(floor: Workplace) -> None:
    (mug, _), (tea, _), (tin, _) = (in_zone(floor, zone) for zone in "CAB")
    number = builders.an_order(floor, (mug, 1), (tea, 1), (tin, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.ZONE_PASS)
    edit_order(floor, number, {2: 0})
    states = [row[:2] for row in books.rows(floor, CHAIN)]
    assert states == [("C", "ready"), ("A", "cancelled"), ("B", "waiting")]
    follows = "select b.zone from pick_task a join pick_task b on b.id = a.follows_id"
    assert books.rows(floor, follows + " where a.zone = 'B'") == [("C",)]
    edit_order(floor, number, {1: 0})
    states = [row[:2] for row in books.rows(floor, CHAIN)]
    assert states == [("C", "cancelled"), ("A", "cancelled"), ("B", "ready")]
    books.audit(floor.database)


def test_an_order_of_which_nothing_is_wanted_is_cancelled(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 5))
    assert edit_order(floor, number, {1: 0}).state == "cancelled"
    assert books.promised(floor, place) == 0
    assert books.rows(floor, "select state from pick_task") == [("cancelled",)]
    books.audit(floor.database)


def test_fewer_than_the_carton_holds_stops_the_parcel(floor: Workplace) -> None:
    mug, shelf = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack(floor, ana, state, mug.barcode, mug.barcode)
    report = edit_order(floor, number, {1: 1})
    assert (report.state, books.holds(floor, number)) == ("held", {"customer_request"})
    take_all_out(floor, number, shelf)
    assert books.value(floor, "select packed from order_line") == 1
    books.audit(floor.database)


def test_a_bench_is_told_what_to_take_back_of_an_order_that_was_edited_there(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, name="Mug")
    lamp, _ = builders.some_stock(floor, name="Lamp")
    number = builders.a_released_order(floor, (mug, 3), (lamp, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.pack(floor, ana, shift.open_bench(floor, ana, tote), mug.barcode).state
    assert state is not None
    assert edit_order(floor, number, {1: 2, 2: 0}).state == "packing"
    told = shift.pack(floor, ana, state, mug.barcode)
    back = (GoodsAtBench(1, "Mug", tote), GoodsAtBench(1, "Lamp", tote))
    assert told.refusal == OrderEditedHere(number, back)
    assert told.state is not None
    assert (told.state.units, told.state.verified, told.state.here) == (2, 1, state.here)
    again = packing.scan(floor, ana, told.state, builders.entry(mug.barcode))
    assert again.refusal == told.refusal, "it stays until somebody says OK"
    assert books.on_hand(floor, tote) == 3
    assert again.state is not None
    going_on = packing.scan(floor, ana, again.state, builders.entry(Command.OK.value)).state
    assert going_on is not None
    shift.pack_until(floor, ana, going_on, PackPrompt.DONE)
    assert books.value(floor, "select sum(quantity) from put_away_task") == 2
    books.audit(floor.database)


def test_a_bench_is_told_that_more_is_wanted_once_it_is_there(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, bo, tote = builders.an_operator(floor), builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    edit_order(floor, number, {1: 3})
    assert shift.pack(floor, ana, state, mug.barcode).refusal == WorkMovedOn(number)
    shift.pick_order(floor, bo, builders.a_tote(floor))
    told = shift.pack(floor, ana, state, mug.barcode)
    assert told.refusal == OrderEditedHere(number, more=2)
    assert told.state is not None
    assert told.state.units == 3
    books.audit(floor.database)


def test_a_wrong_line_changes_nothing(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    before = books.everything(floor)
    assert refusal_of(lambda: edit_order(floor, number, {1: 1, 7: 1})) == UnknownOrderLine(
        number, 7
    )
    assert books.everything(floor) == before


def test_goods_that_do_not_lie_there_are_not_taken_out(floor: Workplace) -> None:
    mug, shelf = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    shelf_id, other = (
        books.value(floor, "select id from location where code = :c", c=code)
        for code in (shelf, builders.a_tote(floor))
    )
    line_id = books.value(floor, "select id from order_line")

    def verb(work: UnitOfWork) -> None:
        held = lock_floor_work(work, [books.order_id(floor, number)])
        take_out(work, held, GoodsOut(line_id, 0, other, shelf_id, 1))

    with pytest.raises(StockTooLow):
        floor.database.run(verb)
    books.audit(floor.database)

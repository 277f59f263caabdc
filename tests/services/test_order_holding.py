"""An order is stopped where it is and goes on from there; its address follows it to the label."""

from __future__ import annotations

from dataclasses import replace

from app.domain.order_refusals import AddressIncomplete, HoldStays, NothingHeld, OrderEnded
from app.domain.orders import HoldReason
from app.domain.pack_state import PackPrompt
from app.domain.payment import PaymentState
from app.domain.pick_state import PickMethod
from app.domain.refusals import NoWork, OrderStopped
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.order_address import NewAddress, change_address
from app.services.order_changes import cancel_order, edit_order
from app.services.order_holding import hold_order, lift_holds
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.desk import refusal_of, take_all_out

ELSEWHERE = NewAddress("Lena Beispiel", ("Neue Allee 9",), "Bonn", "DE", postcode="53111")
PAPERS = "select document_kind, version, state from print_job order by id"


# Held and let go ----------------------------------------------------------------------------


def test_a_held_order_is_claimed_by_nobody_and_goes_on_where_it_was(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    assert hold_order(floor, number, detail="ask first").kept == (HoldReason.OPERATOR,)
    assert isinstance(refusal_of(lambda: picking.claim_work(floor, ana)), NoWork)
    report = lift_holds(floor, number)
    assert (report.state, report.lifted, report.kept) == ("released", (HoldReason.OPERATOR,), ())
    shift.pick_order(floor, ana, tote)
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_a_picker_is_stopped_with_the_next_scan_and_goes_on_later(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1), (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    hold_order(floor, number)
    assert isinstance(shift.refused(floor, ana, state, tea.barcode), OrderStopped)
    lift_holds(floor, number)
    shift.pick_to_end(floor, ana, state, tote)
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_a_copy_read_while_the_hold_was_written_takes_no_tote(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    hold_order(floor, number)
    position = state.positions[0]
    held = tuple(replace(order, stopped=HoldReason.OPERATOR) for order in position.orders)
    copy = state.with_position(replace(position, orders=held))
    refusal = shift.refused(floor, ana, copy, tote)
    assert refusal == OrderStopped(number, "held")
    assert books.value(floor, "select count(*) from tote where order_id is not null") == 0
    books.audit(floor.database)


def test_a_held_order_leaves_a_cart_to_the_others_and_is_work_of_its_own_later(
    floor: Workplace,
) -> None:
    mug, place = builders.some_stock(floor)
    first, second = (builders.an_order(floor, (mug, 1)) for _ in range(2))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.CLUSTER)
    hold_order(floor, first)
    carried = "select number from pick_task_tote join orders on orders.id = order_id"
    assert books.rows(floor, carried) == [(second,)]
    assert books.promised(floor, place) == 2
    assert lift_holds(floor, first).state == "released"
    methods = "select method, state from pick_task order by id"
    assert books.rows(floor, methods) == [("cluster", "ready"), ("single", "ready")]
    books.audit(floor.database)


def test_held_twice_for_the_same_reason_is_held_once(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    hold_order(floor, number)
    hold_order(floor, number)
    hold_order(floor, number, reason=HoldReason.CUSTOMER_REQUEST)
    assert books.value(floor, "select count(*) from order_hold") == 2
    report = lift_holds(floor, number, reasons=[HoldReason.OPERATOR])
    assert (report.state, report.kept) == ("held", (HoldReason.CUSTOMER_REQUEST,))


def test_a_hold_for_money_stays_until_somebody_waives_it(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1), payment=PaymentState.UNPAID)
    assert refusal_of(lambda: lift_holds(floor, number)) == HoldStays(number, "unpaid")
    assert lift_holds(floor, number, waive_payment=True).state == "paid"


def test_what_may_be_lifted_is_lifted_and_the_rest_is_named(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    nobody = replace(builders.HOME, name="", postcode="")
    number = builders.an_order(floor, (mug, 1), ship_to=nobody)
    hold_order(floor, number)
    report = lift_holds(floor, number)
    assert report.lifted == (HoldReason.OPERATOR,)
    assert report.kept == (HoldReason.ADDRESS_INCOMPLETE,)


def test_an_order_that_is_not_held_or_has_ended_is_refused(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1))
    assert refusal_of(lambda: lift_holds(floor, number)) == NothingHeld(number)
    cancel_order(floor, number)
    assert refusal_of(lambda: hold_order(floor, number)) == OrderEnded(number, "cancelled")


# Another address ----------------------------------------------------------------------------


def test_an_address_before_the_label_prints_nothing_anew(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    report = change_address(floor, number, ELSEWHERE)
    assert (report.state, report.labels) == ("released", 0)
    assert books.rows(floor, PAPERS) == []
    sql = "select city from address join orders on ship_to_id = address.id"
    assert books.rows(floor, sql) == [("Bonn",)]
    assert books.value(floor, "select count(*) from address where city = 'Kiel'") == 0


def test_an_address_after_the_label_voids_it_and_makes_another(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    state = shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)
    report = change_address(floor, number, ELSEWHERE)
    assert report.labels == 1
    assert books.rows(floor, PAPERS) == [
        ("packing_slip", 1, "superseded"),
        ("shipping_label", 1, "superseded"),
        ("packing_slip", 2, "queued"),
        ("shipping_label", 2, "queued"),
    ]
    assert shift.pack(floor, ana, state, f"]C100{state.sscc}").refusal is not None
    shift.pack_order(floor, ana, f"O-{number}")
    assert books.order_state(floor, number) == "shipped"
    books.audit(floor.database)


def test_an_incomplete_address_is_refused_and_a_whole_one_lifts_the_hold(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1), ship_to=replace(builders.HOME, city=""))
    half = replace(ELSEWHERE, postcode="")
    assert refusal_of(lambda: change_address(floor, number, half)) == AddressIncomplete("postcode")
    assert books.holds(floor, number) == {"address_incomplete"}
    assert change_address(floor, number, ELSEWHERE).state == "paid"
    assert books.holds(floor, number) == set()


def test_a_parcel_stopped_for_surplus_gets_new_papers_when_it_goes_on(floor: Workplace) -> None:
    mug, shelf = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)
    assert edit_order(floor, number, {1: 1}).labels == 1
    take_all_out(floor, number, shelf)
    assert lift_holds(floor, number).kept == ()
    assert [row[1:] for row in books.rows(floor, PAPERS)][2:] == [(2, "queued"), (2, "queued")]
    shift.pack_order(floor, ana, f"O-{number}")
    assert books.value(floor, "select shipped from order_line") == 1
    books.audit(floor.database)

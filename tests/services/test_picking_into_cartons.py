"""Units go straight from the shelf into their shipping carton, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_refusals import (
    CartonNumberUsed,
    CartonTooHeavy,
    NotOurCarton,
    WhichCarton,
)
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import NothingToPack, OrderStopped, WorkMovedOn
from app.domain.shipping import sscc
from app.services import packing, picking
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.order_changes import cancel_order
from app.services.order_holding import hold_order, lift_holds
from app.services.parcels import next_sscc
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods, entry
from tests.services import books, shift

P = PickPrompt
OK, UNDO, FULL, SHORT, PAUSE = (
    Command.OK.value,
    Command.UNDO.value,
    Command.FULL.value,
    Command.SHORT.value,
    Command.PAUSE.value,
)
IN_EACH = "select sum(quantity) from carton_line group by carton_id order by carton_id"
CARTONS = "select state, packaging_code from carton order by id"


def boxed(floor: Workplace, *lines: tuple[Goods, int]) -> tuple[int, PickState]:
    """A picker, and the claimed work of an order that goes straight into its carton."""
    builders.an_order(floor, *lines)
    allocate_waiting_orders(floor)
    release_ready_orders(floor, into_carton=True)
    ana = builders.an_operator(floor)
    return ana, picking.claim_work(floor, ana)


def sound(floor: Workplace) -> None:
    """The books are whole, by both audits."""
    books.audit(floor.database)
    report = check_database(floor)
    assert [one.violations for one in report.invariants if not one.holds] == []


def close(floor: Workplace, who: int, number: str) -> PackState:
    """The carton at the bench, closed; its label comes out."""
    state = shift.open_bench(floor, who, f"O-{number}")
    assert state.prompt is PackPrompt.SCAN_LABEL
    return state


def test_units_are_proved_into_the_carton_which_closes_by_itself_and_ships_by_its_label(
    floor: Workplace,
) -> None:
    mug, mugs = builders.some_stock(floor)
    pen, _ = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 2), (pen, 1))
    assert state.boxing is not None
    assert (state.prompt, state.boxing.suggested) == (P.OPEN_CARTON, "S")
    number = state.order_number

    state = shift.pick(floor, ana, state, "K-S", mug.barcode).state
    assert books.on_hand(floor, mugs) == 9
    assert books.on_hand(floor, state.tote or "") == 1
    assert (state.prompt, books.order_state(floor, number)) == (P.SCAN_ITEM, "picking")
    sound(floor)

    state = shift.pick(floor, ana, state, mug.barcode, pen.barcode).state
    assert (state.prompt, books.order_state(floor, number)) == (P.TASK_DONE, "packed")
    assert books.rows(floor, CARTONS) == [("open", "S")]
    assert books.rows(floor, "select picked, packed from order_line order by number") == [
        (2, 2),
        (1, 1),
    ]
    sound(floor)

    bench = close(floor, ana, number)
    assert books.rows(floor, "select document_kind from print_job order by id") == [
        ("packing_slip",),
        ("shipping_label",),
    ]
    done = shift.pack(floor, ana, bench, f"]C100{bench.sscc}").state
    assert done is not None
    assert (done.prompt, books.order_state(floor, number)) == (PackPrompt.DONE, "shipped")
    assert books.on_hand(floor, mugs) == 8
    sound(floor)


def test_a_unit_comes_out_again_and_an_empty_carton_goes_back_to_the_shelf(
    floor: Workplace,
) -> None:
    mug, mugs = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 2))
    empty = shift.pick(floor, ana, state, OK, UNDO).state
    assert empty.prompt is P.OPEN_CARTON
    assert books.rows(floor, CARTONS) == [("voided", "S")]

    state = shift.pick(floor, ana, empty, "K-M2", mug.barcode, UNDO, f"L-{mugs}").state
    assert (books.on_hand(floor, mugs), books.promised(floor, mugs)) == (10, 2)
    assert books.value(floor, "select packed from order_line") == 0
    assert state.prompt is P.SCAN_ITEM
    sound(floor)

    done = shift.pick(floor, ana, state, mug.barcode, mug.barcode).state
    undone = shift.pick(floor, ana, done, UNDO, OK).state
    assert (undone.prompt, books.order_state(floor, state.order_number)) == (
        P.SCAN_ITEM,
        "picking",
    )
    shift.pick(floor, ana, undone, mug.barcode)
    assert books.rows(floor, CARTONS) == [("voided", "S"), ("open", "M2")]
    sound(floor)


def test_a_full_carton_is_closed_and_labelled_before_the_next_one_is_filled(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 3))
    number = state.order_number
    state = shift.pick(floor, ana, state, OK, mug.barcode, FULL).state
    assert state.prompt is P.OPEN_CARTON
    sound(floor)

    first = close(floor, ana, number)
    assert shift.pack(floor, ana, first, f"]C100{first.sscc}").refusal is None
    assert books.order_state(floor, number) == "picking"
    state = picking.claim_work(floor, ana)
    assert (state.prompt, state.history) == (P.OPEN_CARTON, ())

    shift.pick(floor, ana, state, "K-S", mug.barcode, mug.barcode)
    second = close(floor, ana, number)
    assert second.sscc != first.sscc
    shift.pack(floor, ana, second, f"]C100{second.sscc}")
    assert books.order_state(floor, number) == "shipped"
    assert books.rows(
        floor, "select sum(quantity) from carton_line group by carton_id order by carton_id"
    ) == [
        (1,),
        (2,),
    ]
    sound(floor)


def test_two_cartons_that_wait_are_told_apart_by_what_is_in_them(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    pen, _ = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 2), (pen, 1))
    full = (OK, mug.barcode, FULL, "K-S", mug.barcode, pen.barcode)
    state = shift.pick(floor, ana, state, *full).state
    assert state.prompt is P.TASK_DONE

    refused = packing.open_order(floor, ana, entry(mug.barcode)).refusal
    assert refused == WhichCarton(books.value(floor, ITEM_NAME, sku=mug.sku), 2)
    second = shift.open_bench(floor, ana, pen.barcode)
    assert (second.prompt, second.verified) == (PackPrompt.SCAN_LABEL, 2)
    first = shift.open_bench(floor, ana, mug.barcode)
    assert (first.prompt, first.verified) == (PackPrompt.SCAN_LABEL, 1)
    sound(floor)


ITEM_NAME = "select name from item where sku = :sku"


def test_a_carton_labelled_beforehand_keeps_its_number_and_leads_to_its_order(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    label = floor.database.run(next_sscc)
    ana, state = boxed(floor, (mug, 1))
    foreign = sscc(3, "4099999", 1)
    assert shift.refused(floor, ana, state, f"]C100{foreign}") == NotOurCarton(foreign)

    state = shift.pick(floor, ana, state, f"]C100{label}").state
    assert state.tote == label
    other, work = boxed(floor, (mug, 1))
    used = CartonNumberUsed(label, state.order_number)
    assert shift.refused(floor, other, work, f"]C100{label}") == used
    early = packing.open_order(floor, other, entry(f"]C100{label}")).refusal
    assert early == NothingToPack(label, state.order_number, "picking")

    shift.pick(floor, ana, state, mug.barcode)
    bench = shift.open_bench(floor, ana, f"]C100{label}")
    assert (bench.prompt, bench.sscc) == (PackPrompt.SCAN_LABEL, label)
    sound(floor)


def test_what_is_short_leaves_the_carton_and_nothing_found_leaves_none(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 3))
    short = shift.pick(floor, ana, state, OK, mug.barcode, SHORT, OK, OK).state
    assert short.prompt is P.TASK_DONE
    assert books.rows(floor, CARTONS) == [("open", "S")]
    sound(floor)

    pen, _ = builders.some_stock(floor)
    ben, state = boxed(floor, (pen, 1))
    shift.pick(floor, ben, state, OK, SHORT, OK, OK)
    assert books.rows(floor, CARTONS) == [("open", "S"), ("voided", "S")]
    sound(floor)


def test_a_pause_and_a_claim_go_on_with_the_same_carton(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 2))
    paused = shift.pick(floor, ana, state, OK, mug.barcode, PAUSE).state
    assert paused.prompt is P.PAUSED
    again = picking.claim_work(floor, ana)
    assert (again.tote, again.prompt) == (paused.tote, P.SCAN_ITEM)
    assert [step.quantity for step in again.history] == [1]
    done = shift.pick(floor, ana, again, mug.barcode).state
    assert done.prompt is P.TASK_DONE
    sound(floor)


def test_an_order_cancelled_on_the_way_has_its_units_taken_out_of_the_carton(
    floor: Workplace,
) -> None:
    mug, mugs = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 2))
    state = shift.pick(floor, ana, state, OK, mug.barcode).state
    cancel_order(floor, state.order_number)
    told = shift.pick(floor, ana, state, mug.barcode)
    assert told.refusal is not None
    assert told.state.prompt is P.TAKE_OUT
    sound(floor)
    end = shift.pick(floor, ana, replace(told.state, refusal=None), f"L-{mugs}").state
    assert end.prompt is P.TASK_DONE
    assert books.on_hand(floor, mugs) == 10
    assert books.rows(floor, CARTONS) == [("voided", "S")]
    sound(floor)


def test_a_held_order_s_carton_waits_and_goes_on_once_the_hold_is_lifted(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 2))
    state = shift.pick(floor, ana, state, OK, mug.barcode).state
    hold_order(floor, state.order_number)
    assert isinstance(shift.refused(floor, ana, state, mug.barcode), OrderStopped)
    held = packing.open_order(floor, ana, entry(f"O-{state.order_number}")).refusal
    assert isinstance(held, NothingToPack)
    lift_holds(floor, state.order_number)
    again = picking.claim_work(floor, ana)
    done = shift.pick(floor, ana, again, mug.barcode).state
    assert (done.prompt, done.tote) == (P.TASK_DONE, state.tote)
    sound(floor)


def test_a_carton_carries_no_more_than_its_packaging_and_the_same_scan_counts_once(
    floor: Workplace,
) -> None:
    anvil, _ = builders.some_stock(floor, weight_g=2_000)
    ana, state = boxed(floor, (anvil, 2))
    state = shift.pick(floor, ana, state, "K-S").state
    once = entry(anvil.barcode)
    state = shift.pick(floor, ana, state, once).state
    assert shift.refused(floor, ana, state, anvil.barcode) == CartonTooHeavy(
        "S", 4_000, 3_000, is_empty=False
    )
    repeated = picking.scan(floor, ana, replace(state, revision=state.revision - 1), once)
    assert repeated.refusal is None or isinstance(repeated.refusal, WorkMovedOn)
    assert books.value(floor, "select packed from order_line") == 1
    sound(floor)


def test_what_is_in_the_way_of_closing_leaves_the_order_on_the_bench(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    mug, _ = builders.some_stock(floor)
    ana, state = boxed(floor, (mug, 1))
    shift.pick(floor, ana, state, OK, mug.barcode)
    bare = open_station("P-09")
    answer = packing.open_order(bare, ana, entry(f"O-{state.order_number}"))
    assert answer.refusal is not None
    assert answer.state is not None
    assert (answer.state.prompt, answer.state.suggestion) == (PackPrompt.CHOOSE_PACKAGING, "S")
    assert close(floor, ana, state.order_number).packaging == "S"
    sound(floor)

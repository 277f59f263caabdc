"""Exceptions at the shelf as the books have them: damage, other items, empty places and totes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.db.schema import Carton, ItemSubstitute, Order, Site
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.order_refusals import SubstituteNotAgreed
from app.domain.pick_refusals import InsteadGone, NoQuarantine, OrderOffCart, StillElsewhere
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.readings import Command
from app.services import picking, short_desk
from app.services.allocating import allocate_waiting_orders
from app.services.order_changes import cancel_order, edit_order
from app.services.order_holding import hold_order, lift_holds
from app.services.parcel_documents import packing_slip, parcel_rows
from app.services.putting_away import begin_put_away
from app.services.refill_planning import raise_refills
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift

P = PickPrompt
OK, SHORT, UNDO = Command.OK.value, Command.SHORT.value, Command.UNDO.value
DAMAGED, SUBSTITUTE = Command.DAMAGED.value, Command.SUBSTITUTE.value
MANY = (PickMethod.CLUSTER, PickMethod.BATCH)


def begun(floor: Workplace, operator: int, *totes: str) -> PickState:
    """The next task, with its totes scanned."""
    return shift.pick(floor, operator, picking.claim_work(floor, operator), *totes).state


def may_stand_in(floor: Workplace, item: Goods, other: Goods) -> None:
    """Let one item stand in for another, and all customers agree to it."""

    def verb(work: UnitOfWork) -> None:
        work.session.add(ItemSubstitute(item_id=item.item_id, substitute_id=other.item_id))
        for order in work.session.query(Order):
            order.allows_substitutes = True

    floor.database.run(verb)


def checks_empty(floor: Workplace) -> None:
    """Let the site ask whether a place is empty."""

    def verb(work: UnitOfWork) -> None:
        work.session.query(Site).one().checks_empty = True

    floor.database.run(verb)


def counts(floor: Workplace) -> Sequence[tuple[Any, ...]]:
    """The counts that wait: why, whether the stock is doubted, how far they are."""
    return books.rows(floor, "select reason, is_doubt, state from count_task order by id")


# Damaged ----------------------------------------------------------------------------------------


def test_damaged_units_go_to_quarantine_and_others_are_picked_from_beside_them(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 9)
    quarantine = builders.a_location(floor, kind=LocationKind.QUARANTINE)
    builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = begun(floor, ana, tote)
    assert state.quarantine == quarantine
    after = shift.pick(
        floor, ana, state, mug.barcode, DAMAGED, builders.typed(2), f"L-{quarantine}"
    )
    assert (books.on_hand(floor, face), books.on_hand(floor, quarantine)) == (7, 2)
    stop = after.state.stop
    assert stop is not None
    assert (stop.line.location, stop.quantity, after.state.counted) == (face, 3, 1)
    assert [(bool(doubt), reason) for reason, doubt, _ in counts(floor)] == [(True, "damaged")]
    assert shift.pick_to_end(floor, ana, after.state).prompt is P.TASK_DONE
    assert books.on_hand(floor, tote) == 3
    waiting = begin_put_away(floor, ana, builders.entry(f"L-{quarantine}"))
    assert (waiting.wanted, waiting.reason.value) == (2, "damaged")
    books.audit(floor.database)


@pytest.mark.parametrize("method", MANY)
def test_damage_on_a_cart_leaves_the_last_order_short_and_undo_still_steps_back(
    floor: Workplace, method: PickMethod
) -> None:
    mug, face = builders.some_stock(floor, 3)
    lamp, _ = builders.some_stock(floor, 9)
    quarantine = builders.a_location(floor, kind=LocationKind.QUARANTINE)
    numbers = builders.a_cart_of_orders(
        floor, [(mug, 2), (lamp, 1)], [(mug, 1), (lamp, 1)], method=method
    )
    ana = builders.an_operator(floor)
    totes = [builders.a_tote(floor) for _ in range(2 if method is PickMethod.CLUSTER else 1)]
    state = begun(floor, ana, *totes)
    put = shift.pick(floor, ana, state, DAMAGED, OK, f"L-{quarantine}", mug.barcode, totes[0])
    assert (books.on_hand(floor, face), books.on_hand(floor, quarantine)) == (0, 1)
    assert books.holds(floor, numbers[1]) == {"short"}
    assert books.on_hand(floor, totes[0]) == 2
    back = shift.pick(floor, ana, put.state, UNDO)
    if back.state.prompt is P.UNDO_TOTE:
        back = shift.pick(floor, ana, back.state, totes[0])
    back = shift.pick(floor, ana, back.state, f"L-{face}")
    assert (books.on_hand(floor, face), books.on_hand(floor, totes[0])) == (2, 0)
    assert shift.pick_to_end(floor, ana, back.state).prompt is P.TASK_DONE
    books.audit(floor.database)


def test_without_a_quarantine_place_damage_is_a_short_with_its_reason(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 3)
    builders.a_released_order(floor, (mug, 2))
    ana = builders.an_operator(floor)
    state = begun(floor, ana, builders.a_tote(floor))
    assert isinstance(shift.refused(floor, ana, state, DAMAGED), NoQuarantine)
    shift.pick(floor, ana, state, SHORT, builders.typed(0), builders.typed(2))
    assert [reason for reason, _, _ in counts(floor)] == ["damaged"]
    books.audit(floor.database)


# Another item -----------------------------------------------------------------------------------


def test_another_item_is_picked_packed_and_told_where_the_customer_agreed(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 3)
    red, there = builders.some_stock(floor, 5)
    lamp, _ = builders.some_stock(floor, 5)
    number = builders.a_released_order(floor, (mug, 3), (lamp, 1))
    may_stand_in(floor, mug, red)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = begun(floor, ana, tote)
    after = shift.pick(floor, ana, state, SUBSTITUTE, builders.typed(1)).state
    assert [(line.item.sku, line.open) for line in after.open_lines] == [
        (red.sku, 2),
        (lamp.sku, 1),
    ], "it lies before the lamp"
    assert books.holds(floor, number) == set()
    assert [reason for reason, _, _ in counts(floor)] == ["empty"]
    back = shift.pick(floor, ana, after, red.barcode, builders.typed(2), UNDO, f"L-{there}").state
    assert [line.item.sku for line in back.open_lines] == [red.sku, lamp.sku]
    assert shift.pick_to_end(floor, ana, back).prompt is P.TASK_DONE
    shift.pack_order(floor, ana, tote)
    assert books.order_state(floor, number) == "shipped"
    with floor.database.begin() as work:
        order = work.session.query(Order).filter_by(number=number).one()
        carton = work.session.query(Carton).one()
        slip = packing_slip(work, parcel_rows(work, order, carton))
    told = [(line.sku, line.shipped, line.back_ordered, line.instead_of) for line in slip.lines]
    assert told == [
        (mug.sku, 1, 0, ""),
        (lamp.sku, 1, 0, ""),
        (red.sku, 2, 0, mug.sku),
    ]
    books.audit(floor.database)


def test_nothing_is_sent_instead_against_the_customer_or_before_what_was_ordered(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 3)
    red, _ = builders.some_stock(floor, 1)
    number = builders.a_released_order(floor, (mug, 3))
    ana = builders.an_operator(floor)
    state = begun(floor, ana, builders.a_tote(floor))
    refusal = shift.refused(floor, ana, state, SUBSTITUTE)
    assert refusal == SubstituteNotAgreed(number, mug.sku)
    may_stand_in(floor, mug, red)
    agreed = picking.claim_work(floor, ana)
    asked = shift.pick(floor, ana, agreed, SUBSTITUTE).state
    few = shift.refused(floor, ana, asked, builders.typed(1))
    assert isinstance(few, InsteadGone)
    other = builders.a_location(floor)
    builders.stock(floor, mug, other, 7)
    still = shift.refused(floor, ana, asked, builders.typed(1))
    assert isinstance(still, StillElsewhere)
    assert books.rows(floor, "select count(*) from order_line") == [(1,)]
    assert counts(floor) == []
    assert books.on_hand(floor, face) == 3
    books.audit(floor.database)


# A refill on its way ----------------------------------------------------------------------------


def test_the_picker_of_a_dry_face_comes_back_when_it_is_filled(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    lamp, _ = builders.some_stock(floor, 5)
    builders.a_released_order(floor, (mug, 2), (lamp, 1))
    builders.stock(floor, mug, builders.a_location(floor, kind=LocationKind.RESERVE), 24)
    builders.an_order(floor, (mug, 4))
    allocate_waiting_orders(floor)
    assert [row.quantity for row in raise_refills(floor)] == [4]
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = begun(floor, ana, tote)
    later = shift.pick(floor, ana, state, SHORT)
    assert later.state.prompt is P.REFILL_COMING
    skipped = shift.pick(floor, ana, later.state, OK).state
    assert skipped.line is not None
    assert skipped.line.item.sku == lamp.sku
    assert counts(floor) == []
    assert shift.pick_to_end(floor, ana, skipped).prompt is P.TASK_DONE
    books.audit(floor.database)


# Empty or not -----------------------------------------------------------------------------------


@pytest.mark.parametrize("is_empty", [True, False])
def test_whoever_takes_the_last_unit_says_whether_the_place_is_empty(
    floor: Workplace, is_empty: bool
) -> None:
    checks_empty(floor)
    mug, face = builders.some_stock(floor, 2)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    asked = shift.pick(floor, ana, begun(floor, ana, tote), mug.barcode, OK).state
    assert asked.prompt is P.CHECK_EMPTY
    done = shift.pick(floor, ana, asked, f"L-{face}" if is_empty else mug.barcode)
    assert done.state.prompt is P.TASK_DONE
    seen = books.rows(floor, "select count(*) from event_log where kind = 'LocationFoundEmpty'")
    assert seen == [(1 if is_empty else 0,)]
    assert [reason for reason, _, _ in counts(floor)] == ([] if is_empty else ["zero_check"])
    books.audit(floor.database)


def test_a_place_that_was_filled_meanwhile_is_not_counted(floor: Workplace) -> None:
    checks_empty(floor)
    mug, face = builders.some_stock(floor, 2)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    asked = shift.pick(floor, ana, begun(floor, ana, tote), mug.barcode, OK).state
    builders.stock(floor, mug, face, 6)
    shift.pick(floor, ana, asked, builders.typed(2))
    assert counts(floor) == []


# Stopped while they are on a cart ---------------------------------------------------------------


@pytest.mark.parametrize("how", ["cancelled", "held", "nothing wanted"])
def test_an_order_that_leaves_a_cart_before_a_pick_has_its_empty_tote_taken_off(
    floor: Workplace, how: str
) -> None:
    mug, _ = builders.some_stock(floor, 9)
    first, second = builders.a_cart_of_orders(floor, [(mug, 2)], [(mug, 1)])
    ana = builders.an_operator(floor)
    totes = [builders.a_tote(floor) for _ in range(2)]
    state = begun(floor, ana, *totes)
    if how == "held":
        hold_order(floor, second)
    elif how == "cancelled":
        cancel_order(floor, second)
    else:
        edit_order(floor, second, {1: 0})
    told = shift.pick(floor, ana, state, mug.barcode)
    assert isinstance(told.refusal, OrderOffCart)
    assert told.refusal.order_number == second
    assert told.state.prompt is P.TAKE_TOTE_OFF
    books.audit(floor.database)
    read = picking.scan(floor, ana, told.state, builders.entry(OK))
    off = shift.pick(floor, ana, read.state, totes[1])
    assert off.refusal is None
    assert off.state.prompt is P.SCAN_ITEM
    assert books.rows(floor, "select count(*) from pick_task_tote") == [(1,)]
    done = shift.pick_to_end(floor, ana, off.state)
    assert done.prompt is P.TASK_DONE
    books.audit(floor.database)
    if how == "held":
        lift_holds(floor, second)
        again = picking.claim_work(floor, ana)
        assert again.order_number == second
        shift.pick_to_end(floor, ana, again, totes[1])
        books.audit(floor.database)
    assert books.order_state(floor, first) == "picked"


def test_a_tote_of_a_cart_that_is_called_off_is_free_again(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    first, second = builders.a_cart_of_orders(floor, [(mug, 2)], [(mug, 1)])
    ana = builders.an_operator(floor)
    totes = [builders.a_tote(floor) for _ in range(2)]
    begun(floor, ana, *totes)
    cancel_order(floor, second)
    cancel_order(floor, first)
    bound = "select count(*) from tote where order_id is not null"
    assert books.rows(floor, bound) == [(0,)]
    assert books.rows(floor, "select state from pick_task") == [("cancelled",)]
    books.audit(floor.database)


# The third time ---------------------------------------------------------------------------------


def test_the_third_same_wrong_code_calls_the_lead_once(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 5)
    lamp, _ = builders.some_stock(floor, 5)
    builders.a_released_order(floor, (mug, 2))
    ana = builders.an_operator(floor)
    state = begun(floor, ana, builders.a_tote(floor))
    called = "select payload from event_log where kind = 'LeadCalled'"
    for times in (0, 0, 1, 1):
        state = picking.scan(floor, ana, state, builders.entry(lamp.barcode)).state
        assert len(books.rows(floor, called)) == times
    again = shift.pick(floor, ana, state, Command.WRONG_LOCATION.value)
    assert again.refusal is None
    assert [reason for reason, _, _ in counts(floor)] == ["other_item"]
    assert short_desk.retry_short_orders(floor) == 0, f"{face} is doubted until it is counted"

"""Refills: raised before a face runs dry, carried by scans, with the promises that follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.count_refusals import InOthersHands
from app.domain.locations import LocationKind
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.domain.refilling import RefillPrompt
from app.domain.refusals import NotAllowed, Refused, StockMissing
from app.domain.replenishment import ReplenishReason
from app.domain.stock_events import FaceFilled
from app.domain.stock_refusals import NothingToRefill, WorkGone
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.count_desk import open_counts
from app.services.refill_planning import cancel_refill, open_refills, raise_refills, set_bounds
from app.services.refilling import begin_refill, lay_down_refill
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift, stock_work

OK = Command.OK.value


def a_face_and_its_reserve(
    floor: Workplace, in_face: int, in_reserve: int, case_of: int | None = None
) -> tuple[Goods, str, str]:
    """An item with units in a pick face and in a reserve location."""
    mug = builders.an_item(floor, case_of=case_of)
    face = builders.a_location(floor)
    reserve = builders.a_location(floor, kind=LocationKind.RESERVE, check_digits="77")
    builders.stock(floor, mug, face, in_face or 1)
    builders.stock(floor, mug, reserve, in_reserve)
    if in_face == 0:
        with floor.database.begin() as work:
            stock_work.take_away(work, mug, face, 1)
    return mug, face, reserve


def test_units_promised_in_reserve_come_down_before_the_first_cut_off(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 2, 50)
    late = builders.PLACED + timedelta(hours=9)
    soon = builders.PLACED + timedelta(hours=3)
    builders.an_order(floor, (mug, 3), ship_by=late)
    builders.an_order(floor, (mug, 4), ship_by=soon)
    allocate_waiting_orders(floor)
    (row,) = open_refills(floor)  # promised in reserve, and so to be brought down
    assert (row.source, row.target) == (reserve, face)
    assert (row.quantity, row.reason) == (books.promised(floor, reserve), ReplenishReason.DEMAND)
    assert row.due_at == soon
    assert raise_refills(floor) == (row,)


def test_a_face_below_its_minimum_is_filled_up(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 3, 50)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(4, 20))
    (row,) = raise_refills(floor)
    assert (row.quantity, row.reason) == (17, ReplenishReason.MINIMUM)
    ana = builders.an_operator(floor)
    state = begin_refill(floor, ana)
    answer = stock_work.refill(floor, ana, state, f"L-{reserve}", mug.barcode, f"L-{face}")
    assert FaceFilled(state.task_id, mug.sku, 17, reserve, face) in answer.events
    assert (books.on_hand(floor, face), books.on_hand(floor, reserve)) == (20, 33)
    assert open_refills(floor) == ()
    books.audit(floor.database)


def test_promises_follow_the_goods_and_the_picker_goes_to_the_face(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 1, 50)
    number = builders.a_released_order(floor, (mug, 5))
    assert (books.promised(floor, face), books.promised(floor, reserve)) == (1, 4)
    raise_refills(floor)
    bo, ana = builders.an_operator(floor), builders.an_operator(floor)
    stock_work.refill(floor, bo, begin_refill(floor, bo), f"L-{reserve}", mug.barcode, f"L-{face}")
    assert (books.promised(floor, face), books.promised(floor, reserve)) == (5, 0)
    assert (books.on_hand(floor, face), books.on_hand(floor, reserve)) == (5, 46)
    books.audit(floor.database)
    state = picking.claim_work(floor, ana)
    assert {line.location for line in state.lines} == {face}
    shift.pick_to_end(floor, ana, state, builders.a_tote(floor))
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_a_promise_follows_in_part_where_only_part_was_carried(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 1, 50)
    builders.a_released_order(floor, (mug, 5))
    raise_refills(floor)
    bo, ana = builders.an_operator(floor), builders.an_operator(floor)
    stock_work.refill(
        floor, bo, begin_refill(floor, bo), f"L-{reserve}", mug.barcode, 2, f"L-{face}"
    )
    assert (books.promised(floor, face), books.promised(floor, reserve)) == (3, 2)
    books.audit(floor.database)
    state = picking.claim_work(floor, ana)
    assert sorted((line.location, line.quantity) for line in state.lines) == sorted(
        [(face, 1), (face, 2), (reserve, 2)]
    )
    shift.pick_to_end(floor, ana, state, builders.a_tote(floor))
    books.audit(floor.database)


def test_units_that_a_picker_is_on_the_way_to_stay_in_reserve(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 1, 6)
    builders.a_released_order(floor, (mug, 5))
    set_bounds(floor, sku=mug.sku, location=face, bounds=(3, 10))
    raise_refills(floor)
    ana, bo = builders.an_operator(floor), builders.an_operator(floor)
    tote = builders.a_tote(floor)
    held = begin_refill(floor, bo)
    assert held.wanted == 6
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    fresh = stock_work.refill(floor, bo, held, f"L-{reserve}").state
    assert (fresh.wanted, fresh.most) == (2, 2)
    stock_work.refill(floor, bo, fresh, mug.barcode, f"L-{face}")
    assert (books.on_hand(floor, reserve), books.promised(floor, reserve)) == (4, 4)
    assert shift.pick_to_end(floor, ana, state, tote).prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_goods_are_carried_by_cases(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 0, 48, case_of=6)
    builders.an_order(floor, (mug, 8))
    allocate_waiting_orders(floor)
    (row,) = raise_refills(floor)
    assert row.quantity == 12
    bo = builders.an_operator(floor)
    state = begin_refill(floor, bo)
    taken = stock_work.refill(floor, bo, state, f"L-{reserve}", mug.case_barcode, mug.case_barcode)
    assert (taken.state.prompt, taken.state.in_hand) == (RefillPrompt.SCAN_TARGET, 12)
    stock_work.refill(floor, bo, taken.state, f"L-{face}")
    assert books.on_hand(floor, face) == 12
    books.audit(floor.database)


def test_a_source_that_holds_less_is_counted_and_the_rest_raised_anew(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 0, 30)
    second = builders.a_location(floor, kind=LocationKind.RESERVE)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    builders.stock(floor, mug, second, 40)
    raise_refills(floor)
    bo = builders.an_operator(floor)
    state = begin_refill(floor, bo)
    short = Command.SHORT.value
    stock_work.refill(floor, bo, state, f"L-{state.source.code}", short, 3, f"L-{face}")
    assert books.on_hand(floor, face) == 3
    assert [row.location for row in open_counts(floor)] == [state.source.code]
    (row,) = raise_refills(floor)
    assert (row.source, row.quantity) == (second, 17)
    assert reserve == state.source.code


def test_an_empty_source_ends_the_refill(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 0, 30)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    raise_refills(floor)
    bo = builders.an_operator(floor)
    answer = stock_work.refill(
        floor, bo, begin_refill(floor, bo), f"L-{reserve}", Command.SHORT.value, 0
    )
    assert answer.state.prompt is RefillPrompt.DONE
    assert (open_refills(floor), books.on_hand(floor, face)) == ((), 0)
    assert raise_refills(floor) == ()  # the doubted reserve gives nothing until it is counted


def test_what_does_not_fit_goes_back(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 0, 30)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    raise_refills(floor)
    bo = builders.an_operator(floor)
    put = stock_work.refill(
        floor, bo, begin_refill(floor, bo), f"L-{reserve}", mug.barcode, OK, 15, f"L-{face}"
    )
    assert (put.state.prompt, put.state.to_bring_back) == (RefillPrompt.BRING_BACK, 5)
    assert (books.on_hand(floor, face), books.on_hand(floor, reserve)) == (15, 15)
    back = stock_work.refill(floor, bo, put.state, f"L-{reserve}")
    assert back.state.prompt is RefillPrompt.DONE
    books.audit(floor.database)


def test_what_the_face_holds_meanwhile_is_not_brought_as_well(floor: Workplace) -> None:
    mug, face, _ = a_face_and_its_reserve(floor, 0, 30)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    raise_refills(floor)
    builders.stock(floor, mug, face, 18)
    assert begin_refill(floor, builders.an_operator(floor)).wanted == 2


def test_a_refill_whose_goods_are_gone_leaves_the_list(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 0, 3)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    raise_refills(floor)
    bo = builders.an_operator(floor)
    state = begin_refill(floor, bo)
    with floor.database.begin() as work:
        stock_work.take_away(work, mug, reserve, 3)
    told = stock_work.refill(floor, bo, state, f"L-{reserve}")
    assert isinstance(told.refusal, WorkGone)
    lay_down_refill(floor, bo, state.task_id)
    with pytest.raises(Refused) as refused:
        begin_refill(floor, bo)
    assert isinstance(refused.value.refusal, NothingToRefill)
    assert open_refills(floor) == ()


def test_more_than_lies_there_is_not_written(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 0, 30)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    raise_refills(floor)
    bo = builders.an_operator(floor)
    taken = stock_work.refill(
        floor, bo, begin_refill(floor, bo), f"L-{reserve}", mug.barcode, 20
    ).state
    with floor.database.begin() as work:
        stock_work.take_away(work, mug, reserve, 25)
    told = stock_work.refill(floor, bo, taken, f"L-{face}")
    assert isinstance(told.refusal, StockMissing)
    assert books.on_hand(floor, face) == 0
    books.audit(floor.database)


def test_two_people_take_different_refills_and_one_begun_is_left_alone(floor: Workplace) -> None:
    for _ in range(2):
        mug, face, _ = a_face_and_its_reserve(floor, 0, 30)
        set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    raise_refills(floor)
    ana, bo = builders.an_operator(floor, "Ana"), builders.an_operator(floor, "Bo")
    first, second = begin_refill(floor, ana), begin_refill(floor, bo)
    assert first.task_id != second.task_id
    told = stock_work.refill(floor, bo, first, f"L-{first.source.code}")
    assert told.refusal == InOthersHands("Ana", first.source.code)


def test_a_refill_goes_on_where_it_was_left_and_a_scan_counts_once(floor: Workplace) -> None:
    mug, face, reserve = a_face_and_its_reserve(floor, 0, 30)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20))
    raise_refills(floor)
    bo = builders.an_operator(floor)
    there = stock_work.refill(floor, bo, begin_refill(floor, bo), f"L-{reserve}").state
    unit = builders.entry(mug.barcode)
    once = stock_work.refill(floor, bo, there, unit, 5).state
    twice = stock_work.refill(floor, bo, there, unit).state
    assert (once.in_hand, twice.in_hand) == (5, 5)
    again = begin_refill(floor, bo)
    assert (again.prompt, again.in_hand) == (RefillPrompt.TAKE, 5)
    placed = builders.entry(f"L-{face}")
    stock_work.refill(floor, bo, again, placed)
    before = books.everything(floor)
    repeated = stock_work.refill(floor, bo, again, placed)
    assert (repeated.refusal, repeated.state.prompt) == (None, RefillPrompt.DONE)
    assert books.everything(floor) == before


def test_only_a_lead_plans_refills(floor: Workplace) -> None:
    mug, face, _ = a_face_and_its_reserve(floor, 0, 30)
    ana, lead = builders.an_operator(floor), stock_work.a_lead(floor)
    with pytest.raises(Refused) as refused:
        set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20), operator_id=ana)
    assert isinstance(refused.value.refusal, NotAllowed)
    set_bounds(floor, sku=mug.sku, location=face, bounds=(5, 20), operator_id=lead)
    (row,) = raise_refills(floor, operator_id=lead)
    cancel_refill(floor, lead, row.task_id)
    assert open_refills(floor) == ()
    set_bounds(floor, sku=mug.sku, location=face, bounds=None)
    assert raise_refills(floor) == ()


def test_a_lot_that_expires_first_comes_down_first(floor: Workplace) -> None:
    mug = builders.an_item(floor, lot_tracked=True)
    face = builders.a_location(floor)
    first = builders.a_location(floor, kind=LocationKind.RESERVE)
    second = builders.a_location(floor, kind=LocationKind.RESERVE)
    builders.stock(floor, mug, second, 9, lot="LATE", expiry=date(2099, 5, 1))
    builders.stock(floor, mug, first, 4, lot="SOON", expiry=date(2098, 5, 1))
    set_bounds(floor, sku=mug.sku, location=face, bounds=(2, 4))
    (row,) = raise_refills(floor)
    assert (row.source, row.quantity) == (first, 4)

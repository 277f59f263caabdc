"""The desk of counts: planned, asked for, taken back, and the differences a lead decides about."""

from __future__ import annotations

import pytest

from app.db.schema import Item
from app.domain.count_refusals import (
    CountGone,
    CountTooOld,
    OwnCount,
)
from app.domain.count_rules import CountReason, CountRule, CountVerdict
from app.domain.counting import CountPrompt
from app.domain.readings import Command
from app.domain.refusals import NotAllowed, Refused
from app.domain.stock_events import LocationFoundEmpty
from app.services.allocating import allocate_waiting_orders
from app.services.count_desk import (
    approve_count,
    ask_for_counts,
    cancel_count,
    count_once_more,
    counts_to_approve,
    open_counts,
    plan_counts,
    set_count_rule,
)
from app.services.counting import begin_count
from app.services.raising_counts import confirm_empty
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift, stock_work

OK = Command.OK.value


def waiting(floor: Workplace) -> int:
    """The one count that waits for a lead."""
    (row,) = counts_to_approve(floor)
    return row.count_id


def test_a_large_difference_is_counted_again_and_waits_for_a_lead(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 20)
    stock_work.doubt(floor, mug, place)
    bo, lead = builders.an_operator(floor, "Bo"), stock_work.a_lead(floor)
    again = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 9, OK)
    assert again.state.prompt is CountPrompt.COUNT
    assert again.state.rounds == (9,)
    assert books.on_hand(floor, place) == 20
    last = stock_work.count(floor, bo, again.state, 9, OK)
    assert last.state.result is CountVerdict.APPROVE
    assert books.on_hand(floor, place) == 20
    (row,) = counts_to_approve(floor, lead)
    assert (row.rounds, row.difference, row.operator) == ((9, 9), -11, "Bo")
    approve_count(floor, lead, row.count_id)
    assert books.on_hand(floor, place) == 9
    assert counts_to_approve(floor, lead) == ()
    with pytest.raises(Refused) as refused:
        approve_count(floor, lead, row.count_id)
    assert isinstance(refused.value.refusal, CountGone)
    books.audit(floor.database)


def test_stock_that_waits_for_a_lead_is_not_promised(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 20)
    ask_for_counts(floor, [place])
    bo = builders.an_operator(floor)
    number = builders.an_order(floor, (mug, 2))
    allocate_waiting_orders(floor)
    assert books.order_state(floor, number) == "allocated"  # a plain look casts no doubt
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 9, OK, 9, OK)
    other = builders.an_order(floor, (mug, 2))
    allocate_waiting_orders(floor)
    assert books.order_state(floor, other) == "paid"


def test_what_came_and_went_since_the_count_stays_when_it_is_approved(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 20)
    stock_work.doubt(floor, mug, place)
    bo, lead = builders.an_operator(floor), stock_work.a_lead(floor)
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 9, OK, 9, OK)
    builders.stock(floor, mug, place, 4)
    approve_count(floor, lead, waiting(floor))
    assert books.on_hand(floor, place) == 13
    books.audit(floor.database)


def test_nobody_approves_their_own_count_and_a_picker_approves_none(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 20)
    stock_work.doubt(floor, mug, place)
    lead, bo = stock_work.a_lead(floor), builders.an_operator(floor)
    stock_work.count(floor, lead, begin_count(floor, lead), f"L-{place}", 9, OK, 9, OK)
    with pytest.raises(Refused) as own:
        approve_count(floor, lead, waiting(floor))
    assert own.value.refusal == OwnCount(place)
    with pytest.raises(Refused) as other:
        approve_count(floor, bo, waiting(floor))
    assert isinstance(other.value.refusal, NotAllowed)
    assert books.on_hand(floor, place) == 20


def test_a_count_that_the_books_have_overtaken_is_not_approved(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 20)
    builders.a_released_order(floor, (mug, 12))
    ask_for_counts(floor, [place])
    bo, lead = builders.an_operator(floor), stock_work.a_lead(floor)
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 9, OK, 9, OK)
    shift.pick_order(floor, bo, builders.a_tote(floor))
    number = waiting(floor)
    with pytest.raises(Refused) as refused:
        approve_count(floor, lead, number)
    assert isinstance(refused.value.refusal, CountTooOld)
    count_once_more(floor, lead, number)
    answer = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 8, OK)
    assert answer.state.result is CountVerdict.RIGHT


def test_one_count_waits_for_a_place_however_often_it_is_doubted(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    ask_for_counts(floor, [place])
    stock_work.doubt(floor, mug, place)
    stock_work.doubt(floor, mug, place, "damaged")
    assert [(row.reason, row.location) for row in open_counts(floor)] == [
        (CountReason.EMPTY, place)
    ]
    number = builders.an_order(floor, (mug, 1))
    allocate_waiting_orders(floor)
    assert books.order_state(floor, number) == "paid"


def test_the_look_at_an_empty_place_is_on_record_or_raises_a_count(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    place_id = int(books.value(floor, "select id from location where code = :c", c=place))
    with floor.database.begin() as work:
        confirm_empty(work, item_id=mug.item_id, location_id=place_id, is_empty=True)
        assert work.events == [LocationFoundEmpty(place, mug.sku)]
    assert stock_work.count_states(floor) == []
    with floor.database.begin() as work:
        confirm_empty(work, item_id=mug.item_id, location_id=place_id, is_empty=False)
    assert [row.reason for row in open_counts(floor)] == [CountReason.ZERO_CHECK]


def test_a_count_may_be_taken_back(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    stock_work.doubt(floor, mug, place)
    number = builders.an_order(floor, (mug, 1))
    (row,) = open_counts(floor)
    cancel_count(floor, stock_work.a_lead(floor), row.count_id)
    assert stock_work.count_states(floor) == ["cancelled"]
    assert books.order_state(floor, number) == "allocated"


def test_counts_are_planned_by_the_rules_of_the_item_classes(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 50)
    _, low = builders.some_stock(floor, 3)
    with floor.database.begin() as work:
        work.session.get_one(Item, mug.item_id).item_class = "A"
    assert plan_counts(floor).raised == 0
    set_count_rule(floor, "A", CountRule(every_days=30))
    set_count_rule(floor, "", CountRule(below_units=5))
    plan = plan_counts(floor)
    assert (plan.raised, plan.planned, plan.threshold) == (2, 1, 1)
    assert plan_counts(floor).raised == 0
    assert {row.location for row in open_counts(floor)} == {place, low}
    bo = builders.an_operator(floor)
    for units in (50, 3):
        state = begin_count(floor, bo)
        stock_work.count(floor, bo, state, f"L-{state.location}", units, OK)
    assert plan_counts(floor).raised == 0  # counted today


def test_the_tolerance_is_the_class_s_own(floor: Workplace) -> None:
    _, place = builders.some_stock(floor, 50)
    set_count_rule(floor, "", CountRule(tolerance_units=0))
    ask_for_counts(floor, [place])
    bo = builders.an_operator(floor)
    answer = stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 49, OK)
    assert answer.state.rounds == (49,)
    assert answer.state.prompt is CountPrompt.COUNT

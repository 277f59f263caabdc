"""Put-aways: back into storage and promised again, elsewhere with a reason, graded, written off."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.schema import Item
from app.domain.locations import LocationKind
from app.domain.put_away import ProposalReason, PutAwayReason
from app.domain.putting_away import PutAwayPrompt
from app.domain.readings import Command
from app.domain.refusals import NotAllowed, Refused, WrongItem
from app.domain.stock_events import GoodsPutAway, GoodsWrittenOff
from app.domain.stock_refusals import LotsMixed, NothingToPutAway
from app.services import leases, picking
from app.services.allocating import allocate_waiting_orders
from app.services.count_desk import open_counts
from app.services.order_changes import cancel_order, edit_order
from app.services.putting_away import begin_put_away
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift, stock_work

OK, SHORT = Command.OK.value, Command.SHORT.value


def goods_in_a_tote(floor: Workplace, *more: Goods) -> tuple[Goods, str, str]:
    """An item with a pick face of its own, and 4 units of it in a tote whose order was cancelled.

    With 2 units of each of `more`.
    """
    mug, face = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 4), *((goods, 2) for goods in more))
    tote = builders.a_tote(floor)
    shift.pick_order(floor, builders.an_operator(floor), tote)
    cancel_order(floor, number)
    return mug, face, tote


def test_goods_taken_back_go_where_they_are_picked_and_are_promised_at_once(
    floor: Workplace,
) -> None:
    mug, face, tote = goods_in_a_tote(floor)
    number = builders.an_order(floor, (mug, 8))
    allocate_waiting_orders(floor)
    assert books.order_state(floor, number) == "partly_allocated"
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo)
    assert state.proposal is not None
    assert (state.source.code, state.proposal.code) == (tote, face)
    assert state.proposed_because is ProposalReason.ITS_PICK_FACE
    answer = stock_work.put_away(floor, bo, state, tote, mug.barcode, f"L-{face}")
    assert GoodsPutAway(state.task_id, mug.sku, 4, tote, face, "") in answer.events
    assert (books.on_hand(floor, tote), books.on_hand(floor, face)) == (0, 9)
    assert books.order_state(floor, number) == "allocated"
    books.audit(floor.database)
    with pytest.raises(Refused) as refused:
        begin_put_away(floor, bo)
    assert refused.value.refusal == NothingToPutAway(None)


def test_a_scan_of_the_tote_begins_with_what_is_in_it(floor: Workplace) -> None:
    goods_in_a_tote(floor)
    lamp, face, tote = goods_in_a_tote(floor)
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo, builders.entry(tote))
    assert (state.goods.item.sku, state.prompt) == (lamp.sku, PutAwayPrompt.TAKE)
    stock_work.put_away(floor, bo, state, lamp.barcode, f"L-{face}")
    with pytest.raises(Refused) as refused:
        begin_put_away(floor, bo, builders.entry(tote))
    assert refused.value.refusal == NothingToPutAway(tote)


def test_any_storage_location_takes_them_with_a_reason(floor: Workplace) -> None:
    mug, _, tote = goods_in_a_tote(floor)
    shelf = builders.a_location(floor, kind=LocationKind.RESERVE)
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo)
    answer = stock_work.put_away(floor, bo, state, tote, mug.barcode, f"L-{shelf}", 1)
    assert GoodsPutAway(state.task_id, mug.sku, 4, tote, shelf, "full") in answer.events
    assert books.on_hand(floor, shelf) == 4
    books.audit(floor.database)


def test_part_of_them_goes_here_and_the_rest_waits(floor: Workplace) -> None:
    mug, face, tote = goods_in_a_tote(floor)
    bo = builders.an_operator(floor)
    stock_work.put_away(floor, bo, begin_put_away(floor, bo), tote, mug.barcode, 3, f"L-{face}")
    rest = begin_put_away(floor, bo)
    assert (rest.wanted, rest.prompt) == (1, PutAwayPrompt.SCAN_PLACE)
    stock_work.put_away(floor, bo, rest, tote, mug.barcode, f"L-{face}")
    assert books.on_hand(floor, face) == 9
    books.audit(floor.database)


def test_the_other_goods_of_a_tote_take_their_turn_by_their_scan(floor: Workplace) -> None:
    lamp, home = builders.some_stock(floor, 7)
    mug, face, tote = goods_in_a_tote(floor, lamp)
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo, builders.entry(tote))
    mine, other = (mug, lamp) if state.goods.item.sku == mug.sku else (lamp, mug)
    answer = stock_work.put_away(floor, bo, state, other.barcode)
    assert (answer.refusal, answer.state.goods.item.sku) == (None, other.sku)
    told = stock_work.put_away(floor, bo, answer.state, mine.barcode)
    assert isinstance(told.refusal, WrongItem)  # the other one is in hand
    places = {lamp.sku: home, mug.sku: face}
    stock_work.put_away(floor, bo, told.state, f"L-{places[other.sku]}")
    again = begin_put_away(floor, bo, builders.entry(tote))
    stock_work.put_away(floor, bo, again, mine.barcode, f"L-{places[mine.sku]}")
    assert (books.on_hand(floor, home), books.on_hand(floor, face)) == (7, 9)
    assert books.value(floor, "select count(*) from tote where order_id is not null") == 0
    books.audit(floor.database)


def test_what_is_not_in_the_tote_of_an_order_is_lost_and_the_rest_put_away(
    floor: Workplace,
) -> None:
    _, face, tote = goods_in_a_tote(floor)
    bo = builders.an_operator(floor)
    stock_work.put_away(floor, bo, begin_put_away(floor, bo), tote, SHORT, 3, f"L-{face}")
    assert (books.on_hand(floor, face), books.on_hand(floor, tote)) == (8, 0)
    assert open_counts(floor) == ()
    assert books.value(floor, "select sum(quantity) from stock_move where reason = 'lost'") == 1
    books.audit(floor.database)


def test_a_place_in_which_fewer_wait_is_counted(floor: Workplace) -> None:
    _, face, pen = damaged(floor, units=3)
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo)
    stock_work.put_away(floor, bo, state, f"L-{pen}", SHORT, 2, 1, f"L-{face}")
    assert (books.on_hand(floor, face), books.on_hand(floor, pen)) == (7, 1)
    assert [row.location for row in open_counts(floor)] == [pen]
    assert stock_work.count_one(floor, bo, pen, 0).state.result is not None
    assert books.on_hand(floor, pen) == 0
    with pytest.raises(Refused):
        begin_put_away(floor, bo)
    books.audit(floor.database)


def test_goods_that_an_order_wants_again_stay_in_its_tote(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 4))
    tote, bo = builders.a_tote(floor), builders.an_operator(floor)
    shift.pick_order(floor, bo, tote)
    edit_order(floor, number, {1: 3})
    assert begin_put_away(floor, bo).wanted == 1
    edit_order(floor, number, {1: 4})
    with pytest.raises(Refused) as refused:
        begin_put_away(floor, bo)
    assert refused.value.refusal == NothingToPutAway(None)
    books.audit(floor.database)


def test_goods_come_out_of_the_parcel_of_a_cancelled_order(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 4))
    tote, bo = builders.a_tote(floor), builders.an_operator(floor)
    shift.pick_order(floor, bo, tote)
    bench = shift.open_bench(floor, bo, tote)
    shift.pack(floor, bo, bench, mug.barcode, mug.barcode)
    cancel_order(floor, number)
    first = begin_put_away(floor, bo, builders.entry(tote))
    stock_work.put_away(floor, bo, first, mug.barcode, f"L-{face}")
    second = begin_put_away(floor, bo)
    assert (second.kind, second.order_number) == (LocationKind.CARTON, number)
    stock_work.put_away(floor, bo, second, f"O-{number}", mug.barcode, f"L-{face}")
    assert books.on_hand(floor, face) == 9
    assert books.rows(floor, "select state from carton") == [("voided",)]
    books.audit(floor.database)


# Damaged goods ------------------------------------------------------------------------------


def damaged(floor: Workplace, units: int = 2, cents: int = 300) -> tuple[Goods, str, str]:
    """An item with a pick face, and damaged units of it in quarantine."""
    mug, face = builders.some_stock(floor, 5)
    stock_work.price(floor, mug, cents)
    pen = stock_work.a_quarantine(floor)
    builders.stock(floor, mug, pen, units)
    return mug, face, pen


def test_what_lies_in_quarantine_is_seen_to_without_a_word(floor: Workplace) -> None:
    mug, _, pen = damaged(floor)
    state = begin_put_away(floor, builders.an_operator(floor))
    assert (state.reason, state.source.code) == (PutAwayReason.DAMAGED, pen)
    assert (state.goods.item.sku, state.wanted) == (mug.sku, 2)


def test_good_ones_go_back_and_the_others_leave_the_books(floor: Workplace) -> None:
    mug, face, pen = damaged(floor)
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo)
    stock_work.put_away(floor, bo, state, f"L-{pen}", mug.barcode, OK, 1, 1, f"L-{face}")
    assert (books.on_hand(floor, face), books.on_hand(floor, pen)) == (6, 1)
    rest = begin_put_away(floor, bo)
    answer = stock_work.put_away(floor, bo, rest, f"L-{pen}", mug.barcode, 2, 1)
    assert GoodsWrittenOff(rest.task_id, mug.sku, 1, pen, "broken") in answer.events
    (row,) = books.rows(
        floor, "select reason, detail, quantity from stock_move order by id desc limit 1"
    )
    assert row == ("lost", f"put away {rest.task_id}: broken", 1)
    assert books.on_hand(floor, pen) == 0
    books.audit(floor.database)


def test_writing_off_much_is_a_lead_s_to_decide(floor: Workplace) -> None:
    mug, _, pen = damaged(floor, units=2, cents=5_000)
    bo, lead = builders.an_operator(floor), stock_work.a_lead(floor)
    asked = stock_work.put_away(
        floor, bo, begin_put_away(floor, bo), f"L-{pen}", mug.barcode, OK, 2
    ).state
    told = stock_work.put_away(floor, bo, asked, 1)
    assert isinstance(told.refusal, NotAllowed)
    assert books.on_hand(floor, pen) == 2
    stock_work.lay_down_put_away(floor, bo, asked)
    state = begin_put_away(floor, lead)
    stock_work.put_away(floor, lead, state, f"L-{pen}", mug.barcode, OK, 2, 1)
    assert books.on_hand(floor, pen) == 0
    books.audit(floor.database)


def test_lots_of_one_item_lie_apart(floor: Workplace) -> None:
    cream = builders.an_item(floor, lot_tracked=True)
    shelf, empty = builders.a_location(floor), builders.a_location(floor)
    dock = builders.a_location(floor, kind=LocationKind.STAGING)
    builders.stock(floor, cream, shelf, 5, lot="L1", expiry=date(2099, 1, 1))
    builders.stock(floor, cream, dock, 3, lot="L2", expiry=date(2099, 2, 1))
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo)
    assert state.reason is PutAwayReason.RECEIVED
    assert state.proposal is not None
    assert state.proposal.code == empty
    told = stock_work.put_away(floor, bo, state, f"L-{dock}", cream.barcode, f"L-{shelf}", OK)
    assert told.refusal == LotsMixed(shelf, name_of(floor, cream), "L1")
    stock_work.put_away(floor, bo, told.state, f"L-{empty}")
    assert books.on_hand(floor, empty) == 3
    books.audit(floor.database)


def name_of(floor: Workplace, goods: Goods) -> str:
    with floor.database.begin() as work:
        return work.session.get_one(Item, goods.item_id).name


def test_a_scan_handed_in_again_puts_nothing_away_twice(floor: Workplace) -> None:
    mug, face, tote = goods_in_a_tote(floor)
    bo = builders.an_operator(floor)
    taken = stock_work.put_away(floor, bo, begin_put_away(floor, bo), tote, mug.barcode).state
    placed = builders.entry(f"L-{face}")
    stock_work.put_away(floor, bo, taken, placed)
    before = books.everything(floor)
    again = stock_work.put_away(floor, bo, taken, placed)
    assert (again.refusal, again.state.prompt) == (None, PutAwayPrompt.DONE)
    assert books.everything(floor) == before


def test_a_tote_that_somebody_picks_into_is_left_to_them(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 4), (lamp, 1))
    tote, bo = builders.a_tote(floor), builders.an_operator(floor)
    state = picking.claim_work(floor, bo)
    shift.pick(floor, bo, state, tote, mug.barcode, OK)
    edit_order(floor, number, {1: 3})
    with pytest.raises(Refused):
        begin_put_away(floor, builders.an_operator(floor))
    leases.lay_down(floor, bo)
    assert begin_put_away(floor, builders.an_operator(floor)).wanted == 1


def test_what_lies_in_the_same_place_goes_first_and_needs_no_scan_of_it(floor: Workplace) -> None:
    _, _, first = goods_in_a_tote(floor)
    lamp, _ = builders.some_stock(floor, 7)
    _, _, second = goods_in_a_tote(floor, lamp)
    bo = builders.an_operator(floor)
    assert begin_put_away(floor, bo).source.code == first
    there = begin_put_away(floor, builders.an_operator(floor), builders.entry(second))
    stock_work.lay_down_put_away(floor, bo, there)
    state = begin_put_away(floor, bo, here=there.source.location_id)
    assert (state.source.code, state.prompt) == (second, PutAwayPrompt.TAKE)

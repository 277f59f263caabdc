"""The stock desk: transfers with their promises, adjustments with approval, goods that come in."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.schema import Operator
from app.domain.adjustments import AdjustReason
from app.domain.locations import LocationKind
from app.domain.operators import OperatorRole
from app.domain.put_away import ProposalReason
from app.domain.receiving import DifferenceReason, ReceiptState
from app.domain.refusals import NotAllowed, Refusal, Refused, StockMissing
from app.domain.stock_desk_refusals import (
    CountWaits,
    DifferenceUnexplained,
    LotUnknown,
    PromisedToPickers,
    ReceiptClosed,
    WhichLot,
)
from app.services import checking, picking, refill_planning
from app.services.adjusting import Adjusted, AdjustmentWanted, adjust
from app.services.allocating import allocate_waiting_orders
from app.services.count_desk import approve_count, counts_to_approve
from app.services.putting_away import begin_put_away
from app.services.receiving import (
    AnnouncedLine,
    ReceiveWanted,
    announce,
    close_receipt,
    expected_goods,
    receipts,
    receive,
)
from app.services.short_board import short_lines
from app.services.transferring import Transferred, TransferWanted, transfer
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, stock_work


def move(
    floor: Workplace, lead: int | None, goods: Goods, units: int, source: str, target: str
) -> Transferred:
    ends = builders.entry(f"L-{source}"), builders.entry(f"L-{target}")
    wanted = TransferWanted(ends[0], builders.entry(goods.barcode), units, ends[1])
    return transfer(floor, lead, wanted)


def correct(
    floor: Workplace, lead: int | None, goods: Goods, by: int, place: str, reason: str
) -> Adjusted:
    at, item = builders.entry(f"L-{place}"), builders.entry(goods.barcode)
    return adjust(floor, lead, AdjustmentWanted(at, item, by, AdjustReason(reason)))


def unsound(floor: Workplace) -> list[str]:
    """What `database check` finds; nothing may ever be found."""
    checked = checking.check_database(floor).invariants
    return [str(found) for each in checked for found in each.violations]


def refusal_of(refused: pytest.ExceptionInfo[Refused]) -> Refusal:
    return refused.value.refusal


def test_promises_that_nobody_picks_yet_go_along_and_what_a_picker_comes_for_stays(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 10)
    shelf = builders.a_location(floor, kind=LocationKind.RESERVE)
    number = builders.an_order(floor, (mug, 6))
    allocate_waiting_orders(floor)
    lead = stock_work.a_lead(floor)
    done = move(floor, lead, mug, 8, face, shelf)
    assert (done.followed, done.given_up, done.left) == (4, 0, 2)
    assert (books.on_hand(floor, face), books.on_hand(floor, shelf)) == (2, 8)
    assert books.order_state(floor, number) == "allocated"
    assert not unsound(floor)
    with pytest.raises(Refused) as refused:
        move(floor, lead, mug, 9, shelf, face)
    assert isinstance(refusal_of(refused), StockMissing)


def test_units_that_a_picker_is_on_the_way_for_leave_for_quarantine_only(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 5, name="Mug")
    other = builders.a_location(floor, kind=LocationKind.RESERVE)
    quarantine = stock_work.a_quarantine(floor)
    number = builders.a_released_order(floor, (mug, 4))
    picking.claim_work(floor, builders.an_operator(floor))
    lead = stock_work.a_lead(floor)
    with pytest.raises(Refused) as refused:
        move(floor, lead, mug, 3, face, other)
    assert refusal_of(refused) == PromisedToPickers(face, "Mug", 1)
    done = move(floor, lead, mug, 5, face, quarantine)
    assert (done.given_up, books.on_hand(floor, quarantine)) == (4, 5)
    assert books.order_state(floor, number) == "held"
    announce(floor, lead, "PO-5", [AnnouncedLine(mug.sku, 8)])
    (missing,) = short_lines(floor)
    assert [(one.receipt, one.units) for one in missing.announced] == [("PO-5", 8)]
    assert not unsound(floor)
    released = move(floor, lead, mug, 5, quarantine, other)
    assert released.left == 0
    assert books.order_state(floor, number) != "held"
    assert not unsound(floor)


def test_only_a_lead_moves_goods_at_the_desk(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 5)
    other = builders.a_location(floor)
    with pytest.raises(Refused) as refused:
        move(floor, builders.an_operator(floor), mug, 3, face, other)
    assert isinstance(refusal_of(refused), NotAllowed)
    assert books.on_hand(floor, face) == 5


def test_a_small_adjustment_is_written_and_a_large_one_waits_for_another_lead(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 10, name="Mug")
    lead, other = stock_work.a_lead(floor, "Mira"), stock_work.a_lead(floor, "Nils")
    small = correct(floor, lead, mug, -2, face, "damaged")
    assert (small.waits, small.on_hand, books.on_hand(floor, face)) == (False, 8, 8)
    large = correct(floor, lead, mug, -5, face, "lost")
    assert (large.waits, books.on_hand(floor, face)) == (True, 8)
    with pytest.raises(Refused) as refused:
        correct(floor, lead, mug, 1, face, "found")
    assert refusal_of(refused) == CountWaits(face, "Mug")
    (waiting,) = counts_to_approve(floor, other)
    assert (waiting.reason.value, waiting.expected, waiting.counted) == ("lost", 8, 3)
    with pytest.raises(Refused):
        approve_count(floor, lead, waiting.count_id)
    approve_count(floor, other, waiting.count_id)
    assert books.on_hand(floor, face) == 3
    assert not unsound(floor)


def test_an_administrator_answers_for_the_books_and_orders_get_what_was_found(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 2)
    number = builders.an_order(floor, (mug, 9))
    allocate_waiting_orders(floor)
    admin = builders.an_operator(floor, "Ada")
    with floor.database.begin() as work:
        work.session.get_one(Operator, admin).role = OperatorRole.ADMIN
    found = correct(floor, admin, mug, 7, face, "found")
    assert (found.waits, books.order_state(floor, number)) == (False, "allocated")
    gone = correct(floor, admin, mug, -9, face, "correction")
    assert (gone.given_up, books.on_hand(floor, face)) == (9, 0)
    assert books.order_state(floor, number) != "allocated"
    assert not unsound(floor)


def test_goods_come_in_are_put_away_by_proposal_and_the_short_order_goes_on(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 3)
    dock = builders.a_location(floor, kind=LocationKind.STAGING)
    refill_planning.set_bounds(floor, sku=mug.sku, location=face, bounds=(2, 40))
    number = builders.an_order(floor, (mug, 10))
    allocate_waiting_orders(floor)
    assert books.order_state(floor, number) == "partly_allocated"
    lead = stock_work.a_lead(floor)
    announce(floor, lead, "PO-7", [AnnouncedLine(mug.sku, 24)], expected_on=date(2026, 12, 1))
    (coming,) = expected_goods(floor, skus=[mug.sku])
    assert (coming.receipt, coming.units) == ("PO-7", 24)
    done = receive(floor, lead, ReceiveWanted("po-7", builders.entry(mug.barcode), 24))
    assert (done.units, done.place, done.unexpected) == (24, dock, 0)
    assert done.proposal is not None
    assert (done.proposal.code, done.proposal.reason) == (face, ProposalReason.ITS_PICK_FACE)
    assert not expected_goods(floor, skus=[mug.sku])
    bo = builders.an_operator(floor)
    state = begin_put_away(floor, bo)
    assert (state.source.code, state.proposal and state.proposal.code) == (dock, face)
    stock_work.put_away(floor, bo, state, f"L-{dock}", mug.barcode, f"L-{face}")
    assert books.on_hand(floor, face) == 27
    assert books.order_state(floor, number) == "allocated"
    closed = close_receipt(floor, lead, "PO-7")
    assert closed.state is ReceiptState.CLOSED
    with pytest.raises(Refused) as refused:
        receive(floor, lead, ReceiveWanted("PO-7", builders.entry(mug.barcode), 1))
    assert refusal_of(refused) == ReceiptClosed("PO-7")
    assert not receipts(floor, lead)
    assert not unsound(floor)


def test_too_many_too_few_and_damaged_ones_need_a_reason(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 3)
    lamp, _ = builders.some_stock(floor, 3)
    builders.a_location(floor, kind=LocationKind.STAGING)
    lead = stock_work.a_lead(floor)
    announce(floor, lead, "PO-8", [AnnouncedLine(mug.sku, 10)])
    for goods, units, is_damaged in ((mug, 7, False), (mug, 2, True), (lamp, 4, False)):
        item = builders.entry(goods.barcode)
        done = receive(floor, lead, ReceiveWanted("PO-8", item, units, is_damaged=is_damaged))
    assert done.unexpected == 4
    told = [(row.line.sku, row.line.expected, row.line.came) for row in done.receipt.lines]
    assert told == [(mug.sku, 10, 9), (lamp.sku, 0, 4)]
    with pytest.raises(Refused) as refused:
        close_receipt(floor, lead, "PO-8", {mug.sku: DifferenceReason.SUPPLIER})
    assert refusal_of(refused) == DifferenceUnexplained("PO-8", lamp.sku, 0, 4)
    every = dict.fromkeys((mug.sku, lamp.sku), DifferenceReason.SUPPLIER)
    assert close_receipt(floor, lead, "PO-8", every).state is ReceiptState.CLOSED
    assert not unsound(floor)


def test_lots_come_in_by_label_and_stay_apart(floor: Workplace) -> None:
    tea = builders.an_item(floor, name="Tea", lot_tracked=True)
    dock = builders.a_location(floor, kind=LocationKind.STAGING)
    lead = stock_work.a_lead(floor)
    announce(floor, lead, "PO-9")
    item = builders.entry(tea.barcode)
    with pytest.raises(Refused) as refused:
        receive(floor, lead, ReceiveWanted("PO-9", item, 5))
    assert refusal_of(refused) == LotUnknown("Tea", "")
    for lot in ("A", "B"):
        wanted = ReceiveWanted("PO-9", item, 5, lot=lot, expiry=date(2031, 1, 1))
        assert receive(floor, lead, wanted).lot == lot
    shelf = builders.a_location(floor, kind=LocationKind.RESERVE)
    with pytest.raises(Refused) as refused:
        move(floor, lead, tea, 5, dock, shelf)
    assert refusal_of(refused) == WhichLot(dock, "Tea", "A, B")
    ends = builders.entry(f"L-{dock}"), builders.entry(f"L-{shelf}")
    assert transfer(floor, lead, TransferWanted(ends[0], item, 5, ends[1], "A")).left == 0
    with pytest.raises(Refused) as refused:
        transfer(floor, lead, TransferWanted(ends[0], item, 5, ends[1], "B"))
    assert type(refusal_of(refused)).__name__ == "LotsMixed"
    assert not unsound(floor)

"""The desk's rules: what may be moved and adjusted, and which line takes what comes in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.adjustments import Adjustment, AdjustReason
from app.domain.adjustments import why_not as why_not_adjusted
from app.domain.count_rules import CountReason, CountRule
from app.domain.locations import LocationKind
from app.domain.receiving import ExpectedLine, shares_of, why_not_closed
from app.domain.refusals import Refusal, StockMissing
from app.domain.stock_desk_refusals import (
    CountWaits,
    DifferenceUnexplained,
    ExpiredIntoStorage,
    NotLooseGoods,
    PromisedToPickers,
    SamePlace,
    WrongWay,
)
from app.domain.stock_refusals import LotsMixed
from app.domain.transfers import Transfer, TransferPlace, why_not

TODAY = date(2026, 11, 29)
FACE = TransferPlace("A-1", LocationKind.PICK_FACE)
SHELF = TransferPlace("R-1", LocationKind.RESERVE)
QUARANTINE = TransferPlace("Q-1", LocationKind.QUARANTINE)
TEN = Transfer("Mug", 10, SHELF, FACE, on_hand=12, movable=12)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (TEN, None),
        (replace(TEN, source=FACE), SamePlace("A-1")),
        (replace(TEN, units=13), StockMissing("R-1", "Mug", 13, 12)),
        (replace(TEN, movable=4), PromisedToPickers("R-1", "Mug", 4)),
        (replace(TEN, movable=4, target=QUARANTINE), None),
        (
            replace(TEN, target=TransferPlace("T-0001", LocationKind.TOTE)),
            NotLooseGoods("T-0001", LocationKind.TOTE),
        ),
        (
            replace(TEN, source=TransferPlace("C-1", LocationKind.CAGE)),
            NotLooseGoods("C-1", LocationKind.CAGE),
        ),
        (replace(TEN, target=replace(FACE, is_doubted=True)), CountWaits("A-1", "Mug")),
        (replace(TEN, target=replace(FACE, other_lot="L2")), None),
        (
            replace(TEN, target=replace(FACE, other_lot="L2"), keeps_lots_apart=True),
            LotsMixed("A-1", "Mug", "L2"),
        ),
        (replace(TEN, expiry=TODAY), None),
        (
            replace(TEN, expiry=date(2026, 11, 28)),
            ExpiredIntoStorage("Mug", date(2026, 11, 28), "A-1"),
        ),
        (replace(TEN, expiry=date(2026, 11, 28), target=QUARANTINE), None),
    ],
)
def test_a_transfer_is_possible_or_refused(asked: Transfer, refusal: Refusal | None) -> None:
    assert why_not(asked, today=TODAY) == refusal


LOST_2 = Adjustment("Mug", "A-1", LocationKind.PICK_FACE, -2, AdjustReason.LOST, on_hand=5)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (LOST_2, None),
        (replace(LOST_2, by=-6), StockMissing("A-1", "Mug", 6, 5)),
        (replace(LOST_2, by=2), WrongWay("lost", 2)),
        (replace(LOST_2, reason=AdjustReason.FOUND), WrongWay("found", -2)),
        (replace(LOST_2, reason=AdjustReason.FOUND, by=3), None),
        (replace(LOST_2, reason=AdjustReason.CORRECTION, by=3), None),
        (replace(LOST_2, is_being_counted=True), CountWaits("A-1", "Mug")),
        (replace(LOST_2, kind=LocationKind.TOTE), NotLooseGoods("A-1", LocationKind.TOTE)),
    ],
)
def test_an_adjustment_is_possible_or_refused(asked: Adjustment, refusal: Refusal | None) -> None:
    assert why_not_adjusted(asked) == refusal


@pytest.mark.parametrize(
    ("by", "cents", "is_large"),
    [(-2, None, False), (-3, None, True), (-2, 1_000, False), (-2, 1_001, True), (2, 1_001, True)],
)
def test_what_is_beyond_the_tolerance_of_counts_is_large(
    by: int, cents: int | None, is_large: bool
) -> None:
    asked = replace(LOST_2, by=by, price_cents=cents, rule=CountRule(2, 2_000))
    assert asked.is_large is is_large


def test_each_reason_can_wait_on_the_list_of_counts() -> None:
    assert {reason.as_count for reason in AdjustReason} <= set(CountReason)


MUGS = ExpectedLine(1, 7, "MUG", 24)
LOT_A = ExpectedLine(2, 8, "TEA", 10, lot="A")
ANY_LOT = ExpectedLine(3, 8, "TEA", 5)


@pytest.mark.parametrize(
    ("item_id", "lot", "units", "shares", "nowhere"),
    [
        (7, "", 20, ((1, 20),), 0),
        (7, "", 30, ((1, 30),), 0),
        (8, "A", 12, ((2, 10), (3, 2)), 0),
        (8, "A", 17, ((2, 10), (3, 7)), 0),
        (8, "B", 4, ((3, 4),), 0),
        (9, "", 4, (), 4),
    ],
)
def test_units_go_onto_the_lines_that_expect_them(
    item_id: int, lot: str, units: int, shares: tuple[tuple[int, int], ...], nowhere: int
) -> None:
    lines = (MUGS, LOT_A, ANY_LOT)
    assert shares_of(lines, item_id=item_id, lot=lot, units=units) == (shares, nowhere)


def test_a_receipt_is_closed_once_each_difference_has_a_reason() -> None:
    short = replace(MUGS, received=20, damaged=1)
    right = replace(LOT_A, received=10)
    assert why_not_closed("R-1", (short, right), {}) == DifferenceUnexplained("R-1", "MUG", 24, 21)
    assert why_not_closed("R-1", (short, right), {"MUG": "supplier"}) is None
    assert why_not_closed("R-1", (replace(short, damaged=4), right), {}) is None

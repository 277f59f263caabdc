"""The refill dialogue: proof at both ends, cases, short at the source, full at the face."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.goods_in_hand import Goods
from app.domain.readings import Command
from app.domain.refilling import (
    FaceRefilled,
    RefillEffect,
    Refilling,
    RefillNoted,
    RefillOutcome,
    RefillPrompt,
    RefillPutOff,
    SourceShort,
    answer,
)
from app.domain.refusals import (
    CommandNotPossible,
    ExpiredLot,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    TooMany,
    UnknownCode,
    WrongCheckDigits,
    WrongItem,
    WrongLocation,
    WrongLot,
)
from app.domain.replenishment import ReplenishReason
from app.domain.scanned import Scanned
from app.domain.stock_refusals import ScanItemFirst
from tests.domain.stock_scans import (
    A_TOTE,
    AT_FACE,
    AT_RESERVE,
    CASE,
    ELSEWHERE,
    FACE,
    GOODS,
    MUG,
    OK,
    RED,
    RESERVE,
    SHORT,
    SKIP,
    TODAY,
    UNDO,
    UNIT,
    UNKNOWN,
    number,
    wrong,
)

TAKE, TARGET, DONE = RefillPrompt.TAKE, RefillPrompt.SCAN_TARGET, RefillPrompt.DONE
START = Refilling(
    task_id=1,
    goods=GOODS,
    source=RESERVE,
    target=FACE,
    wanted=12,
    most=20,
    reason=ReplenishReason.DEMAND,
)
ALL_IN = FaceRefilled(12, is_short=False)
ITEM_FIRST = ScanItemFirst("Blue Mug", "R01-01L-3")


def run(state: Refilling, *scans: Scanned) -> RefillOutcome:
    """Answer scans one after the other; every one but the last must be accepted."""
    outcome: RefillOutcome = RefillOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


@pytest.mark.parametrize(
    ("scans", "effect", "prompt"),
    [
        ([AT_RESERVE], RefillNoted(), TAKE),
        ([number(52)], RefillNoted(), TAKE),
        ([AT_RESERVE, UNIT, AT_FACE], ALL_IN, DONE),
        ([AT_RESERVE, UNIT, OK, AT_FACE], ALL_IN, DONE),
        ([AT_RESERVE, UNIT, OK, number(31)], ALL_IN, DONE),
        ([AT_RESERVE, CASE, CASE, AT_FACE], ALL_IN, DONE),
        ([AT_RESERVE, CASE, CASE], RefillNoted(), TARGET),
        ([AT_RESERVE, CASE, AT_FACE], FaceRefilled(6, is_short=False), DONE),
        ([AT_RESERVE, CASE, number(3), AT_FACE], FaceRefilled(18, is_short=False), DONE),
        ([AT_RESERVE, UNIT, number(5), AT_FACE], FaceRefilled(5, is_short=False), DONE),
        ([AT_RESERVE, UNIT, UNIT, AT_FACE], FaceRefilled(2, is_short=False), DONE),
        ([AT_RESERVE, UNIT, UNDO], RefillNoted(), TAKE),
        ([AT_RESERVE, SHORT, number(0)], SourceShort(), DONE),
        ([AT_RESERVE, SHORT, number(7), AT_FACE], FaceRefilled(7, is_short=True), DONE),
        (
            [AT_RESERVE, UNIT, OK, number(9), AT_FACE],
            FaceRefilled(9, is_short=False),
            RefillPrompt.BRING_BACK,
        ),
        (
            [AT_RESERVE, UNIT, OK, number(9), AT_FACE, AT_RESERVE],
            RefillNoted(),
            RefillPrompt.DONE,
        ),
        ([AT_RESERVE, UNIT, OK, UNDO], RefillNoted(), TAKE),
        ([SKIP], RefillPutOff(), DONE),
        ([AT_RESERVE, UNIT, SKIP], RefillPutOff(), DONE),
    ],
)  # fmt: skip
def test_where_a_scan_leads(
    scans: list[Scanned], effect: RefillEffect, prompt: RefillPrompt
) -> None:
    outcome = run(START, *scans)
    assert outcome.effects == (effect,)
    assert outcome.state.prompt is prompt


@pytest.mark.parametrize(
    ("scans", "refusal"),
    [
        ([ELSEWHERE], WrongLocation("A01-04R-1", "R01-01L-3")),
        ([number(51)], WrongCheckDigits(51, "R01-01L-3")),
        ([UNIT], NotAskedForHere("02000000000018")),
        ([A_TOTE], NotAskedForHere("T-0003")),
        ([UNKNOWN], UnknownCode("zz")),
        ([AT_RESERVE, OK], ITEM_FIRST),
        ([AT_RESERVE, number(5)], ITEM_FIRST),
        ([AT_RESERVE, AT_FACE], ITEM_FIRST),
        ([AT_RESERVE, RED], WrongItem(**wrong(RED, "R01-01L-3"))),
        ([AT_RESERVE, UNIT, number(21)], TooMany(21, 20, "Blue Mug")),
        ([AT_RESERVE, UNDO], NothingToUndo()),
        ([AT_RESERVE, SHORT, number(12)], NoSuchChoice(12, 11)),
        ([AT_RESERVE, SHORT, OK], CommandNotPossible(Command.OK)),
        ([AT_RESERVE, UNIT, ELSEWHERE], WrongLocation("A01-04R-1", "A01-02L-1")),
        ([AT_RESERVE, UNIT, OK, AT_RESERVE], WrongLocation("R01-01L-3", "A01-02L-1")),
        ([AT_RESERVE, UNIT, OK, number(12)], NoSuchChoice(12, 11)),
        ([AT_RESERVE, UNIT, OK, SKIP], CommandNotPossible(Command.SKIP)),
        (
            [AT_RESERVE, UNIT, OK, number(9), AT_FACE, AT_FACE],
            WrongLocation("A01-02L-1", "R01-01L-3"),
        ),
        ([AT_RESERVE, UNIT, AT_FACE, UNIT], NotAskedForHere("02000000000018")),
    ],
)
def test_what_is_refused_changes_nothing(scans: list[Scanned], refusal: Refusal) -> None:
    outcome = run(START, *scans)
    assert outcome.refusal == refusal
    assert outcome.effects == ()
    before = run(START, *scans[:-1]).state
    assert replace(outcome.state, refusal=None, same_refusals=0) == before


@pytest.mark.parametrize(
    ("goods", "scan", "refusal"),
    [
        (Goods(MUG, "R", lot="L1"), replace(UNIT, lot="L2"), WrongLot("L2", "L1", "Blue Mug")),
        (
            Goods(MUG, "R", expiry=date(2027, 1, 1)),
            replace(UNIT, expiry=date(2027, 2, 1)),
            WrongLot("2027-02-01", "2027-01-01", "Blue Mug"),
        ),
        (Goods(MUG, "R", expiry=date(2026, 5, 3)), UNIT, ExpiredLot(date(2026, 5, 3), "Blue Mug")),
        (Goods(MUG, "R", lot="L1"), UNIT, None),
    ],
)
def test_the_lot_that_was_chosen_is_carried_and_nothing_past_its_date(
    goods: Goods, scan: Scanned, refusal: Refusal | None
) -> None:
    assert run(replace(START, goods=goods), AT_RESERVE, scan).refusal == refusal


SCANS = st.sampled_from(
    [
        AT_RESERVE, AT_FACE, ELSEWHERE, A_TOTE, UNIT, CASE, RED, OK, UNDO, SKIP, SHORT, UNKNOWN,
        number(0), number(2), number(9), number(52),
    ]
)  # fmt: skip


@given(scans=st.lists(SCANS, max_size=40), wanted=st.integers(1, 20))
def test_a_face_never_gets_more_than_may_be_taken_and_never_nothing(
    scans: list[Scanned], wanted: int
) -> None:
    state = replace(START, wanted=wanted)
    refills = 0
    for scan in scans:
        outcome = answer(state, scan, today=TODAY)
        assert outcome.refusal is None or outcome.effects == ()
        for effect in outcome.effects:
            if isinstance(effect, FaceRefilled):
                refills += 1
                assert 0 < effect.quantity <= state.most
        state = outcome.state
    assert refills <= 1

"""The count dialogue: blind, by scans or numbers, again where it differs or goods moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.count_refusals import (
    AnotherItemHere,
    CountFirst,
    MoreThanBooks,
    MovedMeanwhile,
    NotForDamaged,
)
from app.domain.count_rules import CountReason, CountRule, CountVerdict
from app.domain.counting import (
    CountEffect,
    Counting,
    CountOutcome,
    CountPrompt,
    CountPutOff,
    CountSettled,
    DamagedTakenOut,
    ItemFoundHere,
    Noted,
    answer,
)
from app.domain.locations import LocationKind
from app.domain.pick_lines import PickItem
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    CommandNotPossible,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    UnknownCode,
    UnreadableCode,
    WrongCheckDigits,
    WrongLocation,
    WrongLot,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
)

TODAY = date(2026, 5, 4)
MUG = PickItem(7, "40-118", "Blue Mug", "02000000000018", case_quantity=6)
START = Counting(
    count_id=1,
    item=MUG,
    location="A01-02L-1",
    kind=LocationKind.PICK_FACE,
    reason=CountReason.EMPTY,
    expected=12,
    mark=40,
    rule=CountRule(2, 2_000),
    check_digits="31",
    price_cents=300,
)
HERE = ScannedLocation(20, "A01-02L-1")
THERE = ScannedLocation(21, "A01-04R-1")
PEN = ScannedLocation(30, "Q-01", LocationKind.QUARANTINE)
UNIT = ScannedItem(7, "40-118", "Blue Mug", "02000000000018")
CASE = ScannedItem(7, "40-118", "Blue Mug", "02000000000506", quantity=6)
RED = ScannedItem(8, "40-119", "Red Mug", "02000000000025")


def command(name: Command) -> ScannedCommand:
    return ScannedCommand(name)


OK, UNDO, SKIP = command(Command.OK), command(Command.UNDO), command(Command.SKIP)
DAMAGED = command(Command.DAMAGED)


def number(units: int) -> ScannedQuantity:
    return ScannedQuantity(units)


def run(state: Counting, *scans: Scanned) -> CountOutcome:
    """Answer scans one after the other; every one but the last must be accepted."""
    outcome: CountOutcome = CountOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


@pytest.mark.parametrize(
    ("scans", "units"),
    [
        ([UNIT], 1),
        ([UNIT, UNIT, UNIT], 3),
        ([CASE, CASE], 12),
        ([CASE, UNIT], 7),
        ([number(5)], 5),
        ([number(5), number(12)], 12),
        ([CASE, number(40)], 240),
        ([CASE, number(2), UNIT, number(5)], 17),
        ([UNIT, CASE, UNDO], 1),
        ([CASE, number(2), UNDO], 0),
        ([number(0)], 0),
    ],
)
def test_units_are_counted_by_scans_cases_and_numbers(scans: list[Scanned], units: int) -> None:
    outcome = run(START, HERE, *scans)
    assert outcome.refusal is None
    assert outcome.state.tally.units == units
    assert outcome.effects == (Noted(),)


@pytest.mark.parametrize(
    ("scans", "effects", "prompt"),
    [
        ([HERE], (Noted(),), CountPrompt.COUNT),
        ([number(31)], (Noted(),), CountPrompt.COUNT),
        ([HERE, number(12), OK], (CountSettled(12, CountVerdict.RIGHT),), CountPrompt.DONE),
        ([HERE, CASE, CASE, HERE], (CountSettled(12, CountVerdict.RIGHT),), CountPrompt.DONE),
        ([HERE, number(11), OK], (CountSettled(11, CountVerdict.ADJUST),), CountPrompt.DONE),
        ([HERE, number(0), OK], (Noted(),), CountPrompt.COUNT),
        (
            [HERE, number(0), OK, number(0), OK],
            (CountSettled(0, CountVerdict.APPROVE),),
            CountPrompt.DONE,
        ),
        ([HERE, HERE], (), CountPrompt.COUNT),
        ([HERE, RED], (), CountPrompt.COUNT),
        ([SKIP], (CountPutOff(),), CountPrompt.DONE),
        ([HERE, UNIT, SKIP], (CountPutOff(),), CountPrompt.DONE),
        ([HERE, DAMAGED], (), CountPrompt.DAMAGED),
        ([HERE, DAMAGED, OK], (), CountPrompt.COUNT),
        ([HERE, DAMAGED, number(2), OK], (), CountPrompt.DAMAGED_PLACE),
        ([HERE, DAMAGED, UNIT, PEN], (DamagedTakenOut(1, 30, "Q-01"),), CountPrompt.COUNT),
        (
            [HERE, DAMAGED, number(2), OK, PEN],
            (DamagedTakenOut(2, 30, "Q-01"),),
            CountPrompt.COUNT,
        ),
        ([HERE, DAMAGED, number(2), OK, UNDO], (), CountPrompt.COUNT),
    ],
)
def test_where_a_scan_leads(
    scans: list[Scanned], effects: tuple[CountEffect, ...], prompt: CountPrompt
) -> None:
    outcome = run(START, *scans)
    assert outcome.effects == effects
    assert outcome.state.prompt is prompt


@pytest.mark.parametrize(
    ("scans", "refusal"),
    [
        ([THERE], WrongLocation("A01-04R-1", "A01-02L-1")),
        ([ScannedTote(3, "T-0003")], WrongLocation("T-0003", "A01-02L-1")),
        ([number(30)], WrongCheckDigits(30, "A01-02L-1")),
        ([UNIT], NotAskedForHere("02000000000018")),
        ([OK], CommandNotPossible(Command.OK)),
        ([ScannedUnknown("zz")], UnknownCode("zz")),
        ([ScannedGarbled("x", GarbledWhy.TOO_LONG)], UnreadableCode("x", GarbledWhy.TOO_LONG)),
        ([HERE, OK], CountFirst("A01-02L-1")),
        ([HERE, UNIT, UNDO, OK], CountFirst("A01-02L-1")),
        ([HERE, UNDO], NothingToUndo()),
        ([HERE, THERE], WrongLocation("A01-04R-1", "A01-02L-1")),
        ([HERE, RED], AnotherItemHere("Red Mug", "A01-02L-1")),
        ([HERE, DAMAGED, number(13)], MoreThanBooks(13, "Blue Mug", "A01-02L-1")),
        ([HERE, DAMAGED, number(2), OK, THERE], NotForDamaged("A01-04R-1")),
        ([HERE, DAMAGED, RED], NotAskedForHere("02000000000025")),
        ([HERE, command(Command.SHORT)], CommandNotPossible(Command.SHORT)),
        ([HERE, number(12), OK, UNIT], NotAskedForHere("02000000000018")),
        ([HERE, number(12), OK, SKIP], CommandNotPossible(Command.SKIP)),
    ],
)
def test_what_is_refused_counts_nothing(scans: list[Scanned], refusal: Refusal) -> None:
    outcome = run(START, *scans)
    assert outcome.refusal == refusal
    assert outcome.effects == ()
    before = run(START, *scans[:-1]).state
    assert replace(outcome.state, refusal=None, same_refusals=0) == replace(before, refusal=None)


def test_the_same_strange_item_again_has_it_counted_too() -> None:
    refused = run(START, HERE, UNIT, RED).state
    outcome = answer(refused, RED, today=TODAY)
    assert outcome.effects == (ItemFoundHere(8, "Red Mug"),)
    assert outcome.state.tally.units == 1


def test_units_that_moved_meanwhile_are_told_and_counting_begins_anew() -> None:
    disturbed = replace(run(START, HERE).state, is_disturbed=True)
    outcome = answer(disturbed, UNIT, today=TODAY)
    assert outcome.refusal == MovedMeanwhile("A01-02L-1", "Blue Mug")
    assert run(outcome.state, UNIT).state.tally.units == 1


@pytest.mark.parametrize(
    ("lot", "expiry", "scanned_lot", "scanned_expiry", "is_right"),
    [
        ("L1", None, "L1", None, True),
        ("L1", None, None, None, True),
        ("L1", None, "L2", None, False),
        (None, date(2027, 1, 1), None, date(2027, 1, 1), True),
        (None, date(2027, 1, 1), None, date(2027, 2, 1), False),
        (None, None, "L2", None, True),
    ],
)
def test_another_lot_is_not_counted(
    lot: str | None,
    expiry: date | None,
    scanned_lot: str | None,
    scanned_expiry: date | None,
    *,
    is_right: bool,
) -> None:
    state = run(replace(START, lot=lot, expiry=expiry), HERE).state
    outcome = answer(state, replace(UNIT, lot=scanned_lot, expiry=scanned_expiry), today=TODAY)
    assert (outcome.refusal is None) is is_right
    assert is_right or isinstance(outcome.refusal, WrongLot)


def test_damaged_units_leave_what_is_expected() -> None:
    outcome = run(START, HERE, UNIT, DAMAGED, number(2), OK, PEN, number(10), OK)
    assert outcome.effects == (CountSettled(10, CountVerdict.RIGHT),)


SCANS = st.sampled_from(
    [
        HERE, THERE, PEN, UNIT, CASE, RED, OK, UNDO, SKIP, DAMAGED, number(0), number(3),
        number(31), ScannedUnknown("zz"), ScannedTote(3, "T-0003"),
    ]
)  # fmt: skip


@given(scans=st.lists(SCANS, max_size=40), lot=st.sampled_from([None, "L1"]))
def test_any_scans_lead_to_a_prompt_and_a_refusal_writes_nothing(
    scans: list[Scanned], lot: str | None
) -> None:
    state = replace(START, lot=lot)
    for scan in scans:
        outcome = answer(state, scan, today=TODAY)
        assert outcome.refusal is None or outcome.effects == ()
        assert outcome.state.tally.units >= 0
        for effect in outcome.effects:
            if isinstance(effect, CountSettled):
                assert effect.counted == state.tally.units
        state = outcome.state

"""The pick dialogue where units go straight into their shipping carton."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.confirmation import ConfirmationPolicy, ItemFacts, policy_for
from app.domain.offline import Activity, Backlog, NeedsDatabase, judge_offline
from app.domain.pack_state import PackagingChoice
from app.domain.pick_boxing import Boxing, carton_code
from app.domain.pick_cartons import has_filled_carton
from app.domain.pick_effects import (
    CartonFull,
    GiveUpCarton,
    OpenCarton,
    PickEffect,
    PickOutcome,
    PutInTote,
    ShortLine,
    TakeBack,
)
from app.domain.pick_refusals import (
    CartonFirst,
    CartonNumberUsed,
    CartonTooHeavy,
    NothingInCarton,
    NoToteHere,
    PackagingCardFirst,
    ScanEveryUnit,
)
from app.domain.pick_state import PickPrompt, PickState, ShortReason
from app.domain.picking import answer
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NothingToUndo,
    Refusal,
    TooMany,
    UnknownPackaging,
)
from app.domain.scanned import Scanned, ScannedCarton, ScannedPackaging
from tests.domain.dialogue_states import (
    FREE_TOTE,
    FULL,
    LAMP,
    MUG,
    OK,
    SHORT,
    SSCC,
    TODAY,
    UNDO,
    a_line,
    a_task,
    case,
    number,
    place,
    unit,
)

P = PickPrompt
STRICT = ConfirmationPolicy.STRICT
SMALL = PackagingChoice("S", "Small", 1_000, 50, (200, 150, 100))
LARGE = PackagingChoice("M2", "Medium", 15_000, 250, (400, 300, 200))
BOXING = Boxing((SMALL, LARGE), "S", weights={MUG.item_id: 330, LAMP.item_id: 2_000})
MUGS = a_line(1, 3, policy=STRICT)
LAMPS = a_line(2, 1, LAMP, policy=STRICT)
BARE = a_task(MUGS, LAMPS, tote=None, boxing=BOXING)
NAME = carton_code(7, 0)
CARD = ScannedPackaging("S")
LABELLED = ScannedCarton(SSCC)
A_LITTLE = Backlog(timedelta(minutes=1), 3, 5)


def ask(state: PickState, *scans: Scanned) -> PickOutcome:
    """The answer to the last of some scans; those before it are accepted."""
    outcome = PickOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


OPEN = ask(BARE, CARD).state


@pytest.mark.parametrize(
    ("scan", "effect"),
    [
        (CARD, OpenCarton(NAME, "S")),
        (OK, OpenCarton(NAME, "S")),
        (number(2), OpenCarton(NAME, "M2")),
        (ScannedPackaging("M2"), OpenCarton(NAME, "M2")),
        (LABELLED, OpenCarton(SSCC, "S")),
    ],
)
def test_a_carton_is_opened_by_card_number_label_or_ok(scan: Scanned, effect: OpenCarton) -> None:
    outcome = ask(BARE, scan)
    assert outcome.effects == (effect,)
    assert (outcome.state.prompt, outcome.state.tote) == (P.SCAN_ITEM, effect.carton)
    assert outcome.state.positions[0].packaging == effect.packaging


@pytest.mark.parametrize(
    ("scan", "refusal"),
    [
        (unit(), CartonFirst(MUG.barcode or "", "S")),
        (place(MUGS), CartonFirst(MUGS.location, "S")),
        (FREE_TOTE, NoToteHere(FREE_TOTE.code, "S")),
        (ScannedPackaging("XL"), UnknownPackaging("XL")),
        (number(3), NoSuchChoice(3, 2)),
        (ScannedCarton(SSCC, "#10884"), CartonNumberUsed(SSCC, "#10884")),
        (UNDO, NothingToUndo()),
        (FULL, CommandNotPossible(FULL.command)),
    ],
)
def test_nothing_goes_on_before_a_carton_is_open(scan: Scanned, refusal: Refusal) -> None:
    assert ask(BARE, scan).refusal == refusal


def test_without_a_proposal_the_packaging_itself_has_to_be_chosen() -> None:
    unsure = a_task(MUGS, tote=None, boxing=replace(BOXING, suggested=None))
    assert ask(unsure, LABELLED).refusal == PackagingCardFirst(SSCC)
    assert ask(unsure, OK).refusal == CommandNotPossible(OK.command)
    assert ask(unsure, CARD).state.tote == NAME


@pytest.mark.parametrize(
    ("scans", "effects", "prompt"),
    [
        ((unit(),), (PutInTote(1, 1, NAME),), P.SCAN_ITEM),
        ((unit(), unit(), unit()), (PutInTote(1, 1, NAME),), P.SCAN_ITEM),
        ((place(MUGS), unit()), (PutInTote(1, 1, NAME),), P.SCAN_ITEM),
        ((unit(), UNDO), (), P.UNDO),
        ((unit(), UNDO, OK), (TakeBack(1, 1, NAME),), P.SCAN_ITEM),
        ((unit(), FULL), (CartonFull(NAME),), P.OPEN_CARTON),
        ((UNDO,), (GiveUpCarton(NAME),), P.OPEN_CARTON),
        ((unit(), SHORT, OK, OK), (ShortLine(1, 2, ShortReason.EMPTY),), P.SCAN_ITEM),
    ],
)
def test_each_unit_is_in_the_carton_by_its_scan(
    scans: tuple[Scanned, ...], effects: tuple[PickEffect, ...], prompt: PickPrompt
) -> None:
    outcome = ask(OPEN, *scans)
    assert (outcome.effects, outcome.state.prompt, outcome.refusal) == (effects, prompt, None)
    assert outcome.state.counted == 0


@pytest.mark.parametrize(
    ("scans", "refusal"),
    [
        ((case(),), TooMany(6, 3, MUG.name)),
        ((unit(), FREE_TOTE), NoToteHere(FREE_TOTE.code, "S")),
        ((FULL,), NothingInCarton("S")),
        ((unit(), SHORT, number(1)), ScanEveryUnit(1, MUG.name)),
        ((unit(), FULL, UNDO), NothingToUndo()),
        (
            (unit(), unit(), unit(), unit(LAMP)),
            CartonTooHeavy("S", 2_990, 1_000, is_empty=False),
        ),
    ],
)
def test_what_does_not_go_into_the_carton_is_refused(
    scans: tuple[Scanned, ...], refusal: Refusal
) -> None:
    outcome = ask(OPEN, *scans)
    assert (outcome.refusal, outcome.effects) == (refusal, ())


def test_a_unit_that_no_carton_of_this_kind_carries_wants_a_stronger_one() -> None:
    lamp = a_task(LAMPS, tote=None, boxing=BOXING)
    refusal = ask(lamp, CARD, unit(LAMP)).refusal
    assert refusal == CartonTooHeavy("S", 2_000, 1_000, is_empty=True)
    assert ask(lamp, CARD, UNDO, ScannedPackaging("M2"), unit(LAMP)).state.prompt is P.TASK_DONE


def test_a_case_counts_all_its_units_into_the_carton() -> None:
    many = a_task(a_line(1, 7, policy=STRICT), tote=None, boxing=replace(BOXING, suggested="M2"))
    assert ask(many, OK, case()).effects == (PutInTote(1, 6, NAME),)


def test_units_without_a_barcode_are_confirmed_by_place_and_number() -> None:
    bare = a_line(1, 2, replace(MUG, barcode=None))
    state = ask(a_task(bare, tote=None, boxing=BOXING), LABELLED, place(bare)).state
    assert state.prompt is P.CONFIRM_QUANTITY
    for scan in (OK, LABELLED, number(2)):
        assert ask(state, scan).effects == (PutInTote(1, 2, SSCC),)


def test_a_carton_waits_to_be_closed_when_it_is_full_or_the_last_unit_is_in() -> None:
    lonely = ask(a_task(LAMPS, tote=None, boxing=BOXING), ScannedPackaging("M2")).state
    full = ask(OPEN, unit()).state
    assert has_filled_carton(lonely, ask(lonely, unit(LAMP)).state)
    assert has_filled_carton(full, ask(full, FULL).state)
    assert not has_filled_carton(OPEN, full)
    assert not has_filled_carton(lonely, ask(lonely, SHORT, OK, OK).state)


def test_off_line_units_go_into_the_open_carton_and_another_one_waits() -> None:
    assert judge_offline(ask(OPEN, unit()).effects, A_LITTLE) is None
    for outcome in (ask(BARE, CARD), ask(OPEN, UNDO), ask(OPEN, unit(), FULL)):
        refusal = judge_offline(outcome.effects, A_LITTLE)
        assert refusal == NeedsDatabase(Activity.OPEN_CARTON)


@pytest.mark.parametrize("rule", list(ConfirmationPolicy))
def test_into_a_carton_every_unit_is_scanned_whatever_the_class_says(
    rule: ConfirmationPolicy,
) -> None:
    assert policy_for(ItemFacts(rule, rule, into_carton=True)) is STRICT
    unreadable = ItemFacts(rule, rule, into_carton=True, has_barcode=False)
    assert policy_for(unreadable) is ConfirmationPolicy.STANDARD

"""Units with numbers of their own, and lots, in the dialogues of picking and packing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.confirmation import ConfirmationPolicy, ItemFacts, policy_for
from app.domain.lot_switch import LotFacts, why_lot_stays
from app.domain.pack_effects import PackOutcome, PutInCarton, TakeOutOfCarton
from app.domain.pack_state import PackPrompt, PackState
from app.domain.packing import answer_packing
from app.domain.pick_effects import PickOutcome, PutInTote, SwitchLot, TakeBack, refuse
from app.domain.pick_refusals import ScanEveryUnit
from app.domain.pick_state import PickPrompt, PickState
from app.domain.pick_units import new_serial
from app.domain.picking import answer
from app.domain.refusals import CommandNotPossible, Refusal, TooMany, WrongLot
from app.domain.scanned import Scanned, ScannedSerial
from app.domain.serials import SerialFacts, why_not_picked
from app.domain.unit_refusals import (
    LotObstacle,
    LotOffered,
    PlaceFirst,
    SerialNext,
    SerialNotPicked,
    SerialTaken,
    SerialTwice,
    SerialUnknown,
)
from tests.domain.dialogue_states import (
    CART,
    MUG,
    OK,
    SHORT,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    a_bench,
    a_cart,
    a_line,
    a_pack_line,
    a_task,
    case,
    place,
    unit,
)

P = PickPrompt
CAMERA = replace(MUG, name="Camera", serial_tracked=True)
STRICT = ConfirmationPolicy.STRICT
CAMERAS = a_line(1, 2, CAMERA, policy=STRICT)
TASK = a_task(CAMERAS)
ONE, TWO = ScannedSerial("SN-1"), ScannedSerial("SN-2")
NUMBERED = unit(CAMERA, serial="SN-1")


def ask(state: PickState, *scans: Scanned) -> PickOutcome:
    """The answer to the last of some scans; those before it are accepted."""
    outcome = PickOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


@pytest.mark.parametrize(
    ("scans", "prompt", "counted", "serials"),
    [
        ((unit(CAMERA),), P.SCAN_SERIAL, 0, ()),
        ((unit(CAMERA), UNDO), P.SCAN_ITEM, 0, ()),
        ((unit(CAMERA), ONE), P.SCAN_ITEM, 1, ("SN-1",)),
        ((NUMBERED,), P.SCAN_ITEM, 1, ("SN-1",)),
        ((unit(CAMERA), NUMBERED), P.SCAN_ITEM, 1, ("SN-1",)),
        ((NUMBERED, UNDO, unit(CAMERA), ONE), P.SCAN_ITEM, 1, ("SN-1",)),
        ((NUMBERED, SHORT, UNDO), P.SCAN_ITEM, 1, ("SN-1",)),
    ],
)
def test_each_numbered_unit_is_scanned_with_its_number(
    scans: tuple[Scanned, ...], prompt: PickPrompt, counted: int, serials: tuple[str, ...]
) -> None:
    state = ask(TASK, *scans).state
    assert (state.prompt, state.counted, state.serials[: state.counted]) == (
        prompt,
        counted,
        serials,
    )


@pytest.mark.parametrize(
    ("scans", "refusal"),
    [
        ((NUMBERED, NUMBERED), SerialTwice("SN-1", "Camera")),
        ((NUMBERED, unit(CAMERA), ONE), SerialTwice("SN-1", "Camera")),
        ((NUMBERED, THE_TOTE, NUMBERED), SerialTwice("SN-1", "Camera", TOTE)),
        ((unit(CAMERA), unit(CAMERA)), SerialNext(MUG.barcode or "", "Camera")),
        ((unit(CAMERA), place(CAMERAS)), SerialNext(CAMERAS.location, "Camera")),
        ((unit(CAMERA), OK), CommandNotPossible(OK.command)),
        ((replace(case(CAMERA), quantity=2),), ScanEveryUnit(2, "Camera")),
    ],
)
def test_a_number_is_scanned_once_and_nothing_goes_without_it(
    scans: tuple[Scanned, ...], refusal: Refusal
) -> None:
    assert ask(TASK, *scans).refusal == refusal


def test_the_numbers_go_into_the_tote_with_their_units_and_come_out_with_them() -> None:
    put = ask(TASK, NUMBERED, unit(CAMERA), TWO)
    assert put.effects == (PutInTote(1, 2, TOTE, ("SN-1", "SN-2")),)
    assert put.state.prompt is P.TASK_DONE
    assert ask(put.state, UNDO, OK).effects == (TakeBack(1, 2, TOTE, ("SN-1", "SN-2")),)
    early = ask(TASK, NUMBERED, THE_TOTE)
    assert early.effects == (PutInTote(1, 1, TOTE, ("SN-1",)),)
    assert ask(early.state, unit(CAMERA), TWO).effects == (PutInTote(1, 1, TOTE, ("SN-2",)),)
    short = ask(TASK, NUMBERED, SHORT, OK, OK)
    assert short.effects[0] == PutInTote(1, 1, TOTE, ("SN-1",))


def test_on_a_cart_each_order_gets_the_numbers_that_were_put_into_its_tote() -> None:
    lines = (
        a_line(1, 1, CAMERA, location_id=5, location="A-5", order_id=81, policy=STRICT),
        a_line(2, 1, CAMERA, location_id=5, location="A-5", order_id=82, policy=STRICT),
    )
    cart = a_cart(*lines)
    first = ask(cart, NUMBERED, replace(THE_TOTE, code=CART[0]))
    assert first.effects == (PutInTote(1, 1, CART[0], ("SN-1",)),)
    second = ask(first.state, unit(CAMERA), TWO, replace(THE_TOTE, code=CART[1]))
    assert second.effects == (PutInTote(2, 1, CART[1], ("SN-2",)),)


def test_the_place_of_a_numbered_unit_is_confirmed_before_its_number_is_asked_for() -> None:
    task = a_task(replace(CAMERAS, confirm_location=True))
    assert ask(task, unit(CAMERA)).refusal == PlaceFirst("Camera", CAMERAS.location)
    assert ask(task, NUMBERED).state.serials == ("SN-1",)
    assert ask(task, NUMBERED, place(CAMERAS)).state.counted == 1


def test_the_books_are_asked_about_a_number_once() -> None:
    counted = ask(TASK, NUMBERED).state
    assert new_serial(TASK, counted) == "SN-1"
    assert new_serial(counted, ask(counted, THE_TOTE).state) is None
    assert new_serial(counted, ask(counted, unit(CAMERA), TWO).state) == "SN-2"


@pytest.mark.parametrize("rule", list(ConfirmationPolicy))
def test_numbered_units_are_scanned_one_by_one_whatever_the_class_says(
    rule: ConfirmationPolicy,
) -> None:
    assert policy_for(ItemFacts(rule, rule, serial_tracked=True)) is STRICT


FACTS = SerialFacts("SN-1", "Camera", "A-12-01")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (FACTS, None),
        (replace(FACTS, is_known=True, place="A-12-01", all_known=True), None),
        (replace(FACTS, is_known=True, place="B-1", all_known=True), None),
        (replace(FACTS, all_known=True), SerialUnknown("SN-1", "Camera", "A-12-01")),
        (
            replace(FACTS, is_known=True, order_number="#1", place="T-1"),
            SerialTaken("SN-1", "Camera", "#1", "T-1"),
        ),
    ],
)
def test_a_unit_is_picked_if_it_is_nobody_else_s_and_known_where_all_are(
    facts: SerialFacts, refusal: Refusal | None
) -> None:
    assert why_not_picked(facts) == refusal


# At the bench ---------------------------------------------------------------------------------


def bench(state: PackState, *scans: Scanned) -> PackOutcome:
    """The answer to the last of some scans at the bench; those before it are accepted."""
    outcome = PackOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer_packing(outcome.state, scan, today=TODAY)
    return outcome


ON_BENCH = a_bench(
    replace(a_pack_line(1, 2, CAMERA), serials=("SN-1", "SN-2"), is_numbered=True),
)


def test_the_bench_takes_the_numbers_that_were_picked_and_each_of_them_once() -> None:
    asked = bench(ON_BENCH, unit(CAMERA))
    assert asked.state.prompt is PackPrompt.SCAN_SERIAL
    done = bench(asked.state, TWO)
    assert done.effects == (PutInCarton(1, 1, ("SN-2",)),)
    again = bench(done.state, unit(CAMERA), TWO)
    assert again.refusal == SerialNotPicked("SN-2", "Camera", ON_BENCH.order_number)
    assert bench(done.state, UNDO, OK).effects == (TakeOutOfCarton(1, 1, ("SN-2",)),)
    both = bench(done.state, NUMBERED)
    assert both.state.prompt is PackPrompt.CHOOSE_PACKAGING
    foreign = unit(CAMERA, serial="SN-9")
    assert bench(ON_BENCH, foreign).refusal == SerialNotPicked(
        "SN-9", "Camera", ON_BENCH.order_number
    )
    assert bench(asked.state, OK).refusal == CommandNotPossible(OK.command)
    assert bench(asked.state, UNDO).state.prompt is PackPrompt.SCAN_UNIT


# Lots -----------------------------------------------------------------------------------------

SPRING, SUMMER = date(2027, 3, 1), date(2027, 7, 1)
LOTS = LotFacts(5, 3, SPRING, SPRING)
TEA = a_line(1, 3, lot="L1", expiry=SPRING)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (LOTS, None),
        (replace(LOTS, promised_expiry=SUMMER), None),
        (replace(LOTS, promised_expiry=None), None),
        (replace(LOTS, free=3), None),
        (replace(LOTS, free=2), LotObstacle.PROMISED),
        (replace(LOTS, free=None), LotObstacle.NOT_HERE),
        (replace(LOTS, expiry=SUMMER), LotObstacle.YOUNGER),
        (replace(LOTS, expiry=None), LotObstacle.YOUNGER),
        (replace(LOTS, expiry=None, promised_expiry=None), None),
        (replace(LOTS, in_hand=1), LotObstacle.IN_HAND),
    ],
)
def test_another_lot_may_be_taken_that_lies_here_free_and_goes_no_later(
    facts: LotFacts, why: LotObstacle | None
) -> None:
    assert why_lot_stays(facts) is why


def test_the_same_scan_again_takes_the_lot_that_was_offered_and_no_other_does() -> None:
    task = a_task(TEA)
    wrong = ask(task, unit(lot="L2"))
    assert wrong.refusal == WrongLot("L2", "L1", MUG.name)
    offered = refuse(wrong.state, LotOffered("L2", "L1", MUG.name, 3)).state
    taken = answer(offered, unit(lot="L2"), today=TODAY)
    assert taken.effects == (SwitchLot(1, 3, "L2"),)
    assert (taken.state.lines[0].lot, taken.state.counted) == ("L2", 0)
    assert answer(offered, unit(lot="L3"), today=TODAY).refusal == WrongLot("L3", "L1", MUG.name)
    assert answer(offered, unit(lot="L1"), today=TODAY).state.counted == 1
    few = refuse(wrong.state, LotOffered("L2", "L1", MUG.name, 2)).state
    assert answer(few, unit(lot="L2"), today=TODAY).refusal == TooMany(3, 2, MUG.name)

"""The pick dialogue where a tote or the whole cart is full."""

from dataclasses import replace

import pytest

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_effects import (
    BindTote,
    PickOutcome,
    PutInTote,
    TakeBack,
    UnloadCart,
)
from app.domain.pick_refusals import NoPlaceForTotes
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.picking import answer
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    Refusal,
    ToteInUse,
    WrongTote,
)
from app.domain.scanned import Scanned, ScannedTote
from tests.domain.dialogue_states import (
    FREE_TOTE,
    FULL,
    LANE,
    MUG,
    OK,
    TAKEN_TOTE,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    a_cart,
    a_line,
    a_task,
    elsewhere,
    number,
    unit,
)

P = PickPrompt
SECOND_TOTE = ScannedTote(104, "T-0443", "#10882")


def ask(state: PickState, *scans: Scanned) -> PickOutcome:
    """The answer to the last of some scans; those before it must be accepted."""
    outcome = PickOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


def after(state: PickState, *scans: Scanned) -> PickState:
    """The state after some scans that are all accepted."""
    outcome = ask(state, *scans)
    assert outcome.refusal is None, outcome.refusal
    return outcome.state


PUTTING = after(a_cart(), unit())


def test_a_full_tote_gets_another_beside_it() -> None:
    put = after(PUTTING, number(1), THE_TOTE)
    full = ask(put, FULL)
    assert (full.state.prompt, full.state.chosen) == (P.NEXT_TOTE, 1)
    outcome = ask(full.state, FREE_TOTE)
    assert outcome.effects == (BindTote("T-0517", 1, TOTE),)
    assert outcome.state.positions[0].totes == (TOTE, "T-0517")
    assert outcome.state.prompt is P.PUT_IN_TOTE
    assert ask(outcome.state, ScannedTote(102, "T-0517")).effects == (PutInTote(1, 1, "T-0517"),)


def test_an_undo_asks_for_the_full_tote_where_the_units_lie() -> None:
    full = after(PUTTING, number(1), THE_TOTE, FULL, FREE_TOTE)
    undoing = after(full, UNDO, UNDO)
    assert undoing.prompt is P.UNDO_TOTE
    assert ask(undoing, FREE_TOTE).refusal == WrongTote("T-0517", TOTE, "S1", "S1", 0)
    assert ask(undoing, THE_TOTE, OK).effects == (TakeBack(1, 1, TOTE),)


def test_a_tote_that_holds_nothing_is_taken_off_when_another_comes() -> None:
    outcome = ask(PUTTING, FULL, FREE_TOTE)
    assert outcome.effects == (BindTote("T-0517", 1, TOTE),)
    assert outcome.state.positions[0].totes == ("T-0517",)


@pytest.mark.parametrize("scan", [number(2), SECOND_TOTE])
def test_another_position_may_be_the_full_one(scan: Scanned) -> None:
    full = after(PUTTING, FULL, scan)
    assert (full.prompt, full.chosen) == (P.NEXT_TOTE, 2)
    assert ask(full, FREE_TOTE).effects == (BindTote("T-0517", 2, "T-0443"),)


@pytest.mark.parametrize(
    ("scan", "refusal"),
    [
        (TAKEN_TOTE, ToteInUse("T-0611", "#10884")),
        (number(9), NoSuchChoice(9, 3)),
        (elsewhere(), NoPlaceForTotes("Z99-99")),
        (LANE, CommandNotPossible(Command.FULL)),
        (unit(), NotAskedForHere(MUG.barcode or "")),
        (OK, CommandNotPossible(Command.OK)),
    ],
)
def test_nothing_else_takes_the_place_of_a_full_tote(scan: Scanned, refusal: Refusal) -> None:
    assert ask(after(PUTTING, FULL), scan).refusal == refusal
    assert after(PUTTING, FULL, UNDO) == PUTTING


def test_a_full_cart_is_unloaded_and_its_open_positions_get_new_totes() -> None:
    put = after(PUTTING, THE_TOTE, SECOND_TOTE)
    outcome = ask(put, FULL, LANE)
    assert outcome.effects == (UnloadCart("LANE-1"),)
    assert outcome.state.history == ()
    assert [position.tote for position in outcome.state.positions] == [None, None, "T-0444"]
    assert outcome.state.to_fill == outcome.state.positions[1]
    assert after(outcome.state, FREE_TOTE).prompt is P.SCAN_ITEM


def test_a_single_order_s_tote_is_replaced_in_the_same_way() -> None:
    state = a_task(a_line(1, 3))
    outcome = ask(state, unit(), number(2), FULL, FREE_TOTE)
    assert outcome.effects == (BindTote("T-0517", 1, TOTE),)
    assert outcome.state.prompt is P.SCAN_ITEM
    assert ask(outcome.state, unit()).effects == (PutInTote(1, 1, "T-0517"),)


# A batch's next tote -----------------------------------------------------------------------------

ANOTHER = ScannedTote(105, "T-0518")
MUGS_OF_BATCH = (PutInTote(1, 2, FREE_TOTE.code), PutInTote(2, 1, FREE_TOTE.code))
NEXT_BULK = BindTote(FREE_TOTE.code, 1, TOTE)


@pytest.mark.parametrize(
    ("policy", "before", "effects", "prompt"),
    [
        ("standard", (), (NEXT_BULK,), P.SCAN_ITEM),
        ("standard", (unit(),), (NEXT_BULK, *MUGS_OF_BATCH), P.SCAN_ITEM),
        ("fast", (), (NEXT_BULK, *MUGS_OF_BATCH), P.PUT_IN_TOTE),
        ("fast", (number(1),), (NEXT_BULK, PutInTote(1, 1, FREE_TOTE.code)), P.PUT_IN_TOTE),
        ("strict", (unit(), unit()), (NEXT_BULK, MUGS_OF_BATCH[0]), P.SCAN_ITEM),
    ],
)
def test_a_batch_s_next_tote_takes_the_units_in_hand_without_full(
    policy: str, before: tuple[Scanned, ...], effects: tuple[object, ...], prompt: PickPrompt
) -> None:
    lines = [
        replace(line, policy=ConfirmationPolicy(policy))
        for line in a_cart(method=PickMethod.BATCH).lines
    ]
    outcome = ask(a_cart(*lines, method=PickMethod.BATCH), *before, FREE_TOTE)
    assert outcome.refusal is None
    assert outcome.effects == effects
    assert outcome.state.prompt is prompt
    assert outcome.state.tote == FREE_TOTE.code
    taken = ask(outcome.state, ANOTHER)
    stays = (FREE_TOTE.code,) if outcome.state.history else ()
    assert taken.state.positions[0].full == stays, "an empty tote is taken off"


@pytest.mark.parametrize("tote", [TAKEN_TOTE, ScannedTote(106, "T-0700", None, 99)])
def test_a_batch_takes_no_tote_with_goods_of_others(tote: ScannedTote) -> None:
    state = a_cart(method=PickMethod.BATCH)
    assert ask(state, unit(), tote).refusal == WrongTote(tote.code, TOTE)


def test_a_free_tote_is_wrong_for_the_units_of_one_order() -> None:
    assert ask(a_task(), unit(), FREE_TOTE).refusal == WrongTote(FREE_TOTE.code, TOTE)
    assert isinstance(ask(a_cart(), unit(), FREE_TOTE).refusal, WrongTote)

from dataclasses import replace
from datetime import date

import pytest

from app.domain.offline import Activity, NeedsDatabase
from app.domain.pack_effects import (
    AcknowledgeInstructions,
    CloseCarton,
    ConfirmLabel,
    PackEffect,
    PackOutcome,
    ParkOrder,
    PutInCarton,
    ReportMissing,
    ReprintLabel,
    ReprintSlip,
    TakeOutOfCarton,
)
from app.domain.pack_state import (
    MissingReason,
    PackPrompt,
    PackState,
    ReprintReason,
    VerifiedStep,
    begin_packing,
)
from app.domain.packing import answer_packing
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    AlreadyPacked,
    AnotherOrderOpen,
    CodesRunTogether,
    CommandNotPossible,
    ExpiredLot,
    ItemNotInOrder,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    PackagingTooSmall,
    Refusal,
    TooMany,
    UnknownCode,
    UnknownPackaging,
    UnreadableCode,
    WrongLabel,
)
from app.domain.scanned import Scanned, ScannedUnknown, ScannedWeight, code_of
from app.domain.weigh_steps import ScaleUse
from tests.domain.dialogue_states import (
    BADGE,
    DAMAGED,
    EVERY_KIND,
    FREE_TOTE,
    GARBAGE,
    LAMP,
    MUG,
    OK,
    ORDER,
    PAUSE,
    REPRINT,
    RUN_TOGETHER,
    SHORT,
    SKIP,
    SSCC,
    TAKEN_TOTE,
    THE_TOTE,
    TODAY,
    UNDO,
    UNKNOWN,
    a_bench,
    a_pack_line,
    card,
    carton,
    case,
    elsewhere,
    number,
    slip,
    unit,
)
from tests.domain.test_pack_dialogue_weights import WEIGHTS

P = PackPrompt


def ask(state: PackState, *scans: Scanned) -> PackOutcome:
    """The answer to the last of some scans; those before it must be accepted."""
    outcome = PackOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer_packing(outcome.state, scan, today=TODAY)
    return outcome


def closed(state: PackState) -> PackState:
    """The state after the service gave the carton its number."""
    return replace(state, sscc=SSCC, refusal=None)


GIFT = a_bench(instructions=("Wrap it",))
AT_UNITS = a_bench()
ONE_IN = ask(AT_UNITS, unit()).state
ALL_IN = ask(ONE_IN, unit()).state
TWO_KINDS = a_bench(a_pack_line(1, 1), a_pack_line(2, 1, LAMP))
AT_LABEL = closed(ask(ALL_IN, OK).state)
DONE = ask(AT_LABEL, carton()).state
WAITING = begin_packing(replace(ALL_IN, packaging="S", closed_offline=True))
BOTH = (a_pack_line(1, 2, verified=2), a_pack_line(2, 1, LAMP, verified=1))
FOREIGN = "340123450000000019"


@pytest.mark.parametrize(
    ("state", "scan", "prompt", "effects"),
    [
        (GIFT, OK, P.SCAN_UNIT, (AcknowledgeInstructions(),)),
        (AT_UNITS, unit(), P.SCAN_UNIT, (PutInCarton(1, 1),)),
        (ONE_IN, unit(), P.CHOOSE_PACKAGING, (PutInCarton(1, 1),)),
        (TWO_KINDS, unit(LAMP), P.SCAN_UNIT, (PutInCarton(2, 1),)),
        (a_bench(a_pack_line(1, 6)), case(), P.CHOOSE_PACKAGING, (PutInCarton(1, 6),)),
        (a_bench(a_pack_line(1, 7)), case(), P.SCAN_UNIT, (PutInCarton(1, 6),)),
        (AT_UNITS, SHORT, P.MISSING_REASON, ()),
        (AT_UNITS, DAMAGED, P.MISSING_REASON, ()),
        (ONE_IN, UNDO, P.UNDO, ()),
        (ALL_IN, UNDO, P.UNDO, ()),
        (ALL_IN, OK, P.SCAN_LABEL, (CloseCarton("S"),)),
        (ALL_IN, card("M2"), P.SCAN_LABEL, (CloseCarton("M2"),)),
        (ALL_IN, number(2), P.SCAN_LABEL, (CloseCarton("M2"),)),
        (AT_LABEL, carton(), P.DONE, (ConfirmLabel(SSCC),)),
        (AT_LABEL, REPRINT, P.REPRINT_REASON, ()),
        (AT_LABEL, UNDO, P.PARCEL, ()),
    ],
)
def test_a_right_scan_leads_on(
    state: PackState, scan: Scanned, prompt: PackPrompt, effects: tuple[PackEffect, ...]
) -> None:
    outcome = ask(state, scan)
    assert outcome.refusal is None
    assert (outcome.state.prompt, outcome.effects) == (prompt, effects)


@pytest.mark.parametrize(
    ("state", "scan", "refusal"),
    [
        (GIFT, unit(), NotAskedForHere(MUG.barcode or "")),
        (GIFT, UNDO, NothingToUndo()),
        (AT_UNITS, unit(LAMP), ItemNotInOrder(LAMP.sku, LAMP.name, ORDER)),
        (AT_UNITS, case(), TooMany(6, 2, MUG.name)),
        (AT_UNITS, UNDO, NothingToUndo()),
        (AT_UNITS, OK, CommandNotPossible(Command.OK)),
        (AT_UNITS, REPRINT, CommandNotPossible(Command.REPRINT)),
        (AT_UNITS, SKIP, CommandNotPossible(Command.SKIP)),
        (AT_UNITS, elsewhere(), NotAskedForHere("Z99-99")),
        (AT_UNITS, BADGE, NotAskedForHere("badge")),
        (AT_UNITS, card("XL"), UnknownPackaging("XL")),
        (AT_UNITS, carton(), NotAskedForHere(SSCC)),
        (AT_UNITS, THE_TOTE, NotAskedForHere("T-0442")),
        (AT_UNITS, FREE_TOTE, NotAskedForHere("T-0517")),
        (AT_UNITS, slip(), NotAskedForHere(ORDER)),
        (AT_UNITS, TAKEN_TOTE, AnotherOrderOpen(ORDER, "T-0611")),
        (AT_UNITS, slip("#777"), AnotherOrderOpen(ORDER, "#777")),
        (ALL_IN, unit(), AlreadyPacked(MUG.name, 2, ORDER)),
        (ALL_IN, unit(LAMP), ItemNotInOrder(LAMP.sku, LAMP.name, ORDER)),
        (ALL_IN, card("XL"), UnknownPackaging("XL")),
        (ALL_IN, number(3), NoSuchChoice(3, 2)),
        (ALL_IN, number(0), NoSuchChoice(0, 2)),
        (ALL_IN, SHORT, CommandNotPossible(Command.SHORT)),
        (replace(ALL_IN, suggested=None), OK, CommandNotPossible(Command.OK)),
        (replace(ALL_IN, goods_weight_g=1_001), OK, PackagingTooSmall("S", 1_001, 1_000)),
        (AT_LABEL, carton(FOREIGN, "#777"), WrongLabel(FOREIGN, SSCC, ORDER, "#777")),
        (AT_LABEL, carton(FOREIGN, None), WrongLabel(FOREIGN, SSCC, ORDER, None)),
        (AT_LABEL, OK, CommandNotPossible(Command.OK)),
        (AT_LABEL, FREE_TOTE, NotAskedForHere("T-0517")),
        (WAITING, slip(), NeedsDatabase(Activity.LABEL)),
        (WAITING, UNDO, CommandNotPossible(Command.UNDO)),
        (WAITING, OK, CommandNotPossible(Command.OK)),
        (WAITING, unit(), NotAskedForHere(MUG.barcode or "")),
        (DONE, carton(), NotAskedForHere(SSCC)),
        (DONE, PAUSE, NotAskedForHere(Command.PAUSE.value)),
    ],
)
def test_a_wrong_scan_stops_and_counts_nothing(
    state: PackState, scan: Scanned, refusal: Refusal
) -> None:
    outcome = ask(state, scan)
    expected = replace(state, refusal=refusal, same_refusals=1)
    assert outcome == PackOutcome(expected, refusal=refusal)


ON_SCALE = replace(ALL_IN, scale=ScaleUse.OFFERED, lines=BOTH, weights=WEIGHTS)
WEIGHING = ask(ON_SCALE, OK).state
WRONG = ask(WEIGHING, ScannedWeight(1.0), ScannedWeight(1.0)).state
EVERY_PROMPT = {
    P.INSERTS: begin_packing(replace(ALL_IN, inserts=("Catalogue",))),
    P.WEIGH: WEIGHING,
    P.WEIGHT_DIFFERS: WRONG,
    P.WEIGHT_REASON: ask(WRONG, number(3)).state,
    P.WEIGHT_ITEM: ask(WRONG, number(3), number(2)).state,
    P.WEIGHT_LEAD: ask(WRONG, number(3), number(1)).state,
    P.PARCEL: ask(AT_LABEL, UNDO).state,
    P.VOID_LEAD: ask(AT_LABEL, UNDO, number(3)).state,
    P.ACKNOWLEDGE: GIFT,
    P.SCAN_UNIT: ONE_IN,
    P.SCAN_SERIAL: ask(
        a_bench(replace(a_pack_line(), serials=("SN-1",), is_numbered=True)), unit()
    ).state,
    P.CHOOSE_PACKAGING: ALL_IN,
    P.SCAN_LABEL: AT_LABEL,
    P.LABEL_WAITS: WAITING,
    P.MISSING_REASON: ask(ONE_IN, SHORT).state,
    P.UNDO: ask(ONE_IN, UNDO).state,
    P.REPRINT_REASON: ask(AT_LABEL, REPRINT).state,
    P.DONE: DONE,
    P.PARKED: ask(ONE_IN, PAUSE).state,
}


def test_the_states_of_this_table_stand_at_all_prompts() -> None:
    assert {prompt: state.prompt for prompt, state in EVERY_PROMPT.items()} == {
        prompt: prompt for prompt in PackPrompt
    }


@pytest.mark.parametrize("state", list(EVERY_PROMPT.values()), ids=list(EVERY_PROMPT))
def test_codes_that_are_none_stop_at_every_prompt_in_their_own_words(state: PackState) -> None:
    # A bare number would be the weight that is waited for at the scale.
    unknown = ScannedUnknown("Z-9999") if state.prompt is P.WEIGH else UNKNOWN
    assert [ask(state, scan).refusal for scan in (unknown, RUN_TOGETHER, GARBAGE)] == [
        UnknownCode(code_of(unknown)),
        CodesRunTogether(code_of(RUN_TOGETHER)),
        UnreadableCode(code_of(GARBAGE), GarbledWhy.TOO_LONG),
    ]


@pytest.mark.parametrize("state", list(EVERY_PROMPT.values()), ids=list(EVERY_PROMPT))
@pytest.mark.parametrize("scan", EVERY_KIND, ids=repr)
def test_a_refusal_changes_nothing_but_the_refusal_shown(state: PackState, scan: Scanned) -> None:
    outcome = ask(state, scan)
    if outcome.refusal is not None:
        assert outcome.effects == ()
        assert replace(outcome.state, refusal=None, same_refusals=0) == state


@pytest.mark.parametrize(
    "state",
    [state for prompt, state in EVERY_PROMPT.items() if prompt not in (P.DONE, P.PARKED)],
)
def test_an_order_can_be_parked_at_every_prompt(state: PackState) -> None:
    outcome = ask(state, PAUSE)
    assert (outcome.state.prompt, outcome.effects) == (P.PARKED, (ParkOrder(),))
    assert outcome.state.verified == state.verified


def test_a_parked_order_answers_no_scan_until_it_is_opened_again() -> None:
    for scan in (unit(), OK, PAUSE):
        assert ask(EVERY_PROMPT[P.PARKED], scan).refusal == NotAskedForHere(code_of(scan))


@pytest.mark.parametrize(("choice", "reason"), list(enumerate(MissingReason, start=1)))
def test_missing_units_park_the_order_with_each_reason(choice: int, reason: MissingReason) -> None:
    outcome = ask(ONE_IN, SHORT, number(choice))
    assert (outcome.state.prompt, outcome.effects) == (P.PARKED, (ReportMissing(reason),))
    assert outcome.state.verified == 1


@pytest.mark.parametrize(("choice", "reason"), list(enumerate(ReprintReason, start=1)))
def test_a_label_is_printed_again_with_each_reason(choice: int, reason: ReprintReason) -> None:
    outcome = ask(AT_LABEL, REPRINT, number(choice))
    assert (outcome.state, outcome.effects) == (AT_LABEL, (ReprintLabel(reason),))


@pytest.mark.parametrize(("choice", "reason"), list(enumerate(ReprintReason, start=1)))
def test_a_slip_is_printed_again_while_its_label_waits(choice: int, reason: ReprintReason) -> None:
    outcome = ask(WAITING, REPRINT, number(choice))
    assert (outcome.state, outcome.effects) == (WAITING, (ReprintSlip(reason),))


@pytest.mark.parametrize("opened", [(ONE_IN, SHORT), (AT_LABEL, REPRINT), (WAITING, REPRINT)])
def test_a_panel_takes_its_first_choice_by_ok_and_refuses_what_is_no_answer(
    opened: tuple[PackState, Scanned],
) -> None:
    state, command = opened
    panel = ask(state, command).state
    assert len(ask(panel, OK).effects) == 1
    assert ask(panel, number(4)).refusal == NoSuchChoice(4, 3)
    assert ask(panel, number(0)).refusal == NoSuchChoice(0, 3)
    assert ask(panel, unit()).refusal == NotAskedForHere(MUG.barcode or "")
    assert ask(panel, SKIP).refusal == CommandNotPossible(Command.SKIP)
    assert ask(panel, UNDO).state == state


@pytest.mark.parametrize("proof", [OK, unit(LAMP)])
def test_undo_takes_the_last_unit_out_again(proof: Scanned) -> None:
    state = ask(TWO_KINDS, unit(), unit(LAMP)).state
    assert state.history == (VerifiedStep(1, 1), VerifiedStep(2, 1))
    outcome = ask(state, UNDO, proof)
    assert outcome.effects == (TakeOutOfCarton(2, 1),)
    assert (outcome.state.prompt, outcome.state.verified) == (P.SCAN_UNIT, 1)
    assert ask(outcome.state, UNDO, OK).state == TWO_KINDS


def test_undo_asks_for_the_unit_that_went_in_last() -> None:
    undoing = ask(TWO_KINDS, unit(), UNDO).state
    assert ask(undoing, unit(LAMP)).refusal == NotAskedForHere(LAMP.barcode or "")
    assert ask(undoing, UNDO).state == ask(TWO_KINDS, unit()).state
    assert ask(undoing, SKIP).refusal == CommandNotPossible(Command.SKIP)


def test_two_lines_of_one_item_fill_up_one_after_the_other() -> None:
    state = a_bench(a_pack_line(1, 1), a_pack_line(2, 2))
    outcome = ask(state, unit(), unit())
    assert outcome.effects == (PutInCarton(2, 1),)
    full = ask(outcome.state, unit()).state
    assert ask(full, unit()).refusal == AlreadyPacked(MUG.name, 3, ORDER)


@pytest.mark.parametrize(
    ("state", "wrong"),
    [(ALL_IN, TAKEN_TOTE), (ONE_IN, slip("#777")), (AT_LABEL, carton(FOREIGN, None))],
)
def test_a_severe_stop_holds_until_ok_which_then_does_nothing_else(
    state: PackState, wrong: Scanned
) -> None:
    stopped = ask(state, wrong).state
    again = answer_packing(stopped, carton(), today=TODAY)
    assert (again.refusal, again.state.same_refusals) == (stopped.refusal, 2)
    cleared = answer_packing(stopped, OK, today=TODAY)
    assert (cleared.state, cleared.effects) == (state, ())
    assert answer_packing(stopped, PAUSE, today=TODAY).effects == (ParkOrder(),)


def test_an_expired_unit_is_not_packed() -> None:
    yesterday = date(2026, 11, 22)
    assert ask(AT_UNITS, unit(expiry=yesterday)).refusal == ExpiredLot(yesterday, MUG.name)
    assert ask(AT_UNITS, unit(expiry=TODAY)).effects == (PutInCarton(1, 1),)


def test_an_order_resumed_at_the_bench_goes_on_where_its_rows_say() -> None:
    assert a_bench(a_pack_line(1, 2, verified=1)).prompt is P.SCAN_UNIT
    assert a_bench(a_pack_line(1, 2, verified=2)).prompt is P.CHOOSE_PACKAGING
    assert a_bench(instructions=("Wrap it",), acknowledged=True).prompt is P.SCAN_UNIT
    assert a_bench(sscc=SSCC, packaging="S").prompt is P.SCAN_LABEL
    assert a_bench(sscc=SSCC, label_confirmed=True).prompt is P.DONE

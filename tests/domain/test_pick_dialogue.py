from dataclasses import replace
from datetime import date

import pytest

from app.domain.pick_boxing import Boxing
from app.domain.pick_effects import BindTote, PauseTask, PickEffect, PickOutcome, PutInTote
from app.domain.pick_lines import PickLine
from app.domain.pick_state import PickPrompt, PickState, begin
from app.domain.picking import answer
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    CodesRunTogether,
    CommandNotPossible,
    ExpiredLot,
    NotAskedForHere,
    Refusal,
    TooMany,
    ToteFirst,
    ToteInUse,
    UnknownCode,
    UnreadableCode,
    WrongCheckDigits,
    WrongItem,
    WrongLocation,
    WrongLot,
    WrongTote,
)
from app.domain.scanned import Scanned, ScannedCommand, code_of
from app.domain.zone_way import Onward
from tests.domain.dialogue_states import (
    BADGE,
    DAMAGED,
    EVERY_KIND,
    FREE_TOTE,
    FULL,
    GARBAGE,
    LAMP,
    MUG,
    NOT_A_CODE,
    OK,
    PAUSE,
    RUN_TOGETHER,
    SHORT,
    SUBSTITUTE,
    TAKEN_TOTE,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    UNKNOWN,
    a_cart,
    a_line,
    a_task,
    card,
    case,
    elsewhere,
    number,
    place,
    slip,
    step,
    stopped,
    unit,
)

P = PickPrompt
LINE = a_line()
ASKS_PLACE = a_line(confirm_location=True)


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


NO_TOTE = a_task(tote=None)
AT_PLACE = a_task(ASKS_PLACE)
AT_ITEM = a_task()
COUNTING = after(AT_ITEM, unit())
LAST_UNIT = a_task(a_line(quantity=1))
TWO_LINES = a_task(a_line(1, 1), a_line(2, 1, LAMP))
FINISHED = a_task(a_line(quantity=1, picked=1))


@pytest.mark.parametrize(
    ("state", "scan", "prompt", "effects"),
    [
        (NO_TOTE, FREE_TOTE, P.SCAN_ITEM, (BindTote("T-0517"),)),
        (NO_TOTE, THE_TOTE, P.SCAN_ITEM, (BindTote(TOTE),)),
        (a_task(ASKS_PLACE, tote=None), FREE_TOTE, P.SCAN_LOCATION, (BindTote("T-0517"),)),
        (AT_PLACE, place(ASKS_PLACE), P.SCAN_ITEM, ()),
        (AT_PLACE, number(41), P.SCAN_ITEM, ()),
        (AT_PLACE, unit(), P.SCAN_LOCATION, ()),
        (after(AT_PLACE, unit()), place(ASKS_PLACE), P.CONFIRM_QUANTITY, ()),
        (
            after(AT_PLACE, unit(), unit(), unit()),
            place(ASKS_PLACE),
            P.TASK_DONE,
            (PutInTote(1, 3, TOTE),),
        ),
        (AT_ITEM, place(LINE), P.SCAN_ITEM, ()),
        (AT_ITEM, unit(), P.CONFIRM_QUANTITY, ()),
        (LAST_UNIT, unit(), P.TASK_DONE, (PutInTote(1, 1, TOTE),)),
        (TWO_LINES, unit(), P.SCAN_ITEM, (PutInTote(1, 1, TOTE),)),
        (a_task(a_line(quantity=6)), case(), P.TASK_DONE, (PutInTote(1, 6, TOTE),)),
        (a_task(a_line(quantity=7)), case(), P.CONFIRM_QUANTITY, ()),
        (COUNTING, unit(), P.CONFIRM_QUANTITY, ()),
        (after(COUNTING, unit()), unit(), P.TASK_DONE, (PutInTote(1, 3, TOTE),)),
        (COUNTING, OK, P.TASK_DONE, (PutInTote(1, 3, TOTE),)),
        (COUNTING, THE_TOTE, P.TASK_DONE, (PutInTote(1, 3, TOTE),)),
        (COUNTING, number(3), P.TASK_DONE, (PutInTote(1, 3, TOTE),)),
        (COUNTING, number(2), P.SCAN_ITEM, (PutInTote(1, 2, TOTE),)),
        (COUNTING, number(0), P.SHORT_QUANTITY, ()),
        (COUNTING, place(LINE), P.CONFIRM_QUANTITY, ()),
        (COUNTING, UNDO, P.SCAN_ITEM, ()),
    ],
)
def test_a_right_scan_leads_on(
    state: PickState, scan: Scanned, prompt: PickPrompt, effects: tuple[PickEffect, ...]
) -> None:
    outcome = ask(state, scan)
    assert outcome.refusal is None
    assert (outcome.state.prompt, outcome.effects) == (prompt, effects)


def wrong_item(line_item: str = MUG.name) -> WrongItem:
    return WrongItem(LAMP.sku, LAMP.name, LAMP.barcode or "", MUG.sku, line_item, LINE.location)


@pytest.mark.parametrize(
    ("state", "scan", "refusal"),
    [
        (NO_TOTE, TAKEN_TOTE, ToteInUse("T-0611", "#10884")),
        (NO_TOTE, unit(), ToteFirst(MUG.barcode or "")),
        (NO_TOTE, place(LINE), ToteFirst(LINE.location)),
        (NO_TOTE, number(3), NotAskedForHere("3")),
        (NO_TOTE, SHORT, CommandNotPossible(Command.SHORT)),
        (AT_PLACE, elsewhere(), WrongLocation("Z99-99", LINE.location)),
        (AT_PLACE, number(40), WrongCheckDigits(40, LINE.location)),
        (AT_PLACE, unit(LAMP), wrong_item()),
        (AT_PLACE, THE_TOTE, NotAskedForHere(TOTE)),
        (AT_PLACE, FREE_TOTE, WrongTote("T-0517", TOTE)),
        (AT_PLACE, case(), TooMany(6, 3, MUG.name)),
        (AT_ITEM, unit(LAMP), wrong_item()),
        (AT_ITEM, elsewhere(), WrongLocation("Z99-99", LINE.location)),
        (AT_ITEM, THE_TOTE, NotAskedForHere(TOTE)),
        (AT_ITEM, TAKEN_TOTE, WrongTote("T-0611", TOTE)),
        (AT_ITEM, case(), TooMany(6, 3, MUG.name)),
        (AT_ITEM, number(3), NotAskedForHere("3")),
        (AT_ITEM, slip(), NotAskedForHere("#10881")),
        (AT_ITEM, card(), NotAskedForHere("M2")),
        (AT_ITEM, BADGE, NotAskedForHere("badge")),
        (AT_ITEM, OK, CommandNotPossible(Command.OK)),
        (COUNTING, unit(LAMP), wrong_item()),
        (COUNTING, elsewhere(), WrongLocation("Z99-99", LINE.location)),
        (COUNTING, FREE_TOTE, WrongTote("T-0517", TOTE)),
        (COUNTING, number(4), TooMany(4, 3, MUG.name)),
        (COUNTING, case(), TooMany(7, 3, MUG.name)),
        (FINISHED, unit(), NotAskedForHere(MUG.barcode or "")),
        (FINISHED, OK, CommandNotPossible(Command.OK)),
        (FINISHED, PAUSE, CommandNotPossible(Command.PAUSE)),
    ],
)
def test_a_wrong_scan_stops_and_counts_nothing(
    state: PickState, scan: Scanned, refusal: Refusal
) -> None:
    outcome = ask(state, scan)
    assert outcome == PickOutcome(replace(state, refusal=refusal, same_refusals=1), refusal=refusal)


EVERY_PROMPT = {
    P.SCAN_TOTE: NO_TOTE,
    P.SCAN_LOCATION: AT_PLACE,
    P.SCAN_ITEM: AT_ITEM,
    P.CONFIRM_QUANTITY: COUNTING,
    P.REFILL_COMING: after(a_task(a_line(refill=4), a_line(2)), SHORT),
    P.DAMAGED_QUANTITY: after(a_task(quarantine="QUAR-1"), DAMAGED),
    P.DAMAGED_PLACE: after(a_task(quarantine="QUAR-1"), DAMAGED, number(2)),
    P.SUBSTITUTE: after(a_task(a_line(substitute="Red mug")), SUBSTITUTE),
    P.CHECK_EMPTY: after(a_task(a_line(quantity=1, stock=1), a_line(2), checks_empty=True), unit()),
    P.TAKE_TOTE_OFF: stopped(a_cart(), 2, "operator"),
    P.SHORT_QUANTITY: after(AT_ITEM, SHORT),
    P.SHORT_REASON: after(AT_ITEM, SHORT, number(1)),
    P.SKIP_REASON: a_task(a_line(1, skips=1), a_line(2, skips=1), prompt=P.SCAN_ITEM),
    P.UNDO: after(TWO_LINES, unit(), UNDO),
    P.PUT_IN_TOTE: after(a_cart(), unit()),
    P.NEXT_TOTE: after(a_cart(), unit(), FULL),
    P.TAKE_OUT: a_cart(a_line(1, 2, picked=2, unwanted=1), history=(step(1, 2),)),
    P.SET_TOTE_ASIDE: stopped(a_cart(totes=(TOTE, None)), 2, "operator"),
    P.UNDO_TOTE: after(a_cart(), unit(), THE_TOTE, UNDO, UNDO),
    P.OPEN_CARTON: a_task(tote=None, boxing=Boxing()),
    P.SCAN_SERIAL: after(a_task(a_line(item=replace(MUG, serial_tracked=True))), unit()),
    P.SCAN_LANE: replace(
        FINISHED, prompt=P.SCAN_LANE, onward=Onward("B", "LANE-B", is_scanned=True)
    ),
    P.TASK_DONE: FINISHED,
    P.PAUSED: after(AT_ITEM, PAUSE),
}
EVERY_PROMPT[P.SKIP_REASON] = after(EVERY_PROMPT[P.SKIP_REASON], ScannedCommand(Command.SKIP))


def test_the_states_of_this_table_stand_at_all_prompts() -> None:
    assert {prompt: state.prompt for prompt, state in EVERY_PROMPT.items()} == {
        prompt: prompt for prompt in PickPrompt
    }


@pytest.mark.parametrize("state", list(EVERY_PROMPT.values()), ids=list(EVERY_PROMPT))
def test_codes_that_are_none_stop_at_every_prompt_in_their_own_words(state: PickState) -> None:
    assert [ask(state, scan).refusal for scan in NOT_A_CODE] == [
        UnknownCode(code_of(UNKNOWN)),
        CodesRunTogether(code_of(RUN_TOGETHER)),
        UnreadableCode(code_of(GARBAGE), GarbledWhy.TOO_LONG),
    ]


@pytest.mark.parametrize("state", list(EVERY_PROMPT.values()), ids=list(EVERY_PROMPT))
@pytest.mark.parametrize("scan", EVERY_KIND, ids=repr)
def test_a_refusal_changes_nothing_but_the_refusal_shown(state: PickState, scan: Scanned) -> None:
    outcome = ask(state, scan)
    if outcome.refusal is not None:
        assert outcome.effects == ()
        assert replace(outcome.state, refusal=None, same_refusals=0) == state
        assert outcome.state.refusal == outcome.refusal


@pytest.mark.parametrize(
    "state",
    [
        state
        for prompt, state in EVERY_PROMPT.items()
        if prompt not in (P.TASK_DONE, P.PAUSED) and state.line is not None
    ],
)
def test_work_can_be_paused_at_every_prompt_and_goes_on_at_its_line(state: PickState) -> None:
    outcome = ask(state, PAUSE)
    assert outcome.effects == (PauseTask(),)
    assert outcome.state.prompt is P.PAUSED
    assert begin(outcome.state).line == state.line


def test_a_paused_task_answers_no_scan_until_it_is_claimed_again() -> None:
    paused = EVERY_PROMPT[P.PAUSED]
    assert {type(ask(paused, scan).refusal) for scan in (unit(), OK, PAUSE, THE_TOTE)} == {
        NotAskedForHere
    }


def test_a_finished_task_is_not_paused_even_while_its_last_put_is_being_undone() -> None:
    undoing = after(after(LAST_UNIT, unit()), UNDO)
    assert ask(undoing, PAUSE).refusal == CommandNotPossible(Command.PAUSE)


def test_the_same_wrong_code_is_counted_and_the_right_one_clears_the_stop() -> None:
    state = AT_ITEM
    for times in (1, 2, 3):
        state = (
            ask(state, unit(LAMP)).state
            if times == 1
            else answer(state, unit(LAMP), today=TODAY).state
        )
        assert state.same_refusals == times
    other = answer(state, UNKNOWN, today=TODAY).state
    assert other.same_refusals == 1
    right = answer(other, unit(), today=TODAY)
    assert (right.refusal, right.state.refusal, right.state.same_refusals) == (None, None, 0)


YESTERDAY = date(2026, 11, 22)


def test_an_expired_unit_is_stopped_whatever_is_asked() -> None:
    for state in EVERY_PROMPT.values():
        assert ask(state, unit(expiry=YESTERDAY)).refusal == ExpiredLot(YESTERDAY, MUG.name)
    assert ask(LAST_UNIT, unit(expiry=TODAY)).refusal is None


def test_a_lot_that_expired_since_it_was_promised_is_not_picked() -> None:
    state = a_task(a_line(quantity=1, lot="L1", expiry=YESTERDAY))
    assert ask(state, unit()).refusal == ExpiredLot(YESTERDAY, MUG.name, is_promised=True)
    assert ask(state, unit(LAMP)).refusal == wrong_item()


@pytest.mark.parametrize("severe_at", [AT_ITEM, COUNTING, AT_PLACE, NO_TOTE])
def test_a_severe_stop_holds_until_ok_which_then_counts_nothing(severe_at: PickState) -> None:
    stopped = ask(severe_at, unit(expiry=YESTERDAY)).state
    again = answer(stopped, unit(), today=TODAY)
    assert again.refusal == stopped.refusal
    assert again.state.same_refusals == 2
    cleared = answer(stopped, OK, today=TODAY)
    assert (cleared.state, cleared.effects, cleared.refusal) == (severe_at, (), None)


def test_work_can_be_paused_from_a_severe_stop() -> None:
    stopped = ask(AT_ITEM, unit(expiry=YESTERDAY)).state
    assert answer(stopped, PAUSE, today=TODAY).effects == (PauseTask(),)


LOT_LINE = a_line(quantity=2, lot="L1", expiry=date(2027, 1, 31))
DATED_LINE = a_line(quantity=2, expiry=date(2027, 1, 31))


@pytest.mark.parametrize(
    ("line", "scan", "refusal"),
    [
        (LOT_LINE, unit(lot="L1"), None),
        (LOT_LINE, unit(), None),
        (LOT_LINE, unit(lot="L2"), WrongLot("L2", "L1", MUG.name)),
        (LOT_LINE, unit(lot="L1", expiry=date(2027, 2, 1)), None),
        (DATED_LINE, unit(lot="L9", expiry=date(2027, 1, 31)), None),
        (
            DATED_LINE,
            unit(lot="L9", expiry=date(2027, 2, 28)),
            WrongLot("2027-02-28", "2027-01-31", MUG.name),
        ),
        (a_line(quantity=2), unit(lot="L9", expiry=date(2027, 2, 28)), None),
    ],
)
def test_only_the_promised_lot_is_picked(
    line: PickLine, scan: Scanned, refusal: Refusal | None
) -> None:
    assert ask(a_task(line), scan).refusal == refusal


def test_a_part_put_keeps_the_picker_at_the_place() -> None:
    state = after(AT_PLACE, place(ASKS_PLACE), unit(), number(2))
    assert state.prompt is P.SCAN_ITEM
    assert state.location_confirmed
    assert state.line is not None
    assert (state.line.picked, state.line.open) == (2, 1)
    assert state.history == (step(1, 2),)


def test_taking_back_what_is_in_hand_does_not_ask_for_the_place_again() -> None:
    counting = after(AT_PLACE, place(ASKS_PLACE), unit())
    assert after(counting, UNDO) == replace(
        counting, prompt=P.SCAN_ITEM, counted=0, location_confirmed=True
    )


def test_a_place_without_check_digits_is_only_confirmed_by_its_label() -> None:
    state = a_task(a_line(confirm_location=True, check_digits=""))
    assert isinstance(ask(state, number(0)).refusal, WrongCheckDigits)


def test_check_digits_with_a_leading_zero_are_typed_either_way() -> None:
    state = a_task(a_line(confirm_location=True, check_digits="07"))
    assert after(state, number(7)).prompt is P.SCAN_ITEM


def test_progress_counts_lines_without_open_units() -> None:
    state = a_task(a_line(1, 1), a_line(2, 1, LAMP), a_line(3, 2, short=2))
    assert (state.lines_done, len(state.upcoming)) == (1, 1)
    assert after(state, unit(), unit(LAMP)).lines_done == 3

from dataclasses import replace

import pytest

from app.domain.pick_effects import PickOutcome, PutInTote, ShortLine, SkipLine, TakeBack
from app.domain.pick_panels import SHORT_REASONS
from app.domain.pick_refusals import LastLineCannotBeSkipped
from app.domain.pick_state import (
    PickPrompt,
    PickState,
    ShortReason,
    SkipReason,
    begin,
)
from app.domain.picking import answer
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    WrongLocation,
)
from app.domain.scanned import Scanned, ScannedCommand
from tests.domain.dialogue_states import (
    LAMP,
    OK,
    SHORT,
    SKIP,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    WRONG_PLACE,
    a_line,
    a_task,
    elsewhere,
    number,
    place,
    step,
    unit,
)

P = PickPrompt
TWO_LINES = a_task(a_line(1, 3), a_line(2, 2, LAMP))


def ask(state: PickState, *scans: Scanned) -> PickOutcome:
    """The answer to the last of some scans; those before it must be accepted."""
    outcome = PickOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


# Short ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "reason"), list(enumerate(SHORT_REASONS, start=1)))
def test_nothing_found_gives_the_line_up_with_each_reason(choice: int, reason: ShortReason) -> None:
    outcome = ask(TWO_LINES, SHORT, number(0), number(choice))
    assert outcome.effects == (ShortLine(1, 3, reason),)
    assert (outcome.state.prompt, outcome.state.line) == (P.SCAN_ITEM, TWO_LINES.upcoming[0])
    assert outcome.state.history == ()


@pytest.mark.parametrize("found", [1, 2])
def test_what_was_found_is_put_and_the_rest_given_up(found: int) -> None:
    outcome = ask(TWO_LINES, SHORT, number(found), number(1))
    assert outcome.effects == (
        PutInTote(1, found, TOTE),
        ShortLine(1, 3 - found, ShortReason.EMPTY),
    )
    line = outcome.state.lines[0]
    assert (line.picked, line.short, line.open) == (found, 3 - found, 0)
    assert outcome.state.history == (step(1, found),)


def test_ok_takes_the_number_in_hand_and_the_first_reason() -> None:
    outcome = ask(TWO_LINES, unit(), SHORT, OK, OK)
    assert outcome.effects == (PutInTote(1, 1, TOTE), ShortLine(1, 2, ShortReason.EMPTY))


def test_a_short_of_the_last_line_ends_the_task() -> None:
    assert ask(a_task(), SHORT, number(0), OK).state.prompt is P.TASK_DONE


def test_wrong_location_gives_the_whole_line_up_at_once() -> None:
    outcome = ask(TWO_LINES, WRONG_PLACE)
    assert outcome.effects == (ShortLine(1, 3, ShortReason.OTHER_ITEM),)


def test_wrong_location_with_units_in_hand_asks_how_many_are_in() -> None:
    panel = ask(TWO_LINES, unit(), WRONG_PLACE).state
    assert (panel.prompt, panel.found) == (P.SHORT_QUANTITY, 1)
    outcome = ask(panel, OK)
    assert outcome.effects == (PutInTote(1, 1, TOTE), ShortLine(1, 2, ShortReason.OTHER_ITEM))


def test_a_short_is_never_proposed_for_a_line_that_is_all_in_hand() -> None:
    state = a_task(a_line(1, 1, confirm_location=True), a_line(2, 2, LAMP))
    panel = ask(state, unit(), SHORT).state
    assert (panel.counted, panel.found) == (1, 0)
    assert ask(panel, OK, OK).effects == (ShortLine(1, 1, ShortReason.EMPTY),)


@pytest.mark.parametrize("offered", [3, 4, 999])
def test_all_units_or_more_found_is_no_short(offered: int) -> None:
    assert ask(TWO_LINES, SHORT, number(offered)).refusal == NoSuchChoice(offered, 2)


@pytest.mark.parametrize("choice", [0, 5, 9])
def test_there_are_four_reasons_for_a_short(choice: int) -> None:
    assert ask(TWO_LINES, SHORT, number(0), number(choice)).refusal == NoSuchChoice(choice, 4)


def test_short_needs_a_line_and_a_tote() -> None:
    for command in (Command.SHORT, Command.DAMAGED, Command.SKIP, Command.WRONG_LOCATION):
        scan = ScannedCommand(command)
        for state in (a_task(tote=None), a_task(a_line(quantity=1, picked=1))):
            assert ask(state, scan).refusal == CommandNotPossible(command)


# Skip -------------------------------------------------------------------------------------------


def test_a_skipped_line_goes_to_the_end_of_the_path() -> None:
    outcome = ask(TWO_LINES, SKIP)
    assert outcome.effects == (SkipLine(1, 1, None),)
    assert outcome.state.line is not None
    assert (outcome.state.line.pick_line_id, outcome.state.prompt) == (2, P.SCAN_ITEM)
    assert [line.pick_line_id for line in outcome.state.upcoming] == [1]


@pytest.mark.parametrize(("choice", "reason"), list(enumerate(SkipReason, start=1)))
def test_a_second_skip_needs_a_reason(choice: int, reason: SkipReason) -> None:
    twice = ask(TWO_LINES, SKIP, SKIP, SKIP)
    assert twice.state.prompt is P.SKIP_REASON
    outcome = ask(twice.state, number(choice))
    assert outcome.effects == (SkipLine(1, 3, reason),)
    assert outcome.state.line is not None
    assert outcome.state.line.pick_line_id == 2


def test_ok_takes_the_first_reason_for_a_skip_and_there_are_three() -> None:
    panel = ask(TWO_LINES, SKIP, SKIP, SKIP).state
    assert ask(panel, OK).effects == (SkipLine(1, 3, SkipReason.AISLE_BLOCKED),)
    assert ask(panel, number(4)).refusal == NoSuchChoice(4, 3)


def test_the_last_line_cannot_be_skipped() -> None:
    assert ask(a_task(), SKIP).refusal == LastLineCannotBeSkipped("A-12-01")
    last = ask(TWO_LINES, SHORT, number(0), OK).state
    assert ask(last, SKIP).refusal == LastLineCannotBeSkipped("A-12-02")


def test_lines_skipped_once_come_in_the_order_they_were_skipped() -> None:
    state = a_task(a_line(1), a_line(2), a_line(3))
    skipped = ask(state, SKIP, SKIP).state
    assert skipped.line is not None
    order = [skipped.line, *skipped.upcoming]
    assert [line.pick_line_id for line in order] == [3, 1, 2]


# Undo -------------------------------------------------------------------------------------------


def test_undo_gives_units_in_hand_back_first() -> None:
    put = ask(TWO_LINES, unit(), number(1), unit()).state
    assert put.counted == 1
    undone = ask(put, UNDO)
    assert (undone.effects, undone.state.counted) == ((), 0)
    assert ask(undone.state, UNDO).state.prompt is P.UNDO


@pytest.mark.parametrize("confirmation", [OK, place(a_line(1))])
def test_the_last_put_is_taken_back_to_its_place(confirmation: Scanned) -> None:
    done = ask(TWO_LINES, unit(), OK, unit(LAMP), OK).state
    assert done.prompt is P.TASK_DONE
    lamps_back = ask(done, UNDO, OK)
    assert lamps_back.effects == (TakeBack(2, 2, TOTE),)
    assert (lamps_back.state.prompt, lamps_back.state.lines[1].open) == (P.SCAN_ITEM, 2)
    mugs_back = ask(lamps_back.state, UNDO, confirmation)
    assert mugs_back.effects == (TakeBack(1, 3, TOTE),)
    assert mugs_back.state == TWO_LINES


def test_undo_asks_for_the_place_the_units_came_from() -> None:
    undoing = ask(TWO_LINES, unit(), OK, UNDO).state
    assert ask(undoing, elsewhere()).refusal == WrongLocation("Z99-99", "A-12-01")
    assert ask(undoing, place(a_line(2))).refusal == WrongLocation("A-12-02", "A-12-01")
    assert ask(undoing, unit()).refusal == NotAskedForHere("02000000000015")


def test_undoing_what_was_found_before_a_short_leaves_the_short_as_it_is() -> None:
    shorted = ask(TWO_LINES, SHORT, number(2), OK).state
    back = ask(shorted, UNDO, OK)
    assert back.effects == (TakeBack(1, 2, TOTE),)
    assert (back.state.lines[0].short, back.state.lines[0].open) == (1, 2)


def test_there_is_nothing_to_undo_before_the_first_put() -> None:
    assert ask(TWO_LINES, UNDO).refusal == NothingToUndo()
    assert ask(a_task(tote=None), UNDO).refusal == NothingToUndo()
    assert ask(ask(TWO_LINES, SHORT, number(0), OK).state, UNDO).refusal == NothingToUndo()


# Leaving a panel --------------------------------------------------------------------------------

COUNTING = ask(TWO_LINES, unit()).state
AT_PLACE = a_task(a_line(confirm_location=True), a_line(2, 2, LAMP))
PANELS = {
    "short quantity": (TWO_LINES, (SHORT,)),
    "short reason": (TWO_LINES, (SHORT, number(1))),
    "short with units in hand": (COUNTING, (SHORT,)),
    "short reason with units in hand": (COUNTING, (SHORT, OK)),
    "wrong location with units in hand": (COUNTING, (WRONG_PLACE,)),
    "zero typed": (COUNTING, (number(0),)),
    "short before the place": (AT_PLACE, (SHORT,)),
    "item scanned before the place": (ask(AT_PLACE, unit()).state, (SHORT,)),
    "at the place": (ask(AT_PLACE, place(a_line())).state, (SHORT,)),
    "skip reason": (ask(TWO_LINES, SKIP, SKIP).state, (SKIP,)),
    "undo": (ask(TWO_LINES, unit(), OK).state, (UNDO,)),
    "undo at the end": (ask(a_task(), unit(), OK).state, (UNDO,)),
}


@pytest.mark.parametrize(("state", "scans"), list(PANELS.values()), ids=list(PANELS))
def test_undo_leaves_a_panel_without_a_change(state: PickState, scans: tuple[Scanned, ...]) -> None:
    outcome = ask(ask(state, *scans).state, UNDO)
    assert (outcome.refusal, outcome.effects) == (None, ())
    expected = replace(state, counted=0) if scans == (number(0),) else state
    if scans == (number(0),):
        expected = replace(expected, prompt=P.SCAN_ITEM)
    assert outcome.state == expected


@pytest.mark.parametrize(("state", "scans"), list(PANELS.values()), ids=list(PANELS))
def test_a_panel_refuses_what_is_no_answer(state: PickState, scans: tuple[Scanned, ...]) -> None:
    panel = ask(state, *scans).state
    assert ask(panel, THE_TOTE).refusal == NotAskedForHere(TOTE)
    for command in (Command.SKIP, Command.NEXT, Command.REPRINT, Command.SHORT):
        assert ask(panel, ScannedCommand(command)).refusal == CommandNotPossible(command)


@pytest.mark.parametrize(
    "command",
    [
        Command.NEXT,
        Command.REPRINT,
        Command.HELP,
        Command.START,
        Command.SIGN_OFF,
    ],
)
def test_a_command_without_a_meaning_at_a_line_is_refused(command: Command) -> None:
    for state in (TWO_LINES, COUNTING, AT_PLACE, a_task(tote=None)):
        assert ask(state, ScannedCommand(command)).refusal == CommandNotPossible(command)


def test_a_panel_or_prompt_without_a_line_is_a_fault_of_the_program() -> None:
    finished = begin(a_task(a_line(quantity=1, picked=1)))
    for prompt in (P.SCAN_ITEM, P.SHORT_REASON):
        with pytest.raises(ValueError, match="needs an open line"):
            answer(replace(finished, prompt=prompt), number(1), today=TODAY)

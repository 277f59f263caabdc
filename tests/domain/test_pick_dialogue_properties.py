from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pick_effects import PickEffect, PutInTote, ShortLine, TakeBack
from app.domain.pick_state import PickLine, PickPrompt, PickState, begin
from app.domain.picking import answer
from app.domain.scanned import Scanned
from tests.domain.dialogue_states import (
    DAMAGED,
    EVERY_KIND,
    FREE_TOTE,
    LAMP,
    MUG,
    OK,
    PAUSE,
    SHORT,
    SKIP,
    THE_TOTE,
    TODAY,
    UNDO,
    WRONG_PLACE,
    a_line,
    a_task,
    case,
    number,
    place,
    unit,
)

P = PickPrompt


@st.composite
def tasks(draw: st.DrawFn) -> PickState:
    """Tasks of one to four lines, with and without a tote."""
    lines = [
        a_line(
            line_id,
            draw(st.integers(1, 8)),
            draw(st.sampled_from([MUG, LAMP])),
            confirm_location=draw(st.booleans()),
        )
        for line_id in range(1, draw(st.integers(1, 4)) + 1)
    ]
    return a_task(*lines, tote=draw(st.sampled_from([None, "T-0442"])))


USEFUL: tuple[Scanned, ...] = (
    *(unit(), unit(LAMP), case(), THE_TOTE, FREE_TOTE),
    *(OK, UNDO, SHORT, DAMAGED, SKIP, WRONG_PLACE),
    *(place(a_line(line_id)) for line_id in range(1, 5)),
    *(number(quantity) for quantity in range(5)),
)
scans = st.lists(st.sampled_from((*USEFUL, *USEFUL, *EVERY_KIND)), max_size=40)


def played(state: PickState, some_scans: Iterable[Scanned]) -> tuple[PickState, list[PickEffect]]:
    """The state after scans, right or wrong, and all effects; a pause is claimed again at once."""
    effects: list[PickEffect] = []
    for scan in some_scans:
        outcome = answer(state, scan, today=TODAY)
        state = outcome.state
        effects += outcome.effects
        if state.prompt is P.PAUSED:
            state = begin(state)
    return state, effects


def next_scan(state: PickState) -> Scanned:
    """What a person would do at a prompt; OK clears a stop and answers the rest."""
    line = state.line
    if state.refusal is not None and state.refusal.severe:
        return OK
    if state.prompt is P.SCAN_TOTE:
        return FREE_TOTE
    if state.prompt is P.SCAN_LOCATION and line is not None:
        return place(line)
    if state.prompt is P.SCAN_ITEM and line is not None:
        return unit(line.item)
    return OK


@given(tasks(), scans)
@settings(max_examples=300, deadline=None)
def test_picked_short_and_open_always_make_up_what_was_asked_for(
    task: PickState, some_scans: list[Scanned]
) -> None:
    state, effects = played(task, some_scans)
    for before, line in zip(task.lines, state.lines, strict=True):
        assert line.quantity == before.quantity == line.picked + line.short + line.open
        assert min(line.picked, line.short, line.open) >= 0
        assert line.picked == units_put(effects, line)
        assert line.short == sum(
            effect.missing
            for effect in effects
            if isinstance(effect, ShortLine) and effect.pick_line_id == line.pick_line_id
        )


def units_put(effects: Iterable[PickEffect], line: PickLine) -> int:
    """Units of a line that effects left in the tote."""
    units = 0
    for effect in effects:
        if isinstance(effect, PutInTote) and effect.pick_line_id == line.pick_line_id:
            units += effect.quantity
        if isinstance(effect, TakeBack) and effect.pick_line_id == line.pick_line_id:
            units -= effect.quantity
    return units


@given(tasks(), scans)
@settings(max_examples=200, deadline=None)
def test_history_is_what_lies_in_the_tote(task: PickState, some_scans: list[Scanned]) -> None:
    state, _ = played(task, some_scans)
    for line in state.lines:
        steps = [s.quantity for s in state.history if s.pick_line_id == line.pick_line_id]
        assert sum(steps) == line.picked
        assert all(quantity > 0 for quantity in steps)


@given(tasks(), scans)
@settings(max_examples=200, deadline=None)
def test_from_every_state_scans_lead_to_the_end(task: PickState, some_scans: list[Scanned]) -> None:
    state, _ = played(task, some_scans)
    for _ in range(8 + 4 * len(task.lines)):
        if state.prompt is P.TASK_DONE and not (state.refusal and state.refusal.severe):
            break
        outcome = answer(state, next_scan(state), today=TODAY)
        assert outcome.refusal is None, (state, outcome.refusal)
        state = outcome.state
    assert state.prompt is P.TASK_DONE


@given(tasks(), scans)
@settings(max_examples=200, deadline=None)
def test_units_in_hand_never_exceed_what_is_open_and_every_prompt_has_its_line(
    task: PickState, some_scans: list[Scanned]
) -> None:
    state, _ = played(task, some_scans)
    if state.prompt in (P.TASK_DONE, P.UNDO):
        assert state.counted == 0
    else:
        assert state.line is not None
        assert 0 <= state.counted <= state.line.open
        assert 0 <= state.found < max(state.line.open, 1)
    assert state.prompt is not P.CONFIRM_QUANTITY or state.counted > 0


@given(tasks(), scans)
@settings(max_examples=100, deadline=None)
def test_everything_in_the_tote_can_be_undone(task: PickState, some_scans: list[Scanned]) -> None:
    state, _ = played(task, some_scans)
    state = begin(state)
    while state.history:
        for scan in (UNDO, OK):
            outcome = answer(state, scan, today=TODAY)
            assert outcome.refusal is None
            state = outcome.state
    assert sum(line.picked for line in state.lines) == 0


@given(tasks(), scans)
@settings(max_examples=100, deadline=None)
def test_a_pause_loses_nothing_that_is_in_the_tote(
    task: PickState, some_scans: list[Scanned]
) -> None:
    state, _ = played(task, some_scans)
    outcome = answer(state, PAUSE, today=TODAY)
    assert [(line.picked, line.short) for line in outcome.state.lines] == [
        (line.picked, line.short) for line in state.lines
    ]

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_effects import (
    BindTote,
    LeaveOrders,
    PickEffect,
    PutInTote,
    SetDamaged,
    ShortLine,
    SubstituteLine,
    TakeBack,
)
from app.domain.pick_lines import PickLine
from app.domain.pick_state import PickMethod, PickPrompt, PickState, begin
from app.domain.picking import answer
from app.domain.scanned import Scanned, ScannedTote
from tests.domain.dialogue_states import (
    CART,
    DAMAGED,
    EVERY_KIND,
    FIRST,
    FREE_TOTE,
    FULL,
    LAMP,
    LANE,
    MUG,
    OK,
    PAUSE,
    QUARANTINE,
    SHORT,
    SKIP,
    START,
    SUBSTITUTE,
    THE_TOTE,
    TODAY,
    UNDO,
    WRONG_PLACE,
    a_cart,
    a_line,
    case,
    number,
    place,
    unit,
)

P = PickPrompt
MANY = (PickMethod.CLUSTER, PickMethod.BATCH, PickMethod.ZONE_PARALLEL)


MUGS_AT = {line_id: a_line(line_id).location for line_id in range(1, 5)}

# Made once, since to make a strategy takes longer than to draw from it.
METHODS = st.sampled_from([one for one in PickMethod if one is not PickMethod.MIXED])
UP_TO = {most: st.integers(1, most) for most in (1, 2, 3, 4, 8)}
ORDERS = {most: st.integers(0, most - 1) for most in (1, 2, 3)}
POLICIES = st.sampled_from(ConfirmationPolicy)
STOCKS = st.sampled_from([None, 8, 16])
REFILLS = st.sampled_from([0, 0, 6])
SUBSTITUTES = st.sampled_from([None, "", "Red mug"])
QUARANTINES = st.sampled_from(["", QUARANTINE.code])
IS_IT = st.booleans()
STANDING = [st.sampled_from([None, tote]) for tote in CART]


@st.composite
def tasks(draw: st.DrawFn) -> PickState:
    """Tasks of one to four lines for up to three orders, by every method, some without totes."""
    method = draw(METHODS)
    orders = draw(UP_TO[3]) if method in MANY else 1
    lines = []
    for line_id in range(1, draw(UP_TO[4]) + 1):
        at = draw(UP_TO[line_id])
        lines.append(
            a_line(
                line_id,
                draw(UP_TO[8]),
                MUG if at % 2 else LAMP,
                location_id=at,
                location=MUGS_AT[at],
                confirm_location=draw(IS_IT),
                order_id=FIRST + draw(ORDERS[orders]),
                policy=draw(POLICIES),
                stock=draw(STOCKS),
                refill=draw(REFILLS),
                substitute=draw(SUBSTITUTES),
            )
        )
    totes = [draw(tote) for tote in STANDING[:orders]]
    quarantine = draw(QUARANTINES)
    return a_cart(
        *lines,
        totes=tuple(totes),
        method=method,
        quarantine=quarantine,
        checks_empty=draw(IS_IT),
    )


TOTES = tuple(ScannedTote(200 + n, f"T-07{n:02d}") for n in range(8))
USEFUL: tuple[Scanned, ...] = (
    *(unit(), unit(LAMP), case(), THE_TOTE, FREE_TOTE, LANE, QUARANTINE),
    *TOTES,
    *(ScannedTote(300 + n, tote) for n, tote in enumerate(CART)),
    *(OK, UNDO, SHORT, DAMAGED, SUBSTITUTE, SKIP, WRONG_PLACE, FULL, START),
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
    stop = state.stop
    if state.refusal is not None and state.refusal.severe:
        return OK
    match state.prompt:
        case P.SCAN_TOTE | P.NEXT_TOTE:
            taken = {tote for position in state.positions for tote in position.totes}
            return next(tote for tote in TOTES if tote.code not in taken)
        case P.DAMAGED_PLACE:
            return QUARANTINE
        case P.TAKE_TOTE_OFF if state.to_take_off is not None:
            return ScannedTote(1, state.to_take_off.tote or "")
        case P.UNDO_TOTE:
            return ScannedTote(1, state.history[-1].tote)
        case P.SCAN_LOCATION if stop is not None:
            return place(stop.line)
        case P.SCAN_ITEM if stop is not None:
            return unit(stop.line.item)
        case P.PUT_IN_TOTE if stop is not None:
            return ScannedTote(1, stop.puts[0].position.tote or "")
    return OK


@given(tasks(), scans)
@settings(max_examples=300, deadline=None)
def test_picked_short_and_open_always_make_up_what_was_asked_for(
    task: PickState, some_scans: list[Scanned]
) -> None:
    state, effects = played(task, some_scans)
    now = {line.pick_line_id: line for line in state.lines}
    left = {
        one for effect in effects if isinstance(effect, LeaveOrders) for one in effect.order_ids
    }
    for before in task.lines:
        line = now.get(before.pick_line_id)
        if line is None:
            assert before.order_id in left
            assert units_put(effects, before) == 0
            continue
        assert line.quantity == before.quantity or before.order_id in left
        assert line.quantity == line.picked + line.short + line.open
        assert min(line.picked, line.short, line.open) >= 0
        assert line.picked == units_put(effects, line)
        assert line.short == units_given_up(effects, line)


@given(tasks(), scans)
@settings(max_examples=200, deadline=None)
def test_units_go_only_into_the_tote_that_stands_at_their_order_s_position(
    task: PickState, some_scans: list[Scanned]
) -> None:
    state = task
    for scan in some_scans:
        outcome = answer(state, scan, today=TODAY)
        for effect in outcome.effects:
            if isinstance(effect, PutInTote):
                line = state.line_with(effect.pick_line_id)
                standing_there = state.position_of(line)
                for bound in outcome.effects:
                    if isinstance(bound, BindTote) and state.method is PickMethod.BATCH:
                        standing_there = replace(standing_there, tote=bound.tote)
                assert effect.tote == standing_there.tote
            if isinstance(effect, TakeBack):
                held = sum(
                    part.quantity
                    for put in state.history
                    for part in put.parts
                    if put.tote == effect.tote and part.pick_line_id == effect.pick_line_id
                )
                assert effect.quantity <= held
        state = begin(outcome.state) if outcome.state.prompt is P.PAUSED else outcome.state
        standing = [tote for position in state.positions for tote in position.totes]
        assert len(standing) == len(set(standing)), "no tote stands at two positions"


def units_given_up(effects: Iterable[PickEffect], line: PickLine) -> int:
    """Units of a line that were missing, damaged, or replaced by others."""
    units = 0
    for effect in effects:
        if isinstance(effect, ShortLine | SubstituteLine):
            units += effect.missing * (effect.pick_line_id == line.pick_line_id)
        if isinstance(effect, SetDamaged):
            units += effect.quantity * (effect.pick_line_id == line.pick_line_id)
    return units


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
        steps = [
            part.quantity
            for put in state.history
            for part in put.parts
            if part.pick_line_id == line.pick_line_id
        ]
        # What was unloaded from the cart is out of reach.
        assert sum(steps) == line.picked or (sum(steps) < line.picked and LANE in some_scans)
        assert all(quantity > 0 for quantity in steps)


@given(tasks(), scans)
@settings(max_examples=200, deadline=None)
def test_from_every_state_scans_lead_to_the_end(task: PickState, some_scans: list[Scanned]) -> None:
    state, _ = played(task, some_scans)
    for _ in range(16 + sum(4 + 2 * line.quantity for line in task.lines)):
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
    stop = state.stop
    if stop is None:
        assert state.prompt in (P.TASK_DONE, P.UNDO, P.UNDO_TOTE, P.CHECK_EMPTY)
        assert state.counted == 0
    else:
        assert 0 <= state.counted <= stop.quantity
        assert 0 <= state.found < max(stop.quantity, 1)
        assert 0 <= state.putting <= stop.puts[0].quantity
    assert state.prompt is not P.CONFIRM_QUANTITY or state.counted > 0
    if state.prompt is P.PUT_IN_TOTE and stop is not None:
        assert state.counted > 0 or stop.policy is ConfirmationPolicy.FAST


@given(tasks(), scans)
@settings(max_examples=100, deadline=None)
def test_everything_in_the_totes_can_be_undone(task: PickState, some_scans: list[Scanned]) -> None:
    state, _ = played(task, some_scans)
    state = begin(state)
    while state.history:
        outcome = answer(state, UNDO, today=TODAY)
        while outcome.state.prompt in (P.UNDO_TOTE, P.UNDO):
            assert outcome.refusal is None
            outcome = answer(outcome.state, next_scan(outcome.state), today=TODAY)
        assert len(outcome.state.history) == len(state.history) - 1
        state = outcome.state
    if LANE not in some_scans:
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

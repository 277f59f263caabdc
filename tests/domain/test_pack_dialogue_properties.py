from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pack_effects import (
    CloseCarton,
    PackEffect,
    PutInCarton,
    ReopenCarton,
    TakeOutOfCarton,
    VoidLabel,
)
from app.domain.pack_state import PackPrompt, PackState, begin_packing
from app.domain.packing import answer_packing
from app.domain.scanned import Scanned, ScannedWeight
from app.domain.weigh_steps import ScaleUse
from tests.domain.dialogue_states import (
    EVERY_KIND,
    LAMP,
    MUG,
    OK,
    SSCC,
    TODAY,
    UNDO,
    a_bench,
    a_pack_line,
    carton,
    case,
    number,
    unit,
)
from tests.domain.test_pack_dialogue_weights import WEIGHTS

P = PackPrompt
LEFT_BY_UNDO = (
    *(P.MISSING_REASON, P.UNDO, P.REPRINT_REASON, P.PARCEL, P.VOID_LEAD),
    *(P.WEIGHT_REASON, P.WEIGHT_ITEM, P.WEIGHT_LEAD),
)


@st.composite
def benches(draw: st.DrawFn) -> PackState:
    """Orders of one to three lines, with and without instructions."""
    lines = [
        a_pack_line(line_id, draw(st.integers(1, 8)), draw(st.sampled_from([MUG, LAMP])))
        for line_id in range(1, draw(st.integers(1, 3)) + 1)
    ]
    return a_bench(
        *lines,
        instructions=draw(st.sampled_from([(), ("Wrap it",)])),
        inserts=draw(st.sampled_from([(), ("Catalogue",)])),
        scale=draw(st.sampled_from(list(ScaleUse))),
        weights=WEIGHTS,
    )


USEFUL: tuple[Scanned, ...] = (
    *(unit(), unit(), unit(LAMP), case(), OK, OK, UNDO, carton()),
    *(ScannedWeight(662.0), ScannedWeight(50.0)),
)
scans = st.lists(st.sampled_from((*USEFUL, *USEFUL, *EVERY_KIND)), max_size=40)


def closed(state: PackState, effects: Iterable[PackEffect]) -> PackState:
    """The state as the service returns it: a closed carton has its number."""
    if any(isinstance(effect, CloseCarton | VoidLabel) for effect in effects):
        return begin_packing(PackState(**{**vars(state), "sscc": SSCC}))
    return state


def played(state: PackState, some_scans: Iterable[Scanned]) -> tuple[PackState, list[PackEffect]]:
    """The state after scans, right or wrong, and all effects; a parked order is opened again."""
    effects: list[PackEffect] = []
    for scan in some_scans:
        outcome = answer_packing(state, scan, today=TODAY)
        effects += outcome.effects
        state = closed(outcome.state, outcome.effects)
        if state.prompt is P.PARKED:
            state = begin_packing(state)
    return state, effects


@given(benches(), scans)
@settings(max_examples=300, deadline=None)
def test_what_is_verified_is_what_went_in_and_never_more_than_was_picked(
    bench: PackState, some_scans: list[Scanned]
) -> None:
    state, effects = played(bench, some_scans)
    for line in state.lines:
        inside = sum(
            effect.quantity if isinstance(effect, PutInCarton) else -effect.quantity
            for effect in effects
            if isinstance(effect, PutInCarton | TakeOutOfCarton)
            and effect.order_line_id == line.order_line_id
        )
        steps = [s.quantity for s in state.history if s.order_line_id == line.order_line_id]
        assert 0 <= line.verified <= line.quantity
        assert inside == line.verified == sum(steps)


@given(benches(), scans)
@settings(max_examples=300, deadline=None)
def test_a_carton_is_closed_once_until_it_is_opened_and_says_whether_units_are_left(
    bench: PackState, some_scans: list[Scanned]
) -> None:
    state = bench
    closings = openings = 0
    for scan in some_scans:
        outcome = answer_packing(state, scan, today=TODAY)
        for effect in outcome.effects:
            if isinstance(effect, CloseCarton):
                assert state.verified > 0
                assert effect.is_full == (state.verified < state.units)
                closings += 1
            openings += isinstance(effect, ReopenCarton)
        state = closed(outcome.state, outcome.effects)
        if state.prompt is P.PARKED:
            state = begin_packing(state)
    assert closings <= 1 + openings
    assert openings <= closings


@given(benches(), scans)
@settings(max_examples=200, deadline=None)
def test_from_every_state_scans_lead_to_the_end(
    bench: PackState, some_scans: list[Scanned]
) -> None:
    state, _ = played(bench, some_scans)
    for _ in range(20 + state.units):
        if state.prompt is P.DONE and not (state.refusal and state.refusal.severe):
            break
        outcome = answer_packing(state, next_scan(state), today=TODAY)
        assert outcome.refusal is None, (state, outcome.refusal)
        state = closed(outcome.state, outcome.effects)
        if state.prompt is P.PARKED:
            state = begin_packing(state)
    assert state.prompt is P.DONE


def next_scan(state: PackState) -> Scanned:
    """What a person would do at a prompt; OK clears a stop, and UNDO leaves a panel."""
    if state.refusal is not None and state.refusal.severe:
        return OK
    if state.prompt is P.SCAN_UNIT:
        line = next(line for line in state.lines if line.open)
        return unit(MUG if line.item_id == MUG.item_id else LAMP)
    if state.prompt is P.SCAN_LABEL:
        return carton()
    if state.prompt in LEFT_BY_UNDO:
        return UNDO
    if state.prompt is P.WEIGH:
        return ScannedWeight(state.weights.judge(state.parcel, 1.0).expected.grams)
    if state.prompt is P.CHOOSE_PACKAGING and state.suggestion is None:
        return number(2)
    return OK

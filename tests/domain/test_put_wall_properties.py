"""Whatever is scanned at a put wall, no unit is lost, doubled or given to two orders."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.readings import Command
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedTote,
    ScannedUnknown,
)
from app.domain.wall_effects import (
    ClearCubby,
    PutInCubby,
    ReportMissing,
    SetAside,
    TakeOutOfCubby,
    WallEffect,
)
from app.domain.wall_refresh import brought_up
from app.domain.wall_state import WallPrompt, WallState, at_the_tote
from tests.domain.wall_states import (
    ASIDE,
    LAMP,
    MUG,
    SHELF,
    TEA,
    WATCH,
    AnOrder,
    a_wall,
    answer,
    asked_for,
    bulk,
    cubby,
    number,
    sorted_out,
    unit,
)

ITEMS = (MUG, LAMP, TEA, WATCH)
LABELS = [f"{column}{row}" for row in "AB" for column in (1, 2)]

ANY_SCAN: st.SearchStrategy[Scanned] = st.one_of(
    st.sampled_from(ITEMS).map(unit),
    st.sampled_from(ITEMS).map(lambda item: unit(item, quantity=2)),
    st.sampled_from(LABELS).map(cubby),
    st.sampled_from([1, 2]).map(bulk),
    st.sampled_from([0, 1, 2, 3]).map(number),
    st.sampled_from([command for command in Command if command is not Command.PAUSE]).map(
        ScannedCommand
    ),
    st.sampled_from(
        [ASIDE, SHELF, ScannedUnknown("4711"), ScannedTote(61, "T-0061", "#777")],
    ),
)
AS_ASKED = None
"""A scan that does what the screen says."""

SCANS = st.lists(st.one_of(st.just(AS_ASKED), st.just(AS_ASKED), ANY_SCAN), max_size=60)

LINES = st.lists(
    st.tuples(st.sampled_from(ITEMS), st.integers(1, 3)),
    min_size=2,
    max_size=4,
)
ORDERS = st.lists(
    st.builds(
        AnOrder,
        st.just("#1"),
        LINES.map(tuple),
        st.integers(0, 1),
        cancelled=st.sampled_from([False, False, False, True]),
        fewer=st.sampled_from([0, 0, 0, 1]),
    ),
    min_size=1,
    max_size=6,
)


class Books:
    """What became of every picked unit, counted from the effects alone."""

    def __init__(self, state: WallState) -> None:
        self.picked = Counter({part.pick_line_id: part.units for part in state.parts})
        self.owner = {part.pick_line_id: part.order_id for part in state.parts}
        self.sorted: Counter[int] = Counter()
        self.lost: Counter[int] = Counter()
        self.cleared: Counter[int] = Counter()

    def write(self, state: WallState, effect: WallEffect) -> None:
        match effect:
            case PutInCubby(step=step):
                assert state.cubby(step.cubby_id).order_id in (None, step.order_id)
                assert state.in_hand is not None
                assert step.units == state.in_hand.quantity > 0
                for piece in step.pieces:
                    assert self.owner[piece.pick_line_id] == step.order_id
                    self.sorted[piece.pick_line_id] += piece.units
            case TakeOutOfCubby(step=step):
                for piece in step.pieces:
                    self.sorted[piece.pick_line_id] -= piece.units
            case SetAside(pieces=pieces) | ReportMissing(pieces=pieces):
                for piece in pieces:
                    self.lost[piece.pick_line_id] += piece.units
            case ClearCubby(cubby_id=cubby_id):
                order_id = state.cubby(cubby_id).order_id
                for line_id, owner in self.owner.items():
                    if owner == order_id:
                        self.cleared[line_id] += self.sorted.pop(line_id, 0)

    def balance(self, state: WallState) -> None:
        left = Counter({part.pick_line_id: part.units for part in state.parts})
        for line_id, units in self.picked.items():
            parts = (
                left[line_id],
                self.sorted[line_id],
                self.lost[line_id],
                self.cleared[line_id],
            )
            assert min(parts) >= 0
            assert sum(parts) == units
        in_totes: Counter[int] = Counter()
        for tote in state.totes:
            for row in tote.contents:
                assert row.units >= 0
                in_totes[row.item.item_id] += row.units
        to_sort: Counter[int] = Counter()
        for part in state.parts:
            to_sort[part.item.item_id] += part.units
        assert +in_totes == +to_sort
        for order in state.orders:
            held = sum(
                self.sorted[line] for line, own in self.owner.items() if own == order.order_id
            )
            assert order.in_cubby == held
            assert not held or state.cubby_of(order.order_id) is not None
        bound = [one.order_id for one in state.cubbies if one.order_id is not None]
        assert len(bound) == len(set(bound))


def two_totes(orders: list[AnOrder]) -> WallState:
    """A wall of four cubbies; two totes, and what an item has more than one of is in both."""
    wanted: Counter[object] = Counter()
    for order in orders:
        for item, units in order.lines:
            wanted[item] += units
    first = [(item, units - units // 2) for item, units in wanted.items() if item != TEA]
    second = [(item, units // 2) for item, units in wanted.items() if item != TEA and units > 1]
    second += [(item, units) for item, units in wanted.items() if item == TEA]
    totes = [contents for contents in (first, second) if contents]
    return a_wall(*orders, totes=totes, rows=2, columns=2)  # type: ignore[arg-type]  # items


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=ORDERS, scans=SCANS)
def test_every_unit_is_in_a_tote_or_in_a_cubby_or_accounted_for(
    orders: list[AnOrder], scans: list[Scanned | None]
) -> None:
    state = two_totes(orders)
    books = Books(state)
    for scanned in scans:
        if scanned is None and not any(tote.units for tote in state.totes):
            break
        outcome = answer(state, asked_for(state) if scanned is None else scanned)
        if outcome.refusal is not None:
            assert outcome.effects == ()
            told = replace(outcome.state, refusal=state.refusal, same_refusals=0)
            assert told == replace(state, same_refusals=0)
        for effect in outcome.effects:
            books.write(state, effect)
        state = outcome.state
        books.balance(state)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=ORDERS, scans=SCANS)
def test_there_is_a_way_on_by_scanning_from_every_state(
    orders: list[AnOrder], scans: list[Scanned | None]
) -> None:
    """Packers empty what is ready; the sorter then comes to the end of all totes."""
    state = two_totes([replace(order, cancelled=False, fewer=0) for order in orders])
    for scanned in scans:
        if scanned is None and not any(tote.units for tote in state.totes):
            break
        state = answer(state, asked_for(state) if scanned is None else scanned).state
    for _ in range(len(orders) + 1):
        state = packed(until_it_waits(state))
    assert not any(tote.units for tote in state.totes)


def until_it_waits(state: WallState) -> WallState:
    """Do as asked until everything is sorted, or what is left waits for a cubby."""
    for _ in range(200):
        if not any(tote.units for tote in state.totes):
            return state
        outcome = answer(state, asked_for(state))
        if outcome.refusal is not None:
            outcome = replace(outcome, state=another_item(outcome.state))
            if outcome.state.prompt is not WallPrompt.SCAN_CUBBY:
                return outcome.state
        state = outcome.state
    raise AssertionError(f"no end of {state}")


def another_item(state: WallState) -> WallState:
    """The first item of any tote whose order need not wait."""
    for tote in state.totes:
        for row in tote.contents:
            if row.units:
                opened = replace(state, tote_id=tote.tote_id, prompt=WallPrompt.SCAN_ITEM)
                outcome = answer(opened, unit(row.item))
                if outcome.refusal is None:
                    return outcome.state
    return state


def packed(state: WallState) -> WallState:
    """The wall once packers have taken what is ready, and what is short, out of it."""
    for one in state.cubbies:
        if one.order_id is not None and not state.unsorted(one.order_id):
            state = state.with_order(replace(state.order(one.order_id), in_cubby=0))
            state = state.with_cubby(replace(one, order_id=None))
    return at_the_tote(state)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=ORDERS, mine=SCANS, theirs=SCANS)
def test_two_stations_at_one_wall_never_give_a_unit_twice(
    orders: list[AnOrder], mine: list[Scanned | None], theirs: list[Scanned | None]
) -> None:
    """Each answers by the rows as they are then, and keeps its own place."""
    rows = two_totes(orders)
    books = Books(rows)
    places = {"mine": rows, "theirs": rows}
    turns = [
        turn
        for scans in zip(mine, theirs, strict=False)
        for turn in zip(places, scans, strict=True)
    ]
    for station, scanned in turns:
        state = brought_up(rows, places[station])
        if not any(tote.units for tote in rows.totes):
            return
        outcome = answer(state, asked_for(state) if scanned is None else scanned)
        for effect in outcome.effects:
            books.write(state, effect)
        places[station] = outcome.state
        rows = at_the_tote(replace(outcome.state, tote_id=None, history=()))
        books.balance(rows)


def test_a_wave_larger_than_the_wall_is_sorted_in_rounds() -> None:
    orders = [AnOrder(f"#{place}", ((MUG, 1), (LAMP, 2))) for place in range(9)]
    state = two_totes(orders)
    rounds = 0
    while any(tote.units for tote in state.totes):
        state = packed(until_it_waits(state))
        rounds += 1
    assert rounds == 3


def test_the_whole_batch_is_sorted_when_everybody_does_as_asked() -> None:
    orders = [AnOrder(f"#{place}", ((MUG, place), (WATCH, 1))) for place in range(1, 4)]
    done = sorted_out(two_totes(orders))
    assert len(done.ready_cubbies) == 3

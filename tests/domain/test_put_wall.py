"""The sort dialogue, prompt by prompt: what each scan leads to, and what it must not do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    TooMany,
    ToteFirst,
)
from app.domain.scanned import (
    Scanned,
    ScannedLocation,
    ScannedTote,
    ScannedUnknown,
)
from app.domain.sort_refusals import (
    CubbyWaitsForPacker,
    GoesToPacking,
    ItemFirst,
    NoCubbyFree,
    NotABatchTote,
    NothingToSort,
    PutFirst,
    WrongCubby,
)
from app.domain.wall_effects import (
    OpenCubby,
    OpenTote,
    PutInCubby,
)
from app.domain.wall_state import AsideReason, WallPrompt
from tests.domain.wall_states import (
    ASIDE,
    LAMP,
    MUG,
    SHELF,
    SHORT,
    TEA,
    TWO,
    UNDO,
    WATCH,
    a_wall,
    after,
    answer,
    bulk,
    cubby,
    due,
    effects,
    mixed,
    named,
    number,
    order,
    pure,
    sorted_out,
    unit,
)

# Totes --------------------------------------------------------------------------------------


def test_a_bulk_tote_is_opened() -> None:
    assert effects(a_wall(*TWO), bulk()) == (OpenTote(501),)
    assert mixed().prompt is WallPrompt.SCAN_ITEM


def test_a_bulk_tote_nobody_knows_here_is_asked_for_and_read_by_whoever_writes_it() -> None:
    outcome = answer(a_wall(*TWO), ScannedTote(599, "T-0999", None, 12))
    assert outcome.effects == (OpenTote(599),)
    assert outcome.state.prompt is WallPrompt.SCAN_TOTE


def test_another_bulk_tote_is_opened_between_two_items() -> None:
    state = after(pure(), bulk(2))
    assert state.tote is not None
    assert state.tote.code == "T-0902"


@pytest.mark.parametrize(
    ("scanned", "refusal"),
    [
        (ScannedTote(61, "T-0061", "#777"), NotABatchTote("T-0061", "#777")),
        (ScannedTote(62, "T-0062"), NothingToSort("T-0062")),
        (SHELF, NotAskedForHere("A-12-04")),
        (unit(WATCH), ToteFirst(WATCH.barcode or "")),
        (UNDO, NothingToUndo()),
        (SHORT, CommandNotPossible(SHORT.command)),
        (cubby("1A"), ItemFirst("W1-1A")),
        (ScannedUnknown("9999"), None),
    ],
)
def test_what_opens_no_tote_is_refused(scanned: Scanned, refusal: Refusal | None) -> None:
    outcome = answer(a_wall(*TWO), scanned)
    assert outcome.effects == ()
    assert outcome.refusal is not None
    assert refusal is None or outcome.refusal == refusal
    assert replace(outcome.state, refusal=None, same_refusals=0) == a_wall(*TWO)


def test_a_tote_of_single_line_orders_goes_straight_to_packing() -> None:
    singles = a_wall(order("A", (MUG, 2)), order("B", (MUG, 1)))
    assert answer(singles, bulk()).refusal == GoesToPacking("T-0901")


def test_an_emptied_tote_is_not_opened_again() -> None:
    done = sorted_out(a_wall(*TWO))
    assert answer(done, bulk()).refusal == NothingToSort("T-0901")


def test_an_item_opens_the_only_tote_that_holds_it() -> None:
    state = a_wall(*TWO, totes=[[(MUG, 3)], [(LAMP, 1), (TEA, 1)]])
    assert effects(state, unit(LAMP)) == (OpenTote(502), OpenCubby(11, 1))
    twice = a_wall(*TWO, totes=[[(MUG, 2)], [(MUG, 1), (LAMP, 1), (TEA, 1)]])
    assert answer(twice, unit(MUG)).refusal == ToteFirst(MUG.barcode or "")


# Which order --------------------------------------------------------------------------------


def test_the_item_names_a_cubby_and_opens_it_for_the_order() -> None:
    outcome = answer(mixed(), unit(MUG))
    assert outcome.effects == (OpenCubby(11, 1),)
    assert named(outcome.state) == "1 into 1A"


def test_priority_goes_before_cut_off_and_cut_off_before_being_nearly_complete() -> None:
    early = order("A", (MUG, 1), (LAMP, 5), due_at=due(9))
    late = order("B", (MUG, 1), (TEA, 1), due_at=due(12))
    urgent = order("C", (MUG, 1), (TEA, 9), due_at=due(15), priority=10)
    state = after(a_wall(late, early, urgent), bulk())
    told = []
    for _ in range(3):
        state = after(state, unit(MUG))
        assert state.in_hand is not None
        told.append(state.order(state.in_hand.order_id).number)
        state = after(state, cubby(state.cubby(state.in_hand.cubby_id).label))
    assert told == ["C", "A", "B"]


def test_among_equals_the_order_nearest_to_complete_goes_first() -> None:
    state = after(a_wall(order("A", (MUG, 1), (LAMP, 4)), order("B", (MUG, 1), (TEA, 1))), bulk())
    state = after(state, unit(MUG))
    assert state.in_hand is not None
    assert state.order(state.in_hand.order_id).number == "B"


def test_an_order_has_one_cubby_for_all_its_items() -> None:
    state = after(mixed(), unit(MUG), cubby("1A"), unit(LAMP))
    assert named(state) == "1 into 1A"


def test_a_wall_smaller_than_the_wave_serves_the_first_orders_and_lets_the_others_wait() -> None:
    orders = [order(f"#{place}", (MUG, 1), (LAMP, 1)) for place in range(1, 4)]
    state = after(a_wall(*orders, rows=1, columns=2), bulk())
    for label in ("1A", "2A"):
        state = after(state, unit(MUG), cubby(label))
    outcome = answer(state, unit(MUG))
    assert outcome.refusal == NoCubbyFree("Blue mug", "#3", waiting=1, ready=0)
    assert outcome.state.in_hand is None
    assert named(after(state, unit(LAMP))) == "1 into 1A"


def test_the_last_free_cubby_is_kept_for_the_order_whose_turn_is_first() -> None:
    urgent = order("A", (LAMP, 1), (TEA, 1), priority=10)
    other = order("B", (MUG, 1), (LAMP, 1))
    state = after(a_wall(urgent, other, rows=1, columns=1), bulk())
    assert answer(state, unit(MUG)).refusal == NoCubbyFree("Blue mug", "B", waiting=2, ready=0)
    assert named(after(state, unit(LAMP))) == "1 into 1A"


def test_who_has_a_cubby_is_served_while_an_urgent_order_waits_for_one() -> None:
    slow, urgent = order("A", (MUG, 2), (LAMP, 1)), order("B", (MUG, 1), (TEA, 1), priority=10)
    state = a_wall(slow, urgent, rows=1, columns=1)
    state = after(state.with_cubby(replace(state.cubbies[0], order_id=1)), bulk())
    assert named(after(state, unit(MUG))) == "1 into 1A"
    assert answer(state, unit(TEA)).refusal == NoCubbyFree("Tea", "B", waiting=1, ready=0)


def test_a_wall_larger_than_the_wave_leaves_cubbies_free() -> None:
    done = sorted_out(a_wall(*TWO))
    assert len(done.free_cubbies) == 4
    assert {one.label for one in done.ready_cubbies} == {"1A", "2A"}


# Puts ---------------------------------------------------------------------------------------


def test_the_cubby_confirms_what_is_in_hand() -> None:
    (effect,) = effects(mixed(), unit(MUG), unit(MUG), cubby("1A"))
    assert isinstance(effect, PutInCubby)
    assert (effect.step.cubby_id, effect.step.units) == (11, 2)
    assert [(one.pick_line_id, one.tote_id, one.units) for one in effect.step.pieces] == [
        (101, 501, 2)
    ]


def test_more_of_the_same_than_the_order_wants_is_put_first() -> None:
    state = after(mixed(), unit(MUG), unit(MUG))
    assert answer(state, unit(MUG)).refusal == PutFirst("Blue mug", "Blue mug", 2, "W1-1A")


@pytest.mark.parametrize("scanned", [unit(LAMP), bulk(2)])
def test_nothing_else_is_taken_while_units_are_in_hand(scanned: Scanned) -> None:
    refusal = answer(after(mixed(), unit(MUG)), scanned).refusal
    assert isinstance(refusal, PutFirst)
    assert (refusal.item_name, refusal.quantity, refusal.cubby) == ("Blue mug", 1, "W1-1A")


@pytest.mark.parametrize("place", [cubby("2A"), SHELF, ASIDE])
def test_another_place_than_the_cubby_named_is_refused(place: ScannedLocation) -> None:
    refusal = answer(after(mixed(), unit(MUG)), place).refusal
    assert refusal == WrongCubby(place.code, "W1-1A", "Blue mug", 1)


def test_the_last_unit_of_an_order_makes_its_cubby_ready() -> None:
    state = after(mixed(), unit(MUG), unit(MUG), cubby("1A"))
    assert state.ready_cubbies == ()
    state = after(state, unit(LAMP), cubby("1A"))
    assert [one.label for one in state.ready_cubbies] == ["1A"]
    assert answer(state, cubby("1A")).refusal == CubbyWaitsForPacker("W1-1A", "A")


def test_a_held_order_is_sorted_and_not_ready() -> None:
    state = sorted_out(a_wall(replace(TWO[0], held=True), TWO[1]))
    assert [one.label for one in state.ready_cubbies] == ["2A"]


def test_a_case_counts_its_units_and_no_more_than_the_order_wants() -> None:
    assert named(after(mixed(), unit(MUG, quantity=2))) == "2 into 1A"
    assert answer(mixed(), unit(MUG, quantity=3)).refusal == TooMany(3, 2, "Blue mug")


def test_the_last_put_empties_the_tote_and_asks_for_the_next() -> None:
    state = sorted_out(a_wall(*TWO))
    assert state.prompt is WallPrompt.SCAN_TOTE
    assert state.tote_id is None


def test_units_booked_into_two_totes_are_taken_out_of_each_once() -> None:
    twice = order("A", (MUG, 1), (MUG, 1), (LAMP, 1))
    state = a_wall(twice, totes=[[(MUG, 1), (LAMP, 1)], [(MUG, 1)]])
    (effect,) = effects(state, bulk(), unit(MUG), unit(MUG), cubby("1A"))
    assert isinstance(effect, PutInCubby)
    pieces = [(one.pick_line_id, one.tote_id, one.units) for one in effect.step.pieces]
    assert pieces == [(101, 501, 1), (102, 502, 1)]


# A tote of one item -------------------------------------------------------------------------


def test_in_a_tote_of_one_item_the_item_is_scanned_once_and_each_put_by_its_cubby() -> None:
    state = after(pure(), unit(MUG))
    assert named(state) == "2 into 1A"
    outcome = answer(state, cubby("1A"))
    assert [type(effect) for effect in outcome.effects] == [PutInCubby, OpenCubby]
    assert named(outcome.state) == "1 into 2A"
    assert after(outcome.state, cubby("2A")).prompt is WallPrompt.SCAN_TOTE


def test_fewer_than_shown_are_put_by_number() -> None:
    state = after(pure(), unit(MUG), number(1), cubby("1A"))
    assert named(state) == "1 into 1A"
    assert answer(state, number(2)).refusal == NoSuchChoice(2, 1)
    assert answer(state, number(0)).refusal == NoSuchChoice(0, 1)


def test_a_run_that_comes_to_its_end_too_early_is_short() -> None:
    state = after(pure(), unit(MUG), cubby("1A"), SHORT)
    assert state.prompt is WallPrompt.CONFIRM_MISSING


def test_items_of_which_every_unit_counts_are_scanned_one_by_one() -> None:
    orders = (order("A", (WATCH, 2), (LAMP, 1)), order("B", (WATCH, 1), (TEA, 1)))
    state = after(a_wall(*orders, totes=[[(WATCH, 3)], [(LAMP, 1), (TEA, 1)]]), bulk(), unit(WATCH))
    assert named(state) == "1 into 1A"
    assert answer(state, number(1)).refusal == NotAskedForHere("1")


def test_a_run_ends_where_the_next_order_has_to_wait_for_a_cubby() -> None:
    orders = [order(f"#{place}", (MUG, 1), (LAMP, 1)) for place in range(1, 3)]
    state = a_wall(*orders, totes=[[(MUG, 2)], [(LAMP, 2)]], rows=1, columns=1)
    state = after(state, bulk(), unit(MUG), cubby("1A"))
    assert state.prompt is WallPrompt.SCAN_ITEM
    assert isinstance(answer(state, unit(MUG)).refusal, NoCubbyFree)


# Lots ---------------------------------------------------------------------------------------


def test_the_lot_on_the_goods_decides_which_orders_may_get_them() -> None:
    orders = (order("A", (TEA, 1), lot_id=5), order("B", (TEA, 1), (LAMP, 1), lot_id=6))
    state = after(a_wall(*orders), bulk())
    second = after(state, unit(TEA, lot="L6"))
    assert second.in_hand is not None
    assert second.order(second.in_hand.order_id).number == "B"
    unknown = after(state, unit(TEA, lot="L9"))
    assert unknown.put_aside is not None
    assert unknown.put_aside.why is AsideReason.SURPLUS

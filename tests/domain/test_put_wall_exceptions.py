"""The sort dialogue where goods are surplus, damaged, missing or not wanted, and undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.locations import LocationKind
from app.domain.readings import GarbledWhy
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    UnreadableCode,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedGarbled,
    ScannedLocation,
    ScannedUnknown,
)
from app.domain.sort_refusals import (
    ItemFirst,
    WrongAsidePlace,
    WrongCubby,
)
from app.domain.wall_effects import (
    ClearCubby,
    ReportMissing,
    SetAside,
    TakeOutOfCubby,
)
from app.domain.wall_state import AsideReason, WallPrompt, WallState
from tests.domain.wall_states import (
    ASIDE,
    ASIDE_ID,
    DAMAGED,
    LAMP,
    MUG,
    OK,
    PAUSE,
    SHELF,
    SHORT,
    TASK,
    TEA,
    TODAY,
    TWO,
    UNDO,
    WATCH,
    a_wall,
    after,
    answer,
    bulk,
    cubby,
    effects,
    mixed,
    named,
    number,
    sorted_out,
    unit,
)

# Goods that no order gets -------------------------------------------------------------------


def test_surplus_goes_to_the_place_for_such_goods() -> None:
    state = after(mixed(), unit(WATCH))
    assert state.prompt is WallPrompt.PUT_ASIDE
    (effect,) = answer(state, ASIDE).effects
    assert isinstance(effect, SetAside)
    assert (effect.aside.why, effect.place_id, effect.pieces) == (
        AsideReason.SURPLUS,
        ASIDE_ID,
        (),
    )


def test_one_more_than_the_batch_wants_is_surplus() -> None:
    state = after(mixed(), unit(MUG), unit(MUG), cubby("1A"), unit(MUG), cubby("2A"))
    assert after(state, unit(MUG)).prompt is WallPrompt.PUT_ASIDE


def test_a_code_nobody_knows_goes_there_too() -> None:
    state = after(mixed(), ScannedUnknown("4711"))
    assert state.put_aside is not None
    assert (state.put_aside.why, state.put_aside.code) == (AsideReason.UNKNOWN, "4711")
    assert after(state, ASIDE).prompt is WallPrompt.SCAN_ITEM


@pytest.mark.parametrize("place", [cubby("1A"), SHELF])
def test_goods_that_no_order_gets_go_to_no_other_place(place: ScannedLocation) -> None:
    refusal = answer(after(mixed(), unit(WATCH)), place).refusal
    assert refusal == WrongAsidePlace(place.code, "W1-Q", "Watch")


def test_undo_puts_surplus_back_into_the_tote() -> None:
    assert after(mixed(), unit(WATCH), UNDO) == mixed()


def test_a_damaged_unit_is_lost_by_the_order_whose_turn_comes_last() -> None:
    urgent = replace(TWO[1], priority=10)
    state = after(a_wall(TWO[0], urgent), bulk(), DAMAGED, unit(MUG))
    outcome = answer(state, ASIDE)
    (effect,) = outcome.effects
    assert isinstance(effect, SetAside)
    assert [(one.pick_line_id, one.units) for one in effect.pieces] == [(101, 1)]
    assert outcome.state.order(1).unpicked == 1


def test_the_unit_in_hand_can_turn_out_to_be_damaged() -> None:
    state = after(mixed(), unit(MUG), DAMAGED)
    assert state.put_aside is not None
    assert state.put_aside.why is AsideReason.DAMAGED
    assert after(state, ASIDE).order(2).unpicked == 1


def test_an_expired_unit_is_set_aside() -> None:
    state = after(mixed(), unit(TEA, expiry=TODAY.replace(day=22)))
    assert state.put_aside is not None
    assert state.put_aside.why is AsideReason.EXPIRED
    (effect,) = answer(state, ASIDE).effects
    assert isinstance(effect, SetAside)
    assert [one.pick_line_id for one in effect.pieces] == [202]


def test_goods_of_a_cancelled_order_are_not_wanted() -> None:
    state = after(a_wall(replace(TWO[0], cancelled=True), TWO[1]), bulk())
    assert named(after(state, unit(MUG))) == "1 into 1A"
    state = after(state, unit(LAMP))
    assert state.put_aside is not None
    assert state.put_aside.why is AsideReason.UNWANTED
    (effect,) = answer(state, ASIDE).effects
    assert isinstance(effect, SetAside)
    assert effect.task_id == TASK
    assert [one.pick_line_id for one in effect.pieces] == [102]


def test_what_the_customer_wants_no_more_is_not_sorted_and_lost_first() -> None:
    state = after(a_wall(replace(TWO[0], fewer=1), TWO[1]), bulk())
    state = after(state, unit(MUG), cubby("1A"), unit(MUG), cubby("2A"))
    asks = after(state, unit(MUG))
    assert asks.put_aside is not None
    assert asks.put_aside.why is AsideReason.UNWANTED
    (effect,) = answer(asks, ASIDE).effects
    assert isinstance(effect, SetAside)
    assert [(one.pick_line_id, one.units) for one in effect.pieces] == [(101, 1)]
    assert after(asks, ASIDE).order(1).unpicked == 0


def cancelled(state: WallState, order_id: int) -> WallState:
    """The wall once an order was cancelled."""
    parts = tuple(
        replace(part, wanted=0) if part.order_id == order_id else part for part in state.parts
    )
    state = state.with_order(replace(state.order(order_id), cancelled=True))
    return replace(state, parts=parts)


def test_the_cubby_of_a_cancelled_order_is_cleared() -> None:
    state = after(mixed(), unit(MUG), cubby("1A"))
    state = cancelled(state, 1)
    asks = after(state, cubby("1A"))
    assert asks.prompt is WallPrompt.CLEAR_CUBBY
    assert answer(asks, SHELF).refusal == WrongAsidePlace("A-12-04", "W1-Q", "W1-1A")
    assert answer(asks, ASIDE).effects == (ClearCubby(11, ASIDE_ID),)
    cleared = after(asks, ASIDE)
    assert cleared.cubby(11).order_id is None
    assert after(asks, UNDO).prompt is WallPrompt.SCAN_ITEM


def test_a_cubby_scanned_with_nothing_in_hand_is_told_what_comes_first() -> None:
    state = after(mixed(), unit(MUG), cubby("1A"))
    assert answer(state, cubby("1A")).refusal == ItemFirst("W1-1A")
    elsewhere = ScannedLocation(2000, "W2-1A", LocationKind.CUBBY)
    assert answer(state, elsewhere).refusal == ItemFirst("W2-1A")


# Missing ------------------------------------------------------------------------------------


def test_what_a_tote_lacks_at_its_end_is_lost_by_the_last_orders() -> None:
    urgent = replace(TWO[1], priority=10)
    state = after(a_wall(TWO[0], urgent), bulk(), unit(MUG), cubby("1A"), SHORT)
    assert state.prompt is WallPrompt.CONFIRM_MISSING
    outcome = answer(state, OK)
    (effect,) = outcome.effects
    assert isinstance(effect, ReportMissing)
    assert [(one.pick_line_id, one.units) for one in effect.pieces] == [
        (101, 2),
        (102, 1),
        (202, 1),
    ]
    assert outcome.state.prompt is WallPrompt.SCAN_TOTE
    assert [(one.number, one.unpicked) for one in outcome.state.orders] == [("A", 3), ("B", 1)]


def test_units_missing_in_one_tote_are_lost_by_whoever_comes_last_in_the_whole_batch() -> None:
    urgent = replace(TWO[1], priority=10)
    state = a_wall(TWO[0], urgent, totes=[[(MUG, 1)], [(MUG, 2), (LAMP, 1), (TEA, 1)]])
    (effect,) = effects(state, bulk(), SHORT, OK)
    assert isinstance(effect, ReportMissing)
    assert [(one.pick_line_id, one.tote_id, one.units) for one in effect.pieces] == [(101, 501, 1)]


def test_an_order_that_loses_everything_gives_its_cubby_back() -> None:
    state = after(mixed(), unit(TEA), UNDO)
    assert state.cubby_of(2) is not None
    assert after(state, SHORT, OK).cubby_of(2) is None


def test_missing_is_asked_first_and_can_be_left() -> None:
    asks = after(mixed(), SHORT)
    assert answer(asks, number(2)).refusal == NoSuchChoice(2, 1)
    assert isinstance(answer(asks, unit(MUG)).refusal, NotAskedForHere)
    assert after(asks, UNDO) == mixed()


# Undo and leaving ---------------------------------------------------------------------------


def test_undo_takes_the_last_put_out_of_its_cubby() -> None:
    state = after(mixed(), unit(MUG), unit(MUG), cubby("1A"), UNDO)
    assert state.prompt is WallPrompt.UNDO
    assert answer(state, cubby("2A")).refusal == WrongCubby("W1-2A", "W1-1A", "Blue mug", 2)
    (effect,) = answer(state, cubby("1A")).effects
    assert isinstance(effect, TakeOutOfCubby)
    back = after(state, cubby("1A"))
    assert back.parts == mixed().parts
    assert back.totes == mixed().totes
    assert back.order(1).in_cubby == 0


def test_undo_after_the_last_put_takes_the_emptied_tote_up_again() -> None:
    state = after(sorted_out(a_wall(*TWO)), UNDO, OK)
    assert state.tote is not None
    assert state.prompt is WallPrompt.SCAN_ITEM


def test_undo_with_units_in_hand_puts_them_back_into_the_tote() -> None:
    state = after(mixed(), unit(MUG), UNDO)
    assert (state.prompt, state.in_hand) == (WallPrompt.SCAN_ITEM, None)


def test_undo_can_be_left() -> None:
    state = after(mixed(), unit(MUG), cubby("1A"))
    assert after(state, UNDO, UNDO) == state


@pytest.mark.parametrize(
    "scans", [(), (unit(MUG),), (unit(WATCH),), (SHORT,), (DAMAGED,)], ids=repr
)
def test_a_sorter_may_leave_at_any_prompt(scans: tuple[Scanned, ...]) -> None:
    state = after(mixed(), *scans, PAUSE)
    assert state.prompt is WallPrompt.LEFT
    assert (state.in_hand, state.put_aside) == (None, None)
    assert isinstance(answer(state, unit(MUG)).refusal, NotAskedForHere)


def test_damage_is_told_and_can_be_taken_back() -> None:
    assert after(mixed(), DAMAGED, UNDO) == mixed()
    assert answer(after(mixed(), DAMAGED), cubby("1A")).refusal == NotAskedForHere("W1-1A")


def test_what_cannot_be_read_is_refused_at_every_prompt() -> None:
    garbled = ScannedGarbled("x" * 64, GarbledWhy.TOO_LONG)
    for state in (mixed(), after(mixed(), unit(MUG)), after(mixed(), unit(WATCH))):
        refusal = answer(state, garbled).refusal
        assert refusal == UnreadableCode(garbled.code, GarbledWhy.TOO_LONG)


def test_the_same_refusal_is_counted_and_the_right_scan_clears_it() -> None:
    state = after(mixed(), unit(MUG))
    for times in (1, 2, 3):
        state = answer(state, cubby("2A")).state
        assert state.same_refusals == times
    assert after(state, cubby("1A")).same_refusals == 0


def test_commands_without_a_meaning_here_are_refused() -> None:
    for command in (ScannedCommand(SHORT.command), OK):
        refusal = answer(after(mixed(), unit(MUG)), command).refusal
        assert refusal == CommandNotPossible(command.command)

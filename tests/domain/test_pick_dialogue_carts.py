"""The pick dialogue with several orders: cart set-up, puts by position, bulk totes."""

from dataclasses import replace

import pytest

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_effects import (
    BindTote,
    LeaveOrders,
    PickEffect,
    PickOutcome,
    PutInTote,
    ShortLine,
    SkipLine,
    TakeBack,
    UnbindTote,
)
from app.domain.pick_lines import PickLine
from app.domain.pick_refusals import ScanEveryUnit, ToteOnCart
from app.domain.pick_state import PickMethod, PickPrompt, PickState, ShortReason
from app.domain.picking import answer
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    TooMany,
    ToteFirst,
    ToteInUse,
    WrongTote,
)
from app.domain.scanned import Scanned, ScannedCommand, ScannedTote
from tests.domain.dialogue_states import (
    FIRST,
    FREE_TOTE,
    LAMP,
    MUG,
    OK,
    PAUSE,
    SHORT,
    SKIP,
    START,
    TAKEN_TOTE,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    a_cart,
    a_line,
    a_task,
    case,
    number,
    place,
    step,
    unit,
)

P = PickPrompt
SECOND_TOTE = ScannedTote(104, "T-0443", "#10882")
THIRD_TOTE = ScannedTote(105, "T-0444", "#10883")
BATCH_TOTE = ScannedTote(106, "T-0900", batch_task_id=8)
STRICT, FAST = ConfirmationPolicy.STRICT, ConfirmationPolicy.FAST


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


def mugs(line_id: int, units: int, order: int, **fields: object) -> PickLine:
    """A line of mugs at the first location, for one of the orders."""
    here = {"location_id": 1, "location": "A-12-01", "order_id": FIRST + order - 1}
    return replace(a_line(line_id, units), **{**here, **fields})  # type: ignore[arg-type]  # named


# Cart set-up ------------------------------------------------------------------------------------

EMPTY = a_cart(totes=(None, None))
HALF = a_cart(totes=(TOTE, None))
CART = a_cart()


def test_totes_are_scanned_into_the_positions_one_after_the_other() -> None:
    assert (EMPTY.prompt, EMPTY.to_fill) == (P.SCAN_TOTE, EMPTY.positions[0])
    first = ask(EMPTY, FREE_TOTE)
    assert first.effects == (BindTote("T-0517", 1),)
    assert (first.state.prompt, first.state.to_fill) == (P.SCAN_TOTE, EMPTY.positions[1])
    second = ask(first.state, ScannedTote(109, "T-0518"))
    assert second.effects == (BindTote("T-0518", 2),)
    assert second.state.prompt is P.SCAN_ITEM


@pytest.mark.parametrize(
    ("state", "scan", "refusal"),
    [
        (HALF, THE_TOTE, ToteOnCart(TOTE, "S1")),
        (HALF, TAKEN_TOTE, ToteInUse("T-0611", "#10884")),
        (HALF, BATCH_TOTE, ToteInUse("T-0900", "", 8)),
        (HALF, unit(), ToteFirst(MUG.barcode or "")),
        (HALF, number(3), NotAskedForHere("3")),
        (HALF, SHORT, CommandNotPossible(Command.SHORT)),
        (EMPTY, START, CommandNotPossible(Command.START)),
        (EMPTY, UNDO, NothingToUndo()),
    ],
)
def test_a_cart_is_not_set_up_with_anything_else(
    state: PickState, scan: Scanned, refusal: Refusal
) -> None:
    assert ask(state, scan).refusal == refusal


def test_the_order_s_own_tote_may_be_put_back_on_its_position() -> None:
    assert ask(HALF, SECOND_TOTE).effects == (BindTote("T-0443", 2),)


def test_undo_takes_the_tote_bound_last_off_again() -> None:
    outcome = ask(HALF, UNDO)
    assert outcome.effects == (UnbindTote(TOTE, 1),)
    assert outcome.state.to_fill == EMPTY.positions[0]


def test_start_goes_with_fewer_totes_and_leaves_the_other_orders() -> None:
    outcome = ask(HALF, START)
    assert outcome.effects == (LeaveOrders((FIRST + 1,)),)
    assert [line.pick_line_id for line in outcome.state.lines] == [1]
    assert [position.label for position in outcome.state.positions] == ["S1"]
    assert outcome.state.prompt is P.SCAN_ITEM


def test_a_position_whose_order_is_all_picked_needs_no_tote() -> None:
    done = a_cart(mugs(1, 2, 1, picked=2), mugs(2, 1, 2), totes=(None, TOTE))
    assert done.prompt is P.SCAN_ITEM


# Puts of a cart ---------------------------------------------------------------------------------

PUTTING = after(CART, unit())


def test_units_of_one_item_lot_and_location_are_one_stop_over_all_orders() -> None:
    stop = CART.stop
    assert stop is not None
    assert stop.quantity == 3
    assert [(put.position.label, put.quantity) for put in stop.puts] == [("S1", 2), ("S2", 1)]
    assert [stop.quantity for stop in CART.upcoming_stops] == [1]


def test_lines_of_one_stop_need_not_follow_each_other() -> None:
    state = a_cart(mugs(1, 2, 1), a_line(2, 1, LAMP), mugs(3, 1, 2))
    assert state.stop is not None
    assert [line.pick_line_id for line in state.stop.lines] == [1, 3]


def test_the_item_is_scanned_once_and_each_tote_confirms_the_units_shown() -> None:
    assert PUTTING.prompt is P.PUT_IN_TOTE
    first = ask(PUTTING, THE_TOTE)
    assert first.effects == (PutInTote(1, 2, TOTE),)
    assert first.state.prompt is P.PUT_IN_TOTE
    second = ask(first.state, SECOND_TOTE)
    assert second.effects == (PutInTote(2, 1, "T-0443"),)
    assert second.state.prompt is P.SCAN_ITEM
    assert second.state.history == (step(1, 2), step(2, 1, "T-0443"))


@pytest.mark.parametrize(
    ("state", "scan", "refusal"),
    [
        (PUTTING, SECOND_TOTE, WrongTote("T-0443", TOTE, "S2", "S1", 2)),
        (PUTTING, TAKEN_TOTE, WrongTote("T-0611", TOTE, "", "S1", 2)),
        (after(PUTTING, number(1)), THIRD_TOTE, WrongTote("T-0444", TOTE, "S3", "S1", 1)),
        (after(PUTTING, THE_TOTE), THE_TOTE, WrongTote(TOTE, "T-0443", "S1", "S2", 1)),
        (PUTTING, OK, CommandNotPossible(Command.OK)),
        (PUTTING, number(3), TooMany(3, 2, MUG.name)),
        (PUTTING, case(), TooMany(7, 3, MUG.name)),
        (CART, THE_TOTE, NotAskedForHere(TOTE)),
        (CART, SECOND_TOTE, NotAskedForHere("T-0443")),
        (CART, FREE_TOTE, WrongTote("T-0517", TOTE, "", "S1", 0)),
    ],
)
def test_a_wrong_put_stops_and_says_what_to_do(
    state: PickState, scan: Scanned, refusal: Refusal
) -> None:
    outcome = ask(state, scan)
    assert outcome == PickOutcome(replace(state, refusal=refusal, same_refusals=1), refusal=refusal)


def test_a_number_first_puts_fewer_and_the_rest_stays_open_there() -> None:
    outcome = ask(PUTTING, number(1), THE_TOTE)
    assert outcome.effects == (PutInTote(1, 1, TOTE),)
    assert outcome.state.prompt is P.PUT_IN_TOTE
    stop = outcome.state.stop
    assert stop is not None
    assert [(put.position.label, put.quantity) for put in stop.puts] == [("S1", 1), ("S2", 1)]


def test_undo_forgets_the_number_and_what_is_in_hand() -> None:
    assert after(PUTTING, number(1), UNDO) == CART
    assert after(PUTTING, UNDO) == CART


def test_more_units_may_be_scanned_than_have_to_be() -> None:
    assert ask(PUTTING, unit(), unit(), THE_TOTE).effects == (PutInTote(1, 2, TOTE),)


def test_a_place_is_not_asked_for_between_the_puts_of_one_stop() -> None:
    state = a_cart(mugs(1, 2, 1, confirm_location=True), mugs(2, 1, 2, confirm_location=True))
    assert state.prompt is P.SCAN_LOCATION
    at = after(state, place(state.lines[0]), unit(), THE_TOTE)
    assert (at.prompt, at.location_confirmed) == (P.PUT_IN_TOTE, True)


def test_a_place_stays_confirmed_for_another_item_in_it() -> None:
    state = a_task(
        mugs(1, 1, 1, confirm_location=True), mugs(2, 1, 1, item=LAMP, confirm_location=True)
    )
    at = after(state, place(state.lines[0]), unit())
    assert (at.prompt, at.line and at.line.item) == (P.SCAN_ITEM, LAMP)
    assert after(state, unit(), place(state.lines[0])).prompt is P.SCAN_ITEM


# Batch, sorted later ----------------------------------------------------------------------------

BATCH = a_cart(mugs(1, 2, 2), mugs(2, 1, 1), totes=(TOTE, None), method=PickMethod.BATCH)
BULK = ScannedTote(101, TOTE, batch_task_id=7)


def test_orders_of_a_batch_share_the_tote_and_are_summed() -> None:
    assert BATCH.has_one_target
    outcome = ask(BATCH, unit(), BULK)
    assert outcome.effects == (PutInTote(2, 1, TOTE), PutInTote(1, 2, TOTE))
    assert outcome.state.prompt is P.TASK_DONE


def test_a_short_of_a_batch_falls_on_the_last_order() -> None:
    outcome = ask(BATCH, SHORT, number(2), OK)
    assert outcome.effects == (
        PutInTote(2, 1, TOTE),
        PutInTote(1, 1, TOTE),
        ShortLine(1, 1, ShortReason.EMPTY),
    )


def test_a_put_over_several_lines_is_undone_as_one() -> None:
    done = after(BATCH, unit(), OK)
    assert len(done.history) == 1
    assert ask(done, UNDO, OK).effects == (TakeBack(2, 1, TOTE), TakeBack(1, 2, TOTE))


# Short, skip and undo on a cart -----------------------------------------------------------------


def test_what_was_found_is_put_position_by_position_and_the_last_gets_less() -> None:
    shorted = ask(PUTTING, SHORT, number(2), OK)
    assert shorted.effects == (ShortLine(2, 1, ShortReason.EMPTY),)
    assert shorted.state.prompt is P.PUT_IN_TOTE
    put = ask(shorted.state, THE_TOTE)
    assert put.effects == (PutInTote(1, 2, TOTE),)
    assert put.state.prompt is P.SCAN_ITEM


def test_what_was_found_still_has_to_be_proved() -> None:
    shorted = ask(CART, SHORT, number(1), OK)
    assert shorted.effects == (
        ShortLine(1, 1, ShortReason.EMPTY),
        ShortLine(2, 1, ShortReason.EMPTY),
    )
    assert shorted.state.prompt is P.SCAN_ITEM
    assert after(shorted.state, unit()).prompt is P.PUT_IN_TOTE


def test_nothing_found_asks_for_no_tote() -> None:
    shorted = ask(CART, SHORT, number(0), OK)
    assert {type(effect) for effect in shorted.effects} == {ShortLine}
    assert shorted.state.prompt is P.SCAN_ITEM
    assert shorted.state.line == CART.lines[2]


def test_a_skip_postpones_the_whole_stop() -> None:
    outcome = ask(CART, SKIP)
    assert outcome.effects == (SkipLine(1, 1, None), SkipLine(2, 1, None))
    assert outcome.state.line == CART.lines[2]


def test_an_undo_on_a_cart_asks_for_the_tote_and_then_for_the_place() -> None:
    put = after(PUTTING, THE_TOTE, SECOND_TOTE)
    taking = ask(put, UNDO)
    assert (taking.state.prompt, taking.effects) == (P.UNDO_TOTE, ())
    assert ask(taking.state, THE_TOTE).refusal == WrongTote(TOTE, "T-0443", "S1", "S2", 0)
    bringing = ask(taking.state, SECOND_TOTE)
    assert bringing.state.prompt is P.UNDO
    outcome = ask(bringing.state, place(CART.lines[1]))
    assert outcome.effects == (TakeBack(2, 1, "T-0443"),)
    assert outcome.state.line == CART.lines[1]
    for at in (taking.state, bringing.state):
        assert after(at, UNDO) == put


# Confirmation -----------------------------------------------------------------------------------


def strict_cart() -> PickState:
    return a_cart(mugs(1, 2, 1, policy=STRICT), mugs(2, 1, 2, policy=STRICT))


@pytest.mark.parametrize(
    ("scans", "effects"),
    [
        ((unit(), unit(), THE_TOTE), (PutInTote(1, 2, TOTE),)),
        ((unit(), THE_TOTE), (PutInTote(1, 1, TOTE),)),
        ((unit(), unit(), unit(), THE_TOTE, SECOND_TOTE), (PutInTote(2, 1, "T-0443"),)),
    ],
)
def test_every_unit_is_scanned_where_that_is_asked(
    scans: tuple[Scanned, ...], effects: tuple[PickEffect, ...]
) -> None:
    assert ask(strict_cart(), *scans).effects == effects


def test_a_number_proves_nothing_where_every_unit_is_scanned() -> None:
    state = strict_cart()
    assert ask(state, unit(), number(2)).refusal == ScanEveryUnit(2, MUG.name)
    assert ask(state, unit(), unit(), number(1)).refusal == ScanEveryUnit(1, MUG.name)
    assert ask(state, unit(), SECOND_TOTE).refusal == WrongTote("T-0443", TOTE, "S2", "S1", 1)
    assert ask(state, unit(), SHORT, number(2)).refusal == ScanEveryUnit(2, MUG.name)
    assert after(state, unit(), UNDO) == state
    one = a_task(a_line(1, 3, policy=STRICT))
    assert after(one, unit(), unit()).prompt is P.SCAN_ITEM
    assert ask(one, unit(), unit(), unit()).effects == (PutInTote(1, 3, TOTE),)
    assert ask(one, unit(), unit(), THE_TOTE).effects == (PutInTote(1, 2, TOTE),)


def test_the_tote_alone_is_scanned_for_plain_goods() -> None:
    state = a_cart(mugs(1, 2, 1, policy=FAST), mugs(2, 1, 2, policy=FAST))
    assert state.prompt is P.PUT_IN_TOTE
    outcome = ask(state, THE_TOTE, SECOND_TOTE)
    assert outcome.effects == (PutInTote(2, 1, "T-0443"),)
    one = a_task(a_line(1, 3, policy=FAST), a_line(2, 1, LAMP, policy=FAST))
    assert one.prompt is P.PUT_IN_TOTE
    assert ask(one, THE_TOTE).effects == (PutInTote(1, 3, TOTE),)
    assert ask(one, number(2), THE_TOTE).effects == (PutInTote(1, 2, TOTE),)


NO_CODE = replace(MUG, barcode=None)


def test_goods_without_a_barcode_are_proved_by_their_place() -> None:
    one = a_task(a_line(1, 3, NO_CODE))
    assert one.prompt is P.SCAN_LOCATION
    at = after(one, place(one.lines[0]))
    assert at.prompt is P.CONFIRM_QUANTITY
    part = ask(at, number(2))
    assert part.effects == (PutInTote(1, 2, TOTE),)
    assert part.state.prompt is P.CONFIRM_QUANTITY
    assert after(one, number(41)).prompt is P.CONFIRM_QUANTITY
    cart = a_cart(mugs(1, 2, 1, item=NO_CODE), mugs(2, 1, 2, item=NO_CODE))
    assert ask(cart, place(cart.lines[0]), THE_TOTE, SECOND_TOTE).effects == (
        PutInTote(2, 1, "T-0443"),
    )


def test_a_pause_keeps_the_cart_as_it_is() -> None:
    outcome = ask(PUTTING, THE_TOTE, PAUSE)
    assert outcome.state.positions == CART.positions
    assert outcome.state.lines[0].picked == 2


def test_a_command_of_another_place_is_refused_at_the_cart_too() -> None:
    for state in (PUTTING, EMPTY):
        refusal = ask(state, ScannedCommand(Command.NEXT)).refusal
        assert refusal == CommandNotPossible(Command.NEXT)
    assert ask(PUTTING, START).refusal == CommandNotPossible(Command.START)

"""Orders that are cancelled, edited or held while they are picked, and what is done then."""

from dataclasses import replace

import pytest

from app.domain.locations import LocationKind
from app.domain.orders import HoldReason, OrderState
from app.domain.pick_effects import (
    LeaveOrders,
    PickOutcome,
    PutInTote,
    SetAside,
    SetTotesAside,
    UnbindTote,
)
from app.domain.pick_refusals import NoPlaceForTotes, NoPlaceForUnits, TakeEmptyToteOff
from app.domain.pick_state import PickMethod, PickPrompt, PickState, begin
from app.domain.picking import answer
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, NotAskedForHere, OrderStopped, WrongTote
from app.domain.scanned import Scanned, ScannedLocation, ScannedTote, code_of
from tests.domain.dialogue_states import (
    FIRST,
    LAMP,
    LANE,
    OK,
    PAUSE,
    STAGE,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    a_cart,
    a_line,
    a_task,
    elsewhere,
    number,
    place,
    step,
    stopped,
    unit,
)

P = PickPrompt
HELD = HoldReason.CUSTOMER_REQUEST.value
OFF = OrderState.CANCELLED.value
SECOND_TOTE = ScannedTote(104, "T-0443", "#10882")


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


PICKED = after(a_cart(), unit(), THE_TOTE, SECOND_TOTE)
"""Two mugs in S1, one in S2, and a lamp for S2 still to be picked."""


def told(state: PickState) -> PickState:
    """The state as it is shown while the picker is told of the stop."""
    return replace(state, refusal=OrderStopped("#10882", OFF), same_refusals=1)


def cancelled(state: PickState, order: int) -> PickState:
    """The copy after an order was cancelled: its open lines are gone, its units unwanted."""
    wanted = FIRST + order - 1
    lines = tuple(
        replace(line, quantity=line.picked, unwanted=line.picked)
        if line.order_id == wanted
        else line
        for line in state.lines
        if line.order_id != wanted or line.picked
    )
    return stopped(replace(state, lines=lines), order, OFF)


def test_goods_of_a_cancelled_order_are_taken_out_and_the_cart_goes_on() -> None:
    state = cancelled(PICKED, 1)
    assert state.prompt is P.TAKE_OUT
    assert state.to_take_out == step(1, 2)
    outcome = ask(state, STAGE)
    assert outcome.effects == (SetAside(1, 2, TOTE, "STAGE-1"),)
    assert outcome.state.prompt is P.SCAN_ITEM
    assert outcome.state.history == (step(2, 1, "T-0443"),)
    assert outcome.state.positions[0].tote is None
    assert [line.pick_line_id for line in outcome.state.lines] == [2, 3]


def test_units_may_go_back_to_the_shelf_they_came_from() -> None:
    state = cancelled(PICKED, 1)
    assert ask(state, place(a_line(1))).effects == (SetAside(1, 2, TOTE, "A-12-01"),)


def test_only_what_belongs_on_a_shelf_goes_back_there() -> None:
    both = a_task(
        a_line(1, 2, picked=2, unwanted=2),
        a_line(2, 1, LAMP, picked=1, unwanted=1),
        history=(step(1, 2), step(2, 1)),
    )
    assert both.to_take_out is not None
    assert both.to_take_out.quantity == 3
    outcome = ask(both, place(a_line(2)))
    assert outcome.effects == (SetAside(2, 1, TOTE, "A-12-02"),)
    assert (outcome.state.prompt, outcome.state.to_take_out) == (P.TAKE_OUT, step(1, 2))
    last = ask(outcome.state, STAGE)
    assert last.effects == (SetAside(1, 2, TOTE, "STAGE-1"),)
    assert (last.state.prompt, last.state.lines) == (P.TASK_DONE, ())


def test_of_an_edited_order_only_the_surplus_is_taken_out() -> None:
    state = a_task(
        a_line(1, 3, picked=3, unwanted=1), a_line(2, 1, LAMP), history=(step(1, 2), step(1, 1))
    )
    assert state.to_take_out == step(1, 1)
    outcome = ask(state, STAGE)
    assert outcome.effects == (SetAside(1, 1, TOTE, "STAGE-1"),)
    line = outcome.state.lines[0]
    assert (line.quantity, line.picked, line.unwanted) == (2, 2, 0)
    assert outcome.state.history == (step(1, 2),)
    assert outcome.state.prompt is P.SCAN_ITEM


def test_units_in_two_totes_are_taken_out_tote_by_tote() -> None:
    state = a_task(a_line(1, 3, picked=3, unwanted=3), history=(step(1, 2), step(1, 1, "T-0900")))
    positions = (replace(state.positions[0], tote="T-0900", full=(TOTE,)),)
    state = begin(replace(state, positions=positions))
    first = ask(state, STAGE)
    assert first.effects == (SetAside(1, 2, TOTE, "STAGE-1"),)
    assert ask(first.state, STAGE).effects == (SetAside(1, 1, "T-0900", "STAGE-1"),)


def test_goods_of_a_batch_are_left_to_the_wall() -> None:
    batch = a_cart(
        a_line(1, 2, picked=2, unwanted=2),
        a_line(2, 1, order_id=FIRST + 1),
        totes=(TOTE, None),
        method=PickMethod.BATCH,
        history=(step(1, 2),),
    )
    assert stopped(batch, 1, OFF).prompt is P.SCAN_ITEM


@pytest.mark.parametrize(
    ("scan", "refusal"),
    [
        (elsewhere(), NoPlaceForUnits("Z99-99")),
        (LANE, NoPlaceForUnits("LANE-1")),
        (OK, CommandNotPossible(Command.OK)),
        (UNDO, CommandNotPossible(Command.UNDO)),
        (unit(), NotAskedForHere(unit().code)),
        (THE_TOTE, NotAskedForHere(TOTE)),
    ],
)
def test_units_are_put_nowhere_else(scan: Scanned, refusal: object) -> None:
    assert ask(cancelled(PICKED, 1), scan).refusal == refusal


def test_a_held_order_leaves_the_cart_with_its_tote() -> None:
    state = stopped(PICKED, 2, HELD)
    assert state.prompt is P.SET_TOTE_ASIDE
    outcome = ask(state, LANE)
    assert outcome.effects == (SetTotesAside(FIRST + 1, "LANE-1"),)
    assert outcome.state.prompt is P.TASK_DONE
    assert outcome.state.history == (step(1, 2),)
    assert outcome.state.positions[1].totes == ()
    line = outcome.state.line_with(2)
    assert (line.picked, line.quantity) == (1, 1)


@pytest.mark.parametrize(
    ("scan", "refusal"),
    [
        (place(a_line(1)), NoPlaceForTotes("A-12-01")),
        (
            ScannedLocation(503, "Q-1", LocationKind.QUARANTINE),
            NoPlaceForTotes("Q-1"),
        ),
        (OK, CommandNotPossible(Command.OK)),
        (SECOND_TOTE, NotAskedForHere("T-0443")),
    ],
)
def test_a_tote_with_goods_is_put_down_nowhere_else(scan: Scanned, refusal: object) -> None:
    assert ask(stopped(PICKED, 2, HELD), scan).refusal == refusal


def test_the_empty_tote_of_a_stopped_order_is_taken_off_the_cart() -> None:
    state = stopped(a_cart(), 2, HELD)
    assert state.prompt is P.TAKE_TOTE_OFF
    for scan in (unit(), place(a_line(1)), number(1)):
        assert ask(state, scan).refusal == TakeEmptyToteOff(code_of(scan), "T-0443", "S2")
    assert isinstance(ask(state, THE_TOTE).refusal, WrongTote)
    assert ask(told(state), OK).state.prompt is P.TAKE_TOTE_OFF, "OK has only read the stop"
    outcome = ask(state, SECOND_TOTE)
    assert outcome.effects == (UnbindTote("T-0443", 2), LeaveOrders((FIRST + 1,)))
    assert outcome.state.prompt is P.SCAN_ITEM
    assert [line.pick_line_id for line in outcome.state.lines] == [1]


def test_the_empty_tote_of_an_order_that_has_left_the_task_is_taken_off_the_cart() -> None:
    state = stopped(replace(a_cart(), lines=(a_line(1, 2),)), 2, OFF)
    assert state.prompt is P.TAKE_TOTE_OFF
    outcome = ask(state, SECOND_TOTE)
    assert outcome.effects == (UnbindTote("T-0443", 2),)
    assert (outcome.state.prompt, outcome.state.to_take_off) == (P.SCAN_ITEM, None)


def test_an_order_without_goods_leaves_by_the_ok_that_the_stop_asks_for() -> None:
    state = stopped(a_cart(totes=(TOTE, None)), 2, HELD)
    assert state.prompt is P.SET_TOTE_ASIDE
    outcome = ask(told(state), OK)
    assert outcome.effects == (LeaveOrders((FIRST + 1,)),)
    assert outcome.state.prompt is P.SCAN_ITEM
    assert [line.pick_line_id for line in outcome.state.lines] == [1]
    assert ask(state, OK).effects == outcome.effects


def test_an_ok_does_not_stand_for_carrying_a_tote_away() -> None:
    outcome = ask(told(stopped(PICKED, 2, HELD)), OK)
    assert (outcome.effects, outcome.state.prompt) == ((), P.SET_TOTE_ASIDE)


def test_what_is_open_of_a_held_order_of_a_batch_is_left() -> None:
    batch = a_cart(
        a_line(1, 2, picked=1),
        a_line(2, 1, order_id=FIRST + 1),
        totes=(TOTE, None),
        method=PickMethod.BATCH,
        history=(step(1, 1),),
    )
    state = stopped(batch, 1, HELD)
    outcome = ask(state, OK)
    assert outcome.effects == (LeaveOrders((FIRST,)),)
    line = outcome.state.line_with(1)
    assert (line.quantity, line.picked) == (1, 1)
    assert outcome.state.positions[0].tote == TOTE
    assert outcome.state.prompt is P.SCAN_ITEM


def test_several_orders_are_seen_to_one_after_the_other() -> None:
    state = stopped(stopped(PICKED, 1, HELD), 2, HELD)
    assert state.to_leave is not None
    assert state.to_leave.order_id == FIRST
    after_first = after(state, LANE)
    assert after_first.to_leave is not None
    assert after_first.to_leave.order_id == FIRST + 1


def test_a_task_of_one_order_waits_for_the_lead_while_that_is_held() -> None:
    state = stopped(a_task(a_line(1, 3)), 1, HELD)
    assert state.prompt is P.SCAN_ITEM
    assert ask(state, unit()).refusal is None, "the books decide whether it may go on"


def test_a_cancelled_task_without_goods_is_at_its_end() -> None:
    assert stopped(a_task(a_line(1, 3)), 1, OFF).prompt is P.TASK_DONE


def test_others_units_are_put_while_an_order_is_off() -> None:
    state = after(stopped(a_cart(), 1, OFF), THE_TOTE)
    outcome = ask(state, unit(), SECOND_TOTE)
    assert outcome.effects == (PutInTote(2, 1, "T-0443"),)


def test_work_may_be_paused_before_anything_is_taken_out() -> None:
    assert ask(cancelled(PICKED, 1), PAUSE).state.prompt is P.PAUSED

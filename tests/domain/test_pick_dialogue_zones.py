"""The dialogue where totes pass from zone to zone: fetched by scan, put on the next lane."""

from dataclasses import replace

import pytest

from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_effects import GiveBack, PassOn, PickEffect, ToteIn
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.picking import answer
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, NotAskedForHere, Refusal, ToteFirst, WrongTote
from app.domain.scanned import Scanned, ScannedTote
from app.domain.zone_refusals import OtherTote, WrongLane
from app.domain.zone_way import Onward
from tests.domain.dialogue_states import (
    FIRST,
    FREE_TOTE,
    LANE,
    OK,
    ORDER,
    SHORT,
    SKIP,
    STAGE,
    TAKEN_TOTE,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    a_line,
    a_task,
    number,
    place,
    step,
    unit,
)

P = PickPrompt
ONWARD = Onward("B", LANE.code, is_scanned=True, came_by="LANE-A")


def a_zone_task(*, is_here: bool = True, onward: Onward = ONWARD, done: bool = False) -> PickState:
    """A zone's task for three mugs, its tote handed over by another zone."""
    line = a_line(picked=3) if done else a_line()
    return a_task(
        line,
        method=PickMethod.ZONE_PASS,
        zone="A",
        onward=onward,
        positions=(Position(1, (CarriedOrder(FIRST, ORDER),), TOTE, is_here=is_here),),
        history=(step(1, 3),) if done else (),
    )


FETCHING = a_zone_task(is_here=False)
AT_LANE = a_zone_task(done=True)
NO_SCAN = a_zone_task(done=True, onward=replace(ONWARD, is_scanned=False))
SECOND = ScannedTote(104, "T-0443", ORDER)


def test_the_prompts_of_a_zone_follow_from_its_rows() -> None:
    there = a_zone_task(done=True, onward=replace(ONWARD, is_there=True))
    no_lane = a_zone_task(done=True, onward=replace(ONWARD, place=""))
    states = (FETCHING, a_zone_task(), AT_LANE, NO_SCAN, there, no_lane)
    assert [state.prompt for state in states] == [
        P.SCAN_TOTE,
        P.SCAN_ITEM,
        P.SCAN_LANE,
        P.TASK_DONE,
        P.TASK_DONE,
        P.TASK_DONE,
    ]


@pytest.mark.parametrize(
    ("state", "scan", "prompt", "effects"),
    [
        (FETCHING, THE_TOTE, P.SCAN_ITEM, (ToteIn(TOTE, 1),)),
        (FETCHING, SECOND, P.SCAN_ITEM, (ToteIn("T-0443", 1),)),
        (FETCHING, SKIP, P.PAUSED, (GiveBack(),)),
        (AT_LANE, LANE, P.TASK_DONE, (PassOn(LANE.code),)),
        (AT_LANE, SKIP, P.TASK_DONE, ()),
        (AT_LANE, UNDO, P.UNDO, ()),
        (NO_SCAN, LANE, P.TASK_DONE, (PassOn(LANE.code),)),
        (NO_SCAN, UNDO, P.UNDO, ()),
    ],
)
def test_a_right_scan_goes_on(
    state: PickState, scan: Scanned, prompt: PickPrompt, effects: tuple[PickEffect, ...]
) -> None:
    outcome = answer(state, scan, today=TODAY)
    assert outcome.refusal is None
    assert (outcome.state.prompt, outcome.effects) == (prompt, effects)


@pytest.mark.parametrize(
    ("state", "scan", "refusal"),
    [
        (FETCHING, FREE_TOTE, OtherTote(FREE_TOTE.code, TOTE, ORDER)),
        (FETCHING, TAKEN_TOTE, OtherTote(TAKEN_TOTE.code, TOTE, ORDER)),
        (FETCHING, unit(), ToteFirst(unit().code)),
        (FETCHING, place(a_line()), ToteFirst(a_line().location)),
        (FETCHING, OK, CommandNotPossible(Command.OK)),
        (FETCHING, number(3), NotAskedForHere("3")),
        (AT_LANE, STAGE, WrongLane(STAGE.code, LANE.code, "B")),
        (AT_LANE, OK, CommandNotPossible(Command.OK)),
        (AT_LANE, SHORT, CommandNotPossible(Command.SHORT)),
        (AT_LANE, FREE_TOTE, WrongTote(FREE_TOTE.code, TOTE)),
        (AT_LANE, unit(), NotAskedForHere(unit().code)),
        (NO_SCAN, STAGE, WrongLane(STAGE.code, LANE.code, "B")),
    ],
)
def test_a_wrong_scan_stops_and_changes_nothing(
    state: PickState, scan: Scanned, refusal: Refusal
) -> None:
    outcome = answer(state, scan, today=TODAY)
    assert (outcome.refusal, outcome.effects) == (refusal, ())
    assert replace(outcome.state, refusal=None, same_refusals=0) == state


def test_the_last_unit_leads_to_the_lane() -> None:
    outcome = answer(a_zone_task(), unit(quantity=3), today=TODAY)
    assert outcome.state.prompt is P.SCAN_LANE
    assert outcome.state.line is None

"""Hand-over from zone to zone: the tote that comes in is scanned, and put on the next lane."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pick_cart import Position
from app.domain.pick_effects import GiveBack, PassOn, PickOutcome, ToteIn, go_on, next_stop, refuse
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, NotAskedForHere, ToteFirst
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedTote,
    code_of,
)
from app.domain.zone_refusals import OtherTote, WrongLane


def at_tote_in(state: PickState, position: Position, scanned: Scanned) -> PickOutcome:
    """Ask for the tote that another zone handed over; its scan proves that it is here.

    Transitions: a tote of the order -> the first line; SKIP where it is not to be found -> the work
    is offered to others; another tote, goods or a place -> refused.
    """
    needed = position.tote or ""
    match scanned:
        case ScannedTote(code=code, order_number=number) if (
            code == needed or number in position.numbers
        ):
            here = state.with_position(replace(position, is_here=True))
            return next_stop(here, ToteIn(code, position.number))
        case ScannedTote(code=code):
            return refuse(state, OtherTote(code, needed, position.numbers[0]))
        case ScannedItem(code=code) | ScannedLocation(code=code):
            return refuse(state, ToteFirst(code))
        case ScannedCommand(command=Command.SKIP):
            return PickOutcome(
                replace(state, prompt=PickPrompt.PAUSED, refusal=None), (GiveBack(),)
            )
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def put_on_lane(state: PickState, scanned: Scanned) -> PickOutcome | None:
    """Answer a lane's scan at the end of a zone; None where the scan is about something else.

    Transitions: the next zone's lane -> task_done; another place -> refused; SKIP, where a lane's
    label cannot be scanned -> task_done.
    """
    onward = state.onward
    if onward is None or not onward.place:
        return None
    match scanned:
        case ScannedLocation(code=code) if code == onward.place:
            there = replace(state, onward=replace(onward, is_there=True))
            return next_stop(there, PassOn(code))
        case ScannedLocation(code=code):
            return refuse(state, WrongLane(code, onward.place, onward.zone))
        case ScannedCommand(command=Command.SKIP) if state.prompt is PickPrompt.SCAN_LANE:
            return go_on(replace(state, prompt=PickPrompt.TASK_DONE))
    return None

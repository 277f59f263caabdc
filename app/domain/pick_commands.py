"""The exception commands of the pick dialogue: which panel each of them opens, and when."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pick_cartons import carton_full
from app.domain.pick_effects import PickOutcome, refuse
from app.domain.pick_exceptions import ask_damaged, ask_refill, ask_substitute
from app.domain.pick_lines import Stop
from app.domain.pick_panels import ask_found, ask_undo, short, skip
from app.domain.pick_state import PickState, ShortReason
from app.domain.pick_totes import ask_next_tote
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible


def open_panel(state: PickState, command: Command) -> PickOutcome:
    """Open the panel a command asks for, or refuse the command where it has no meaning."""
    stop = state.stop
    if command is Command.UNDO:
        return ask_undo(state)
    if stop is None or state.to_fill is not None:
        return refuse(state, CommandNotPossible(command))
    match command:
        case Command.SHORT if stop.line.refill > 0:
            return ask_refill(state)
        case Command.SHORT:
            return ask_found(state, stop, None)
        case Command.DAMAGED:
            return ask_damaged(state, stop)
        case Command.SUBSTITUTE:
            return ask_substitute(state, stop)
        case Command.WRONG_LOCATION:
            return _wrong_goods(state, stop)
        case Command.SKIP:
            return skip(state, stop)
        case Command.FULL:
            return ask_next_tote(state) if state.boxing is None else carton_full(state)
    return refuse(state, CommandNotPossible(command))


def _wrong_goods(state: PickState, stop: Stop) -> PickOutcome:
    """Other goods lie in the location: it is counted, and the line goes elsewhere."""
    if state.counted > 0:
        return ask_found(state, stop, ShortReason.OTHER_ITEM)
    return short(replace(state, found=0), stop, ShortReason.OTHER_ITEM)

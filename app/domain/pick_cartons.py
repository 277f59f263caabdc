"""Picking straight into the shipping carton: it is opened, filled unit by unit, and changed."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pick_boxing import Boxing, carton_code
from app.domain.pick_cart import Position
from app.domain.pick_effects import (
    CartonFull,
    GiveUpCarton,
    OpenCarton,
    PickOutcome,
    next_stop,
    refuse,
)
from app.domain.pick_lines import Put, units_in
from app.domain.pick_refusals import (
    CartonFirst,
    CartonNumberUsed,
    CartonTooHeavy,
    NothingInCarton,
    NoToteHere,
    PackagingCardFirst,
)
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    UnknownPackaging,
)
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedPackaging,
    ScannedQuantity,
    ScannedTote,
    code_of,
)


def at_open_carton(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the carton that the next units go into.

    Transitions: the card of a packaging, its number, or OK for the proposed one -> that carton is
    open, to the line; a free carton's own label -> it is open, of the proposed packaging; UNDO,
    a tote, goods or a place -> refused.
    """
    boxing = boxing_of(state)
    match scanned:
        case ScannedPackaging(code=code):
            return _open(state, boxing, code)
        case ScannedCommand(command=Command.OK) if boxing.suggested is not None:
            return _open(state, boxing, boxing.suggested)
        case ScannedQuantity(quantity=number) if 1 <= number <= len(boxing.packagings):
            return _open(state, boxing, boxing.packagings[number - 1].code)
        case ScannedQuantity(quantity=number):
            return refuse(state, NoSuchChoice(number, len(boxing.packagings)))
        case ScannedCarton(sscc=sscc, order_number=str(order)):
            return refuse(state, CartonNumberUsed(sscc, order))
        case ScannedCarton(sscc=sscc):
            if boxing.suggested is None:
                return refuse(state, PackagingCardFirst(sscc))
            return _open(state, boxing, boxing.suggested, sscc)
    return refuse(state, _not_a_carton(boxing, scanned))


def _not_a_carton(boxing: Boxing, scanned: Scanned) -> Refusal:
    match scanned:
        case ScannedTote(code=code):
            return NoToteHere(code, boxing.suggested or "")
        case ScannedItem(code=code) | ScannedLocation(code=code):
            return CartonFirst(code, boxing.suggested or "")
        case ScannedCommand(command=Command.UNDO):
            return NothingToUndo()
        case ScannedCommand(command=command):
            return CommandNotPossible(command)
    return NotAskedForHere(code_of(scanned))


def _open(state: PickState, boxing: Boxing, packaging: str, sscc: str = "") -> PickOutcome:
    position = state.to_fill
    if position is None:
        raise ValueError("every position has its carton")
    if boxing.packaging(packaging) is None:
        return refuse(state, UnknownPackaging(packaging))
    code = sscc or carton_code(state.task_id, state.revision)
    placed = replace(position, tote=code, packaging=packaging)
    return next_stop(state.with_position(placed), OpenCarton(code, packaging, position.number))


def boxing_of(state: PickState) -> Boxing:
    """What is known of the task's cartons.

    Raises:
        ValueError: the task is picked into totes.
    """
    if state.boxing is None:
        raise ValueError(f"task {state.task_id} is picked into totes")
    return state.boxing


# The carton that is open ----------------------------------------------------------------------


def carton_full(state: PickState) -> PickOutcome:
    """Go on in another carton; the full one is closed before anything else is put into it."""
    position = _open_carton(state)
    if position is None:
        return refuse(state, CommandNotPossible(Command.FULL))
    code = position.tote or ""
    if not units_in(state.history, code):
        return refuse(state, NothingInCarton(position.packaging))
    beside = replace(position, tote=None, packaging="", full=(*position.full, code))
    return next_stop(state.with_position(beside), CartonFull(code, position.number))


def give_up_carton(state: PickState) -> PickOutcome | None:
    """Put an open carton back that nothing is in yet; None where there is no such one."""
    position = None if state.boxing is None else _open_carton(state)
    if position is None or units_in(state.history, position.tote or ""):
        return None
    code = position.tote or ""
    back = replace(position, tote=None, packaging="")
    return next_stop(state.with_position(back), GiveUpCarton(code, position.number))


def _open_carton(state: PickState) -> Position | None:
    return next((one for one in state.positions if one.tote is not None), None)


def too_heavy(state: PickState, put: Put, units: int) -> Refusal | None:
    """Why units must not go into the carton that is open: it would not carry them."""
    boxing, position = state.boxing, put.position
    kind = None if boxing is None else boxing.packaging(position.packaging)
    if boxing is None or kind is None:
        return None
    held = {line.pick_line_id: line.item.item_id for line in state.lines}
    inside = sum(
        boxing.weights.get(held[line_id], 0) * count
        for line_id, count in units_in(state.history, position.tote or "").items()
    )
    after = inside + boxing.weights.get(put.lines[0].item.item_id, 0) * units
    if after <= kind.max_weight_g:
        return None
    return CartonTooHeavy(kind.code, after, kind.max_weight_g, is_empty=inside == 0)


def not_into_totes(state: PickState, code: str) -> Refusal | None:
    """The refusal of a tote where units go into a carton; None where they go into totes."""
    if state.boxing is None:
        return None
    position = _open_carton(state)
    return NoToteHere(code, "" if position is None else position.packaging)


def has_filled_carton(before: PickState, after: PickState) -> bool:
    """Whether a scan left a carton to be closed: the last unit is in, or it was called full."""
    if after.boxing is None or after.prompt is before.prompt:
        return False
    if after.prompt is PickPrompt.TASK_DONE:
        return any(units_in(after.history, tote) for one in after.positions for tote in one.totes)
    return after.prompt is PickPrompt.OPEN_CARTON and any(one.full for one in after.positions)

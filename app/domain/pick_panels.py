"""The panels a picker opens when the line does not go as planned: short, skip, undo.

Panels are answered by numbered choices, so that digits, quantity cards and buttons all work.
UNDO leaves a panel without a change.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.pick_effects import (
    PickEffect,
    PickOutcome,
    PutInTote,
    ShortLine,
    SkipLine,
    TakeBack,
    go_on,
    next_stop,
    refuse,
)
from app.domain.pick_state import (
    PickedStep,
    PickLine,
    PickPrompt,
    PickState,
    ShortReason,
    SkipReason,
    back_to_line,
)
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    LastLineCannotBeSkipped,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    WrongLocation,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedLocation,
    ScannedQuantity,
    code_of,
)

SHORT_REASONS = tuple(ShortReason)
SKIP_REASONS = tuple(SkipReason)


def open_panel(state: PickState, command: Command) -> PickOutcome:
    """Open the panel a command asks for, or refuse the command where it has no meaning."""
    line = state.line
    if command is Command.UNDO:
        return _ask_undo(state)
    if line is None or state.tote is None:
        return refuse(state, CommandNotPossible(command))
    if command in (Command.SHORT, Command.DAMAGED):
        reason = ShortReason.DAMAGED if command is Command.DAMAGED else None
        return _ask_found(state, line, reason)
    if command is Command.WRONG_LOCATION:
        if state.counted > 0:
            return _ask_found(state, line, ShortReason.OTHER_ITEM)
        return _short(replace(state, found=0), line, ShortReason.OTHER_ITEM)
    if command is Command.SKIP:
        return _skip(state, line)
    return refuse(state, CommandNotPossible(command))


def at_short_quantity(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask how many were found.

    Transitions: a number below the open quantity, or OK for the one shown -> short_reason, or
    at once the next line where the reason is known; UNDO -> back to the line.
    """
    line = _line(state)
    match scanned:
        case ScannedQuantity(quantity=found) if found < line.open:
            chosen = replace(state, found=found)
        case ScannedQuantity(quantity=found):
            return refuse(state, NoSuchChoice(found, line.open - 1))
        case ScannedCommand(command=Command.OK):
            chosen = state
        case _:
            return _leave_or_refuse(state, scanned)
    if chosen.short_reason is not None:
        return _short(chosen, line, chosen.short_reason)
    return go_on(replace(chosen, prompt=PickPrompt.SHORT_REASON))


def at_short_reason(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask why units are missing.

    Transitions: 1 to 4, or OK for the first -> next line; UNDO -> back to the line.
    """
    chosen = _choice(scanned)
    if chosen is None:
        return _leave_or_refuse(state, scanned)
    if not 1 <= chosen <= len(SHORT_REASONS):
        return refuse(state, NoSuchChoice(chosen, len(SHORT_REASONS)))
    return _short(state, _line(state), SHORT_REASONS[chosen - 1])


def at_skip_reason(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask why a line is skipped a second time.

    Transitions: 1 to 3, or OK for the first -> next line; UNDO -> back to the line.
    """
    chosen = _choice(scanned)
    if chosen is None:
        return _leave_or_refuse(state, scanned)
    if not 1 <= chosen <= len(SKIP_REASONS):
        return refuse(state, NoSuchChoice(chosen, len(SKIP_REASONS)))
    return _skipped(state, _line(state), SKIP_REASONS[chosen - 1])


def at_undo(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that the last put be taken out of the tote and brought back.

    Transitions: the location it came from, or OK -> that line is open again; UNDO -> back.
    """
    step = state.history[-1]
    line = next(line for line in state.lines if line.pick_line_id == step.pick_line_id)
    match scanned:
        case ScannedLocation(code=code) if code != line.location:
            return refuse(state, WrongLocation(code, line.location))
        case ScannedLocation() | ScannedCommand(command=Command.OK):
            return _take_back(state, line, step)
    return _leave_or_refuse(state, scanned)


def _ask_found(state: PickState, line: PickLine, reason: ShortReason | None) -> PickOutcome:
    """Propose what is in hand, but never the whole line, which would not be short."""
    found = min(state.counted, line.open - 1)
    panel = replace(state, prompt=PickPrompt.SHORT_QUANTITY, found=found, short_reason=reason)
    return go_on(panel)


def _ask_undo(state: PickState) -> PickOutcome:
    if state.counted > 0:
        return go_on(back_to_line(replace(state, counted=0)))
    if not state.history:
        return refuse(state, NothingToUndo())
    return go_on(replace(state, prompt=PickPrompt.UNDO))


def _take_back(state: PickState, line: PickLine, step: PickedStep) -> PickOutcome:
    back = state.with_line(replace(line, picked=line.picked - step.quantity))
    back = replace(back, history=state.history[:-1])
    return next_stop(back, TakeBack(step.pick_line_id, step.quantity, state.tote or ""))


def _short(state: PickState, line: PickLine, reason: ShortReason) -> PickOutcome:
    """Put what was found, and give up the rest of the line at this location."""
    effects: list[PickEffect] = []
    history = state.history
    if state.found > 0:
        effects.append(PutInTote(line.pick_line_id, state.found, state.tote or ""))
        history = (*history, PickedStep(line.pick_line_id, state.found))
    missing = line.open - state.found
    effects.append(ShortLine(line.pick_line_id, missing, reason))
    shorted = state.with_line(
        replace(line, picked=line.picked + state.found, short=line.short + missing)
    )
    return next_stop(replace(shorted, history=history), *effects)


def _skip(state: PickState, line: PickLine) -> PickOutcome:
    if not state.upcoming:
        return refuse(state, LastLineCannotBeSkipped(line.location))
    if line.skips > 0:
        return go_on(replace(state, prompt=PickPrompt.SKIP_REASON))
    return _skipped(state, line, None)


def _skipped(state: PickState, line: PickLine, reason: SkipReason | None) -> PickOutcome:
    behind = max(other.skips for other in (line, *state.upcoming)) + 1
    skipped = state.with_line(replace(line, skips=behind))
    return next_stop(skipped, SkipLine(line.pick_line_id, behind, reason))


def _choice(scanned: Scanned) -> int | None:
    """The number chosen, OK standing for the first; None where the scan is no answer."""
    match scanned:
        case ScannedQuantity(quantity=number):
            return number
        case ScannedCommand(command=Command.OK):
            return 1
    return None


def _leave_or_refuse(state: PickState, scanned: Scanned) -> PickOutcome:
    match scanned:
        case ScannedCommand(command=Command.UNDO):
            return go_on(back_to_line(state))
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def _line(state: PickState) -> PickLine:
    line = state.line
    if line is None:
        raise ValueError(f"prompt {state.prompt} needs an open line")
    return line

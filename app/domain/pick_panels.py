"""The panels of the pick dialogue: short, skip and undo, in place of the line.

Panels are answered by numbered choices, so that digits, quantity cards and buttons all work.
UNDO leaves a panel without a change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.domain.confirmation import ConfirmationPolicy
from app.domain.dialogues import choice_of
from app.domain.pick_cartons import give_up_carton
from app.domain.pick_effects import (
    PickEffect,
    PickOutcome,
    ShortLine,
    SkipLine,
    TakeBack,
    go_on,
    next_stop,
    refuse,
)
from app.domain.pick_lines import PickedStep, PickLine, Stop, shared_out
from app.domain.pick_putting import putting, with_picked
from app.domain.pick_refusals import LastLineCannotBeSkipped, ScanEveryUnit
from app.domain.pick_state import (
    PickPrompt,
    PickState,
    ShortReason,
    SkipReason,
    back_to_line,
)
from app.domain.pick_totes import wrong_tote
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
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
    ScannedTote,
    code_of,
)

SHORT_REASONS = tuple(reason for reason in ShortReason if reason is not ShortReason.EXPIRED)
SKIP_REASONS = tuple(SkipReason)


def at_short_quantity(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask how many were found.

    Transitions: a number below the open quantity, or OK for the one shown -> short_reason, or
    at once the next line where the reason is known; UNDO -> back to the line.
    """
    stop = present_stop(state)
    match scanned:
        case ScannedQuantity(quantity=found) if found >= stop.quantity:
            return refuse(state, NoSuchChoice(found, stop.quantity - 1))
        case ScannedQuantity(quantity=found) if must_be_scanned(state, stop, found):
            return refuse(state, ScanEveryUnit(found, stop.line.item.name))
        case ScannedQuantity(quantity=found):
            chosen = replace(state, found=found)
        case ScannedCommand(command=Command.OK):
            chosen = state
        case _:
            return leave_or_refuse(state, scanned)
    if chosen.short_reason is not None:
        return short(chosen, stop, chosen.short_reason)
    return go_on(replace(chosen, prompt=PickPrompt.SHORT_REASON))


def at_short_reason(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask why units are missing.

    Transitions: 1 to 4, or OK for the first -> next line; damaged units -> damaged_place, where the
    house has one; UNDO -> back to the line.
    """
    chosen = choice_of(scanned)
    if chosen is None:
        return leave_or_refuse(state, scanned)
    if not 1 <= chosen <= len(SHORT_REASONS):
        return refuse(state, NoSuchChoice(chosen, len(SHORT_REASONS)))
    reason, stop = SHORT_REASONS[chosen - 1], present_stop(state)
    if reason is ShortReason.DAMAGED and state.quarantine:
        damaged = stop.quantity - state.found
        asked = replace(state, prompt=PickPrompt.DAMAGED_PLACE, short_reason=reason)
        return go_on(replace(asked, damaged=damaged))
    return short(state, stop, reason)


def at_skip_reason(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask why a stop is skipped a second time.

    Transitions: 1 to 3, or OK for the first -> next line; UNDO -> back to the line.
    """
    chosen = choice_of(scanned)
    if chosen is None:
        return leave_or_refuse(state, scanned)
    if not 1 <= chosen <= len(SKIP_REASONS):
        return refuse(state, NoSuchChoice(chosen, len(SKIP_REASONS)))
    return skipped(state, present_stop(state), SKIP_REASONS[chosen - 1])


def at_undo_tote(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that the last put be taken out of its tote.

    Transitions: that tote -> undo; UNDO -> back; another tote -> refused.
    """
    step = state.history[-1]
    match scanned:
        case ScannedTote(code=code) if code == step.tote:
            return go_on(replace(state, prompt=PickPrompt.UNDO))
        case ScannedTote(code=code):
            position = state.position_with(step.tote) or state.positions[0]
            wrong = wrong_tote(state, code, position, 0)
            return refuse(state, replace(wrong, needed=step.tote))
    return leave_or_refuse(state, scanned)


def at_undo(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that the last put, taken out of its tote, be brought back.

    Transitions: the location it came from, or OK -> its lines are open again; UNDO -> back.
    """
    step = state.history[-1]
    line = state.line_with(step.parts[0].pick_line_id)
    match scanned:
        case ScannedLocation(code=code) if code != line.location:
            return refuse(state, WrongLocation(code, line.location))
        case ScannedLocation() | ScannedCommand(command=Command.OK):
            return _take_back(state, step)
    return leave_or_refuse(state, scanned)


def ask_found(state: PickState, stop: Stop, reason: ShortReason | None) -> PickOutcome:
    """Propose what is in hand, but never the whole stop, which would not be short."""
    found = min(state.counted, stop.quantity - 1)
    panel = replace(state, prompt=PickPrompt.SHORT_QUANTITY, found=found, short_reason=reason)
    return go_on(panel)


def must_be_scanned(state: PickState, stop: Stop, found: int) -> bool:
    """Whether more units are said to be found than were scanned of those that have to be."""
    return stop.policy is ConfirmationPolicy.STRICT and found > state.counted


def ask_undo(state: PickState) -> PickOutcome:
    """Open the panel that takes the last put back; units in hand are only counted anew."""
    if state.counted > 0:
        return go_on(back_to_line(replace(state, counted=0)))
    given_up = give_up_carton(state)
    if given_up is not None:
        return given_up
    if not state.history:
        return refuse(state, NothingToUndo())
    # One tote leaves no doubt where the units are.
    prompt = PickPrompt.UNDO if state.has_one_target else PickPrompt.UNDO_TOTE
    return go_on(replace(state, prompt=prompt))


def _take_back(state: PickState, step: PickedStep) -> PickOutcome:
    back = replace(with_picked(state, step.parts, -1), history=state.history[:-1])
    effects = (
        TakeBack(part.pick_line_id, part.quantity, step.tote, part.serials) for part in step.parts
    )
    return next_stop(back, *effects)


GivenUp = Callable[[PickLine, int], PickEffect]
"""Makes the effect by which units of a line are given up at its location."""


def short(state: PickState, stop: Stop, reason: ShortReason) -> PickOutcome:
    """Give up the rest of the stop at this location; what was found is put."""
    return give_up(state, stop, lambda line, units: ShortLine(line.pick_line_id, units, reason))


def give_up(state: PickState, stop: Stop, given_up: GivenUp) -> PickOutcome:
    """Give up all of the stop but the units found.

    Those go to the most urgent orders: into the only tote at once, else they are put after this,
    position by position.
    """
    effects: list[PickEffect] = []
    shares = {part.pick_line_id: part.quantity for part in shared_out(stop.lines, state.found)}
    after = state
    if state.found > 0 and state.has_one_target:
        after, puts = putting(state, stop.puts[0], state.found)
        effects += puts
    after, more = without_units(after, stop, shares, given_up)
    effects += more
    if state.found == 0 or state.has_one_target:
        return next_stop(after, *effects)
    # What was typed before the panel was about units that are given up now.
    held = replace(after, counted=min(state.counted, state.found), putting=0)
    return PickOutcome(back_to_line(held), tuple(effects))


def without_units(
    state: PickState, stop: Stop, shares: Mapping[int, int], given_up: GivenUp
) -> tuple[PickState, list[PickEffect]]:
    """The task without the units of a stop that go beyond the lines' shares, and the effects."""
    effects: list[PickEffect] = []
    after = state
    for line in stop.lines:
        missing = line.open - shares.get(line.pick_line_id, 0)
        if missing > 0:
            effects.append(given_up(line, missing))
            present = after.line_with(line.pick_line_id)
            after = after.with_line(replace(present, short=present.short + missing))
    return after, effects


def skip(state: PickState, stop: Stop) -> PickOutcome:
    """Bring the stop to the end of the walk; the second time a reason is asked for."""
    if not state.upcoming:
        return refuse(state, LastLineCannotBeSkipped(stop.line.location))
    if any(line.skips > 0 for line in stop.lines):
        return go_on(replace(state, prompt=PickPrompt.SKIP_REASON))
    return skipped(state, stop, None)


def skipped(state: PickState, stop: Stop, reason: SkipReason | None) -> PickOutcome:
    """The task with the stop behind all others."""
    behind = max(line.skips for line in (*stop.lines, *state.upcoming)) + 1
    skipped = state
    for line in stop.lines:
        skipped = skipped.with_line(replace(line, skips=behind))
    return next_stop(skipped, *(SkipLine(line.pick_line_id, behind, reason) for line in stop.lines))


def leave_or_refuse(state: PickState, scanned: Scanned) -> PickOutcome:
    """UNDO leaves a panel without a change; nothing else answers it."""
    match scanned:
        case ScannedCommand(command=Command.UNDO):
            return go_on(back_to_line(state))
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def present_stop(state: PickState) -> Stop:
    """The stop that a panel is about.

    Raises:
        ValueError: nothing is open.
    """
    stop = state.stop
    if stop is None:
        raise ValueError(f"prompt {state.prompt} needs an open line")
    return stop

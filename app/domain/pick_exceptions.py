"""Exceptions at the shelf that are no plain short: damage, another item, a refill, an empty place.

Panels are answered by numbered choices and by scans, as those of `app.domain.pick_panels` are.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.dialogues import choice_of
from app.domain.locations import LocationKind
from app.domain.order_refusals import SubstituteNotAgreed
from app.domain.pick_effects import (
    CheckEmpty,
    PickEffect,
    PickOutcome,
    SetDamaged,
    ShortLine,
    SubstituteLine,
    go_on,
    next_stop,
    refuse,
)
from app.domain.pick_lines import PickLine, Stop, shared_out
from app.domain.pick_panels import (
    ask_found,
    ask_undo,
    give_up,
    leave_or_refuse,
    must_be_scanned,
    present_stop,
    skipped,
    without_units,
)
from app.domain.pick_putting import putting
from app.domain.pick_refusals import (
    IsItEmpty,
    NoQuarantine,
    NothingInstead,
    NotQuarantine,
    ScanEveryUnit,
)
from app.domain.pick_state import (
    PickPrompt,
    PickState,
    ShortReason,
    SkipReason,
    back_to_line,
)
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, NoSuchChoice
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    code_of,
)

YES, NO = 1, 2
"""The numbered answers of the questions that have two."""


# Damaged units ----------------------------------------------------------------------------------


def ask_damaged(state: PickState, stop: Stop) -> PickOutcome:
    """Open the panel for damaged units, where there is a place for them."""
    if not state.quarantine:
        return refuse(state, NoQuarantine(stop.line.item.name))
    return go_on(replace(state, prompt=PickPrompt.DAMAGED_QUANTITY, damaged=1))


def at_damaged_quantity(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask how many units are damaged.

    Transitions: a number up to what is open, or OK for the one shown -> damaged_place; UNDO -> back
    to the line.
    """
    most = present_stop(state).quantity
    match scanned:
        case ScannedQuantity(quantity=number) if 1 <= number <= most:
            return go_on(replace(state, prompt=PickPrompt.DAMAGED_PLACE, damaged=number))
        case ScannedQuantity(quantity=number):
            return refuse(state, NoSuchChoice(number, most))
        case ScannedCommand(command=Command.OK):
            return go_on(replace(state, prompt=PickPrompt.DAMAGED_PLACE))
    return leave_or_refuse(state, scanned)


def at_damaged_place(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the quarantine place that damaged units are put into.

    Transitions: any quarantine place -> the units are there, the rest of the stop goes on; UNDO ->
    back to the line; another place -> refused.
    """
    match scanned:
        case ScannedLocation(code=code, kind=LocationKind.QUARANTINE):
            return _set_damaged(state, present_stop(state), code)
        case ScannedLocation(code=code):
            return refuse(state, NotQuarantine(code, state.quarantine))
    return leave_or_refuse(state, scanned)


def _set_damaged(state: PickState, stop: Stop, place: str) -> PickOutcome:
    """The stop without the damaged units: good ones go to the most urgent orders.

    Whoever said how many were found, and that the others are damaged, has put those; whoever only
    set damaged ones aside goes on with the rest.
    """
    good = stop.quantity - state.damaged
    shares = {part.pick_line_id: part.quantity for part in shared_out(stop.lines, good)}
    effects: list[PickEffect] = []
    after, is_counted = state, state.short_reason is ShortReason.DAMAGED
    if is_counted and good > 0 and state.has_one_target:
        after, puts = putting(state, stop.puts[0], good)
        effects += puts

    def damaged(line: PickLine, units: int) -> PickEffect:
        return SetDamaged(line.pick_line_id, units, place)

    after, more = without_units(after, stop, shares, damaged)
    effects += more
    if good == 0 or (is_counted and state.has_one_target):
        return next_stop(after, *effects)
    counted = min(state.counted, good)
    held = replace(after, counted=counted, putting=0, refusal=None, same_refusals=0)
    return PickOutcome(back_to_line(held), tuple(effects))


# Another item -----------------------------------------------------------------------------------


def ask_substitute(state: PickState, stop: Stop) -> PickOutcome:
    """Open the panel for another item, where a customer agreed to one and one is known."""
    line = next((one for one in stop.lines if one.substitute is not None), None)
    if line is None:
        order = stop.puts[0].position.orders
        number = next((one.number for one in order if one.order_id == stop.line.order_id), "")
        return refuse(state, SubstituteNotAgreed(number, stop.line.item.sku))
    if not any(one.substitute for one in stop.lines):
        return refuse(state, NothingInstead(line.item.sku, line.item.name))
    found = min(state.counted, stop.quantity - 1)
    return go_on(replace(state, prompt=PickPrompt.SUBSTITUTE, found=found))


def at_substitute(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask how many of what was ordered were found; the rest is replaced.

    Of an order whose customer did not agree the rest is short. Transitions: a number below the open
    quantity, or OK for the one shown -> next line; UNDO -> back to the line.
    """
    stop = present_stop(state)
    match scanned:
        case ScannedQuantity(quantity=found) if found >= stop.quantity:
            return refuse(state, NoSuchChoice(found, stop.quantity - 1))
        case ScannedQuantity(quantity=found) if must_be_scanned(state, stop, found):
            return refuse(state, ScanEveryUnit(found, stop.line.item.name))
        case ScannedQuantity(quantity=found):
            return give_up(replace(state, found=found), stop, _instead)
        case ScannedCommand(command=Command.OK):
            return give_up(state, stop, _instead)
    return leave_or_refuse(state, scanned)


def _instead(line: PickLine, units: int) -> PickEffect:
    if line.substitute:
        return SubstituteLine(line.pick_line_id, units)
    return ShortLine(line.pick_line_id, units, ShortReason.EMPTY)


# A refill on its way ----------------------------------------------------------------------------


def ask_refill(state: PickState) -> PickOutcome:
    """Say that the face is being refilled before anything is given up at it."""
    return go_on(replace(state, prompt=PickPrompt.REFILL_COMING))


def at_refill_coming(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask whether the picker comes back when the face is filled.

    Transitions: 1 or OK -> the stop comes after all others, or is waited for where it is the last;
    2 -> short_quantity; UNDO -> back to the line.
    """
    stop = present_stop(state)
    match choice_of(scanned):
        case None:
            return leave_or_refuse(state, scanned)
        case 1 if state.upcoming:
            return skipped(state, stop, SkipReason.WAITING_FOR_REPLENISHMENT)
        case 1:
            return go_on(back_to_line(state))
        case 2:
            return ask_found(state, stop, None)
        case other:
            return refuse(state, NoSuchChoice(other, NO))


# The location after its last unit ---------------------------------------------------------------


def at_check_empty(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask whoever took the last unit by the books whether the location is empty.

    Transitions: OK, 1 or its label -> yes; 2, or a unit that lies there still -> no, somebody
    counts; both go on with the next line. UNDO -> undo.
    """
    line = state.line_with(state.emptied)
    match scanned:
        case ScannedCommand(command=Command.UNDO):
            return ask_undo(state)
        case ScannedLocation(code=code) if code == line.location:
            return _checked(state, line, is_empty=True)
        case ScannedItem(item_id=item_id) if item_id == line.item.item_id:
            return _checked(state, line, is_empty=False)
        case ScannedQuantity(quantity=number) if number not in (YES, NO):
            return refuse(state, NoSuchChoice(number, NO))
        case ScannedQuantity() | ScannedCommand(command=Command.OK):
            return _checked(state, line, is_empty=choice_of(scanned) == YES)
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, IsItEmpty(code_of(scanned), line.location))


def _checked(state: PickState, line: PickLine, *, is_empty: bool) -> PickOutcome:
    """On with what comes after the put: what is proved of it stays so."""
    after = back_to_line(replace(state, refusal=None, same_refusals=0))
    return PickOutcome(after, (CheckEmpty(line.pick_line_id, is_empty),))

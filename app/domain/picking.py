"""The pick dialogue: state and scan in, next prompt and effects or a refusal out.

`answer` is the whole dialogue, for all pick methods. It reads no clock and no database: the
window, the tests, the simulator and a station without its server all ask the same function.
What has to be written down is returned as effects, which `app.services.picking` applies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_cartons import at_open_carton, not_into_totes
from app.domain.pick_commands import open_panel
from app.domain.pick_effects import PauseTask, PickOutcome, go_on, refuse
from app.domain.pick_exceptions import (
    at_check_empty,
    at_damaged_place,
    at_damaged_quantity,
    at_refill_coming,
    at_substitute,
)
from app.domain.pick_expired import away_from_expired, expired
from app.domain.pick_lines import Put, Stop
from app.domain.pick_panels import (
    at_short_quantity,
    at_short_reason,
    at_skip_reason,
    at_undo,
    at_undo_tote,
)
from app.domain.pick_putting import put_units
from app.domain.pick_refusals import ScanEveryUnit
from app.domain.pick_state import (
    PickPrompt,
    PickState,
    at_the_place,
    back_to_line,
    begin,
)
from app.domain.pick_stopped import at_set_tote_aside, at_take_out, at_take_tote_off
from app.domain.pick_totes import (
    at_next_tote,
    at_scan_tote,
    is_next_bulk_tote,
    take_next_bulk_tote,
    wrong_tote,
)
from app.domain.pick_units import (
    ask_number,
    lacks_number,
    numbered_unit,
    switch_lot,
    with_unit,
    wrong_goods,
)
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    CodesRunTogether,
    NotAskedForHere,
    Refusal,
    TooMany,
    UnknownCode,
    UnreadableCode,
    WrongCheckDigits,
    WrongLocation,
)
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
    code_of,
)
from app.domain.unit_refusals import PlaceFirst
from app.domain.zone_passing import put_on_lane


def answer(state: PickState, scanned: Scanned, *, today: date) -> PickOutcome:
    """Answer one scan, key or button of a picker.

    Transitions: each prompt documents its own below. Common to all prompts: PAUSE -> paused
    while a line is open; an unreadable or unknown code is refused and changes nothing; a severe
    refusal holds until OK, which then means nothing else. `today` judges expiry dates.
    """
    pauses = scanned == ScannedCommand(Command.PAUSE)
    if state.refusal is not None and state.refusal.severe and not pauses:
        return _acknowledge(state, state.refusal, scanned)
    match scanned:
        case ScannedGarbled(code=code, why=GarbledWhy.RUN_TOGETHER):
            return refuse(state, CodesRunTogether(code))
        case ScannedGarbled(code=code, why=why):
            return refuse(state, UnreadableCode(code, why))
        case ScannedUnknown(code=code):
            return refuse(state, UnknownCode(code))
        case ScannedCommand(command=Command.PAUSE) if _can_pause(state):
            return PickOutcome(replace(begin(state), prompt=PickPrompt.PAUSED), (PauseTask(),))
        case ScannedItem() if (over := expired(state, scanned, today)) is not None:
            return refuse(state, over)
    return _PROMPTS[state.prompt](state, scanned)


def _acknowledge(state: PickState, refusal: Refusal, scanned: Scanned) -> PickOutcome:
    if scanned != ScannedCommand(Command.OK):
        return refuse(state, refusal)
    order = state.to_leave
    if state.prompt is PickPrompt.SET_TOTE_ASIDE and order and not state.holds_goods_of(order):
        return at_set_tote_aside(state, scanned)  # nothing is to be carried: OK says all
    return away_from_expired(state, refusal) or go_on(state)


def _can_pause(state: PickState) -> bool:
    """A finished task has nothing left to put aside, even while its last put is being undone."""
    return state.line is not None and state.prompt is not PickPrompt.PAUSED


def _at_scan_location(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the location.

    Transitions: the location or its check digits -> scan_item, or on to the quantity if the item
    was scanned before or has no barcode; the right item is remembered; another location -> refused.
    """
    stop = _present(state)
    line = stop.line
    match scanned:
        case ScannedLocation(code=code) if code == line.location:
            return _at_location(state, stop)
        case ScannedLocation(code=code):
            return refuse(state, WrongLocation(code, line.location))
        case ScannedQuantity(quantity=digits) if digits == int(line.check_digits or -1):
            return _at_location(state, stop)
        case ScannedQuantity(quantity=digits):
            return refuse(state, WrongCheckDigits(digits, line.location))
        case ScannedItem():
            refusal = wrong_goods(state, stop, scanned)
            if (switched := switch_lot(state, stop, scanned)) is not None:
                return switched
            if refusal is not None:
                return refuse(state, refusal)
            if lacks_number(stop, scanned):
                return refuse(state, PlaceFirst(scanned.name, line.location))
            return go_on(with_unit(state, scanned))
    return _otherwise(state, scanned)


def _at_scan_item(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the item, or for each of its units.

    Transitions: the item -> the quantity, or put_in_tote where there are several totes; all units
    of the only tote -> next line; the line's own location only confirms it; the tote before all
    units were scanned -> those in hand are in; a batch's next tote -> it is filled from now on;
    anything else -> refused.
    """
    stop = _present(state)
    match scanned:
        case ScannedTote() if is_next_bulk_tote(state, scanned):
            return _into_next_tote(state, scanned, min(state.counted, stop.quantity))
        case ScannedTote(code=code) if state.counted > 0:
            return _put_in_hand(state, stop.puts[0], code)
        case ScannedQuantity(quantity=number) if state.counted > 0:
            return refuse(state, ScanEveryUnit(number, stop.line.item.name))
        case ScannedCommand(command=Command.UNDO) if state.counted > 0:
            return go_on(back_to_line(replace(state, counted=0)))
    return _at_shelf(state, stop, scanned)


def _at_scan_serial(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the number of the unit that was just scanned.

    Transitions: a number nobody has scanned yet -> the unit is in hand, on as from scan_item; UNDO
    -> scan_item; a number that was scanned before, or anything else -> refused.
    """
    unit = numbered_unit(state, scanned)
    if isinstance(unit, PickOutcome):
        return unit
    return _count(state, _present(state), unit)


def _put_in_hand(state: PickState, put: Put, tote: str) -> PickOutcome:
    units = min(state.counted, put.quantity)
    if tote == put.position.tote:
        return put_units(state, put, units)
    return refuse(state, wrong_tote(state, tote, put.position, units))


def _into_next_tote(state: PickState, tote: ScannedTote, units: int) -> PickOutcome:
    """Take a batch's next tote; the units in hand are in it."""
    bound, taken = take_next_bulk_tote(state, tote)
    if not units:
        return go_on(back_to_line(bound), taken)
    outcome = put_units(bound, _present(bound).puts[0], units)
    return replace(outcome, effects=(taken, *outcome.effects))


def _at_confirm_quantity(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask whether all units are in the only tote.

    Transitions: OK or the tote -> all units are in, next line, and so a batch's next tote; a number
    -> that many are in, the rest stays open; the item again -> one more; anything else -> refused.
    """
    stop = _present(state)
    line, put = stop.line, stop.puts[0]
    match scanned:
        case ScannedTote() if is_next_bulk_tote(state, scanned):
            return _into_next_tote(state, scanned, put.quantity)
        case ScannedCommand(command=Command.OK):
            return put_units(state, put, put.quantity)
        case ScannedTote(code=code) | ScannedCarton(sscc=code) if code == put.position.tote:
            return put_units(state, put, put.quantity)
        case ScannedQuantity(quantity=0):
            return open_panel(replace(state, counted=0), Command.SHORT)
        case ScannedQuantity(quantity=number) if number > put.quantity:
            return refuse(state, TooMany(number, put.quantity, line.item.name))
        case ScannedQuantity(quantity=number):
            return put_units(state, put, number)
        case ScannedCommand(command=Command.UNDO) if state.counted > 0:
            return go_on(back_to_line(replace(state, counted=0)))
    return _at_shelf(state, stop, scanned)


def _at_put_in_tote(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that units be put into one of the totes, whose scan confirms what is shown.

    Transitions: the tote -> the units shown are in, then the stop's next tote or the next line, and
    so a batch's next tote; a number first -> so many instead, the rest stays open; the item again
    -> one more in hand; any other tote -> refused, and what to do with the units.
    """
    stop = _present(state)
    line, put = stop.line, stop.puts[0]
    asked = state.putting or put.quantity
    match scanned:
        case ScannedTote() if is_next_bulk_tote(state, scanned):
            return _into_next_tote(state, scanned, asked)
        case ScannedTote(code=code) if code == put.position.tote:
            return put_units(state, put, asked)
        case ScannedTote(code=code):
            return refuse(state, wrong_tote(state, code, put.position, asked))
        case ScannedQuantity(quantity=0):
            return open_panel(replace(state, counted=0, putting=0), Command.SHORT)
        case ScannedQuantity(quantity=number) if number > put.quantity:
            return refuse(state, TooMany(number, put.quantity, line.item.name))
        case ScannedQuantity(quantity=number) if stop.policy is ConfirmationPolicy.STRICT:
            return refuse(state, ScanEveryUnit(number, line.item.name))
        case ScannedQuantity(quantity=number):
            return go_on(replace(state, putting=number))
        case ScannedCommand(command=Command.UNDO) if state.counted > 0 or state.putting > 0:
            return go_on(back_to_line(replace(state, counted=0, putting=0)))
    return _at_shelf(state, stop, scanned)


def _at_shelf(state: PickState, stop: Stop, scanned: Scanned) -> PickOutcome:
    """What all prompts share at which the picker stands before the goods."""
    match scanned:
        case ScannedItem():
            return _count(state, stop, scanned)
        case ScannedLocation(code=code) if code == stop.line.location:
            return go_on(replace(state, location_confirmed=True))
        case ScannedLocation(code=code):
            return refuse(state, WrongLocation(code, stop.line.location))
    return _otherwise(state, scanned)


def _at_task_done(state: PickState, scanned: Scanned) -> PickOutcome:
    """Transitions: UNDO -> undo; NEXT and OK are the screen's, which asks for the next work.

    Where totes pass from zone to zone, the lane they are put on may be scanned.
    """
    return put_on_lane(state, scanned) or _otherwise(state, scanned)


def _at_scan_lane(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that a zone's totes be put on the lane of the next one.

    Transitions: that lane, or SKIP -> task_done; UNDO -> undo; anything else -> refused.
    """
    return put_on_lane(state, scanned) or _otherwise(state, scanned)


def _at_paused(state: PickState, scanned: Scanned) -> PickOutcome:
    """Transitions: none; the task is claimed again to go on."""
    return refuse(state, NotAskedForHere(code_of(scanned)))


def _otherwise(state: PickState, scanned: Scanned) -> PickOutcome:
    """What all picking prompts share: the exception commands, and refusals of the rest."""
    match scanned:
        case ScannedCommand(command=command):
            return open_panel(state, command)
        case ScannedTote(code=code) if (refusal := not_into_totes(state, code)) is not None:
            return refuse(state, refusal)
        case ScannedTote(code=code) if state.tote is not None and not state.position_with(code):
            position = state.positions[0] if state.stop is None else state.stop.puts[0].position
            return refuse(state, wrong_tote(state, code, position, 0))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def _at_location(state: PickState, stop: Stop) -> PickOutcome:
    placed = replace(state, location_confirmed=True)
    if state.has_one_target and _goes_in(placed, stop):
        return put_units(replace(placed, counted=0), stop.puts[0], placed.counted)
    return go_on(replace(placed, prompt=at_the_place(placed)))


def _count(state: PickState, stop: Stop, item: ScannedItem) -> PickOutcome:
    switched = switch_lot(state, stop, item)
    if switched is not None:
        return switched
    refusal = wrong_goods(state, stop, item)
    if refusal is not None:
        return refuse(state, refusal)
    if lacks_number(stop, item):
        return ask_number(state, item)
    counting = with_unit(state, item)
    if state.has_one_target and _goes_in(counting, stop):
        return put_units(counting, stop.puts[0], counting.counted)
    return go_on(replace(counting, prompt=at_the_place(counting)))


def _goes_in(state: PickState, stop: Stop) -> bool:
    """Whether what is in hand is put in at once: each unit into its carton, all into a tote."""
    is_strict = stop.policy is ConfirmationPolicy.STRICT
    if state.boxing is not None and is_strict:
        return state.counted > 0
    return state.counted == stop.quantity


def _present(state: PickState) -> Stop:
    stop = state.stop
    if stop is None:
        raise ValueError(f"prompt {state.prompt} needs an open line")
    return stop


_PROMPTS: dict[PickPrompt, Callable[[PickState, Scanned], PickOutcome]] = {
    PickPrompt.SCAN_TOTE: at_scan_tote,
    PickPrompt.OPEN_CARTON: at_open_carton,
    PickPrompt.SCAN_LOCATION: _at_scan_location,
    PickPrompt.SCAN_ITEM: _at_scan_item,
    PickPrompt.SCAN_SERIAL: _at_scan_serial,
    PickPrompt.CONFIRM_QUANTITY: _at_confirm_quantity,
    PickPrompt.PUT_IN_TOTE: _at_put_in_tote,
    PickPrompt.NEXT_TOTE: at_next_tote,
    PickPrompt.TAKE_OUT: at_take_out,
    PickPrompt.SET_TOTE_ASIDE: at_set_tote_aside,
    PickPrompt.TAKE_TOTE_OFF: at_take_tote_off,
    PickPrompt.REFILL_COMING: at_refill_coming,
    PickPrompt.DAMAGED_QUANTITY: at_damaged_quantity,
    PickPrompt.DAMAGED_PLACE: at_damaged_place,
    PickPrompt.SUBSTITUTE: at_substitute,
    PickPrompt.CHECK_EMPTY: at_check_empty,
    PickPrompt.SHORT_QUANTITY: at_short_quantity,
    PickPrompt.SHORT_REASON: at_short_reason,
    PickPrompt.SKIP_REASON: at_skip_reason,
    PickPrompt.UNDO_TOTE: at_undo_tote,
    PickPrompt.UNDO: at_undo,
    PickPrompt.SCAN_LANE: _at_scan_lane,
    PickPrompt.TASK_DONE: _at_task_done,
    PickPrompt.PAUSED: _at_paused,
}

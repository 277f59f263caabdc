"""The pick dialogue: state and scan in, next prompt and effects or a refusal out.

`answer` is the whole dialogue of a single-order pick. It reads no clock and no database: the
window, the tests, the simulator and a station without its server all ask the same function.
What has to be written down is returned as effects, which `app.services.picking` applies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.domain.code_book import BookTote
from app.domain.pick_effects import (
    BindTote,
    PauseTask,
    PickOutcome,
    PutInTote,
    go_on,
    next_stop,
    refuse,
)
from app.domain.pick_panels import (
    at_short_quantity,
    at_short_reason,
    at_skip_reason,
    at_undo,
    open_panel,
)
from app.domain.pick_state import (
    PickedStep,
    PickLine,
    PickPrompt,
    PickState,
    back_to_line,
    begin,
)
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    CodesRunTogether,
    ExpiredLot,
    NotAskedForHere,
    Refusal,
    TooMany,
    ToteFirst,
    ToteInUse,
    UnknownCode,
    UnreadableCode,
    WrongCheckDigits,
    WrongItem,
    WrongLocation,
    WrongLot,
    WrongTote,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
    code_of,
)


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
        case ScannedItem(name=name):
            expiry = _expiry(state, scanned)
            if expiry is not None and expiry < today:
                return refuse(state, ExpiredLot(expiry, name))
    return _PROMPTS[state.prompt](state, scanned)


def _acknowledge(state: PickState, refusal: Refusal, scanned: Scanned) -> PickOutcome:
    if scanned == ScannedCommand(Command.OK):
        return go_on(state)
    return refuse(state, refusal)


def _can_pause(state: PickState) -> bool:
    """A finished task has nothing left to put aside, even while its last put is being undone."""
    return state.line is not None and state.prompt is not PickPrompt.PAUSED


def _expiry(state: PickState, item: ScannedItem) -> date | None:
    """The last day of the unit: from its label, else of the lot promised at this location."""
    line = state.line
    if item.expiry is None and line is not None and line.item.item_id == item.item_id:
        return line.expiry
    return item.expiry


def _at_scan_tote(state: PickState, scanned: Scanned) -> PickOutcome:
    """Transitions: a free tote -> the first line; a tote in use, goods or a place -> refused."""
    match scanned:
        case ScannedTote(code=code, order_number=order) if order in (None, state.order_number):
            return next_stop(_bound(state, scanned), BindTote(code))
        case ScannedTote(code=code, order_number=str(order)):
            return refuse(state, ToteInUse(code, order))
        case ScannedItem(code=code) | ScannedLocation(code=code):
            return refuse(state, ToteFirst(code))
    return _otherwise(state, scanned)


def _bound(state: PickState, tote: ScannedTote) -> PickState:
    """The state with its tote, whose code belongs to this task from now on."""
    entry = BookTote(tote.tote_id, state.order_number)
    book = replace(state.book, totes={**state.book.totes, tote.code: entry})
    return replace(state, tote=tote.code, book=book)


def _at_scan_location(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the location.

    Transitions: the location or its check digits -> scan_item, or on to the quantity if the item
    was scanned before; the right item is remembered; another location -> refused.
    """
    line = _present(state)
    match scanned:
        case ScannedLocation(code=code) if code == line.location:
            return _at_location(state, line)
        case ScannedLocation(code=code):
            return refuse(state, WrongLocation(code, line.location))
        case ScannedQuantity(quantity=digits) if digits == int(line.check_digits or -1):
            return _at_location(state, line)
        case ScannedQuantity(quantity=digits):
            return refuse(state, WrongCheckDigits(digits, line.location))
        case ScannedItem():
            refusal = _wrong_goods(state, line, scanned)
            if refusal is not None:
                return refuse(state, refusal)
            return go_on(replace(state, counted=state.counted + scanned.quantity))
        case ScannedTote(code=code) if code == state.tote:
            return refuse(state, NotAskedForHere(code))
    return _otherwise(state, scanned)


def _at_scan_item(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the item.

    Transitions: the item -> next line if that was all of it, else confirm_quantity; the line's
    own location only confirms it; anything else -> refused.
    """
    line = _present(state)
    match scanned:
        case ScannedItem():
            return _count(state, line, scanned)
        case ScannedLocation(code=code) if code == line.location:
            return go_on(replace(state, location_confirmed=True))
        case ScannedLocation(code=code):
            return refuse(state, WrongLocation(code, line.location))
        case ScannedTote(code=code) if code == state.tote:
            return refuse(state, NotAskedForHere(code))
    return _otherwise(state, scanned)


def _at_confirm_quantity(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask whether all units are in the tote.

    Transitions: OK or the order's tote -> all units are in, next line; a number -> that many are
    in, the rest stays open; the item again -> one more; anything else -> refused.
    """
    line = _present(state)
    match scanned:
        case ScannedCommand(command=Command.OK):
            return _put(state, line, line.open)
        case ScannedTote(code=code) if code == state.tote:
            return _put(state, line, line.open)
        case ScannedQuantity(quantity=0):
            return open_panel(replace(state, counted=0), Command.SHORT)
        case ScannedQuantity(quantity=number) if number > line.open:
            return refuse(state, TooMany(number, line.open, line.item.name))
        case ScannedQuantity(quantity=number):
            return _put(state, line, number)
        case ScannedItem():
            return _count(state, line, scanned)
        case ScannedLocation(code=code) if code == line.location:
            return go_on(state)
        case ScannedLocation(code=code):
            return refuse(state, WrongLocation(code, line.location))
        case ScannedCommand(command=Command.UNDO):
            return go_on(back_to_line(replace(state, counted=0)))
    return _otherwise(state, scanned)


def _at_task_done(state: PickState, scanned: Scanned) -> PickOutcome:
    """Transitions: UNDO -> undo; NEXT and OK are the screen's, which asks for the next work."""
    return _otherwise(state, scanned)


def _at_paused(state: PickState, scanned: Scanned) -> PickOutcome:
    """Transitions: none; the task is claimed again to go on."""
    return refuse(state, NotAskedForHere(code_of(scanned)))


def _otherwise(state: PickState, scanned: Scanned) -> PickOutcome:
    """What all picking prompts share: the exception commands, and refusals of the rest."""
    match scanned:
        case ScannedCommand(command=command):
            return open_panel(state, command)
        case ScannedTote(code=code) if state.tote is not None and code != state.tote:
            return refuse(state, WrongTote(code, state.tote))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def _at_location(state: PickState, line: PickLine) -> PickOutcome:
    placed = replace(state, location_confirmed=True, prompt=PickPrompt.SCAN_ITEM)
    if placed.counted == 0:
        return go_on(placed)
    if placed.counted == line.open:
        return _put(placed, line, line.open)
    return go_on(replace(placed, prompt=PickPrompt.CONFIRM_QUANTITY))


def _wrong_goods(state: PickState, line: PickLine, item: ScannedItem) -> Refusal | None:
    """Why this item must not be counted for the line, if it must not."""
    if item.item_id != line.item.item_id:
        return WrongItem(
            scanned_sku=item.sku,
            scanned_name=item.name,
            scanned_code=item.code,
            needed_sku=line.item.sku,
            needed_name=line.item.name,
            needed_location=line.location,
        )
    if (lots := _other_lot(line, item)) is not None:
        return WrongLot(*lots, item.name)
    if state.counted + item.quantity > line.open:
        return TooMany(state.counted + item.quantity, line.open, item.name)
    return None


def _other_lot(line: PickLine, item: ScannedItem) -> tuple[str, str] | None:
    """The scanned and the promised lot, where they differ; lots without a code go by their date."""
    if line.lot is not None:
        differs = item.lot is not None and item.lot != line.lot
        return (item.lot or "", line.lot) if differs else None
    if line.expiry is None or item.expiry is None or item.expiry == line.expiry:
        return None
    return item.expiry.isoformat(), line.expiry.isoformat()


def _count(state: PickState, line: PickLine, item: ScannedItem) -> PickOutcome:
    refusal = _wrong_goods(state, line, item)
    if refusal is not None:
        return refuse(state, refusal)
    counted = state.counted + item.quantity
    if counted == line.open:
        return _put(state, line, counted)
    return go_on(replace(state, counted=counted, prompt=PickPrompt.CONFIRM_QUANTITY))


def _put(state: PickState, line: PickLine, quantity: int) -> PickOutcome:
    step = PickedStep(line.pick_line_id, quantity)
    put = state.with_line(replace(line, picked=line.picked + quantity))
    put = replace(put, history=(*put.history, step))
    outcome = next_stop(put, PutInTote(line.pick_line_id, quantity, state.tote or ""))
    if outcome.state.line is not None and outcome.state.line.pick_line_id == line.pick_line_id:
        # The picker still stands there: asking for the place again would add nothing.
        still = replace(outcome.state, prompt=PickPrompt.SCAN_ITEM, location_confirmed=True)
        return replace(outcome, state=still)
    return outcome


def _present(state: PickState) -> PickLine:
    line = state.line
    if line is None:
        raise ValueError(f"prompt {state.prompt} needs an open line")
    return line


_PROMPTS: dict[PickPrompt, Callable[[PickState, Scanned], PickOutcome]] = {
    PickPrompt.SCAN_TOTE: _at_scan_tote,
    PickPrompt.SCAN_LOCATION: _at_scan_location,
    PickPrompt.SCAN_ITEM: _at_scan_item,
    PickPrompt.CONFIRM_QUANTITY: _at_confirm_quantity,
    PickPrompt.SHORT_QUANTITY: at_short_quantity,
    PickPrompt.SHORT_REASON: at_short_reason,
    PickPrompt.SKIP_REASON: at_skip_reason,
    PickPrompt.UNDO: at_undo,
    PickPrompt.TASK_DONE: _at_task_done,
    PickPrompt.PAUSED: _at_paused,
}

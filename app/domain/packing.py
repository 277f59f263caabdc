"""The pack dialogue: prove the contents unit by unit, box them, and match the stuck label.

`answer_packing` is pure: state and scan in, next prompt and effects or a refusal out. Effects are
applied by `app.services.packing`, each in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.domain.offline import Activity, NeedsDatabase
from app.domain.pack_boxing import box_anew, close_by_itself, close_carton, note_ahead
from app.domain.pack_effects import (
    AcknowledgeInstructions,
    ConfirmLabel,
    PackOutcome,
    ParkOrder,
    PutInCarton,
    ReportMissing,
    ReprintLabel,
    ReprintSlip,
    TakeOutOfCarton,
    go_on_packing,
    next_pack_step,
    refuse_packing,
)
from app.domain.pack_parcels import at_parcel, at_void_lead, tote_for_units
from app.domain.pack_places import scanned_places
from app.domain.pack_proven import put_proven_in
from app.domain.pack_state import (
    MissingReason,
    PackPrompt,
    PackState,
    ReprintReason,
    VerifiedStep,
    begin_packing,
)
from app.domain.pack_units import line_of_unit, number_obstacle, numbered_unit, packed
from app.domain.pack_weighing import (
    at_weigh,
    at_weight_differs,
    at_weight_item,
    at_weight_lead,
    at_weight_reason,
    is_typed_weight,
)
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    AlreadyPacked,
    AnotherOrderOpen,
    CodesRunTogether,
    CommandNotPossible,
    ExpiredLot,
    ItemNotInOrder,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    TooMany,
    UnknownCode,
    UnreadableCode,
    WrongLabel,
)
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedOrder,
    ScannedPackaging,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
    code_of,
)

MISSING_REASONS = tuple(MissingReason)
REPRINT_REASONS = tuple(ReprintReason)

_ENDS = frozenset({PackPrompt.DONE, PackPrompt.PARKED})
_ON_SCALE = frozenset({PackPrompt.WEIGH, PackPrompt.WEIGHT_DIFFERS})


def answer_packing(state: PackState, scanned: Scanned, *, today: date) -> PackOutcome:
    """Answer one scan, key or button of a packer.

    Transitions: each prompt documents its own below. Common to all open prompts: PAUSE -> parked;
    an unreadable or unknown code, or another order's tote, is refused and changes nothing; a tote,
    cubby or slot with more of the order's goods is noted as brought to the bench; a severe refusal
    holds until OK, which then means nothing else.
    """
    pauses = scanned == ScannedCommand(Command.PAUSE)
    if state.refusal is not None and state.refusal.severe and not pauses:
        return _acknowledge(state, state.refusal, scanned)
    match scanned:
        case _ if is_typed_weight(state, scanned):
            return at_weigh(state, scanned)
        case ScannedGarbled(code=code, why=GarbledWhy.RUN_TOGETHER):
            return refuse_packing(state, CodesRunTogether(code))
        case ScannedGarbled(code=code, why=why):
            return refuse_packing(state, UnreadableCode(code, why))
        case ScannedUnknown(code=code):
            return refuse_packing(state, UnknownCode(code))
        case ScannedPackaging(code=code) if state.prompt in _ON_SCALE:
            return close_carton(state, code)  # another box than the one that was named
        case ScannedItem(expiry=expiry, name=name) if expiry is not None and expiry < today:
            return refuse_packing(state, ExpiredLot(expiry, name))
        case ScannedCommand(command=Command.PAUSE) if state.prompt not in _ENDS:
            parked = replace(begin_packing(state), prompt=PackPrompt.PARKED)
            return PackOutcome(parked, (ParkOrder(),))
    return (
        _at_places(state, scanned)
        or tote_for_units(state, scanned)
        or _PROMPTS[state.prompt](state, scanned)
    )


def _at_places(state: PackState, scanned: Scanned) -> PackOutcome | None:
    """Answer codes of other orders, and of places that this order's goods are brought from."""
    match scanned:
        case ScannedTote(code=code, order_number=str(order)) if order != state.order_number:
            return refuse_packing(state, AnotherOrderOpen(state.order_number, code))
        case ScannedOrder(number=number) if number != state.order_number:
            return refuse_packing(state, AnotherOrderOpen(state.order_number, number))
        case ScannedTote(code=code) | ScannedLocation(code=code) if state.prompt not in _ENDS:
            brought = scanned_places(state.places, code)
            if brought:
                return go_on_packing(replace(state, here=state.here | brought))
    return None


def _acknowledge(state: PackState, refusal: Refusal, scanned: Scanned) -> PackOutcome:
    if scanned == ScannedCommand(Command.OK):
        return go_on_packing(state)
    return refuse_packing(state, refusal)


def _at_acknowledge(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask that the instructions be read; everything else waits.

    Transitions: OK -> scan_unit, or beyond it where the wall has proven all units.
    """
    match scanned:
        case ScannedCommand(command=Command.OK):
            read = next_pack_step(replace(state, acknowledged=True), AcknowledgeInstructions())
            return put_proven_in(read.state, *read.effects) or read
    return _otherwise(state, scanned)


def _at_scan_unit(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask for the next unit.

    Transitions: a unit of the order -> scan_unit, the last one -> choose_packaging, or beyond it
    where the packaging is known; surplus and foreign units are refused; a packaging card -> noted;
    FULL, once something is in -> choose_packaging for what is in, the rest goes into another
    carton; SHORT or DAMAGED -> missing_reason; UNDO -> undo.
    """
    match scanned:
        case ScannedItem():
            return _verify(state, scanned)
        case ScannedCommand(command=Command.FULL) if state.verified:
            full = replace(state, is_full=True, prompt=PackPrompt.CHOOSE_PACKAGING)
            return close_by_itself(go_on_packing(full))
        case ScannedPackaging(code=code):
            return note_ahead(state, code)
        case ScannedCommand(command=Command.SHORT | Command.DAMAGED):
            return go_on_packing(replace(state, prompt=PackPrompt.MISSING_REASON))
    return _otherwise(state, scanned)


def _at_inserts(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask for what the shop wants in the parcel beside the goods.

    Transitions: OK -> choose_packaging; a unit more is surplus; UNDO -> undo.
    """
    match scanned:
        case ScannedCommand(command=Command.OK):
            return close_by_itself(next_pack_step(replace(state, inserted=True)))
        case ScannedItem():
            return _verify(state, scanned)
    return _otherwise(state, scanned)


def _at_scan_serial(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask for the number of the unit that was just scanned.

    Transitions: the number of a unit that was picked for the order -> it is in, on as from
    scan_unit; UNDO -> scan_unit; another number, or anything else -> refused.
    """
    unit = numbered_unit(state, scanned)
    return unit if isinstance(unit, PackOutcome) else _verify(state, unit)


def _at_choose_packaging(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask for the packaging.

    Transitions: OK for the suggested packaging, a packaging card, or a choice's number ->
    weigh, or scan_label where nothing is weighed; a unit more is surplus, or goes in where the
    carton was only called full; UNDO -> undo, or back where it was called full.
    """
    match scanned:
        case ScannedCommand(command=Command.OK) if state.suggestion is not None:
            return close_carton(state, state.suggestion)
        case ScannedCommand(command=Command.UNDO) if state.is_full:
            return next_pack_step(state)
        case ScannedPackaging(code=code):
            return close_carton(state, code)
        case ScannedQuantity(quantity=number) if 1 <= number <= len(state.packagings):
            return close_carton(state, state.packagings[number - 1].code)
        case ScannedQuantity(quantity=number):
            return refuse_packing(state, NoSuchChoice(number, len(state.packagings)))
        case ScannedItem():
            return _verify(state, scanned)
    return _otherwise(state, scanned)


def _at_scan_label(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask for the stuck label.

    Transitions: the carton's own SSCC -> done; another one is refused; the card of another
    packaging -> boxed anew; REPRINT -> the reason; UNDO -> parcel, what can be done with it.
    """
    match scanned:
        case ScannedCarton(sscc=sscc) if sscc == state.sscc:
            return next_pack_step(replace(state, label_confirmed=True), ConfirmLabel(sscc))
        case ScannedCarton(sscc=sscc, order_number=order):
            needed = state.sscc or ""
            return refuse_packing(state, WrongLabel(sscc, needed, state.order_number, order))
        case ScannedPackaging(code=code):
            return box_anew(state, code)
        case ScannedCommand(command=Command.REPRINT):
            return go_on_packing(replace(state, prompt=PackPrompt.REPRINT_REASON))
        case ScannedCommand(command=Command.UNDO):
            return go_on_packing(replace(state, prompt=PackPrompt.PARCEL))
    return _otherwise(state, scanned)


def _at_label_waits(state: PackState, scanned: Scanned) -> PackOutcome:
    """The carton was closed off line; its number and label come when the database is back.

    Transitions: REPRINT -> the reason; the order's own codes wait for the label.
    """
    match scanned:
        case ScannedCommand(command=Command.REPRINT):
            return go_on_packing(replace(state, prompt=PackPrompt.REPRINT_REASON))
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
        case ScannedOrder() | ScannedTote() | ScannedCarton():
            return refuse_packing(state, NeedsDatabase(Activity.LABEL))
    return refuse_packing(state, NotAskedForHere(code_of(scanned)))


def _at_missing_reason(state: PackState, scanned: Scanned) -> PackOutcome:
    """Transitions: 1 to 3, or OK for the first -> parked, the order held; UNDO -> back."""
    chosen = _choice(scanned)
    if chosen is None:
        return _leave_or_refuse(state, scanned)
    if not 1 <= chosen <= len(MISSING_REASONS):
        return refuse_packing(state, NoSuchChoice(chosen, len(MISSING_REASONS)))
    parked = replace(begin_packing(state), prompt=PackPrompt.PARKED)
    return PackOutcome(parked, (ReportMissing(MISSING_REASONS[chosen - 1]),))


def _at_reprint_reason(state: PackState, scanned: Scanned) -> PackOutcome:
    """Transitions: 1 to 3, or OK for the first -> printed again; UNDO -> back.

    It is the label, or where that waits for the database, the slip.
    """
    chosen = _choice(scanned)
    if chosen is None:
        return _leave_or_refuse(state, scanned)
    if not 1 <= chosen <= len(REPRINT_REASONS):
        return refuse_packing(state, NoSuchChoice(chosen, len(REPRINT_REASONS)))
    reason = REPRINT_REASONS[chosen - 1]
    is_slip = state.closed_offline and state.sscc is None
    return next_pack_step(state, ReprintSlip(reason) if is_slip else ReprintLabel(reason))


def _at_undo(state: PackState, scanned: Scanned) -> PackOutcome:
    """Transitions: the item taken out, or OK -> scan_unit, the unit open again; UNDO -> back."""
    step = state.history[-1]
    line = next(line for line in state.lines if line.order_line_id == step.order_line_id)
    match scanned:
        case ScannedItem(item_id=item_id) if item_id != line.item_id:
            return refuse_packing(state, NotAskedForHere(code_of(scanned)))
        case ScannedItem() | ScannedCommand(command=Command.OK):
            verified, serials = line.verified - step.quantity, (*line.serials, *step.serials)
            back = state.with_line(replace(line, verified=verified, serials=serials))
            back = replace(back, history=state.history[:-1])
            out = TakeOutOfCarton(step.order_line_id, step.quantity, step.serials)
            return next_pack_step(back, out)
    return _leave_or_refuse(state, scanned)


def _at_end(state: PackState, scanned: Scanned) -> PackOutcome:
    """Transitions: none here; the screen opens the next order."""
    return refuse_packing(state, NotAskedForHere(code_of(scanned)))


def _verify(state: PackState, item: ScannedItem) -> PackOutcome:
    lines = [line for line in state.lines if line.item_id == item.item_id]
    if not lines:
        return refuse_packing(state, ItemNotInOrder(item.sku, item.name, state.order_number))
    line = line_of_unit(lines, item)
    if line is None:
        ordered = sum(line.quantity for line in lines)
        return refuse_packing(state, AlreadyPacked(item.name, ordered, state.order_number))
    if item.quantity > line.open:
        return refuse_packing(state, TooMany(item.quantity, line.open, item.name))
    if (numbered := number_obstacle(state, line, item)) is not None:
        return numbered
    serials = () if item.serial is None or not line.is_numbered else (item.serial,)
    step = VerifiedStep(line.order_line_id, item.quantity, serials)
    verified = replace(state.with_line(packed(line, item)), history=(*state.history, step))
    filled = next_pack_step(verified, PutInCarton(line.order_line_id, item.quantity, serials))
    return close_by_itself(filled)


def _otherwise(state: PackState, scanned: Scanned) -> PackOutcome:
    """What all packing prompts share: UNDO, and refusals of the rest."""
    match scanned:
        case ScannedCommand(command=Command.UNDO) if state.sscc is None:
            if not state.history:
                return refuse_packing(state, NothingToUndo())
            return go_on_packing(replace(state, prompt=PackPrompt.UNDO))
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
    return refuse_packing(state, NotAskedForHere(code_of(scanned)))


def _choice(scanned: Scanned) -> int | None:
    match scanned:
        case ScannedQuantity(quantity=number):
            return number
        case ScannedCommand(command=Command.OK):
            return 1
    return None


def _leave_or_refuse(state: PackState, scanned: Scanned) -> PackOutcome:
    match scanned:
        case ScannedCommand(command=Command.UNDO):
            return next_pack_step(state)
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
    return refuse_packing(state, NotAskedForHere(code_of(scanned)))


_PROMPTS: dict[PackPrompt, Callable[[PackState, Scanned], PackOutcome]] = {
    PackPrompt.ACKNOWLEDGE: _at_acknowledge,
    PackPrompt.SCAN_UNIT: _at_scan_unit,
    PackPrompt.SCAN_SERIAL: _at_scan_serial,
    PackPrompt.INSERTS: _at_inserts,
    PackPrompt.CHOOSE_PACKAGING: _at_choose_packaging,
    PackPrompt.WEIGH: at_weigh,
    PackPrompt.WEIGHT_DIFFERS: at_weight_differs,
    PackPrompt.WEIGHT_REASON: at_weight_reason,
    PackPrompt.WEIGHT_ITEM: at_weight_item,
    PackPrompt.WEIGHT_LEAD: at_weight_lead,
    PackPrompt.PARCEL: at_parcel,
    PackPrompt.VOID_LEAD: at_void_lead,
    PackPrompt.SCAN_LABEL: _at_scan_label,
    PackPrompt.LABEL_WAITS: _at_label_waits,
    PackPrompt.MISSING_REASON: _at_missing_reason,
    PackPrompt.UNDO: _at_undo,
    PackPrompt.REPRINT_REASON: _at_reprint_reason,
    PackPrompt.DONE: _at_end,
    PackPrompt.PARKED: _at_end,
}

"""What may be counted at a stop: the right item, each number once, another lot if it may be."""

from __future__ import annotations

from dataclasses import replace

from app.domain.locations import lot_code_of
from app.domain.pick_effects import PickOutcome, SwitchLot, next_stop, refuse
from app.domain.pick_lines import PickedPart, PickLine, Stop
from app.domain.pick_refusals import ScanEveryUnit
from app.domain.pick_state import PickPrompt, PickState, back_to_line
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, Refusal, TooMany, WrongItem, WrongLot
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedSerial,
    code_of,
)
from app.domain.unit_refusals import LotOffered, SerialNext, SerialTwice


def wrong_goods(state: PickState, stop: Stop, item: ScannedItem) -> Refusal | None:
    """Why this item must not be counted for the stop, if it must not."""
    line = stop.line
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
    if state.counted + item.quantity > stop.quantity:
        return TooMany(state.counted + item.quantity, stop.quantity, item.name)
    return serial_obstacle(state, stop, item)


def _other_lot(line: PickLine, item: ScannedItem) -> tuple[str, str] | None:
    """The scanned and the promised lot, where they differ; lots without a code go by their date."""
    if line.lot is not None:
        differs = item.lot is not None and item.lot != line.lot
        return (item.lot or "", line.lot) if differs else None
    if line.expiry is None or item.expiry is None or item.expiry == line.expiry:
        return None
    return item.expiry.isoformat(), line.expiry.isoformat()


# Numbers --------------------------------------------------------------------------------------


def serial_obstacle(state: PickState, stop: Stop, item: ScannedItem) -> Refusal | None:
    """Why a numbered unit must not be counted, by what the picker has scanned before."""
    if not stop.line.item.serial_tracked:
        return None
    if item.quantity > 1:
        return ScanEveryUnit(item.quantity, item.name)
    if item.serial is None:
        return None
    if item.serial in state.serials[: state.counted]:
        return SerialTwice(item.serial, item.name)
    for step in state.history:
        if any(item.serial in part.serials for part in step.parts):
            return SerialTwice(item.serial, item.name, step.tote)
    return None


def lacks_number(stop: Stop, item: ScannedItem) -> bool:
    """Whether the number of a unit has to be scanned by itself."""
    return stop.line.item.serial_tracked and item.serial is None


def ask_number(state: PickState, item: ScannedItem) -> PickOutcome:
    """Ask for the number of the unit that was just scanned."""
    asking = replace(state, unit=item, prompt=PickPrompt.SCAN_SERIAL)
    return PickOutcome(replace(asking, refusal=None, same_refusals=0))


def numbered_unit(state: PickState, scanned: Scanned) -> ScannedItem | PickOutcome:
    """The unit in hand with its number; or the answer to what is no number."""
    unit = state.unit
    if unit is None:
        raise ValueError("no unit waits for its number")
    match scanned:
        case ScannedSerial(code=code):
            return replace(unit, serial=code)
        case ScannedItem(item_id=item_id, serial=str()) if item_id == unit.item_id:
            return scanned
        case ScannedCommand(command=Command.UNDO):
            return PickOutcome(back_to_line(state))
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, SerialNext(code_of(scanned), unit.name))


def with_unit(state: PickState, item: ScannedItem) -> PickState:
    """The same state with one more unit, or case, in hand."""
    serials = state.serials[: state.counted]
    if item.serial is not None:
        serials = (*serials, item.serial)
    return replace(state, counted=state.counted + item.quantity, serials=serials, unit=None)


def numbered_parts(
    parts: tuple[PickedPart, ...], serials: tuple[str, ...]
) -> tuple[PickedPart, ...]:
    """Parts of a put with the numbers of their units, in the order in which they were scanned."""
    if not serials:
        return parts
    numbered: list[PickedPart] = []
    place = 0
    for part in parts:
        own = serials[place : place + part.quantity]
        numbered.append(replace(part, serials=own))
        place += part.quantity
    return tuple(numbered)


def new_serial(before: PickState, after: PickState) -> str | None:
    """The number that a scan has brought, which only the books know all about."""
    had = {*before.serials[: before.counted], *_put_away(before)}
    has = [*after.serials[: after.counted], *_put_away(after)]
    return next((serial for serial in has if serial not in had), None)


def _put_away(state: PickState) -> list[str]:
    return [serial for step in state.history for part in step.parts for serial in part.serials]


# Lots -----------------------------------------------------------------------------------------


def switch_lot(state: PickState, stop: Stop, item: ScannedItem) -> PickOutcome | None:
    """Take another lot, if the same scan was just answered with the offer; None if it was not."""
    offer = state.refusal
    if not isinstance(offer, LotOffered) or item.item_id != stop.line.item.item_id:
        return None
    if offer.scanned != lot_scanned(item):
        return None
    if stop.quantity > offer.units:
        return refuse(state, TooMany(stop.quantity, offer.units, item.name))
    code = item.lot if item.lot is not None else lot_code_of(item.expiry) if item.expiry else ""
    switched = state
    for line in stop.lines:
        taken = replace(line, lot=item.lot, expiry=item.expiry or line.expiry)
        switched = switched.with_line(taken)
    effects = (SwitchLot(line.pick_line_id, line.open, code) for line in stop.lines)
    return next_stop(switched, *effects)


def lot_scanned(item: ScannedItem) -> str:
    """What the lot of a scanned unit is called; lots without a code go by their date."""
    if item.lot is not None:
        return item.lot
    return "" if item.expiry is None else item.expiry.isoformat()

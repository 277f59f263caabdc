"""Units with numbers at the pack bench: each is one of those that were picked for the order."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pack_effects import PackOutcome, go_on_packing, next_pack_step, refuse_packing
from app.domain.pack_state import PackLine, PackPrompt, PackState
from app.domain.pick_refusals import ScanEveryUnit
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible
from app.domain.scanned import Scanned, ScannedCommand, ScannedItem, ScannedSerial, code_of
from app.domain.unit_refusals import SerialNext, SerialNotPicked


def line_of_unit(lines: list[PackLine], item: ScannedItem) -> PackLine | None:
    """The open line that a unit goes to: where it has a number, the one it was picked for."""
    open_lines = [line for line in lines if line.open > 0]
    own = [line for line in open_lines if item.serial is not None and item.serial in line.serials]
    return next(iter(own or open_lines), None)


def number_obstacle(state: PackState, line: PackLine, item: ScannedItem) -> PackOutcome | None:
    """The answer to a numbered unit that cannot go in as it was scanned; None if it can."""
    if not line.is_numbered:
        return None
    if item.quantity > 1:
        return refuse_packing(state, ScanEveryUnit(item.quantity, item.name))
    if item.serial is None:
        return go_on_packing(replace(state, unit=item, prompt=PackPrompt.SCAN_SERIAL))
    if item.serial not in line.serials:
        return refuse_packing(state, SerialNotPicked(item.serial, item.name, state.order_number))
    return None


def numbered_unit(state: PackState, scanned: Scanned) -> ScannedItem | PackOutcome:
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
            return next_pack_step(state)
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
    return refuse_packing(state, SerialNext(code_of(scanned), unit.name))


def packed(line: PackLine, item: ScannedItem) -> PackLine:
    """A line with one more unit, or case, in the carton."""
    left = tuple(serial for serial in line.serials if serial != item.serial)
    return replace(line, verified=line.verified + item.quantity, serials=left)

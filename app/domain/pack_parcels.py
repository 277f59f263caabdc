"""The pack dialogue with a parcel that is closed: opened, boxed anew, or given another label.

Whoever packs may open a parcel: what it holds changes, and with it number, transport and papers. A
new label for a parcel that stays as it is means that two labels of it exist, so that is a lead's.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.bench_refusals import LeadsBadge
from app.domain.pack_effects import (
    PackOutcome,
    ReopenCarton,
    TakeTote,
    VoidLabel,
    go_on_packing,
    next_pack_step,
    refuse_packing,
)
from app.domain.pack_state import PackPrompt, PackState, ParcelWay, begin_packing
from app.domain.pack_weighing import count_anew
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCarton,
    ScannedCommand,
    ScannedQuantity,
    ScannedTote,
    code_of,
)

PARCEL_WAYS = tuple(ParcelWay)


def at_parcel(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask what is done with a closed parcel.

    Transitions: 1 -> scan_unit, opened and emptied; 2 -> choose_packaging, opened; 3 -> void_lead;
    4 -> reprint_reason; UNDO, or its own label -> done, or scan_label if that was not scanned yet.
    """
    match scanned:
        case ScannedCarton(sscc=sscc) if sscc == state.sscc:
            return next_pack_step(state)
        case ScannedCommand(command=Command.UNDO):
            return next_pack_step(state)
        case ScannedCommand(command=Command.REPRINT):
            return go_on_packing(replace(state, prompt=PackPrompt.REPRINT_REASON))
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
        case ScannedQuantity(quantity=number) if not 1 <= number <= len(PARCEL_WAYS):
            return refuse_packing(state, NoSuchChoice(number, len(PARCEL_WAYS)))
        case ScannedQuantity(quantity=number):
            return _gone(state, PARCEL_WAYS[number - 1])
    return refuse_packing(state, NotAskedForHere(code_of(scanned)))


def _gone(state: PackState, way: ParcelWay) -> PackOutcome:
    """The way that was chosen."""
    match way:
        case ParcelWay.NEW_LABEL:
            return go_on_packing(replace(state, prompt=PackPrompt.VOID_LEAD))
        case ParcelWay.PRINT_AGAIN:
            return go_on_packing(replace(state, prompt=PackPrompt.REPRINT_REASON))
    opened = replace(
        state, sscc=None, label_confirmed=False, reopened=True, packaging=None, weighings=()
    )
    if way is ParcelWay.OTHER_PACKAGING:
        return PackOutcome(begin_packing(opened), (ReopenCarton(),))
    emptied = count_anew(opened)
    return replace(emptied, effects=(ReopenCarton(), *emptied.effects))


def at_void_lead(state: PackState, scanned: Scanned) -> PackOutcome:
    """Transitions: a badge -> scan_label, if it is a lead's; UNDO -> parcel."""
    match scanned:
        case ScannedBadge(token=token):
            again = replace(state, label_confirmed=False, prompt=PackPrompt.SCAN_LABEL)
            return go_on_packing(again, VoidLabel(token))
        case ScannedCommand(command=Command.UNDO):
            return go_on_packing(replace(state, prompt=PackPrompt.PARCEL))
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
    return refuse_packing(state, LeadsBadge())


def tote_for_units(state: PackState, scanned: Scanned) -> PackOutcome | None:
    """An empty tote at an opened carton is for what comes out of it; None for everything else."""
    is_open = state.reopened and state.sscc is None
    match scanned:
        case ScannedTote(tote_id=tote_id, code=code, order_number=None, batch_task_id=None) if (
            is_open
        ):
            return next_pack_step(state, TakeTote(tote_id, code))
    return None

"""The pack dialogue at the scale: the weight comes, is judged, and a wrong one has ways out.

A parcel whose weight passes goes on by itself. A wrong one is opened; the same wrong weight again
may go on by a lead's badge and a reason (`app.domain.weigh_steps`).
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.bench_refusals import ImpossibleWeight, LeadsBadge, NoWeightYet
from app.domain.pack_effects import (
    CloseCarton,
    NoteWeight,
    PackOutcome,
    TakeOutOfCarton,
    go_on_packing,
    next_pack_step,
    refuse_packing,
)
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    ItemNotInOrder,
    NoSuchChoice,
    NotAskedForHere,
)
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCommand,
    ScannedItem,
    ScannedQuantity,
    ScannedWeight,
    code_of,
)
from app.domain.weigh_steps import OverrideReason, ScaleUse

OVERRIDE_REASONS = tuple(OverrideReason)

MOST_DIGITS = 5
"""Of a typed weight in grams: no bench packs 100 kg."""

WEIGH_AGAIN, COUNT_AGAIN, ASK_LEAD = 1, 2, 3
"""Answers to a wrong weight; the last one only where the same wrong weight came twice."""


def at_weigh(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask for the weight of the closed box.

    Transitions: what the scale says -> scan_label, or weight_differs; digits of cards or keys are
    grams, OK takes them; SKIP where no weight is required -> scan_label; UNDO -> the digits go,
    then choose_packaging.
    """
    match scanned:
        case ScannedWeight(grams=grams):
            return _judged(state, grams)
        case ScannedQuantity(quantity=number):
            return _typed(state, f"{state.typed_weight}{number}")
        case ScannedCommand(command=Command.OK) if state.typed_weight:
            return _judged(state, float(state.typed_weight))
        case ScannedCommand(command=Command.OK):
            return refuse_packing(state, NoWeightYet())
        case ScannedCommand(command=Command.UNDO) if state.typed_weight:
            return go_on_packing(replace(state, typed_weight=""))
        case ScannedCommand(command=Command.UNDO):
            return _back_to_packaging(state)
        case ScannedCommand(command=Command.SKIP) if state.scale is ScaleUse.OFFERED:
            close = CloseCarton(state.packaging or "", state.is_full)
            return go_on_packing(replace(state, prompt=PackPrompt.SCAN_LABEL), close)
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
    code = code_of(scanned)
    if is_typed_weight(state, scanned):
        return _judged(state, float(code)) if int(code) else _typed(state, code)
    return refuse_packing(state, NotAskedForHere(code))


def is_typed_weight(state: PackState, scanned: Scanned) -> bool:
    """Whether a number typed whole is the weight that is asked for.

    It may look like an SKU, like half a GS1 code (11500 begins as a date does), or like nothing.
    """
    code = code_of(scanned)
    is_number = code.isascii() and code.isdigit() and len(code) <= MOST_DIGITS
    is_whole = not isinstance(scanned, ScannedQuantity)
    return is_number and is_whole and state.prompt is PackPrompt.WEIGH


def _typed(state: PackState, digits: str) -> PackOutcome:
    digits = digits.lstrip("0")
    if not digits or len(digits) > MOST_DIGITS:
        return refuse_packing(replace(state, typed_weight=""), ImpossibleWeight(digits or "0"))
    return go_on_packing(replace(state, typed_weight=digits))


def _back_to_packaging(state: PackState) -> PackOutcome:
    again = replace(
        state, packaging=None, typed_weight="", prompt=PackPrompt.CHOOSE_PACKAGING, override=None
    )
    return go_on_packing(again)


def _judged(state: PackState, grams: float) -> PackOutcome:
    if grams <= 0:
        return refuse_packing(state, NoWeightYet())
    weighed = state.weights.judge(state.parcel, grams)
    noted = NoteWeight(
        packaging=state.packaging or "",
        measured_g=grams,
        expected_g=weighed.expected.grams,
        tolerance_g=weighed.expected.tolerance_g,
        verdict=weighed.verdict,
    )
    after = replace(state, weighings=(*state.weighings, weighed), typed_weight="")
    if weighed.is_accepted:
        return _go_on(after, noted)
    return go_on_packing(replace(after, prompt=PackPrompt.WEIGHT_DIFFERS), noted)


def _go_on(state: PackState, noted: NoteWeight) -> PackOutcome:
    close = CloseCarton(state.packaging or "", state.is_full, noted.measured_g)
    done = replace(state, prompt=PackPrompt.SCAN_LABEL, override=None, changed_item_id=None)
    return go_on_packing(done, noted, close)


def at_weight_differs(state: PackState, scanned: Scanned) -> PackOutcome:
    """Say what would explain a wrong weight, and ask what is done about it.

    Transitions: the parcel put back onto the scale is judged again; 1 or OK -> weigh; 2 ->
    scan_unit, every unit is taken out and scanned again; 3, once the same weight came twice ->
    weight_reason; UNDO -> choose_packaging, since another box may have been taken.
    """
    match scanned:
        case ScannedWeight(grams=grams):
            return _judged(state, grams)
        case ScannedCommand(command=Command.OK) | ScannedQuantity(quantity=1):
            return go_on_packing(replace(state, prompt=PackPrompt.WEIGH))
        case ScannedQuantity(quantity=2):
            return count_anew(state)
        case ScannedQuantity(quantity=3) if state.asks_lead:
            return go_on_packing(replace(state, prompt=PackPrompt.WEIGHT_REASON))
        case ScannedQuantity(quantity=number):
            return refuse_packing(state, NoSuchChoice(number, ASK_LEAD if state.asks_lead else 2))
        case ScannedCommand(command=Command.UNDO):
            return _back_to_packaging(state)
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
    return refuse_packing(state, NotAskedForHere(code_of(scanned)))


def count_anew(state: PackState) -> PackOutcome:
    """Take every unit out of the carton again, so that each is scanned once more."""
    out = tuple(
        TakeOutOfCarton(step.order_line_id, step.quantity) for step in reversed(state.history)
    )
    lines = tuple(replace(line, verified=0) for line in state.lines)
    return next_pack_step(replace(state, lines=lines, history=()), *out)


def at_weight_reason(state: PackState, scanned: Scanned) -> PackOutcome:
    """Ask a lead why the parcel goes on.

    Transitions: 1 to 4, OK for the first -> weight_lead, or weight_item if an item weighs something
    else now and there are several; UNDO -> weight_differs.
    """
    match scanned:
        case ScannedCommand(command=Command.OK):
            chosen = 1
        case ScannedQuantity(quantity=number):
            chosen = number
        case _:
            return _leave_or_refuse(state, scanned)
    if not 1 <= chosen <= len(OVERRIDE_REASONS):
        return refuse_packing(state, NoSuchChoice(chosen, len(OVERRIDE_REASONS)))
    reason = OVERRIDE_REASONS[chosen - 1]
    asked = replace(state, override=reason, prompt=PackPrompt.WEIGHT_LEAD)
    if reason is not OverrideReason.ITEM_CHANGED:
        return go_on_packing(asked)
    items = {line.item_id for line in state.lines if line.verified}
    if len(items) == 1:
        return go_on_packing(replace(asked, changed_item_id=items.pop()))
    return go_on_packing(replace(asked, prompt=PackPrompt.WEIGHT_ITEM))


def at_weight_item(state: PackState, scanned: Scanned) -> PackOutcome:
    """Transitions: an item in the carton -> weight_lead; UNDO -> weight_differs."""
    match scanned:
        case ScannedItem(item_id=item_id) if any(
            line.item_id == item_id and line.verified for line in state.lines
        ):
            found = replace(state, changed_item_id=item_id, prompt=PackPrompt.WEIGHT_LEAD)
            return go_on_packing(found)
        case ScannedItem(sku=sku, name=name):
            return refuse_packing(state, ItemNotInOrder(sku, name, state.order_number))
    return _leave_or_refuse(state, scanned)


def at_weight_lead(state: PackState, scanned: Scanned) -> PackOutcome:
    """Transitions: a badge -> scan_label, if it is a lead's; UNDO -> weight_differs."""
    last = state.weighed
    if not isinstance(scanned, ScannedBadge) or last is None:
        if isinstance(scanned, ScannedCommand):
            return _leave_or_refuse(state, scanned)
        return refuse_packing(state, LeadsBadge())
    noted = NoteWeight(
        packaging=state.packaging or "",
        measured_g=last.measured_g,
        expected_g=last.expected.grams,
        tolerance_g=last.expected.tolerance_g,
        verdict=last.verdict,
        override=state.override,
        lead_badge=scanned.token,
        changed_item_id=state.changed_item_id,
    )
    return _go_on(state, noted)


def _leave_or_refuse(state: PackState, scanned: Scanned) -> PackOutcome:
    match scanned:
        case ScannedCommand(command=Command.UNDO):
            back = replace(state, prompt=PackPrompt.WEIGHT_DIFFERS, override=None)
            return go_on_packing(replace(back, changed_item_id=None))
        case ScannedCommand(command=command):
            return refuse_packing(state, CommandNotPossible(command))
    return refuse_packing(state, NotAskedForHere(code_of(scanned)))

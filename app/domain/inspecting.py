"""The inspection dialogue: a blind count of an order, and what is done about what it finds.

Nobody who inspects is told how many units there should be before the count is over. `answer` reads
no clock and no database; what has to be written comes back as effects, which
`app.services.inspecting` applies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.domain.dialogues import at_the_door, choice_of, not_for_this, proceed, stop
from app.domain.inspection_refusals import BringTheMissing, CountAllFirst, QuarantineOnly
from app.domain.inspection_state import (
    DAMAGES,
    BackToPicker,
    CountStep,
    DamagedOut,
    Finding,
    FindingKind,
    Inspecting,
    InspectionNoted,
    InspectionOver,
    InspectOutcome,
    InspectPrompt,
    MissingBrought,
    TakenOut,
    Way,
    ways_for,
)
from app.domain.locations import LocationKind
from app.domain.readings import Command
from app.domain.refusals import NoSuchChoice, NothingToUndo, TooMany
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
)


def answer(state: Inspecting, scanned: Scanned, *, today: date) -> InspectOutcome:
    """Answer one scan, key or button of whoever inspects.

    Transitions: each prompt documents its own below. Common to all: an unreadable or unknown code
    is refused and changes nothing.
    """
    del today  # what is past its date is counted all the same
    return at_the_door(state, scanned) or _PROMPTS[state.prompt](state, scanned)


def _at_count(state: Inspecting, scanned: Scanned) -> InspectOutcome:
    """Count each unit, blind.

    Transitions: an item or a case of it, of the order or not -> counted; DAMAGED -> damaged_unit;
    UNDO -> the last scan is taken back; OK -> what was found: finding, or done where all is right;
    0 before any scan -> the same, with nothing there.
    """
    match scanned:
        case ScannedItem():
            return _count(state, scanned, "")
        case ScannedCommand(command=Command.DAMAGED):
            return proceed(replace(state, prompt=InspectPrompt.DAMAGED_UNIT))
        case ScannedCommand(command=Command.UNDO) if state.steps:
            return proceed(replace(state, steps=state.steps[:-1]), InspectionNoted())
        case ScannedCommand(command=Command.UNDO):
            return stop(state, NothingToUndo())
        case ScannedQuantity(quantity=0) if not state.steps:
            return _weigh_up(state)
        case ScannedCommand(command=Command.OK) if not state.steps and not state.is_recount:
            return stop(state, CountAllFirst(state.order_number))
        case ScannedCommand(command=Command.OK):
            return _weigh_up(state)
    return not_for_this(state, scanned)


def _count(state: Inspecting, item: ScannedItem, damage: str) -> InspectOutcome:
    units = 1 if damage else item.quantity
    step = CountStep(item.item_id, item.sku, item.name, units, damage)
    counted = replace(state, steps=(*state.steps, step), prompt=InspectPrompt.COUNT, damaged=None)
    return proceed(counted, InspectionNoted())


def _at_damaged_unit(state: Inspecting, scanned: Scanned) -> InspectOutcome:
    """Ask for the damaged unit.

    Transitions: its code -> damaged_why; UNDO, OK or DAMAGED again -> back to counting.
    """
    match scanned:
        case ScannedItem():
            step = CountStep(scanned.item_id, scanned.sku, scanned.name, 1)
            return proceed(replace(state, damaged=step, prompt=InspectPrompt.DAMAGED_WHY))
        case ScannedCommand(command=Command.UNDO | Command.OK | Command.DAMAGED):
            return proceed(replace(state, prompt=InspectPrompt.COUNT))
    return not_for_this(state, scanned)


def _at_damaged_why(state: Inspecting, scanned: Scanned) -> InspectOutcome:
    """Ask what is wrong with it.

    Transitions: 1 to 3, or OK for the first -> counted as damaged; UNDO -> back to counting.
    """
    number = choice_of(scanned)
    if number is not None and state.damaged is not None:
        if not 1 <= number <= len(DAMAGES):
            return stop(state, NoSuchChoice(number, len(DAMAGES)))
        step = replace(state.damaged, damage=DAMAGES[number - 1].value)
        counted = (*state.steps, step)
        after = replace(state, steps=counted, damaged=None, prompt=InspectPrompt.COUNT)
        return proceed(after, InspectionNoted())
    if scanned == ScannedCommand(Command.UNDO):
        return proceed(replace(state, damaged=None, prompt=InspectPrompt.COUNT))
    return not_for_this(state, scanned)


def _weigh_up(state: Inspecting) -> InspectOutcome:
    """The count is over: show the first finding, or end the inspection."""
    if state.findings:
        return proceed(replace(state, prompt=InspectPrompt.FINDING), InspectionNoted())
    return proceed(replace(state, prompt=InspectPrompt.DONE), InspectionOver())


def _at_finding(state: Inspecting, scanned: Scanned) -> InspectOutcome:
    """Show what is wrong with one item, and ask what to do.

    Transitions: 1 or OK -> the item is counted again; 2, where units are missing -> they are picked
    again, next finding; 2, where some are damaged -> put_aside; 3, where units are missing ->
    bring; 3, where there are too many or others -> put_aside; UNDO -> back to counting.
    """
    finding = state.finding
    number = choice_of(scanned)
    if number is not None and finding is not None:
        ways = ways_for(finding.kind)
        way = next((each for each in ways if each.number == number), None)
        if way is None:
            return stop(state, NoSuchChoice(number, max(each.number for each in ways)))
        return _take_way(state, finding, way)
    if scanned == ScannedCommand(Command.UNDO):
        return proceed(replace(state, prompt=InspectPrompt.COUNT), InspectionNoted())
    return not_for_this(state, scanned)


def _take_way(state: Inspecting, finding: Finding, way: Way) -> InspectOutcome:
    if way is Way.COUNT_AGAIN:
        rest = tuple(step for step in state.steps if step.item_id != finding.item_id)
        anew = replace(state, steps=rest, is_recount=True, prompt=InspectPrompt.COUNT)
        return proceed(anew, InspectionNoted())
    if finding.kind is FindingKind.MISSING:
        if way is Way.FIX_HERE:
            return proceed(replace(state, brought=0, prompt=InspectPrompt.BRING))
        after = state.with_expected(finding.item_id, -finding.units)
        return _next(after, BackToPicker(finding.item_id, finding.units))
    return proceed(replace(state, prompt=InspectPrompt.PUT_ASIDE))


def _at_bring(state: Inspecting, scanned: Scanned) -> InspectOutcome:
    """Ask for the missing units, which the inspector or somebody else has brought.

    Transitions: each of them -> counted, after the last one the next finding; another item ->
    refused; UNDO -> back to the finding, what was brought of it is counted again then.
    """
    finding = state.finding
    match scanned:
        case ScannedItem(quantity=units) if finding is not None:
            if scanned.item_id != finding.item_id:
                needed = finding.units - state.brought
                return stop(state, BringTheMissing(scanned.name, finding.name, needed))
            brought = state.brought + units
            if brought > finding.units:
                return stop(state, TooMany(brought, finding.units, finding.name))
            if brought < finding.units:
                return proceed(replace(state, brought=brought))
            step = CountStep(finding.item_id, finding.sku, finding.name, finding.units)
            after = replace(state, steps=(*state.steps, step), brought=0)
            return _next(after, MissingBrought(finding.item_id, finding.units))
        case ScannedCommand(command=Command.UNDO):
            return proceed(replace(state, brought=0, prompt=InspectPrompt.FINDING))
    return not_for_this(state, scanned)


def _at_put_aside(state: Inspecting, scanned: Scanned) -> InspectOutcome:
    """Ask for the place where what does not belong there was put.

    Transitions: a quarantine place -> it is out of the order, next finding; another place ->
    refused; UNDO -> back to the finding.
    """
    finding = state.finding
    match scanned:
        case ScannedLocation(kind=LocationKind.QUARANTINE) if finding is not None:
            return _take_out(state, finding, scanned)
        case ScannedLocation(code=code) | ScannedTote(code=code):
            return stop(state, QuarantineOnly(code))
        case ScannedCommand(command=Command.UNDO):
            return proceed(replace(state, prompt=InspectPrompt.FINDING))
        case ScannedQuantity(quantity=number):
            return stop(state, NoSuchChoice(number, 0))
    return not_for_this(state, scanned)


def _take_out(state: Inspecting, finding: Finding, place: ScannedLocation) -> InspectOutcome:
    if finding.kind is FindingKind.DAMAGED:
        damages = [each for each in state.steps if each.damage and each.item_id == finding.item_id]
        why = damages[-1].damage if damages else DAMAGES[0].value
        after = state.with_expected(finding.item_id, -finding.units)
        after = after.without(finding.item_id, finding.units, damaged=True)
        return _next(
            after,
            DamagedOut(finding.item_id, finding.units, place.location_id, place.code, why),
        )
    after = state.without(finding.item_id, finding.units, damaged=False)
    effect = TakenOut(finding.item_id, finding.kind, finding.units, place.location_id, place.code)
    return _next(after, effect)


def _next(
    state: Inspecting, effect: BackToPicker | MissingBrought | DamagedOut | TakenOut
) -> InspectOutcome:
    """Go on with the next finding, or end the inspection."""
    if state.findings:
        return proceed(replace(state, prompt=InspectPrompt.FINDING), effect)
    return proceed(replace(state, prompt=InspectPrompt.DONE), effect, InspectionOver())


def _at_done(state: Inspecting, scanned: Scanned) -> InspectOutcome:
    """Transitions: none; NEXT and OK are the screen's, which asks for the next order."""
    return not_for_this(state, scanned)


_PROMPTS: dict[InspectPrompt, Callable[[Inspecting, Scanned], InspectOutcome]] = {
    InspectPrompt.COUNT: _at_count,
    InspectPrompt.DAMAGED_UNIT: _at_damaged_unit,
    InspectPrompt.DAMAGED_WHY: _at_damaged_why,
    InspectPrompt.FINDING: _at_finding,
    InspectPrompt.BRING: _at_bring,
    InspectPrompt.PUT_ASIDE: _at_put_aside,
    InspectPrompt.DONE: _at_done,
}

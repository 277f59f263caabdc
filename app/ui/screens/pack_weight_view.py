"""What a bench says of weights and closed parcels: words, panels and keys, from the state alone."""

from __future__ import annotations

from app.devices.scale_watch import OnScale
from app.domain.pack_parcels import PARCEL_WAYS
from app.domain.pack_state import PackPrompt, PackState, ParcelWay
from app.domain.pack_weighing import ASK_LEAD, COUNT_AGAIN, OVERRIDE_REASONS, WEIGH_AGAIN
from app.domain.readings import Command
from app.domain.weigh_steps import OverrideReason, ScaleUse
from app.domain.weighing import Expectation, Suspect, SuspectKind, Weighed
from app.ui.floor_words import units_words
from app.ui.message import Thing, code_end, translate
from app.ui.scale_words import weight_words
from app.ui.screens.numbered_panel import WHY, Panel
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.work_card import WorkView


def expected_words(expected: Expectation) -> str:
    """What the parcel may weigh."""
    if expected.high_g is None:
        words = translate("weight", "expected {0} or more: an item is weighed for the first time")
        return words.format(weight_words(max(0.0, expected.low_g)))
    low, high = weight_words(max(0.0, expected.low_g)), weight_words(expected.high_g)
    return translate("weight", "expected {0} to {1}").format(low, high)


def difference_words(weighed: Weighed) -> str:
    """By how much a parcel is too light or too heavy."""
    grams = weight_words(abs(weighed.difference_g))
    if weighed.difference_g < 0:
        return translate("weight", "{0} TOO LIGHT").format(grams)
    return translate("weight", "{0} TOO HEAVY").format(grams)


def suspect_words(suspect: Suspect) -> str:
    """One thing that would explain a difference."""
    match suspect.kind:
        case SuspectKind.MISSING:
            words = translate("weight", "{0} x {1} missing ({2} each)")
        case SuspectKind.SURPLUS:
            words = translate("weight", "{0} x {1} too many ({2} each)")
        case _:
            words = translate("weight", "another carton: {1}")
    return words.format(suspect.units, suspect.name, weight_words(suspect.grams))


def explanations(weighed: Weighed) -> tuple[str, ...]:
    """What would explain a difference, a line each."""
    joined = translate("weight", " and ")
    found = tuple(joined.join(map(suspect_words, each)) for each in weighed.explanations)
    if Theme.current().is_low:
        found = found[:1]
    return found or (translate("weight", "nothing explains it: look at every unit"),)


def scale_card(
    state: PackState, stands: OnScale, grams: float | None, *, is_there: bool
) -> WorkView:
    """What the scale shows, or what has been typed; below it what the parcel should weigh."""
    expected = expected_words(state.weights.judge(state.parcel, 1.0).expected)
    box = translate("weight", "carton {0}, {1}").format(
        state.packaging or "", units_words(state.verified)
    )
    if state.typed_weight or not is_there:
        label = translate("weight", "WEIGHT TYPED")
        typed = translate("weight", "{0} g").format(state.typed_weight or "0")
        return WorkView(label, typed, (expected, box), icon="scale")
    shown = translate("weight", "no weight") if grams is None else weight_words(grams)
    stable = (translate("weight", "stable"),) if stands is OnScale.WEIGHT else ()
    label = translate("weight", "ON THE SCALE")
    return WorkView(label, shown, (*stable, expected, box), icon="scale")


def waiting_card(state: PackState) -> WorkView:
    """What a lead vouches for, while their badge is waited for, or which item is asked for."""
    order = translate("weight", "order {0}").format(state.order_number)
    if state.prompt is PackPrompt.VOID_LEAD:
        facts = (translate("weight", "the parcel stays closed, another label comes out"), order)
        label = translate("weight", "VOID NUMBER AND LABEL")
        return WorkView(label, code_end(state.sscc or ""), facts, icon="void")
    title = "" if state.weighed is None else difference_words(state.weighed)
    reason = "" if state.override is None else override_words(state.override)
    label = translate("weight", "GOES ON ALL THE SAME")
    return WorkView(label, title, tuple(each for each in (reason, order) if each), icon="badge")


def instruction(state: PackState, stands: OnScale, *, is_there: bool) -> Instruction:
    """The one line that says what to do about a weight or a closed parcel."""
    match state.prompt:
        case PackPrompt.WEIGH if not is_there or state.typed_weight:
            detail = translate("weight", "digits, then OK")
            return Instruction(translate("weight", "WEIGH THE PARCEL, TYPE GRAMS"), detail=detail)
        case PackPrompt.WEIGH:
            return Instruction(_put_on_words(stands))
        case PackPrompt.WEIGHT_DIFFERS if state.asks_lead:
            return Instruction(translate("weight", "SAME WEIGHT AGAIN: CHOOSE"))
        case PackPrompt.WEIGHT_DIFFERS:
            detail = translate("weight", "then weigh again")
            return Instruction(translate("weight", "OPEN THE CARTON, LOOK INSIDE"), detail=detail)
        case PackPrompt.WEIGHT_REASON:
            detail = translate("weight", "OK = 1")
            return Instruction(translate("weight", "LEAD: CHOOSE WHY"), detail=detail)
        case PackPrompt.WEIGHT_ITEM:
            return Instruction(translate("weight", "SCAN THE ITEM THAT WEIGHS SOMETHING ELSE"))
        case PackPrompt.PARCEL:
            return Instruction(translate("weight", "CHOOSE WHAT IS DONE WITH IT"))
    return Instruction(translate("weight", "LEAD: SCAN YOUR BADGE"))


def _put_on_words(stands: OnScale) -> str:
    """What to do while no weight has come."""
    words = {
        OnScale.TOO_HEAVY: translate("weight", "TOO HEAVY FOR THE SCALE: TAKE IT OFF"),
        OnScale.BELOW_ZERO: translate("weight", "BELOW ZERO: EMPTY THE SCALE, SCAN START"),
        OnScale.DRIFTED: translate("weight", "NOT AT ZERO: EMPTY IT, SCAN START"),
        OnScale.MOVING: translate("weight", "HANDS OFF, LET IT SETTLE"),
    }
    return words.get(stands, translate("weight", "PUT THE PARCEL ON THE SCALE"))


# Panels ---------------------------------------------------------------------------------------


def panel(state: PackState) -> Panel | None:
    """The question a prompt asks with numbered answers; None for the others."""
    match state.prompt:
        case PackPrompt.WEIGHT_DIFFERS if state.weighed is not None:
            return _difference_panel(state, state.weighed)
        case PackPrompt.WEIGHT_REASON:
            choices = tuple(
                Choice(reason.value, number, override_words(reason))
                for number, reason in enumerate(OVERRIDE_REASONS, start=1)
            )
            why = ChoiceGroup(WHY, translate("weight", "WHY"), choices, choices[0].name)
            return Panel(translate("weight", "A LEAD LETS IT GO ON"), (why,))
        case PackPrompt.PARCEL:
            ways = tuple(
                Choice(way.value, number, way_words(way))
                for number, way in enumerate(PARCEL_WAYS, start=1)
            )
            title = translate("weight", "PARCEL {0} OF ORDER {1}, CARTON {2}")
            parcel = (code_end(state.sscc or ""), state.order_number, state.packaging or "")
            group = ChoiceGroup("way", translate("weight", "IT IS CLOSED"), ways)
            return Panel(title.format(*parcel), (group,))
    return None


def _difference_panel(state: PackState, weighed: Weighed) -> Panel:
    choices = [
        Choice("weigh", WEIGH_AGAIN, translate("weight", "Weigh again")),
        Choice("count", COUNT_AGAIN, translate("weight", "Count anew")),
    ]
    if state.asks_lead:
        choices.append(Choice("lead", ASK_LEAD, translate("weight", "Lead lets it go")))
    group = ChoiceGroup("ways", translate("weight", "THEN"), tuple(choices), choices[0].name)
    return Panel(difference_words(weighed), (group,))


def override_words(reason: OverrideReason) -> str:
    """Why a wrong weight may go on."""
    words = {
        OverrideReason.COUNTED: translate("weight", "Counted: all is right"),
        OverrideReason.ITEM_CHANGED: translate("weight", "An item weighs something else now"),
        OverrideReason.EXTRA_FILLING: translate("weight", "More filling than usual"),
        OverrideReason.SCALE_FAULTY: translate("weight", "The scale is wrong"),
    }
    return words[reason]


def way_words(way: ParcelWay) -> str:
    """What can be done with a closed parcel."""
    words = {
        ParcelWay.COUNT_ANEW: translate("weight", "Open, count anew"),
        ParcelWay.OTHER_PACKAGING: translate("weight", "Another carton"),
        ParcelWay.NEW_LABEL: translate("weight", "Void label (lead)"),
        ParcelWay.PRINT_AGAIN: translate("weight", "Same label again"),
    }
    return words[way]


def weight_note(state: PackState) -> tuple[str, tuple[str, ...], State | None]:
    """Heading, lines and state of the card beside a panel about a weight or a closed parcel."""
    weighed = state.weighed
    if state.prompt is PackPrompt.PARCEL or weighed is None:
        lines = (
            translate("weight", "Opened: number, label and slip are void, new ones come out."),
            translate("weight", "Pull the old label off at once."),
        )
        return translate("weight", "WHAT IT MEANS"), lines, None
    heading = translate("weight", "CHECK: {0} ON THE SCALE, {1}").format(
        weight_words(weighed.measured_g), expected_words(weighed.expected)
    )
    return heading, explanations(weighed), State.LOOK


# Keys -----------------------------------------------------------------------------------------


def keys(state: PackState, *, is_there: bool) -> tuple[Action, ...]:
    """What can be done at a prompt about a weight or a closed parcel."""
    back = Action(
        Command.UNDO.value,
        "F6",
        translate("weight", "Back"),
        "undo",
        translate("weight", "the carton")
        if state.prompt in (PackPrompt.WEIGH, PackPrompt.WEIGHT_DIFFERS)
        else translate("weight", "no change"),
    )
    found = [back]
    if state.prompt is PackPrompt.WEIGH and is_there:
        zero = translate("weight", "Zero")
        found.append(Action(Command.START.value, "F5", zero, "scale", "START"))
    if state.prompt is PackPrompt.WEIGH and state.scale is ScaleUse.OFFERED:
        skip = translate("weight", "No weight")
        note = translate("weight", "the scale is broken")
        found.append(Action(Command.SKIP.value, "F4", skip, "skip", note))
    if state.prompt is PackPrompt.WEIGH and state.typed_weight:
        found.append(_ok(translate("weight", "{0} g").format(state.typed_weight)))
    if state.prompt is PackPrompt.WEIGHT_DIFFERS:
        found.append(_ok(translate("weight", "weigh again")))
    if state.prompt is PackPrompt.WEIGHT_REASON:
        found.append(_ok(override_words(OVERRIDE_REASONS[0])))
    return tuple(found)


def _ok(note: str) -> Action:
    return Action(Command.OK.value, "ENTER", translate("weight", "OK"), "enter", note)


# For refusals -----------------------------------------------------------------------------------


def wanted(state: PackState) -> tuple[Thing, str] | None:
    """What would be right now, and what to do; None at prompts of other kinds."""
    match state.prompt:
        case PackPrompt.INSERTS:
            action = translate("weight", "Put in what is listed, then press OK.")
            return Thing(translate("weight", "OK for what lies beside the goods")), action
        case PackPrompt.WEIGH:
            action = translate("weight", "Put the parcel on the scale, or type its grams and OK.")
            return Thing(translate("weight", "the parcel's weight")), action
        case PackPrompt.WEIGHT_ITEM:
            action = translate("weight", "Scan the item that weighs something else now.")
            return Thing(translate("weight", "an item of this carton")), action
        case PackPrompt.WEIGHT_LEAD | PackPrompt.VOID_LEAD:
            action = translate("weight", "Let a lead scan their badge, or go back with UNDO.")
            return Thing(translate("weight", "a lead's badge")), action
    return None

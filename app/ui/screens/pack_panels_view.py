"""The panels, keys and end of the pack screen, made from the state alone."""

from __future__ import annotations

from app.domain.pack_state import MissingReason, PackPrompt, PackState, ReprintReason
from app.domain.packing import MISSING_REASONS, REPRINT_REASONS
from app.domain.readings import Command
from app.ui.floor_words import units_words
from app.ui.message import Message, Severity, code_end, translate
from app.ui.messages_packing import kilograms
from app.ui.paper_words import PaperLine
from app.ui.screens import pack_view, pack_weight_view
from app.ui.screens.numbered_panel import WHY, Panel
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.verdict_band import Verdict, VerdictRow

MOST_KEYS = 9
"""Cartons that have a number; more are chosen by their cards."""

CAME_OUT, DID_NOT = 1, 2
"""Answers to "did it come out?"."""


def panel(state: PackState) -> Panel | None:
    """The question a prompt asks with numbered answers; None for the others."""
    match state.prompt:
        case PackPrompt.CHOOSE_PACKAGING:
            return _carton_panel(state)
        case PackPrompt.MISSING_REASON:
            missing = state.units - state.verified
            title = translate("pack", "CANNOT BE PACKED: {0}. The order is held.")
            choices = tuple(
                Choice(reason.value, number, missing_words(reason))
                for number, reason in enumerate(MISSING_REASONS, start=1)
            )
            return Panel(title.format(units_words(missing)), (_why(choices),))
        case PackPrompt.REPRINT_REASON:
            title = translate("pack", "PRINT THE SAME LABEL AGAIN {0}")
            if state.sscc is None:
                title = translate("pack", "PRINT THE SLIP AGAIN")
            choices = tuple(
                Choice(reason.value, number, reprint_words(reason))
                for number, reason in enumerate(REPRINT_REASONS, start=1)
            )
            return Panel(title.format(code_end(state.sscc or "")), (_why(choices),))
    return pack_weight_view.panel(state)


def _why(choices: tuple[Choice, ...]) -> ChoiceGroup:
    return ChoiceGroup(WHY, translate("pack", "WHY"), choices, choices[0].name)


def _carton_panel(state: PackState) -> Panel:
    choices = tuple(
        Choice(
            kind.code,
            number,
            kind.code,
            translate("pack", "{0}, to {1} kg").format(
                kind.name, kilograms(kind.max_weight_g)[:-3]
            ),
        )
        for number, kind in enumerate(state.packagings[:MOST_KEYS], start=1)
    )
    title = translate("pack", "ALL IN: {0}. WHICH CARTON?").format(units_words(state.units))
    if state.is_full:
        words = translate("pack", "FULL WITH {0} OF {1}. WHICH CARTON?")
        title = words.format(state.verified, units_words(state.units))
    group = ChoiceGroup("carton", translate("pack", "CARTON"), choices, state.suggestion or "")
    return Panel(title, (group,))


def paper_panel(line: PaperLine) -> Panel:
    """The question whether a paper came out."""
    choices = (
        Choice("yes", CAME_OUT, translate("pack", "Yes, it is here")),
        Choice("no", DID_NOT, translate("pack", "No, print it again")),
    )
    group = ChoiceGroup("paper", translate("pack", "DID IT COME OUT?"), choices)
    return Panel(line.title, (group,))


def missing_words(reason: MissingReason) -> str:
    """Why a unit cannot be packed."""
    words = {
        MissingReason.NOT_IN_TOTE: translate("pack", "Not in the tote"),
        MissingReason.DAMAGED: translate("pack", "Damaged"),
        MissingReason.WRONG_ITEM: translate("pack", "Wrong item in the tote"),
    }
    return words[reason]


def reprint_words(reason: ReprintReason) -> str:
    """Why a label is needed again."""
    words = {
        ReprintReason.JAM: translate("pack", "Jam, spoiled"),
        ReprintReason.TORN: translate("pack", "Torn"),
        ReprintReason.LOST: translate("pack", "Lost"),
    }
    return words[reason]


def actions(state: PackState | None, *, has_scale: bool = False) -> tuple[Action, ...]:
    """What the packer can do now; each key keeps its place on all screens."""
    help_key = Action(Command.HELP.value, "F1", translate("pack", "Help"), "help")
    if state is None or state.prompt in (PackPrompt.DONE, PackPrompt.PARKED):
        home = Action(Command.PAUSE.value, "F8", translate("pack", "Start screen"), "pause")
        return (home, help_key)
    park = Action(Command.PAUSE.value, "F8", translate("pack", "Park"), "pause")
    if state.prompt in pack_view.WEIGHTS_AND_PARCELS:
        return (*pack_weight_view.keys(state, is_there=has_scale), park, help_key)
    return (*_prompt_keys(state), park, help_key)


def _prompt_keys(state: PackState) -> tuple[Action, ...]:
    match state.prompt:
        case PackPrompt.ACKNOWLEDGE:
            return (_ok(translate("pack", "I have read it")),)
        case PackPrompt.SCAN_UNIT:
            return (
                Action(Command.SHORT.value, "F2", translate("pack", "Missing"), "short"),
                Action(Command.DAMAGED.value, "F3", translate("pack", "Damaged"), "damaged"),
                _undo(state),
                Action(
                    Command.FULL.value,
                    "F7",
                    translate("pack", "Carton full"),
                    "new_carton",
                    translate("pack", "one more"),
                    is_enabled=bool(state.verified),
                ),
            )
        case PackPrompt.SCAN_SERIAL:
            back = translate("pack", "Back")
            return (Action(Command.UNDO.value, "F6", back, "undo"),)
        case PackPrompt.INSERTS:
            return (_undo(state), _ok(translate("pack", "it is in the carton")))
        case PackPrompt.CHOOSE_PACKAGING:
            return _carton_keys(state)
        case PackPrompt.SCAN_LABEL | PackPrompt.LABEL_WAITS:
            return _label_keys(state)
        case PackPrompt.MISSING_REASON:
            return (_leave(), _ok(missing_words(MISSING_REASONS[0])))
        case PackPrompt.REPRINT_REASON:
            return (_leave(), _ok(reprint_words(REPRINT_REASONS[0])))
    return (_leave(), _ok(translate("pack", "it is out of the carton")))


def _carton_keys(state: PackState) -> tuple[Action, ...]:
    first = _leave() if state.is_full else _undo(state)
    if state.suggestion is None:
        return (first,)
    note = translate("pack", "carton {0}").format(state.suggestion)
    return (first, _ok(note))


def _label_keys(state: PackState) -> tuple[Action, ...]:
    reprint = Action(Command.REPRINT.value, "F9", translate("pack", "Reprint"), "reprint")
    if state.prompt is PackPrompt.LABEL_WAITS:
        return (reprint,)
    note = translate("pack", "open or void")
    return (Action(Command.UNDO.value, "F6", translate("pack", "Change"), "undo", note), reprint)


def _ok(note: str) -> Action:
    return Action(Command.OK.value, "ENTER", translate("pack", "OK"), "enter", note)


def _leave() -> Action:
    note = translate("pack", "no change")
    return Action(Command.UNDO.value, "F6", translate("pack", "Back"), "undo", note)


def _undo(state: PackState) -> Action:
    note = ""
    if state.history:
        step = state.history[-1]
        line = next(line for line in state.lines if line.order_line_id == step.order_line_id)
        note = translate("pack", "{0} x {1}").format(step.quantity, line.sku)
    text = translate("pack", "Undo")
    return Action(Command.UNDO.value, "F6", text, "undo", note, is_enabled=bool(note))


def done_verdict(state: PackState, seconds: float) -> Verdict:
    """The end of a parcel: what it is, how long it took, where it goes."""
    minutes, rest = divmod(int(seconds), 60)
    carton = state.packaging or ""
    units = translate("pack", "{0}, carton {1}").format(units_words(state.units), carton)
    rows = (
        VerdictRow(
            translate("pack", "parcel"),
            translate("pack", "order {0}").format(state.order_number),
            code_end(state.sscc or ""),
            units,
        ),
        VerdictRow(translate("pack", "time"), f"{minutes}:{rest:02}"),
    )
    return Verdict(
        State.OK,
        translate("pack", "DONE"),
        translate("pack", "ORDER {0}").format(state.order_number),
        rows,
        translate("pack", "Put the parcel on its way, scan the next tote."),
        translate("pack", "Label and contents belong together."),
    )


def set_aside_message(number: str) -> Message:
    """What to do with an order that is held because a unit of it is missing."""
    return Message(
        title=translate("pack", "ORDER {0} HELD").format(number),
        action=translate("pack", "Put tote and carton on the hold shelf, scan the next tote."),
        count_line=translate("pack", "What was verified stays verified."),
        hint=translate("pack", "The shift lead sees it now."),
        severity=Severity.LOOK,
    )

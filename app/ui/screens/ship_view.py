"""What the dock looks like: every widget's content, from the state alone."""

from __future__ import annotations

from datetime import datetime

from app.domain.lanes import cage_for
from app.domain.manifests import RollReason
from app.domain.readings import Command
from app.domain.shipping_dialogue import ROLL_REASONS
from app.domain.shipping_state import DockPrompt, DockState, MissingParcel, Whereabouts
from app.ui.floor_words import order_state_words
from app.ui.message import Asked, Thing, code_end, translate
from app.ui.messages_shipping import carrier_word
from app.ui.screens.numbered_panel import Panel
from app.ui.tokens import State
from app.ui.why_codes import MOST_ASKED, parcel_code
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.last_scan import LastScanView
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.paper_list import PaperRow
from app.ui.widgets.progress_bar import ProgressView
from app.ui.widgets.verdict_band import Verdict, VerdictRow
from app.ui.widgets.work_card import WorkView

MOST_CAGES = 6
MOST_MISSING = 6
MOST_WAITING = 4
"""Lines that are read at a glance; more are told by their number."""


def progress(state: DockState) -> ProgressView:
    """Parcels in the cages, of how many."""
    note = state.manifest
    return ProgressView(state.loaded, state.expected, translate("ship", "parcels"), note=note)


def heading(state: DockState | None) -> tuple[str, str]:
    """What is being loaded, and when it is collected."""
    if state is None or not state.carrier:
        return translate("ship", "Ship"), translate("ship", "no carrier yet")
    task = carrier_word(state.carrier)
    if state.only_cage:
        task = translate("ship", "{0}, cage {1} only").format(task, state.only_cage)
    cut_offs = sorted(
        {cage.cut_off for cage in state.cages if cage.carrier == state.carrier} - {""}
    )
    if cut_offs:
        return task, translate("ship", "collected {0}").format(cut_offs[0])
    return task, state.manifest


def parcels_words(parcels: int) -> str:
    """So many parcels."""
    if parcels == 1:
        return translate("ship", "1 parcel")
    return translate("ship", "{0} parcels").format(parcels)


def cage_rows(state: DockState) -> tuple[PaperRow, ...]:
    """The carrier's cages, each with what is in and what should be."""
    return tuple(
        PaperRow(
            f"{each.lane} {each.code}".strip(),
            translate("ship", "{0} of {1}").format(each.loaded, each.expected),
            State.OK if each.loaded >= each.expected else State.NEXT,
            "cart",
        )
        for each in state.counts[:MOST_CAGES]
    )


def missing_lines(state: DockState) -> tuple[str, ...]:
    """What was not scanned, and where it is."""
    lines = [f"{each.order_number}: {where_words(each)}" for each in state.missing[:MOST_MISSING]]
    more = len(state.missing) - len(lines)
    if more > 0:
        lines.append(translate("ship", "and {0} more").format(more))
    return tuple(lines)


def where_words(parcel: MissingParcel) -> str:
    """Where a parcel is that was not scanned at the dock."""
    if parcel.where is Whereabouts.STOPPED:
        return order_state_words(parcel.reason)
    if parcel.where is Whereabouts.AT_BENCH:
        return translate("ship", "label not scanned at {0}").format(parcel.station)
    return translate("ship", "packed {0} at {1}").format(_time(parcel.packed_at), parcel.station)


def _time(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%H:%M") if moment else "?"


def sign(state: DockState) -> LocationView:
    """The cage that the parcel in hand belongs into."""
    parcel = state.parcel
    cage = None if parcel is None else cage_for(parcel.destination, state.cages)
    if parcel is None or cage is None:
        return LocationView("")
    there = f"{parcel.destination.country_code} {parcel.destination.postcode}".strip()
    lane = (translate("ship", "lane {0}").format(cage.lane),) if cage.lane else ()
    words = (*lane, carrier_word(cage.carrier), there)
    return LocationView(cage.code, words, label=translate("ship", "PUT IT INTO CAGE"))


def card(state: DockState) -> WorkView:
    """What the dock is about before there is anything to count, or when the list is closed."""
    if state.prompt is DockPrompt.DRIVER:
        facts = (
            translate("ship", "{0} for {1}").format(
                parcels_words(state.loaded), carrier_word(state.carrier)
            ),
            translate("ship", "the list is printed twice: one stays here"),
        )
        label = translate("ship", "CLOSED, NOT SIGNED YET")
        return WorkView(label, state.manifest, facts, icon="order")
    if state.waiting:
        label = translate("ship", "CLOSED, WAIT FOR THEIR DRIVERS")
        first, *rest = (
            translate("ship", "{0}  {1}, {2}").format(
                f"{place}  {each.number}", carrier_word(each.carrier), parcels_words(each.parcels)
            )
            for place, each in enumerate(state.waiting[:MOST_WAITING], start=1)
        )
        return WorkView(label, first, tuple(rest), icon="order")
    facts = (
        translate("ship", "parcel first: all cages of its carrier"),
        translate("ship", "cage first: only that one is collected"),
    )
    return WorkView(
        translate("ship", "SHIP"), translate("ship", "Nothing is being loaded"), facts, icon="cart"
    )


def instruction(state: DockState) -> Instruction:
    """The one line that says what to do now."""
    match state.prompt:
        case DockPrompt.SCAN_CAGE:
            place = sign(state).code
            return Instruction(translate("ship", "PUT IT INTO {0}, SCAN THE CAGE").format(place))
        case DockPrompt.MISSING:
            words = translate("ship", "SCAN IT, OR SAY WHY IT STAYS")
            return Instruction(words, detail=translate("ship", "OK = 1"))
        case DockPrompt.DRIVER:
            words = translate("ship", "TYPE THE DRIVER'S NAME, ENTER")
            return Instruction(words, detail=translate("ship", "or scan the driver's card"))
        case DockPrompt.SIGNED:
            return Instruction(translate("ship", "SCAN THE NEXT PARCEL"))
    if not state.carrier:
        words = translate("ship", "SCAN A PARCEL OR A CAGE")
        detail = translate("ship", "or a list: 1 = {0}")
        first = state.waiting[0].number if state.waiting else ""
        return Instruction(words, detail=detail.format(first) if first else "")
    return Instruction(translate("ship", "SCAN PARCEL"))


def panel(state: DockState) -> Panel | None:
    """The question about a missing parcel; None while none is asked."""
    if state.prompt is not DockPrompt.MISSING or not state.missing:
        return None
    first = state.missing[0]
    title = translate("ship", "MISSING {0}: order {1}, {2}").format(
        code_end(first.sscc), first.order_number, where_words(first)
    )
    choices = tuple(
        Choice(reason.value, number, roll_words(reason))
        for number, reason in enumerate(ROLL_REASONS, start=1)
    )
    group = ChoiceGroup("why", translate("ship", "IT STAYS"), choices, choices[0].name)
    return Panel(title, (group,))


def roll_words(reason: RollReason) -> str:
    """Why a parcel stays for the next collection."""
    words = {
        RollReason.NOT_PACKED_YET: translate("ship", "Not ready yet"),
        RollReason.NOT_FOUND: translate("ship", "Not found"),
        RollReason.DAMAGED: translate("ship", "Damaged"),
        RollReason.NO_ROOM: translate("ship", "No room in the truck"),
    }
    return words[reason]


def actions(state: DockState | None) -> tuple[Action, ...]:
    """What can be done now; each key keeps its place on all screens."""
    help_key = Action(Command.HELP.value, "F1", translate("ship", "Help"), "help")
    home = Action(Command.PAUSE.value, "F8", translate("ship", "Start screen"), "pause")
    if state is None:
        return (home, help_key)
    return (*_prompt_keys(state), home, help_key)


def _prompt_keys(state: DockState) -> tuple[Action, ...]:
    undo = Action(Command.UNDO.value, "F6", translate("ship", "Back"), "undo")
    match state.prompt:
        case DockPrompt.SCAN_CAGE:
            return (undo,)
        case DockPrompt.MISSING:
            note = roll_words(ROLL_REASONS[0])
            return (
                Action(Command.SKIP.value, "F4", translate("ship", "Next one"), "skip"),
                undo,
                Action(Command.OK.value, "ENTER", translate("ship", "OK"), "enter", note),
            )
        case DockPrompt.DRIVER:
            again = translate("ship", "Open again")
            note = translate("ship", "shift lead")
            return (Action(Command.UNDO.value, "F6", again, "undo", note),)
        case DockPrompt.SIGNED:
            note = translate("ship", "next collection")
            return (Action(Command.OK.value, "ENTER", translate("ship", "OK"), "enter", note),)
    close = Action(
        Command.FULL.value,
        "F7",
        translate("ship", "Close list"),
        "order",
        state.manifest,
        is_enabled=bool(state.loaded or state.missing),
    )
    leave = Action(
        Command.UNDO.value,
        "F6",
        translate("ship", "Other carrier"),
        "undo",
        is_enabled=bool(state.carrier),
    )
    return (leave, close)


def asked(state: DockState | None) -> Asked:
    """What would be right now, for the words of a refusal."""
    counted = translate("ship", "Nothing was loaded.")
    if state is None or state.prompt in (DockPrompt.SCAN_PARCEL, DockPrompt.SIGNED):
        needed = Thing(translate("ship", "the label of a parcel, or a cage"))
        return Asked(needed, translate("ship", "Scan the label of the next parcel."), counted)
    if state.prompt is DockPrompt.SCAN_CAGE:
        action = translate("ship", "Put the parcel into {0} and scan the cage.")
        place = sign(state).code
        return Asked(Thing(place), action.format(place), counted)
    if state.prompt is DockPrompt.MISSING:
        needed = Thing(translate("ship", "the missing parcel, or a number from 1 to 4"))
        return Asked(needed, translate("ship", "Scan it, or choose why it stays."), counted)
    needed = Thing(translate("ship", "the driver's name"))
    return Asked(needed, translate("ship", "Type the driver's name and press Enter."), counted)


def last_scan(state: DockState, raw: str) -> LastScanView:
    """The entry just accepted, with how many parcels are in now."""
    return LastScanView(code_end(raw.upper()), f"{state.loaded}/{state.expected}")


def signed_verdict(state: DockState) -> Verdict:
    """The end of a collection: what was handed to whom."""
    rows = (
        VerdictRow(translate("ship", "list"), state.manifest, "", carrier_word(state.carrier)),
        VerdictRow(translate("ship", "driver"), state.driver),
    )
    return Verdict(
        State.OK,
        translate("ship", "HANDED OVER"),
        parcels_words(state.loaded).upper(),
        rows,
        translate("ship", "Give the driver one copy, keep the other one."),
        translate("ship", "The list can be printed again at any time."),
    )


def why_codes(state: DockState) -> tuple[str, ...]:
    """Codes of the parcels that are shown, the one in hand first; else of the lists that wait."""
    in_hand = "" if state.parcel is None else state.parcel.sscc
    shown = [in_hand or state.last_sscc, *(parcel.sscc for parcel in state.missing)]
    parcels = [code for sscc in dict.fromkeys(shown) for code in parcel_code(sscc)]
    lists = [one.number for one in state.waiting]
    listed = [state.manifest] if state.manifest else []
    return tuple((*parcels, *listed, *lists)[:MOST_ASKED])

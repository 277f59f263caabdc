"""What a pick task looks like on the screen: every widget's content, made from the state alone."""

from __future__ import annotations

from app.domain.pick_state import PickItem, PickLine, PickPrompt, PickState
from app.ui.floor_words import is_card, scanned_word
from app.ui.item_words import telling_words
from app.ui.message import Asked, Thing, code_end, translate
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.item_card import ItemView
from app.ui.widgets.last_scan import LastScanView
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.next_peek import NextLine
from app.ui.widgets.progress_bar import ProgressView
from app.ui.widgets.quantity_sign import QuantityView
from app.ui.widgets.tote_map import ToteMapView, TotePosition

PEEKED = 3
"""Coming lines that are offered to the peek; it shows as many as fit."""


def line_at_hand(state: PickState) -> PickLine | None:
    """The line the screen is about: the one to be undone while undoing, else the open one."""
    if state.prompt is PickPrompt.UNDO and state.history:
        wanted = state.history[-1].pick_line_id
        return next(line for line in state.lines if line.pick_line_id == wanted)
    return state.line


def progress(state: PickState) -> ProgressView:
    """How far the task is, in lines, and the units beside it."""
    picked = sum(line.picked for line in state.lines)
    units = sum(line.quantity - line.short for line in state.lines)
    return ProgressView(
        state.lines_done,
        len(state.lines),
        translate("pick", "line"),
        is_ordinal=state.line is not None,
        note=translate("pick", "{0} of {1} units").format(picked, units),
    )


def location(state: PickState) -> LocationView:
    """Where to go, with what differs from the place before in bold."""
    line = line_at_hand(state)
    if line is None:
        return LocationView("")
    words = [translate("pick", "zone {0}").format(line.zone)] if line.zone else []
    if state.prompt is PickPrompt.UNDO:
        return LocationView(line.location, tuple(words), label=translate("pick", "BACK TO"))
    if line.skips:
        words.append(translate("pick", "skipped before"))
    return LocationView(line.location, tuple(words), previous=_place_before(state, line))


def _place_before(state: PickState, line: PickLine) -> str:
    done = [other for other in state.lines if other.open == 0 and other is not line]
    return done[-1].location if done else ""


def quantity(state: PickState) -> QuantityView:
    """How many to take, or to take back."""
    line = line_at_hand(state)
    if line is None:
        return QuantityView(0, "")
    each = translate("pick", "each")
    if state.prompt is PickPrompt.UNDO:
        step = state.history[-1]
        return QuantityView(step.quantity, each, label=translate("pick", "TAKE OUT"))
    return QuantityView(
        line.open,
        each,
        into=_cases(line),
        counted=state.counted if state.prompt is PickPrompt.CONFIRM_QUANTITY else None,
    )


def _cases(line: PickLine) -> str:
    case = line.item.case_quantity or 0
    if case < 2 or line.open < case:
        return ""
    cases, rest = divmod(line.open, case)
    words = translate("pick", "= {0} case of {1}").format(cases, case)
    if cases > 1:
        words = translate("pick", "= {0} cases of {1}").format(cases, case)
    return f"{words} + {rest}" if rest else words


def tote(state: PickState) -> ToteMapView:
    """Which tote, drawn as the one tote of a single order."""
    if state.tote is None:
        title = translate("pick", "ANY EMPTY ONE")
        return ToteMapView((TotePosition("", is_empty=True),), title=title)
    title = translate("pick", "OUT OF TOTE") if state.prompt is PickPrompt.UNDO else ""
    return ToteMapView((TotePosition(state.tote),), state.tote, title)


def item(state: PickState) -> ItemView:
    """What the right item looks like."""
    line = line_at_hand(state)
    if line is None:
        return ItemView("", "")
    what = line.item
    remarks = [translate("pick", "fragile")] if what.fragile else []
    if line.lot:
        remarks.append(translate("pick", "lot {0}").format(line.lot))
    if line.expiry:
        remarks.append(translate("pick", "use by {0}").format(line.expiry.isoformat()))
    return ItemView(
        what.name,
        what.sku,
        barcode_end=(what.barcode or "")[-4:],
        case_quantity=what.case_quantity or 0,
        emphasis=telling_words(what.name),
        remarks=tuple(remarks),
    )


def peek(state: PickState) -> tuple[tuple[NextLine, ...], str]:
    """The lines after this one, and a remark where there is none."""
    coming = state.upcoming[:PEEKED]
    lines = tuple(
        NextLine(line.location, translate("pick", "x{0}").format(line.open)) for line in coming
    )
    return lines, "" if lines else translate("pick", "last line of this order")


def instruction(state: PickState) -> Instruction:
    """The one line that says what to do now."""
    line = line_at_hand(state)
    match state.prompt, line:
        case PickPrompt.SCAN_TOTE, _:
            return Instruction(translate("pick", "TAKE AN EMPTY TOTE, SCAN IT"))
        case PickPrompt.SCAN_LOCATION, PickLine():
            detail = translate("pick", "or type its check digits")
            return Instruction(translate("pick", "SCAN LOCATION"), line.location, detail)
        case PickPrompt.SCAN_ITEM, PickLine():
            return Instruction(translate("pick", "SCAN ITEM"), _item_end(line.item))
        case PickPrompt.CONFIRM_QUANTITY, PickLine():
            words = translate("pick", "PUT {0} INTO TOTE, SCAN TOTE").format(line.open)
            detail = translate("pick", "or OK = {0}").format(line.open)
            return Instruction(words, state.tote or "", detail)
        case PickPrompt.UNDO, PickLine():
            words = translate("pick", "TAKE {0} OUT, PUT BACK, SCAN")
            detail = translate("pick", "or OK")
            return Instruction(words.format(state.history[-1].quantity), line.location, detail)
    return _panel_instruction(state)


def _panel_instruction(state: PickState) -> Instruction:
    if state.prompt is PickPrompt.SHORT_QUANTITY:
        detail = translate("pick", "OK = {0}").format(state.found)
        return Instruction(translate("pick", "CHOOSE HOW MANY YOU FOUND"), detail=detail)
    if state.prompt in (PickPrompt.SHORT_REASON, PickPrompt.SKIP_REASON):
        detail = translate("pick", "OK = 1")
        return Instruction(translate("pick", "CHOOSE WHY"), detail=detail)
    return Instruction("")


def asked(state: PickState) -> Asked:
    """What would be right now, for the words of a refusal."""
    line = line_at_hand(state)
    needed, action = _wanted(state, line)
    if line is None or state.prompt is PickPrompt.SCAN_TOTE:
        return Asked(needed, action, translate("pick", "Nothing was counted."))
    still = translate("pick", "Nothing was counted: still {0}/{1}.")
    return Asked(needed, action, still.format(line.picked + state.counted, line.quantity))


def _wanted(state: PickState, line: PickLine | None) -> tuple[Thing, str]:
    if state.prompt is PickPrompt.SCAN_TOTE:
        return (
            Thing(translate("pick", "an empty tote")),
            translate("pick", "Take an empty tote and scan it."),
        )
    if line is None or state.prompt is PickPrompt.TASK_DONE:
        return (
            Thing(translate("pick", "NEXT")),
            translate("pick", "Put tote {0} on the pack lane, scan NEXT.").format(state.tote),
        )
    match state.prompt:
        case PickPrompt.SCAN_LOCATION:
            return (
                Thing(line.location),
                translate("pick", "Go to {0}, scan its label.").format(line.location),
            )
        case PickPrompt.SCAN_ITEM:
            return _as_thing(line), translate("pick", "Take {0}, scan it.").format(line.item.name)
        case PickPrompt.CONFIRM_QUANTITY:
            what = translate("pick", "{0} x {1}").format(line.open, line.item.name)
            action = translate("pick", "Put {0} into {1}, scan {1}.").format(line.open, state.tote)
            return Thing(state.tote or "", place=what), action
        case PickPrompt.UNDO:
            count = state.history[-1].quantity
            action = translate("pick", "Put {0} back into {1}, scan its label.")
            return Thing(line.location), action.format(count, line.location)
    return (
        Thing(translate("pick", "one of the numbers of the panel")),
        translate("pick", "Press OK to see the choices, then choose a number."),
    )


def _as_thing(line: PickLine) -> Thing:
    place = translate("pick", "in {0}").format(line.location)
    name = line.item.name
    return Thing(name, _item_end(line.item), place, telling_words(name))


def _item_end(what: PickItem) -> str:
    return code_end(what.barcode) if what.barcode else what.sku


def last_scan(before: PickState, after: PickState, raw: str) -> LastScanView:
    """The entry just accepted, with what its line has now where that changed."""
    name = scanned_word(raw) if is_card(raw) else code_end(raw.upper())
    line = line_at_hand(before)
    if line is None or before.prompt is PickPrompt.SCAN_TOTE:
        return LastScanView(raw.upper())
    had, has = line.picked + before.counted, _has(after, line)
    return LastScanView(name, f"{has}/{line.quantity}" if has != had else "")


def _has(state: PickState, line: PickLine) -> int:
    """Units of a line that are in the tote or in hand."""
    now = next(other for other in state.lines if other.pick_line_id == line.pick_line_id)
    is_present = state.line is not None and state.line.pick_line_id == line.pick_line_id
    return now.picked + (state.counted if is_present else 0)

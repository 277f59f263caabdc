"""What an order on the pack bench looks like: every widget's content, from the state alone."""

from __future__ import annotations

from app.devices.scale_watch import OnScale
from app.domain.own_codes import read_own_code
from app.domain.pack_places import PackPlace
from app.domain.pack_state import PackagingChoice, PackLine, PackPrompt, PackState
from app.domain.readings import BadgeCode
from app.ui.floor_words import is_card, lines_words, scanned_word, units_words
from app.ui.item_words import telling_words
from app.ui.message import Asked, Thing, code_end, translate
from app.ui.messages_packing import kilograms
from app.ui.scale_words import weight_words
from app.ui.screens import pack_weight_view
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.item_card import ItemView
from app.ui.widgets.last_scan import LastScanView
from app.ui.widgets.progress_bar import ProgressView
from app.ui.widgets.unit_list import UnitRow, UnitState
from app.ui.widgets.work_card import WorkView

WEIGHTS_AND_PARCELS = frozenset(
    {
        PackPrompt.WEIGH,
        PackPrompt.WEIGHT_DIFFERS,
        PackPrompt.WEIGHT_REASON,
        PackPrompt.WEIGHT_ITEM,
        PackPrompt.WEIGHT_LEAD,
        PackPrompt.PARCEL,
        PackPrompt.VOID_LEAD,
    }
)
"""Prompts that `pack_weight_view` puts into words."""


def progress(state: PackState | None) -> ProgressView:
    """Units in the carton, of how many."""
    if state is None:
        return ProgressView(0, 0, translate("pack", "units"))
    note = lines_words(len(state.lines))
    if state.is_gift:
        note = translate("pack", "GIFT: no prices in the box, {0}").format(note)
    return ProgressView(state.verified, state.units, translate("pack", "units"), note=note)


def unit_rows(state: PackState) -> tuple[UnitRow, ...]:
    """The order's lines; the one scanned last stays in sight."""
    current = _current_line(state)
    return tuple(_row(line, is_current=line == current) for line in state.lines)


def _row(line: PackLine, *, is_current: bool) -> UnitRow:
    state = UnitState.DONE if line.open == 0 else UnitState.OPEN
    if is_current:
        state = UnitState.CURRENT
    note = "" if line.barcode else translate("pack", "no barcode: type its SKU")
    remarks = (translate("pack", "fragile"),) if line.fragile else ()
    view = ItemView(
        line.name,
        line.sku,
        barcode_end=(line.barcode or "")[-4:],
        emphasis=telling_words(line.name),
        remarks=remarks,
    )
    return UnitRow(view, line.verified, line.quantity, state, note)


def _current_line(state: PackState) -> PackLine | None:
    if state.prompt is PackPrompt.UNDO and state.history:
        return _line_of(state, state.history[-1].order_line_id)
    still_open = [line for line in state.lines if line.open > 0]
    if state.history:
        last = _line_of(state, state.history[-1].order_line_id)
        if last in still_open:
            return last
    return next(iter(still_open), None)


def _line_of(state: PackState, order_line_id: int) -> PackLine:
    return next(line for line in state.lines if line.order_line_id == order_line_id)


def instruction(
    state: PackState | None,
    *,
    asks_paper: bool = False,
    tote: str = "",
    stands: OnScale = OnScale.SILENT,
    has_scale: bool = False,
) -> Instruction:
    """The one line that says what to do now.

    Args:
        state: The order on the bench, None while there is none.
        asks_paper: A person has to say whether a paper came out.
        tote: The bulk tote that units are taken out of.
        stands: How the scale stands.
        has_scale: Whether it says weights by itself now.
    """
    if state is None:
        return _empty_instruction(tote)
    if state.prompt in WEIGHTS_AND_PARCELS:
        return pack_weight_view.instruction(state, stands, is_there=has_scale)
    match state.prompt:
        case PackPrompt.ACKNOWLEDGE:
            return Instruction(translate("pack", "READ THIS, THEN PRESS OK"))
        case PackPrompt.INSERTS:
            return Instruction(translate("pack", "PUT THIS IN AS WELL, THEN PRESS OK"))
        case PackPrompt.SCAN_UNIT | PackPrompt.SCAN_SERIAL:
            return _unit_instruction(state)
        case PackPrompt.CHOOSE_PACKAGING:
            return _carton_instruction(state)
        case PackPrompt.SCAN_LABEL | PackPrompt.LABEL_WAITS:
            return _label_instruction(state, asks_paper=asks_paper)
        case PackPrompt.UNDO:
            line = _line_of(state, state.history[-1].order_line_id)
            words = translate("pack", "TAKE {0} OUT OF THE CARTON, SCAN IT")
            detail = translate("pack", "or OK")
            return Instruction(words.format(state.history[-1].quantity), line_end(line), detail)
    return Instruction(translate("pack", "CHOOSE WHY"), detail=translate("pack", "OK = 1"))


def _label_instruction(state: PackState, *, asks_paper: bool) -> Instruction:
    if asks_paper:
        detail = translate("pack", "1 = yes, 2 = no")
        return Instruction(translate("pack", "LOOK AT THE PRINTER, ANSWER"), detail=detail)
    if state.prompt is PackPrompt.LABEL_WAITS:
        return Instruction(translate("pack", "PUT THE PARCEL ASIDE WITH ITS SLIP"))
    detail = ""
    if state.takes_proposed and state.packaging:
        detail = translate("pack", "carton {0}; another: its card").format(state.packaging)
    words = translate("pack", "STICK LABEL, THEN SCAN IT")
    return Instruction(words, code_end(state.sscc or ""), detail)


def _empty_instruction(tote: str) -> Instruction:
    if tote:
        detail = translate("pack", "or another tote")
        return Instruction(translate("pack", "TAKE AN ITEM OUT, SCAN IT"), tote, detail)
    detail = translate("pack", "or cubby, slot, slip")
    return Instruction(translate("pack", "SCAN A TOTE"), detail=detail)


def _unit_instruction(state: PackState) -> Instruction:
    if state.prompt is PackPrompt.SCAN_SERIAL:
        return Instruction(translate("pack", "SCAN ITS SERIAL NUMBER"))
    if state.waits_for is not None:
        return Instruction(translate("pack", "FETCH THE REST, SCAN"), _where(state.waits_for))
    if not state.is_as_planned:
        known = state.ahead or (state.suggestion if state.takes_proposed else None)
        detail = translate("pack", "into carton {0}").format(known) if known else ""
        return Instruction(translate("pack", "SCAN NEXT UNIT"), detail=detail)
    detail = translate("pack", "the rest goes into another one")
    return Instruction(translate("pack", "CARTON AS PLANNED: SCAN FULL"), detail=detail)


def _carton_instruction(state: PackState) -> Instruction:
    words = translate("pack", "TAKE A CARTON, SCAN ITS CARD")
    if state.suggestion is None:
        return Instruction(words)
    words = translate("pack", "TAKE CARTON {0}, SCAN ITS CARD").format(state.suggestion)
    return Instruction(words, detail=translate("pack", "or OK = {0}").format(state.suggestion))


def to_read(state: PackState) -> tuple[str, tuple[str, ...]]:
    """Heading and lines of what must be read now: the order's own words, or the shop's inserts."""
    if state.prompt is PackPrompt.INSERTS:
        return translate("pack", "PUT INTO THE CARTON, BESIDE THE GOODS"), state.inserts
    return translate("pack", "READ BEFORE PACKING"), read_words(state)


def read_words(state: PackState) -> tuple[str, ...]:
    """The customer's note as it is; the text of a gift's card said to be one."""
    if not state.is_gift or not state.instructions:
        return state.instructions
    *notes, gift = state.instructions
    return (*notes, translate("pack", "GIFT CARD: {0}").format(gift))


def line_end(line: PackLine) -> str:
    """The end of a line's barcode, or its SKU where it has none."""
    return code_end(line.barcode) if line.barcode else line.sku


def _where(place: PackPlace) -> str:
    """Where goods of the order are fetched: the slot that their tote stands in, or itself."""
    return place.slot or place.code


def to_fetch(state: PackState) -> tuple[str, ...]:
    """What of the order is not at this bench yet, a line a place."""
    words = translate("pack", "{0}: {1}")
    return tuple(words.format(_where(place), units_words(place.total)) for place in state.to_fetch)


def asked(state: PackState | None, tote: str = "") -> Asked:
    """What would be right now, for the words of a refusal."""
    if state is None and tote:
        return Asked(
            Thing(translate("pack", "an item out of {0}").format(tote)),
            translate("pack", "Take an item out of {0} and scan it.").format(tote),
            translate("pack", "Nothing was counted."),
        )
    if state is None:
        return Asked(
            Thing(translate("pack", "a tote, a cubby, a slot or a packing slip")),
            translate("pack", "Scan a tote, a cubby, a slot or a packing slip."),
            translate("pack", "Nothing was counted."),
        )
    still = translate("pack", "Nothing was counted: still {0}/{1} units.")
    needed, action = _wanted(state)
    return Asked(needed, action, still.format(state.verified, state.units))


def _wanted(state: PackState) -> tuple[Thing, str]:
    found = pack_weight_view.wanted(state)
    if found is not None:
        return found
    match state.prompt:
        case PackPrompt.ACKNOWLEDGE:
            action = translate("pack", "Press OK, read the note, press OK again.")
            return Thing(translate("pack", "OK for the note")), action
        case PackPrompt.SCAN_SERIAL if state.unit is not None:
            number = Thing(state.unit.name, place=translate("pack", "its serial number"))
            return number, translate("pack", "Scan the number on the unit in your hand.")
        case PackPrompt.SCAN_UNIT:
            return _next_unit(state)
        case PackPrompt.CHOOSE_PACKAGING:
            return (
                Thing(translate("pack", "a carton"), place=", ".join(codes(state))),
                translate("pack", "Scan the card of a carton, or press its number."),
            )
        case PackPrompt.SCAN_LABEL:
            words = translate("pack", "label of order {0}").format(state.order_number)
            action = translate("pack", "Stick the label on the parcel and scan it.")
            return Thing(words, code_end(state.sscc or "")), action
        case PackPrompt.LABEL_WAITS:
            words = translate("pack", "slip of order {0}").format(state.order_number)
            action = translate("pack", "Put the parcel aside, scan its slip when the line is back.")
            return Thing(words), action
        case PackPrompt.UNDO:
            line = _line_of(state, state.history[-1].order_line_id)
            action = translate("pack", "Take {0} out of the carton and scan it.")
            return Thing(line.name, line_end(line)), action.format(line.name)
    return (
        Thing(translate("pack", "one of the numbers of the panel")),
        translate("pack", "Press OK to see the choices, then choose a number."),
    )


def _next_unit(state: PackState) -> tuple[Thing, str]:
    action = translate("pack", "Scan the next unit of this order.")
    line = _current_line(state)
    if line is None:
        return Thing(translate("pack", "a unit of this order")), action
    place = translate("pack", "{0} to go").format(line.open)
    return Thing(line.name, line_end(line), place, telling_words(line.name)), action


def codes(state: PackState) -> tuple[str, ...]:
    """The codes of the cartons on offer."""
    return tuple(kind.code for kind in state.packagings)


def last_scan(before: PackState | None, after: PackState, raw: str) -> LastScanView:
    """The entry just accepted, with how many units are in now where that changed."""
    if before is None:
        return LastScanView(raw.upper())
    if before.prompt in (PackPrompt.WEIGH, PackPrompt.WEIGHT_DIFFERS) and raw.endswith(" g"):
        return LastScanView(weight_words(float(raw.removesuffix(" g"))))
    if isinstance(read_own_code(raw), BadgeCode):
        return LastScanView(translate("pack", "badge"))
    name = scanned_word(raw) if is_card(raw) else code_end(raw.upper())
    is_same = before.verified == after.verified
    return LastScanView(name, "" if is_same else f"{after.verified}/{after.units}")


def label_card(state: PackState) -> WorkView:
    """The label that belongs on the parcel, by the end of its number; or that it waits."""
    if state.prompt is PackPrompt.LABEL_WAITS:
        return _waiting_label(state)
    title = code_end(state.sscc or "")
    order = translate("pack", "order {0}").format(state.order_number)
    facts = (f"{order}, {units_words(state.units)}",)
    return WorkView(translate("pack", "NUMBER ON THE LABEL ENDS IN"), title, facts, icon="label")


def _waiting_label(state: PackState) -> WorkView:
    """What to do with a parcel whose label comes when the database is back."""
    facts = (translate("pack", "scan the slip when the line is back"),)
    title = translate("pack", "LABEL WAITS FOR THE DATABASE")
    label = translate("pack", "ORDER {0}").format(state.order_number)
    return WorkView(label, title, facts, icon="offline")


def expected_weight(state: PackState, kind: PackagingChoice | None) -> str:
    """What the parcel should weigh, by its items' weights."""
    goods = kilograms(state.to_box_g)
    if kind is None:
        return translate("pack", "goods {0} kg").format(goods)
    whole = kilograms(state.to_box_g + kind.tare_g)
    words = translate("pack", "{0} kg expected (goods {1} kg, carton {2} kg)")
    return words.format(whole, goods, kilograms(kind.tare_g))


def chosen_packaging(state: PackState) -> PackagingChoice | None:
    """The carton chosen, or the one suggested."""
    code = state.packaging or state.suggestion
    return next((kind for kind in state.packagings if kind.code == code), None)


def empty_bench(tote: str) -> WorkView:
    """What is told where no order is on the bench: how to get one."""
    label = translate("pack", "PACK")
    if tote:
        facts = (translate("pack", "each item out of it opens the order it is for"),)
        return WorkView(label, translate("pack", "Tote {0}").format(tote), facts, icon="tote")
    facts = (translate("pack", "tote, cubby, slot or packing slip: all lead to the order"),)
    return WorkView(label, translate("pack", "No order on the bench"), facts, icon="tote")

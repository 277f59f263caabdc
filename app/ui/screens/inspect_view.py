"""What an inspection looks like: every widget's content, from the state alone."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.inspection_state import (
    DAMAGES,
    CountStep,
    Expected,
    Finding,
    FindingKind,
    Inspecting,
    InspectPrompt,
    ways_for,
)
from app.domain.readings import Command
from app.services.inspection_board import WaitingInspection
from app.ui.floor_words import order_state_words
from app.ui.inspection_words import (
    damage_words,
    finding_words,
    inspection_reason_words,
    way_note,
    way_words,
)
from app.ui.item_words import telling_words
from app.ui.message import Asked, Thing, translate
from app.ui.screens.stock_page import Question, StockPageView
from app.ui.screens.stock_views import item_view
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.item_card import ItemView
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.quantity_sign import QuantityView
from app.ui.widgets.work_card import WorkView

_P = InspectPrompt
MOST_WAITING = 6
"""Lines that are read at a glance; more are told by their number."""


def start_card(waiting: Sequence[WaitingInspection]) -> WorkView:
    """What waits, before an order is open."""
    label = translate("inspect", "ORDERS TO INSPECT")
    if not waiting:
        facts = (translate("inspect", "a bench says so when one of its orders is to be inspected"),)
        return WorkView(label, translate("inspect", "None now"), facts, icon="inspect")
    key = translate("inspect", "scan what stands before you, or Enter for the first")
    return WorkView(label, str(len(waiting)), (), key, "inspect", is_default=True)


def waiting_lines(waiting: Sequence[WaitingInspection]) -> tuple[str, tuple[str, ...]]:
    """The orders that wait, and why."""
    lines = []
    for row in waiting[:MOST_WAITING]:
        words = inspection_reason_words(row.reason)
        if row.order_state.value != "picked":
            words = f"{words} ({order_state_words(row.order_state.value)})"
        lines.append(f"{row.order_number}: {words}")
    more = len(waiting) - len(lines)
    if more > 0:
        lines.append(translate("inspect", "and {0} more").format(more))
    return translate("inspect", "WHY"), tuple(lines)


def start_instruction() -> Instruction:
    """What to do before an order is open."""
    return Instruction(translate("inspect", "SCAN A TOTE, A SLOT OR AN ORDER"))


def page_view(state: Inspecting) -> StockPageView:
    """The order, what was counted of it, and the question that is open."""
    return StockPageView(
        location=_order(state),
        quantity=_quantity(state),
        item=_item(state),
        note=_note(state),
        instruction=_instruction(state),
        question=_question(state),
    )


def _order(state: Inspecting) -> LocationView:
    finding = state.finding
    if state.prompt is _P.BRING and finding is not None:
        expected = state.expected_of(finding.item_id)
        places = () if expected is None else expected.picked_at
        wherever = translate("inspect", "or from wherever it lies")
        code = places[0] if places else state.order_number
        return LocationView(code, (wherever,), label=translate("inspect", "BRING IT FROM"))
    if state.prompt is _P.PUT_ASIDE:
        order = translate("inspect", "out of order {0}").format(state.order_number)
        code = translate("inspect", "QUARANTINE")
        return LocationView(code, (order,), label=translate("inspect", "PUT IT INTO"))
    words = (inspection_reason_words(state.reason), *state.places[:3])
    return LocationView(state.order_number, words, label=translate("inspect", "INSPECT ORDER"))


def _quantity(state: Inspecting) -> QuantityView:
    each = translate("inspect", "each")
    finding = state.finding
    if state.prompt is _P.BRING and finding is not None:
        label = translate("inspect", "MISSING")
        return QuantityView(finding.units, each, counted=state.brought, label=label)
    if state.prompt is _P.PUT_ASIDE and finding is not None:
        return QuantityView(finding.units, each, label=translate("inspect", "TAKE OUT"))
    return QuantityView(state.counted, each, label=translate("inspect", "COUNTED"))


def _item(state: Inspecting) -> ItemView:
    """The item a question is about, else the one counted last."""
    finding = state.finding if state.prompt in (_P.FINDING, _P.BRING, _P.PUT_ASIDE) else None
    if finding is not None:
        known = state.expected_of(finding.item_id)
        return _stranger(finding) if known is None else item_view(known.item)
    last = state.damaged or (state.steps[-1] if state.steps else None)
    if last is None:
        return ItemView(translate("inspect", "Nothing counted yet"), "")
    known = state.expected_of(last.item_id)
    return _stranger(last) if known is None else item_view(known.item)


def _stranger(item: Finding | CountStep) -> ItemView:
    return ItemView(item.name, item.sku, emphasis=telling_words(item.name))


def _note(state: Inspecting) -> tuple[str, tuple[str, ...]]:
    """What was counted of each item; what should be there stays hidden."""
    lines = [_counted_words(state, each) for each in state.expected]
    known = {each.item.item_id for each in state.expected}
    others = {step.item_id: step for step in state.steps if step.item_id not in known}
    lines += [f"{step.name}: {state.counted_of(item_id)}" for item_id, step in others.items()]
    return translate("inspect", "COUNTED SO FAR"), tuple(lines)


def _counted_words(state: Inspecting, each: Expected) -> str:
    counted = state.counted_of(each.item.item_id)
    return f"{each.item.name}: {counted or '?'}"


def _instruction(state: Inspecting) -> Instruction:
    finding = state.finding
    match state.prompt:
        case _P.DAMAGED_UNIT:
            return Instruction(translate("inspect", "SCAN THE DAMAGED UNIT"))
        case _P.DAMAGED_WHY:
            detail = translate("inspect", "OK = 1")
            return Instruction(translate("inspect", "CHOOSE WHAT IS WRONG WITH IT"), detail=detail)
        case _P.FINDING:
            detail = translate("inspect", "OK = 1")
            return Instruction(translate("inspect", "CHOOSE WHAT TO DO"), detail=detail)
        case _P.BRING if finding is not None:
            return Instruction(translate("inspect", "PUT IT IN, SCAN IT"), finding.sku)
        case _P.PUT_ASIDE if finding is not None:
            words = translate("inspect", "PUT {0} INTO QUARANTINE, SCAN ITS LABEL")
            return Instruction(words.format(finding.units))
    if not state.steps:
        detail = translate("inspect", "case codes count; 0 = nothing is there")
        return Instruction(translate("inspect", "SCAN EVERY UNIT"), detail=detail)
    detail = translate("inspect", "OK = all {0} are counted").format(state.counted)
    return Instruction(translate("inspect", "SCAN EVERY UNIT"), detail=detail)


def _question(state: Inspecting) -> Question | None:
    finding = state.finding
    if state.prompt is _P.DAMAGED_WHY and state.damaged is not None:
        choices = tuple(
            Choice(reason.value, number, damage_words(reason))
            for number, reason in enumerate(DAMAGES, start=1)
        )
        title = translate("inspect", "{0} IS DAMAGED").format(state.damaged.name)
        group = ChoiceGroup("why", translate("inspect", "HOW"), choices, DAMAGES[0].value)
        return Question(title, (group,))
    if state.prompt is not _P.FINDING or finding is None:
        return None
    ways = ways_for(finding.kind)
    choices = tuple(
        Choice(
            way.value,
            way.number,
            way_words(way, finding.kind),
            way_note(way, finding.kind),
        )
        for way in ways
    )
    group = ChoiceGroup("way", translate("inspect", "THEN"), choices, ways[0].value)
    return Question(_result(finding), (group,))


def _result(finding: Finding) -> str:
    """What is wrong, with both numbers: the count is over, and nothing is hidden any more."""
    kind = finding_words(finding.kind)
    if finding.kind is FindingKind.DAMAGED:
        return translate("inspect", "{0} {1} x {2}").format(kind, finding.units, finding.name)
    words = translate("inspect", "{0} {1} x {2}: {3} there, {4} expected")
    return words.format(kind, finding.units, finding.name, finding.counted, finding.expected)


def actions(state: Inspecting) -> tuple[Action, ...]:
    """What can be done now."""
    back = translate("inspect", "back to counting")
    match state.prompt:
        case _P.COUNT:
            last = state.steps[-1] if state.steps else None
            undo = "" if last is None else f"{last.units} x {last.name}"
            damaged = Action(
                Command.DAMAGED.value, "F3", translate("inspect", "Damaged"), "damaged"
            )
            default = translate("inspect", "Finish") if state.steps or state.is_recount else ""
            note = translate("inspect", "{0} counted").format(state.counted)
            return (damaged, *_keys(undo, default, note))
        case _P.DAMAGED_UNIT | _P.DAMAGED_WHY:
            return _keys(back, translate("inspect", "OK"), "")
        case _P.FINDING:
            return _keys(back, translate("inspect", "Count again"), translate("inspect", "= 1"))
    return _keys(translate("inspect", "another way"), "", "")


def _keys(undo: str, default: str, note: str) -> tuple[Action, ...]:
    shared = [
        Action(
            Command.UNDO.value,
            "F6",
            translate("inspect", "Undo"),
            "undo",
            undo,
            is_enabled=bool(undo),
        ),
        Action(Command.PAUSE.value, "F8", translate("inspect", "Leave"), "pause"),
        Action(Command.HELP.value, "F1", translate("inspect", "Help"), "help"),
    ]
    if default:
        shared.append(Action(Command.OK.value, "ENTER", default, "enter", note))
    return tuple(shared)


def start_actions(waiting: Sequence[WaitingInspection]) -> tuple[Action, ...]:
    """What can be done before an order is open."""
    shared = (
        Action(Command.PAUSE.value, "F8", translate("inspect", "Leave"), "pause"),
        Action(Command.HELP.value, "F1", translate("inspect", "Help"), "help"),
    )
    if not waiting:
        return shared
    text = translate("inspect", "First")
    return (*shared, Action(Command.NEXT.value, "ENTER", text, "enter", waiting[0].order_number))


def asked(state: Inspecting | None) -> Asked:
    """What would be right now."""
    if state is None:
        needed = Thing(translate("inspect", "a tote, slot or order"))
        action = translate("inspect", "Scan the tote, slot or order to inspect.")
        return Asked(needed, action, translate("inspect", "Nothing was counted."))
    counted = translate("inspect", "Nothing was counted: still {0}.").format(state.counted)
    if state.prompt in (_P.FINDING, _P.DAMAGED_WHY):
        needed = Thing(translate("inspect", "one of the numbers shown"))
        return Asked(needed, translate("inspect", "Choose a number, or press F6."), counted)
    if state.prompt is _P.PUT_ASIDE:
        needed = Thing(translate("inspect", "a quarantine place"))
        action = translate("inspect", "Put it into quarantine, scan its label.")
        return Asked(needed, action, counted)
    needed = Thing(translate("inspect", "the next unit of {0}").format(state.order_number))
    action = translate("inspect", "Scan each unit of the order, then press OK.")
    return Asked(needed, action, counted)

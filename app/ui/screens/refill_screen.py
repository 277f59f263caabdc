"""Guides whoever refills pick faces: to the reserve location, how many, and to the face."""

from __future__ import annotations

from app.domain.readings import Command
from app.domain.refilling import Place, Refilling, RefillPrompt
from app.services import refilling
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.ui.message import Asked, Thing, translate
from app.ui.screens.heading import Heading
from app.ui.screens.stock_page import Question, StockPageView
from app.ui.screens.stock_views import MOST_TILES, cases_words, item_end, item_thing, item_view
from app.ui.screens.stock_work_screen import StockWorkScreen, keys
from app.ui.stock_words import refill_reason_words
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.quantity_sign import QuantityView

_P = RefillPrompt


class RefillScreen(StockWorkScreen[Refilling]):
    """Refills, the most urgent first."""

    def take(self, operator_id: int, entry: Entry | None) -> Refilling:
        """The most urgent refill, or one from or to a place that was scanned."""
        return refilling.begin_refill(self.context.workplace, operator_id, entry)

    def lay_down(self, operator_id: int, state: Refilling) -> None:
        """Offer the refill to others."""
        refilling.lay_down_refill(self.context.workplace, operator_id, state.task_id)

    def ask(self, operator_id: int, state: Refilling, entry: Entry) -> Answer[Refilling]:
        """The service's answer to a scan."""
        return refilling.scan(self.context.workplace, operator_id, state, entry)

    def is_done(self, state: Refilling) -> bool:
        """Whether the face is filled, or the refill was put off."""
        return state.prompt is _P.DONE

    def view(self, state: Refilling) -> StockPageView:
        """The place to go to, how many, and why."""
        return StockPageView(
            location=_location(state),
            quantity=_quantity(state),
            item=item_view(state.goods.item, state.goods.lot, state.goods.expiry),
            note=_note(state),
            instruction=_instruction(state),
            question=_question(state),
        )

    def done_words(self, state: Refilling) -> str:
        """What came into the face."""
        if not state.placed:
            return translate("refill", "{0} comes later").format(state.target.code)
        words = translate("refill", "{0} x {1} brought into {2}")
        return words.format(state.placed, state.goods.item.sku, state.target.code)

    def nothing_left(self) -> str:
        """That all faces are full."""
        return translate("refill", "All pick faces are filled")

    def heading(self) -> Heading:
        """From where to where."""
        state = self.state
        if state is None:
            return Heading(translate("refill", "Refill"))
        way = translate("refill", "{0} to {1}").format(state.source.code, state.target.code)
        return Heading(translate("refill", "Refill"), way, state.due_at)

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done now."""
        return () if self.state is None else _actions(self.state)

    def asked(self) -> Asked:
        """What would be right now."""
        return Asked() if self.state is None else _asked(self.state)


def _at(state: Refilling) -> Place:
    """The place the prompt is about."""
    return state.target if state.prompt is _P.SCAN_TARGET else state.source


def _location(state: Refilling) -> LocationView:
    place = _at(state)
    words = [translate("refill", "zone {0}").format(place.zone)] if place.zone else []
    labels = {
        _P.SCAN_SOURCE: translate("refill", "GO TO RESERVE"),
        _P.TAKE: translate("refill", "TAKE FROM"),
        _P.SHORT_QUANTITY: translate("refill", "TAKE FROM"),
        _P.SCAN_TARGET: translate("refill", "BRING TO PICK FACE"),
        _P.BRING_BACK: translate("refill", "BRING THE REST BACK TO"),
    }
    return LocationView(place.code, tuple(words), label=labels.get(state.prompt, ""))


def _quantity(state: Refilling) -> QuantityView:
    each = translate("refill", "each")
    case = state.goods.item.case_quantity
    if state.prompt is _P.BRING_BACK:
        label = translate("refill", "BRING BACK")
        return QuantityView(state.to_bring_back, each, label=label)
    if state.prompt is _P.SCAN_TARGET:
        return QuantityView(
            state.in_hand,
            each,
            into=cases_words(state.in_hand, case),
            label=translate("refill", "PUT IN"),
        )
    counted = state.tally.units if len(state.tally.steps) > 1 or state.tally.pack > 1 else None
    return QuantityView(
        state.wanted,
        each,
        into=cases_words(state.wanted, case),
        counted=counted,
        label=translate("refill", "TAKE"),
    )


def _note(state: Refilling) -> tuple[str, tuple[str, ...]]:
    lines = [refill_reason_words(state.reason)]
    if state.prompt in (_P.SCAN_SOURCE, _P.TAKE):
        lines.append(translate("refill", "then into {0}").format(state.target.code))
    elif state.to_bring_back:
        words = translate("refill", "{0} go back to {1}")
        lines.append(words.format(state.to_bring_back, state.source.code))
    elif state.prompt is _P.SCAN_TARGET:
        lines.append(translate("refill", "Not all fit? Type how many do"))
    return translate("refill", "WHY"), tuple(lines)


def _instruction(state: Refilling) -> Instruction:
    match state.prompt:
        case _P.SCAN_SOURCE | _P.BRING_BACK | _P.SCAN_TARGET:
            place = _at(state)
            detail = translate("refill", "or type its check digits") if place.check_digits else ""
            words = translate("refill", "SCAN LOCATION")
            if state.prompt is _P.SCAN_TARGET:
                words = translate("refill", "PUT {0} IN, SCAN").format(state.in_hand)
            return Instruction(words, place.code, detail)
        case _P.SHORT_QUANTITY:
            detail = translate("refill", "or type it")
            return Instruction(translate("refill", "CHOOSE HOW MANY ARE THERE"), detail=detail)
    if not state.tally.steps:
        words = translate("refill", "SCAN ITEM")
        return Instruction(words, item_end(state.goods.item))
    detail = translate("refill", "or type how many you take")
    if state.tally.is_proof_only:
        return Instruction(translate("refill", "TAKE {0}, OK").format(state.wanted), "", detail)
    words = translate("refill", "{0} IN HAND: SCAN MORE, OR OK").format(state.in_hand)
    return Instruction(words, "", detail)


def _question(state: Refilling) -> Question | None:
    if state.prompt is not _P.SHORT_QUANTITY:
        return None
    title = translate("refill", "FEWER in {0}: need {1}").format(state.source.code, state.wanted)
    numbers = range(min(state.wanted, MOST_TILES))
    choices = tuple(Choice(str(number), number) for number in numbers)
    return Question(title, (ChoiceGroup("found", translate("refill", "FOUND"), choices),))


def _actions(state: Refilling) -> tuple[Action, ...]:
    match state.prompt:
        case _P.SCAN_SOURCE:
            return keys()
        case _P.SHORT_QUANTITY:
            return keys(may_skip=False, undo=translate("refill", "back"))
        case _P.SCAN_TARGET:
            note = translate("refill", "take anew")
            return keys(may_skip=False, undo=note)
        case _P.BRING_BACK:
            return keys(may_skip=False)
    short = Action(Command.SHORT.value, "F2", translate("refill", "Fewer"), "short")
    undo, default = "", ""
    if state.tally.steps:
        undo = translate("refill", "last {0}").format(state.tally.steps[-1])
        default = translate("refill", "OK")
    note = translate("refill", "{0} in hand").format(state.in_hand)
    return keys(short, undo=undo, default=default, ok_note=note)


def _asked(state: Refilling) -> Asked:
    nothing = translate("refill", "Nothing was moved.")
    if state.prompt is _P.TAKE:
        action = translate("refill", "Take {0} from {1}, scan it.")
        words = action.format(state.goods.item.name, state.source.code)
        return Asked(item_thing(state.goods.item, state.source.code), words, nothing)
    place = _at(state).code
    action = translate("refill", "Go to {0}, scan its label.").format(place)
    return Asked(Thing(place), action, nothing)

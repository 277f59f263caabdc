"""Guides whoever puts goods away: out of a tote or quarantine, looked at, and onto a shelf."""

from __future__ import annotations

from app.domain.locations import LocationKind
from app.domain.put_away import ElsewhereReason, WriteOffReason
from app.domain.putting_away import PutAwayPrompt, PuttingAway
from app.domain.readings import Command
from app.services import putting_away
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.ui.message import Asked, Thing, translate
from app.ui.screens.heading import Heading
from app.ui.screens.stock_page import Question, StockPageView
from app.ui.screens.stock_views import MOST_TILES, cases_words, item_end, item_thing, item_view
from app.ui.screens.stock_work_screen import StockWorkScreen, keys
from app.ui.stock_words import (
    elsewhere_words,
    proposal_words,
    put_away_reason_words,
    write_off_words,
)
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.quantity_sign import QuantityView

_P = PutAwayPrompt
_PANELS = (_P.SHORT_QUANTITY, _P.GRADE, _P.WRITE_OFF, _P.WHY_ELSEWHERE)


class PutAwayScreen(StockWorkScreen[PuttingAway]):
    """Put-aways, the oldest first."""

    def take(self, operator_id: int, entry: Entry | None) -> PuttingAway:
        """What waits where one stands or in a place that was scanned, else what waits longest."""
        here = None if self.state is None else self.state.source.location_id
        return putting_away.begin_put_away(self.context.workplace, operator_id, entry, here=here)

    def lay_down(self, operator_id: int, state: PuttingAway) -> None:
        """Offer the put-away to others."""
        putting_away.lay_down_put_away(self.context.workplace, operator_id, state.task_id)

    def ask(self, operator_id: int, state: PuttingAway, entry: Entry) -> Answer[PuttingAway]:
        """The service's answer to a scan."""
        return putting_away.scan(self.context.workplace, operator_id, state, entry)

    def is_done(self, state: PuttingAway) -> bool:
        """Whether the goods are seen to, or put off."""
        return state.prompt is _P.DONE

    def view(self, state: PuttingAway) -> StockPageView:
        """The place to go to, how many, and why."""
        return StockPageView(
            location=_location(state),
            quantity=_quantity(state),
            item=item_view(state.goods.item, state.goods.lot, state.goods.expiry),
            note=_note(state),
            instruction=_instruction(state),
            question=_question(state),
        )

    def done_words(self, state: PuttingAway) -> str:
        """How many went, and from where."""
        if not state.placed:
            return translate("put_away", "{0} comes later").format(state.source.code)
        words = translate("put_away", "{0} x {1} are out of {2}")
        return words.format(state.placed, state.goods.item.sku, state.source.code)

    def nothing_left(self) -> str:
        """That all goods are in their places."""
        return translate("put_away", "All goods are in their places")

    def heading(self) -> Heading:
        """What kind of goods these are."""
        state = self.state
        if state is None:
            return Heading(translate("put_away", "Put away"))
        detail = put_away_reason_words(state.reason)
        if state.order_number:
            order = translate("put_away", "order {0}").format(state.order_number)
            detail = f"{detail}, {order}"
        return Heading(translate("put_away", "Put away"), detail)

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done now."""
        return () if self.state is None else _actions(self.state)

    def asked(self) -> Asked:
        """What would be right now."""
        return Asked() if self.state is None else _asked(self.state)


def _source_words(state: PuttingAway) -> str:
    """The place the goods lie in, as a person would name it."""
    if state.kind is LocationKind.CARTON:
        return translate("put_away", "parcel of {0}").format(state.order_number or "?")
    return state.source.code


def _location(state: PuttingAway) -> LocationView:
    if state.prompt is _P.SCAN_LOCATION and state.proposal is not None:
        place = state.proposal
        words = [translate("put_away", "zone {0}").format(place.zone)] if place.zone else []
        if state.proposed_because is not None:
            words.append(proposal_words(state.proposed_because))
        if state.fits is not None and state.fits < state.in_hand:
            words.append(translate("put_away", "type {0}: so many fit").format(state.fits))
        return LocationView(place.code, tuple(words), label=translate("put_away", "PUT INTO"))
    if state.prompt is _P.SCAN_LOCATION:
        words = [translate("put_away", "no shelf is fit: choose one")]
        return LocationView("?", tuple(words), label=translate("put_away", "PUT INTO"))
    label = translate("put_away", "TAKE OUT OF")
    if state.prompt is _P.SCAN_PLACE:
        label = translate("put_away", "GO TO")
    return LocationView(_source_words(state), label=label)


def _quantity(state: PuttingAway) -> QuantityView:
    each = translate("put_away", "each")
    case = state.goods.item.case_quantity
    if state.prompt is _P.SCAN_LOCATION:
        units = state.in_hand
        label = translate("put_away", "PUT IN")
        return QuantityView(units, each, into=cases_words(units, case), label=label)
    counted = state.tally.units if len(state.tally.steps) > 1 or state.tally.pack > 1 else None
    label = translate("put_away", "TAKE")
    return QuantityView(
        state.wanted, each, into=cases_words(state.wanted, case), counted=counted, label=label
    )


def _note(state: PuttingAway) -> tuple[str, tuple[str, ...]]:
    lines = [put_away_reason_words(state.reason)]
    if state.prompt in (_P.SCAN_PLACE, _P.TAKE) and state.proposal is not None:
        lines.append(translate("put_away", "then into {0}").format(state.proposal.code))
    if state.prompt is _P.TAKE and state.others:
        words = translate("put_away", "{0} more items wait here: scan any of them")
        lines.append(words.format(len(state.others)))
    if state.prompt is _P.SCAN_LOCATION:
        lines.append(translate("put_away", "Another shelf is possible: scan it"))
    return translate("put_away", "WHY"), tuple(lines)


def _instruction(state: PuttingAway) -> Instruction:
    match state.prompt:
        case _P.SCAN_PLACE:
            return Instruction(translate("put_away", "SCAN"), _source_words(state))
        case _P.SCAN_LOCATION:
            words = translate("put_away", "PUT {0} IN, SCAN").format(state.in_hand)
            code = "" if state.proposal is None else state.proposal.code
            if not code:
                words = translate("put_away", "PUT {0} ON A SHELF, SCAN IT").format(state.in_hand)
            return Instruction(words, code, translate("put_away", "or type how many fit"))
        case _P.SHORT_QUANTITY:
            detail = translate("put_away", "or type it")
            return Instruction(translate("put_away", "CHOOSE HOW MANY ARE THERE"), detail=detail)
        case _P.GRADE:
            detail = translate("put_away", "OK = 1")
            return Instruction(translate("put_away", "LOOK AT THEM, CHOOSE"), detail=detail)
        case _P.WRITE_OFF:
            return Instruction(translate("put_away", "CHOOSE WHAT IS WRONG"))
        case _P.WHY_ELSEWHERE:
            detail = translate("put_away", "OK = 1")
            return Instruction(translate("put_away", "CHOOSE WHY THERE"), detail=detail)
    if not state.tally.steps:
        return Instruction(translate("put_away", "SCAN ITEM"), item_end(state.goods.item))
    detail = translate("put_away", "or type how many you take")
    if state.tally.is_proof_only:
        return Instruction(translate("put_away", "TAKE {0}, OK").format(state.wanted), "", detail)
    words = translate("put_away", "{0} IN HAND: SCAN MORE, OR OK").format(state.in_hand)
    return Instruction(words, "", detail)


def _question(state: PuttingAway) -> Question | None:
    match state.prompt:
        case _P.SHORT_QUANTITY:
            words = translate("put_away", "FEWER in {0}: {1} wait there")
            numbers = range(min(state.wanted, MOST_TILES))
            choices = tuple(Choice(str(number), number) for number in numbers)
            group = ChoiceGroup("found", translate("put_away", "FOUND"), choices)
            return Question(words.format(_source_words(state), state.wanted), (group,))
        case _P.GRADE:
            words = translate("put_away", "{0} x {1}: CAN THEY BE SOLD?")
            title = words.format(state.in_hand, state.goods.item.name)
            return _numbered(
                title,
                (
                    translate("put_away", "As new: back on the shelf"),
                    translate("put_away", "No: write them off"),
                ),
                default=True,
            )
        case _P.WRITE_OFF:
            words = translate("put_away", "WRITE OFF {0} x {1}")
            title = words.format(state.in_hand, state.goods.item.name)
            return _numbered(title, tuple(write_off_words(one) for one in WriteOffReason))
        case _P.WHY_ELSEWHERE:
            code = "" if state.elsewhere is None else state.elsewhere.code
            title = translate("put_away", "INTO {0} INSTEAD?").format(code)
            words_of = tuple(elsewhere_words(one) for one in ElsewhereReason)
            return _numbered(title, words_of, default=True)
    return None


def _numbered(title: str, answers: tuple[str, ...], *, default: bool = False) -> Question:
    choices = tuple(
        Choice(str(number), number, text) for number, text in enumerate(answers, start=1)
    )
    group = ChoiceGroup("why", "", choices, choices[0].name if default else "")
    return Question(title, (group,))


def _actions(state: PuttingAway) -> tuple[Action, ...]:
    if state.prompt is _P.SCAN_PLACE:
        return keys()
    if state.prompt in _PANELS:
        note = translate("put_away", "back")
        default = ""
        if state.prompt in (_P.GRADE, _P.WHY_ELSEWHERE):
            default = translate("put_away", "OK")
        return keys(undo=note, default=default, ok_note=translate("put_away", "the first one"))
    if state.prompt is _P.SCAN_LOCATION:
        return keys(undo=translate("put_away", "take anew"))
    short = Action(Command.SHORT.value, "F2", translate("put_away", "Fewer"), "short")
    undo, default = "", ""
    if state.tally.steps:
        undo = translate("put_away", "last {0}").format(state.tally.steps[-1])
        default = translate("put_away", "OK")
    note = translate("put_away", "{0} in hand").format(state.in_hand)
    return keys(short, undo=undo, default=default, ok_note=note)


def _asked(state: PuttingAway) -> Asked:
    nothing = translate("put_away", "Nothing was moved.")
    if state.prompt is _P.TAKE:
        source = _source_words(state)
        action = translate("put_away", "Take {0} out of {1}, scan it.")
        words = action.format(state.goods.item.name, source)
        return Asked(item_thing(state.goods.item, source), words, nothing)
    if state.prompt is _P.SCAN_LOCATION and state.proposal is not None:
        action = translate("put_away", "Put them into {0}, scan its label.")
        return Asked(Thing(state.proposal.code), action.format(state.proposal.code), nothing)
    if state.prompt in _PANELS:
        action = translate("put_away", "Choose one of the numbers.")
        return Asked(Thing(translate("put_away", "one of the numbers")), action, nothing)
    source = _source_words(state)
    action = translate("put_away", "Go to {0}, scan its label.").format(source)
    return Asked(Thing(source), action, nothing)

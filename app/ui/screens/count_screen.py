"""Guides whoever counts from place to place; nobody is told how many units should be there."""

from __future__ import annotations

from app.domain.count_rules import CountVerdict
from app.domain.counting import Counting, CountPrompt
from app.domain.readings import Command
from app.services import counting
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.ui.message import Asked, Thing, translate
from app.ui.screens.heading import Heading
from app.ui.screens.stock_page import StockPageView
from app.ui.screens.stock_views import cases_words, item_end, item_thing, item_view
from app.ui.screens.stock_work_screen import StockWorkScreen, keys
from app.ui.stock_words import count_reason_words
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.quantity_sign import QuantityView


class CountScreen(StockWorkScreen[Counting]):
    """Counts, one place after the other."""

    def take(self, operator_id: int, entry: Entry | None) -> Counting:
        """The next count, or what waits at a place that was scanned."""
        return counting.begin_count(self.context.workplace, operator_id, entry)

    def lay_down(self, operator_id: int, state: Counting) -> None:
        """Offer the count to others."""
        counting.lay_down_count(self.context.workplace, operator_id, state.count_id)

    def ask(self, operator_id: int, state: Counting, entry: Entry) -> Answer[Counting]:
        """The service's answer to a scan."""
        return counting.scan(self.context.workplace, operator_id, state, entry)

    def is_done(self, state: Counting) -> bool:
        """Whether the place is counted, or was put off."""
        return state.prompt is CountPrompt.DONE

    def view(self, state: Counting) -> StockPageView:
        """The place, what was counted, and why."""
        return StockPageView(
            location=_location(state),
            quantity=_quantity(state),
            item=item_view(state.item, state.lot, state.expiry),
            note=_note(state),
            instruction=_instruction(state),
        )

    def done_words(self, state: Counting) -> str:
        """What the count meant."""
        return _done_words(state)

    def nothing_left(self) -> str:
        """That all is counted."""
        return translate("count", "All is counted")

    def heading(self) -> Heading:
        """What is counted, and in which round."""
        if self.state is None:
            return Heading(translate("count", "Count"))
        detail = translate("count", "why: {0}").format(count_reason_words(self.state.reason))
        return Heading(translate("count", "Count {0}").format(self.state.location), detail)

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done now."""
        return () if self.state is None else _actions(self.state)

    def asked(self) -> Asked:
        """What would be right now."""
        return Asked() if self.state is None else _asked(self.state)


def _location(state: Counting) -> LocationView:
    words = [translate("count", "zone {0}").format(state.zone)] if state.zone else []
    if state.prompt is CountPrompt.SCAN_LOCATION:
        return LocationView(state.location, tuple(words))
    return LocationView(state.location, tuple(words), label=translate("count", "COUNT AT"))


def _quantity(state: Counting) -> QuantityView:
    each = translate("count", "each")
    if state.prompt in (CountPrompt.DAMAGED, CountPrompt.DAMAGED_PLACE):
        return QuantityView(state.damaged, each, label=translate("count", "DAMAGED"))
    return QuantityView(
        state.tally.units,
        each,
        into=cases_words(state.tally.units, state.item.case_quantity),
        label=translate("count", "COUNTED"),
    )


def _note(state: Counting) -> tuple[str, tuple[str, ...]]:
    lines = [count_reason_words(state.reason)]
    if state.rounds:
        lines.append(
            translate("count", "Count {0}: the one before differed").format(len(state.rounds) + 1)
        )
    else:
        lines.append(translate("count", "Count all of it, in front and behind"))
    return translate("count", "WHY"), tuple(lines)


def _instruction(state: Counting) -> Instruction:
    match state.prompt:
        case CountPrompt.SCAN_LOCATION:
            detail = translate("count", "or type its check digits") if state.check_digits else ""
            return Instruction(translate("count", "SCAN LOCATION"), state.location, detail)
        case CountPrompt.DAMAGED:
            detail = translate("count", "then take them out, OK")
            return Instruction(translate("count", "TYPE HOW MANY ARE DAMAGED"), detail=detail)
        case CountPrompt.DAMAGED_PLACE:
            words = translate("count", "PUT {0} INTO QUARANTINE, SCAN ITS LABEL")
            return Instruction(words.format(state.damaged))
    if not state.has_counted:
        detail = translate("count", "or type how many, 0 = empty")
        return Instruction(translate("count", "SCAN EACH UNIT"), item_end(state.item), detail)
    detail = translate("count", "OK = {0}, all counted").format(state.tally.units)
    return Instruction(translate("count", "SCAN THE NEXT UNIT, OR OK"), "", detail)


def _actions(state: Counting) -> tuple[Action, ...]:
    match state.prompt:
        case CountPrompt.SCAN_LOCATION:
            return keys()
        case CountPrompt.DAMAGED | CountPrompt.DAMAGED_PLACE:
            note = translate("count", "{0} damaged").format(state.damaged)
            default = translate("count", "OK") if state.prompt is CountPrompt.DAMAGED else ""
            back = translate("count", "back to counting")
            return keys(may_skip=False, undo=back, default=default, ok_note=note)
    damaged = Action(Command.DAMAGED.value, "F3", translate("count", "Damaged"), "damaged")
    undo = ""
    if state.tally.steps:
        undo = translate("count", "last {0}").format(state.tally.steps[-1])
    note = translate("count", "{0} are there").format(state.tally.units)
    default = translate("count", "Finish") if state.has_counted else ""
    return keys(damaged, undo=undo, default=default, ok_note=note)


def _asked(state: Counting) -> Asked:
    counted = translate("count", "Nothing was counted: still {0}.").format(state.tally.units)
    if state.prompt is CountPrompt.SCAN_LOCATION:
        action = translate("count", "Go to {0}, scan its label.").format(state.location)
        return Asked(Thing(state.location), action, counted)
    action = translate("count", "Count what lies in {0}, then press OK.").format(state.location)
    return Asked(item_thing(state.item, state.location), action, counted)


def _done_words(state: Counting) -> str:
    units = state.rounds[-1] if state.rounds else 0
    words = {
        CountVerdict.RIGHT: translate("count", "{0}: {1} counted, the books are right"),
        CountVerdict.ADJUST: translate("count", "{0}: {1} counted, the books are put right"),
        CountVerdict.APPROVE: translate("count", "{0}: {1} counted, a lead looks at it"),
    }
    if state.result is None:
        return translate("count", "{0} comes later").format(state.location)
    return words[state.result].format(state.location, units)

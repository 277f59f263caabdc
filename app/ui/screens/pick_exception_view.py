"""What exceptions at the shelf look like: their panels, and where goods and totes are brought."""

from __future__ import annotations

from app.domain.pick_exceptions import NO, YES
from app.domain.pick_lines import Stop
from app.domain.pick_state import PickPrompt, PickState
from app.ui.floor_words import totes_word
from app.ui.message import translate
from app.ui.screens.numbered_panel import FOUND, THEN, Panel, numbers
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.quantity_sign import QuantityView

LATER, SHORT, EMPTY, LEFT = "later", "short", "empty", "left"
"""Names of the choices."""


def panel(state: PickState) -> Panel | None:
    """The panel of an exception; None at all other prompts."""
    if state.prompt is PickPrompt.CHECK_EMPTY:
        return _empty_panel(state)
    stop = state.stop
    if stop is None:
        return None
    match state.prompt:
        case PickPrompt.SUBSTITUTE:
            return _substitute_panel(state, stop)
        case PickPrompt.DAMAGED_QUANTITY:
            title = translate("pick", "DAMAGED at {0}: need {1}")
            asks = translate("pick", "DAMAGED UNITS")
            group = ChoiceGroup(FOUND, asks, numbers(stop.quantity, first=1), str(state.damaged))
            return Panel(title.format(stop.line.location, stop.quantity), (group,))
        case PickPrompt.REFILL_COMING:
            return _refill_panel(state, stop)
    return None


def _substitute_panel(state: PickState, stop: Stop) -> Panel:
    """How many of the item itself are there, and what is taken for the rest."""
    instead = next((line.substitute for line in stop.lines if line.substitute), "")
    title = translate("pick", "INSTEAD: {0}").format(instead)
    asks = translate("pick", "FOUND OF {0}").format(stop.line.item.sku)
    choices = numbers(stop.quantity - 1)
    return Panel(title, (ChoiceGroup(FOUND, asks, choices, str(state.found)),))


def _refill_panel(state: PickState, stop: Stop) -> Panel:
    title = translate("pick", "REFILL UNDER WAY: {0} are coming to {1}")
    later = translate("pick", "Come back later")
    if not state.upcoming:
        later = translate("pick", "Wait here")
    choices = (
        Choice(LATER, YES, later),
        Choice(SHORT, NO, translate("pick", "Short all the same")),
    )
    group = ChoiceGroup(THEN, translate("pick", "THEN"), choices, LATER)
    return Panel(title.format(stop.line.refill, stop.line.location), (group,))


def _empty_panel(state: PickState) -> Panel:
    title = translate("pick", "LAST ONE OUT OF {0}: IS IT EMPTY NOW?")
    choices = (
        Choice(EMPTY, YES, translate("pick", "Yes, empty")),
        Choice(LEFT, NO, translate("pick", "No, something is left")),
    )
    group = ChoiceGroup(THEN, translate("pick", "EMPTY?"), choices, EMPTY)
    return Panel(title.format(state.line_with(state.emptied).location), (group,))


def default_note(state: PickState) -> str:
    """What OK means at a panel of an exception; empty at all others."""
    match state.prompt:
        case PickPrompt.DAMAGED_QUANTITY:
            return translate("pick", "{0} damaged").format(state.damaged)
        case PickPrompt.REFILL_COMING if state.upcoming:
            return translate("pick", "come back later")
        case PickPrompt.REFILL_COMING:
            return translate("pick", "wait here")
        case PickPrompt.CHECK_EMPTY:
            return translate("pick", "it is empty")
    return ""


def location(state: PickState) -> LocationView | None:
    """Where damaged units, and totes that leave the cart, are; None at all other prompts."""
    leaving, off = state.to_leave, state.to_take_off
    match state.prompt:
        case PickPrompt.TAKE_TOTE_OFF if off is not None:
            label = translate("pick", "TAKE OFF")
            return LocationView(off.label, (off.tote or "",), label=label)
        case PickPrompt.DAMAGED_PLACE:
            return LocationView(state.quarantine, label=translate("pick", "DAMAGED ONES INTO"))
        case PickPrompt.SET_TOTE_ASIDE if leaving is not None:
            label = translate("pick", "LEAVES THE CART")
            position = next(one for one in state.positions if leaving in one.orders)
            return LocationView(position.label, (leaving.number,), label=label)
    return None


def quantity(state: PickState) -> QuantityView | None:
    """How many units or totes go there; None at all other prompts."""
    each, leaving = translate("pick", "each"), state.to_leave
    match state.prompt:
        case PickPrompt.TAKE_TOTE_OFF:
            return QuantityView(0, each, label=translate("pick", "IN IT"))
        case PickPrompt.DAMAGED_PLACE:
            return QuantityView(state.damaged, each, label=translate("pick", "PUT"))
        case PickPrompt.SET_TOTE_ASIDE if leaving is not None:
            count = len(state.totes_of(leaving)) if state.holds_goods_of(leaving) else 0
            label = translate("pick", "TAKE AWAY")
            return QuantityView(count, totes_word(count), label=label)
    return None

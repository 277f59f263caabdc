"""Puts every refusal into words: what happened, where it counts, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.events import CountRaised, Event, LabelReprinted, LineShorted, OrderHeld, PickUndone
from app.domain.pick_refusals import CALL_LEAD_AFTER
from app.domain.refusals import Refusal
from app.domain.shelf_events import ItemReplaced
from app.domain.stock_events import DamagedSetAside, ExpiredSetAside, LocationFoundEmpty
from app.ui import (
    messages_cartons,
    messages_carts,
    messages_custody,
    messages_desk,
    messages_exceptions,
    messages_floor,
    messages_inspecting,
    messages_lead_people,
    messages_offline,
    messages_orders,
    messages_packing,
    messages_paper,
    messages_parts,
    messages_people,
    messages_picking,
    messages_reading,
    messages_shelf,
    messages_shipping,
    messages_signing_in,
    messages_sorting,
    messages_stock,
    messages_stock_desk,
    messages_units,
    messages_waves,
    messages_zones,
)
from app.ui.floor_words import order_state_words
from app.ui.message import Asked, Message, Severity, Words, nothing_counted, translate

_WORDS: Mapping[type[Refusal], Words] = {
    **messages_reading.WORDS,
    **messages_picking.WORDS,
    **messages_carts.WORDS,
    **messages_cartons.WORDS,
    **messages_shelf.WORDS,
    **messages_units.WORDS,
    **messages_sorting.WORDS,
    **messages_packing.WORDS,
    **messages_paper.WORDS,
    **messages_shipping.WORDS,
    **messages_signing_in.WORDS,
    **messages_desk.WORDS,
    **messages_exceptions.WORDS,
    **messages_lead_people.WORDS,
    **messages_orders.WORDS,
    **messages_waves.WORDS,
    **messages_floor.WORDS,
    **messages_people.WORDS,
    **messages_offline.WORDS,
    **messages_stock.WORDS,
    **messages_stock_desk.WORDS,
    **messages_zones.WORDS,
    **messages_inspecting.WORDS,
    **messages_parts.WORDS,
    **messages_custody.WORDS,
}


def for_refusal(refusal: Refusal, asked: Asked | None = None, times: int = 1) -> Message:
    """The words for a refusal.

    Args:
        refusal: What may not be done.
        asked: What the screen asks for now.
        times: How often the same refusal came in a row.
    """
    asked = asked or Asked()
    message = nothing_counted(_WORDS[type(refusal)](refusal, asked), asked)
    message = replace(message, needs_ok=refusal.severe)
    if times >= CALL_LEAD_AFTER:
        hint = translate("messages", "The same wrong code {0} times: call the shift lead.")
        message = replace(message, hint=hint.format(times))
    return message


def refusals_with_words() -> frozenset[type[Refusal]]:
    """Every refusal that has words of its own."""
    return frozenset(_WORDS)


def for_event(event: Event) -> Message | None:
    """The words for something that happened and that the operator should know; None for the rest.

    The action is empty where nothing is to be done.
    """
    match event:
        case OrderHeld(number=number, reason=reason):
            return Message(
                title=translate("messages", "ORDER {0} HELD").format(number),
                action=translate("messages", "Tell the shift lead: {0}.").format(
                    order_state_words(reason)
                ),
                severity=Severity.LOOK,
            )
        case LineShorted(location=location, missing=missing):
            return _done(translate("messages", "{0} short in {1}").format(missing, location))
        case DamagedSetAside(place=place, quantity=quantity):
            return _done(translate("messages", "{0} damaged in {1}").format(quantity, place))
        case ExpiredSetAside(place=place, quantity=quantity):
            return _done(
                translate("messages", "{0} past their date in {1}").format(quantity, place)
            )
        case ItemReplaced(quantity=quantity, instead_sku=sku):
            return _done(translate("messages", "{0} x {1} instead").format(quantity, sku))
        case LocationFoundEmpty(location=location):
            return _done(translate("messages", "{0} is empty").format(location))
        case CountRaised(location=location):
            return _done(translate("messages", "{0} will be counted").format(location))
        case PickUndone(quantity=quantity):
            return _done(translate("messages", "{0} taken back").format(quantity))
        case LabelReprinted():
            return _done(translate("messages", "label printed again"))
    return None


def connection_lost() -> Message:
    """The words for a database that does not answer; what was counted is read anew."""
    return Message(
        title=translate("messages", "CONNECTION LOST"),
        action=translate("messages", "Scan it again in a moment."),
        count_line=translate("messages", "Nothing was counted here. No scan counts twice."),
        hint=translate("messages", "Longer than a minute? Call the shift lead."),
        severity=Severity.LOOK,
    )


def went_wrong() -> Message:
    """The words for a fault of the program; the screen then shows what is on record."""
    return Message(
        title=translate("messages", "THIS DID NOT WORK"),
        action=translate("messages", "Press OK, look at the screen, scan it again."),
        count_line=translate("messages", "The screen shows what is on record."),
        hint=translate("messages", "Again and again? Call the shift lead: it is in the log."),
        severity=Severity.LOOK,
    )


def came_too_early() -> Message:
    """The words for a scan that was made for the screen before."""
    return Message(
        title=translate("messages", "SCANNED TOO EARLY"),
        action=translate("messages", "Look at the screen, then scan it again."),
        count_line=translate("messages", "Nothing was counted."),
        severity=Severity.LOOK,
    )


def not_a_code(text: str, *, lacks_suffix: bool) -> Message:
    """The words for keys that came to nothing."""
    action = translate("messages", "Type a quantity of up to 3 digits, or the whole code.")
    if lacks_suffix:
        action = translate("messages", "Scan it again. If that fails, test the scanner in set-up.")
    return Message(
        title=translate("messages", "NOT A WHOLE CODE"),
        action=action,
        hint=translate("messages", "Came: {0}").format(text[: messages_reading.SHOWN]),
        count_line=translate("messages", "Nothing was counted."),
        severity=Severity.LOOK,
    )


def _done(title: str) -> Message:
    return Message(title, "", severity=Severity.OK)

"""The floor's own words for commands, states and documents, as screens print them."""

from __future__ import annotations

from app.domain.operators import OperatorRole
from app.domain.orders import HoldReason, OrderState
from app.domain.own_codes import read_own_code
from app.domain.readings import Command, CommandCode, QuantityCode
from app.domain.waves import WaveState
from app.ui.message import translate


def command_word(command: Command) -> str:
    """The word on a card of the command sheet."""
    words = {
        Command.OK: translate("words", "OK"),
        Command.UNDO: translate("words", "UNDO"),
        Command.SHORT: translate("words", "SHORT"),
        Command.DAMAGED: translate("words", "DAMAGED"),
        Command.SKIP: translate("words", "SKIP"),
        Command.NEXT: translate("words", "NEXT"),
        Command.FULL: translate("words", "FULL"),
        Command.WRONG_LOCATION: translate("words", "WRONG LOCATION"),
        Command.PAUSE: translate("words", "PAUSE"),
        Command.REPRINT: translate("words", "REPRINT"),
        Command.HELP: translate("words", "HELP"),
        Command.START: translate("words", "START"),
        Command.SUBSTITUTE: translate("words", "SUBSTITUTE"),
        Command.SIGN_OFF: translate("words", "SIGN OFF"),
        Command.OWN_FIGURES: translate("words", "MY NUMBERS"),
    }
    return words[command]


def role_word(role: OperatorRole) -> str:
    """What an operator is called by their work."""
    words = {
        OperatorRole.PICKER: translate("words", "Picker"),
        OperatorRole.PACKER: translate("words", "Packer"),
        OperatorRole.LEAD: translate("words", "Shift lead"),
        OperatorRole.ADMIN: translate("words", "Administrator"),
    }
    return words[role]


def order_state_words(state: str) -> str:
    """Where an order is, by the value of an order state or of a reason to hold it."""
    words = {
        OrderState.PLACED: translate("words", "not paid yet"),
        OrderState.HELD: translate("words", "held"),
        OrderState.PAID: translate("words", "waits for stock"),
        OrderState.PARTLY_ALLOCATED: translate("words", "waits for stock"),
        OrderState.ALLOCATED: translate("words", "not released yet"),
        OrderState.RELEASED: translate("words", "not picked yet"),
        OrderState.PICKING: translate("words", "being picked"),
        OrderState.PICKED: translate("words", "picked"),
        OrderState.PACKING: translate("words", "open at a bench"),
        OrderState.PACKED: translate("words", "packed already"),
        OrderState.SHIPPED: translate("words", "shipped already"),
        OrderState.CANCELLED: translate("words", "cancelled"),
        OrderState.CLOSED: translate("words", "closed"),
        HoldReason.UNPAID: translate("words", "held: not paid"),
        HoldReason.AUTHORISED_ONLY: translate("words", "held: payment not taken"),
        HoldReason.PAYMENT_FAILED: translate("words", "held: payment failed"),
        HoldReason.REFUNDED: translate("words", "held: refunded"),
        HoldReason.PARTLY_REFUNDED: translate("words", "held: partly refunded"),
        HoldReason.HIGH_RISK: translate("words", "held: fraud check"),
        HoldReason.UNKNOWN_ITEM: translate("words", "held: unknown item"),
        HoldReason.ADDRESS_INCOMPLETE: translate("words", "held: address incomplete"),
        HoldReason.SHORT: translate("words", "held: units missing"),
        HoldReason.CUSTOMER_REQUEST: translate("words", "held: customer asked"),
        HoldReason.OPERATOR: translate("words", "held by the shift lead"),
        HoldReason.QUALITY: translate("words", "held: quality inspection"),
        HoldReason.WEIGHT: translate("words", "held: weight differs"),
        HoldReason.LOST: translate("words", "held: goods not found"),
    }
    return {str(key): text for key, text in words.items()}.get(state, state)


def wave_state_words(state: str) -> str:
    """Where a wave is, by the value of its state."""
    words = {
        WaveState.CREATED: translate("words", "not planned yet"),
        WaveState.PLANNED: translate("words", "planned"),
        WaveState.HELD: translate("words", "held"),
        WaveState.RELEASED: translate("words", "released"),
        WaveState.IN_PROGRESS: translate("words", "in progress"),
        WaveState.COMPLETE: translate("words", "complete"),
        WaveState.CANCELLED: translate("words", "aborted"),
    }
    return {str(key): text for key, text in words.items()}.get(state, state)


def units_words(count: int) -> str:
    """So many units."""
    if count == 1:
        return translate("words", "1 unit")
    return translate("words", "{0} units").format(count)


def totes_word(count: int) -> str:
    """The word behind a number of totes."""
    return translate("words", "tote") if count == 1 else translate("words", "totes")


def lines_words(count: int) -> str:
    """So many lines of an order."""
    if count == 1:
        return translate("words", "1 line")
    return translate("words", "{0} lines").format(count)


def orders_words(count: int) -> str:
    """So many orders."""
    if count == 1:
        return translate("words", "1 order")
    return translate("words", "{0} orders").format(count)


def document_word(kind: str) -> str:
    """What a kind of document is called."""
    words = {
        "shipping_label": translate("words", "Label"),
        "packing_slip": translate("words", "Packing slip"),
        "return_label": translate("words", "Return label"),
        "carton_label": translate("words", "Carton label"),
        "pallet_label": translate("words", "Pallet label"),
        "customs_declaration": translate("words", "Customs declaration"),
        "commercial_invoice": translate("words", "Commercial invoice"),
        "carrier_manifest": translate("words", "Carrier manifest"),
        "pick_list": translate("words", "Pick list"),
        "count_sheet": translate("words", "Count sheet"),
        "place_label": translate("words", "Place label"),
        "location_label": translate("words", "Location label"),
        "tote_label": translate("words", "Tote label"),
        "packaging_label": translate("words", "Packaging card"),
        "badge_label": translate("words", "Badge"),
        "command_sheet": translate("words", "Command sheet"),
        "report": translate("words", "Report"),
        "test_page": translate("words", "Test page"),
    }
    return words.get(kind, kind)


def scanned_word(code: str) -> str:
    """A code as a person would name it: cards of the command sheet by their word."""
    match read_own_code(code):
        case CommandCode(command=command):
            return command_word(command)
        case QuantityCode(quantity=quantity):
            return str(quantity)
    return translate("words", "a badge") if code == "badge" else code


def is_card(code: str) -> bool:
    """Whether a code is a card of the command sheet, or the key that stands for it."""
    return isinstance(read_own_code(code), CommandCode | QuantityCode)

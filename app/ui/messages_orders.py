"""Words for what may not be done to an order from the desk."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.order_refusals import (
    AddressIncomplete,
    AlreadySent,
    HoldStays,
    NothingHeld,
    NothingMissing,
    NothingWouldShip,
    OrderEnded,
    SubstituteNotAgreed,
    UnitsNotFound,
    UnknownOrder,
    UnknownOrderLine,
    UnknownSku,
)
from app.domain.refusals import Refusal
from app.ui.floor_words import order_state_words
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _order(number: str) -> str:
    return translate("messages", "order {0}").format(number)


def _look(title: str, thing: Thing, action: str) -> Message:
    """A message of the desk: nothing was changed, and nobody stands in an aisle."""
    return Message(
        title=title,
        scanned=thing,
        action=action,
        count_line=translate("messages", "Nothing was changed."),
        severity=Severity.LOOK,
    )


def _unknown_order(refusal: UnknownOrder, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NO SUCH ORDER"),
        Thing(_order(refusal.number)),
        translate("messages", "Type the number as the slip says it, or import the order first."),
    )


def _ended(refusal: OrderEnded, _asked: Asked) -> Message:
    return _look(
        translate("messages", "ORDER HAS ENDED"),
        Thing(_order(refusal.order_number), place=order_state_words(refusal.state)),
        translate("messages", "Leave it as it is and settle it with the customer."),
    )


def _unknown_line(refusal: UnknownOrderLine, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NO SUCH LINE"),
        Thing(_order(refusal.order_number), place=str(refusal.line)),
        translate("messages", "Look at the order's lines and name one of their numbers."),
    )


def _already_sent(refusal: AlreadySent, _asked: Asked) -> Message:
    return _look(
        translate("messages", "SENT ALREADY"),
        Thing(
            _order(refusal.order_number),
            place=translate("messages", "line {0}: {1} are sent, {2} are wanted").format(
                refusal.line, refusal.shipped, refusal.wanted
            ),
        ),
        translate("messages", "Ask the customer to send them back as a return."),
    )


def _unknown_sku(refusal: UnknownSku, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NO SUCH ITEM"),
        Thing(refusal.sku),
        translate("messages", "Look the SKU up, or import the item first."),
    )


def _nothing_held(refusal: NothingHeld, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOT HELD"),
        Thing(_order(refusal.order_number)),
        translate("messages", "Look at the order: no hold of this kind is open."),
    )


def _hold_stays(refusal: HoldStays, _asked: Asked) -> Message:
    return _look(
        translate("messages", "HOLD STAYS"),
        Thing(_order(refusal.order_number), place=order_state_words(refusal.why)),
        translate("messages", "Go by the reason first: money, address, item or missing units."),
    )


def _nothing_missing(refusal: NothingMissing, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOTHING MISSING"),
        Thing(_order(refusal.order_number)),
        translate("messages", "Leave it: stock is promised to each of its units."),
    )


def _nothing_would_ship(refusal: NothingWouldShip, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOTHING WOULD SHIP"),
        Thing(_order(refusal.order_number)),
        translate("messages", "Wait for stock, or cancel the order and tell the customer."),
    )


def _not_agreed(refusal: SubstituteNotAgreed, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOT AGREED"),
        Thing(_order(refusal.order_number), place=refusal.sku),
        translate("messages", "Ask the customer whether another item may be sent."),
    )


def _units_not_found(refusal: UnitsNotFound, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOT SO MANY"),
        Thing(_order(refusal.order_number), place=str(refusal.line)),
        translate("messages", "Look at the line: fewer units were picked and not packed."),
    )


def _incomplete(refusal: AddressIncomplete, _asked: Asked) -> Message:
    return _look(
        translate("messages", "ADDRESS INCOMPLETE"),
        Thing(refusal.part),
        translate("messages", "Type the missing part of the address."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    UnknownOrder: _unknown_order,
    OrderEnded: _ended,
    UnknownOrderLine: _unknown_line,
    AlreadySent: _already_sent,
    UnknownSku: _unknown_sku,
    NothingHeld: _nothing_held,
    HoldStays: _hold_stays,
    NothingMissing: _nothing_missing,
    NothingWouldShip: _nothing_would_ship,
    SubstituteNotAgreed: _not_agreed,
    UnitsNotFound: _units_not_found,
    AddressIncomplete: _incomplete,
}

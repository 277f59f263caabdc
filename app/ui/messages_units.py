"""Words for units with numbers, and for lots."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal
from app.domain.unit_refusals import (
    LotObstacle,
    LotOffered,
    LotStays,
    NoSuchItem,
    PlaceFirst,
    SerialNext,
    SerialNotPicked,
    SerialTaken,
    SerialTwice,
    SerialUnknown,
)
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _unit(serial: str, place: str = "") -> Thing:
    return Thing(translate("messages", "number {0}").format(serial), place=place)


def _twice(refusal: SerialTwice, asked: Asked) -> Message:
    where = translate("messages", "is in your hand already")
    if refusal.place:
        where = translate("messages", "is in {0} already").format(refusal.place)
    return Message(
        title=translate("messages", "SCANNED BEFORE"),
        scanned=_unit(refusal.serial, where),
        needed=asked.needed,
        action=translate("messages", "Take another {0}, scan that one's number.").format(
            refusal.item_name
        ),
    )


def _taken(refusal: SerialTaken, asked: Asked) -> Message:
    where = translate("messages", "picked for order {0}").format(refusal.order_number)
    if refusal.place:
        words = translate("messages", "picked for order {0}, in {1}")
        where = words.format(refusal.order_number, refusal.place)
    return Message(
        title=translate("messages", "NUMBER TAKEN"),
        scanned=_unit(refusal.serial, where),
        needed=asked.needed,
        action=translate(
            "messages", "Give this unit to the shift lead, take another {0}, scan its number."
        ).format(refusal.item_name),
    )


def _unknown(refusal: SerialUnknown, asked: Asked) -> Message:
    where = translate("messages", "is not of those in {0}").format(refusal.location)
    return Message(
        title=translate("messages", "NUMBER NOT KNOWN"),
        scanned=_unit(refusal.serial, where),
        needed=asked.needed,
        action=translate("messages", "Put it aside, take another {0}, scan it.").format(
            refusal.item_name
        ),
        hint=translate("messages", "No known one there? Press F2 Short."),
    )


def _next(refusal: SerialNext, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NUMBER FIRST"),
        scanned=Thing(refusal.code),
        needed=Thing(
            refusal.item_name, place=translate("messages", "the number of the unit in your hand")
        ),
        action=translate("messages", "Scan the unit's own number, or F6 Undo to put it back."),
    )


def _place_first(refusal: PlaceFirst, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "LOCATION FIRST"),
        scanned=Thing(refusal.item_name),
        needed=Thing(refusal.location),
        action=translate("messages", "Scan the label of {0}, then the unit and its number.").format(
            refusal.location
        ),
    )


def _not_picked(refusal: SerialNotPicked, _asked: Asked) -> Message:
    where = translate("messages", "was not picked for order {0}").format(refusal.order_number)
    return Message(
        title=translate("messages", "ANOTHER UNIT"),
        scanned=_unit(refusal.serial, where),
        needed=Thing(
            refusal.item_name, place=translate("messages", "a unit that was picked for it")
        ),
        action=translate("messages", "Put it aside, take the {0} out of the tote, scan it.").format(
            refusal.item_name
        ),
        hint=translate("messages", "Not there? Press F2 Missing, the shift lead sorts it out."),
    )


# Lots -----------------------------------------------------------------------------------------


def _lot(item_name: str, lot: str) -> Thing:
    return Thing(item_name, place=translate("messages", "lot {0}").format(lot))


def _offered(refusal: LotOffered, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ANOTHER LOT"),
        scanned=_lot(refusal.item_name, refusal.scanned),
        needed=_lot(refusal.item_name, refusal.needed),
        action=translate("messages", "Scan it again to take lot {0} instead of {1}.").format(
            refusal.scanned, refusal.needed
        ),
        hint=translate("messages", "It lies here, is free, and may go first."),
        severity=Severity.LOOK,
    )


def _stays(refusal: LotStays, _asked: Asked) -> Message:
    why = {
        LotObstacle.NOT_HERE: translate(
            "messages", "The books have no lot {0} here: put it aside for the lead."
        ),
        LotObstacle.PROMISED: translate("messages", "Lot {0} is promised to other orders."),
        LotObstacle.YOUNGER: translate("messages", "Lot {0} keeps longer: the older goes first."),
        LotObstacle.IN_HAND: translate(
            "messages", "Put those in your hand in first, then lot {0} may be taken."
        ),
    }[refusal.why]
    return Message(
        title=translate("messages", "WRONG LOT"),
        scanned=_lot(refusal.item_name, refusal.scanned),
        needed=_lot(refusal.item_name, refusal.needed),
        action=translate("messages", "Take one of lot {0}, scan it. No more? F2 Short.").format(
            refusal.needed
        ),
        hint=why.format(refusal.scanned),
    )


def _no_item(refusal: NoSuchItem, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO SUCH ITEM"),
        scanned=Thing(refusal.sku),
        action=translate("messages", "Ask the shift lead for the item's right SKU."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    SerialTwice: _twice,
    SerialTaken: _taken,
    SerialUnknown: _unknown,
    SerialNext: _next,
    PlaceFirst: _place_first,
    SerialNotPicked: _not_picked,
    LotOffered: _offered,
    LotStays: _stays,
    NoSuchItem: _no_item,
}

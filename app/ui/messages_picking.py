"""Words for what a picker may not do."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.pick_refusals import LastLineCannotBeSkipped, WorkCalledOff
from app.domain.refusals import (
    ExpiredLot,
    NothingToUndo,
    NoWork,
    OrderStopped,
    Refusal,
    StockMissing,
    TaskTakenOver,
    TooMany,
    WorkInHands,
    WorkMovedOn,
    WrongCheckDigits,
    WrongItem,
    WrongLocation,
    WrongLot,
)
from app.ui.floor_words import order_state_words
from app.ui.item_words import differing_words
from app.ui.message import Asked, Message, Severity, Thing, Words, code_end, translate


def _wrong_item(refusal: WrongItem, asked: Asked) -> Message:
    lives_at = refusal.scanned_lives_at
    place = translate("messages", "lives in {0}").format(lives_at) if lives_at else ""
    return Message(
        title=translate("messages", "WRONG ITEM"),
        scanned=Thing(
            refusal.scanned_name,
            code_end(refusal.scanned_code),
            place,
            differing_words(refusal.scanned_name, refusal.needed_name),
        ),
        needed=Thing(
            refusal.needed_name,
            asked.needed.code if asked.needed else "",
            translate("messages", "in {0}").format(refusal.needed_location),
            differing_words(refusal.needed_name, refusal.scanned_name),
        ),
        action=translate("messages", "Put it back, take {0}, scan it.").format(refusal.needed_name),
        hint=translate(
            "messages", "Only wrong items in {0}? F7 Wrong location: it will be counted."
        ).format(refusal.needed_location),
    )


def _wrong_location(refusal: WrongLocation, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WRONG LOCATION"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed),
        action=translate("messages", "Go to {0}, scan its label.").format(refusal.needed),
        hint=translate("messages", "Label torn? Type the check digits printed beside it."),
    )


def _wrong_check_digits(refusal: WrongCheckDigits, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WRONG CHECK DIGITS"),
        scanned=Thing(f"{refusal.typed:02}"),
        needed=Thing(refusal.needed, place=translate("messages", "the digits beside its label")),
        action=translate("messages", "Go to {0}, scan its label or type its digits.").format(
            refusal.needed
        ),
    )


def _too_many(refusal: TooMany, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TOO MANY"),
        scanned=Thing(f"{refusal.offered} x {refusal.item_name}"),
        needed=Thing(f"{refusal.needed} x {refusal.item_name}"),
        action=translate("messages", "Put the rest back, only {0} are needed. {1}").format(
            refusal.needed, asked.action
        ),
        hint=translate("messages", "A case code counts the whole case: scan a single unit."),
    )


def _wrong_lot(refusal: WrongLot, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WRONG LOT"),
        scanned=Thing(
            refusal.item_name, place=translate("messages", "lot {0}").format(refusal.scanned)
        ),
        needed=Thing(
            refusal.item_name, place=translate("messages", "lot {0}").format(refusal.needed)
        ),
        action=translate("messages", "Put it back, take one of lot {0}, scan it.").format(
            refusal.needed
        ),
    )


def _expired(refusal: ExpiredLot, asked: Asked) -> Message:
    action = translate("messages", "Put it into quarantine, press OK, take a fresh one.")
    if refusal.is_promised:
        action = translate(
            "messages", "Take none of it. Press OK: others are looked for, and this place counted."
        )
    return Message(
        title=translate("messages", "EXPIRED"),
        scanned=Thing(
            refusal.item_name,
            place=translate("messages", "expired {0}").format(refusal.expiry.isoformat()),
        ),
        needed=asked.needed,
        action=action,
    )


def _last_line(refusal: LastLineCannotBeSkipped, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "LAST LINE"),
        needed=asked.needed,
        action=translate("messages", "Pick it now in {0}, or press F2 Short.").format(
            refusal.location
        ),
        hint=translate("messages", "Nothing else is left, so skipping would lead back here."),
        severity=Severity.LOOK,
    )


def _nothing_to_undo(_refusal: NothingToUndo, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOTHING TO UNDO"),
        needed=asked.needed,
        action=asked.action,
        severity=Severity.LOOK,
    )


def _taken_over(_refusal: TaskTakenOver, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WORK TAKEN OVER"),
        scanned=Thing(translate("messages", "This work goes on at another station.")),
        action=translate("messages", "Leave the tote there and press OK for other work."),
    )


def _called_off(_refusal: WorkCalledOff, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WORK CALLED OFF"),
        scanned=Thing(translate("messages", "The desk took this work back. Nothing was picked.")),
        action=translate(
            "messages",
            "Press OK for other work. Tote empty? It is free. Goods in it? Scan it.",
        ),
    )


def _in_hands(refusal: WorkInHands, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WORKED ON NOW"),
        scanned=Thing(
            translate("messages", "tote {0}").format(refusal.tote),
            place=translate("messages", "{0} works on it at {1}").format(
                refusal.operator_name, refusal.station
            ),
        ),
        action=translate("messages", "Leave it to {0}, or ask the shift lead to take it.").format(
            refusal.operator_name
        ),
        hint=translate("messages", "Nobody there? The lead scans this tote and goes on with it."),
        severity=Severity.LOOK,
    )


def _moved_on(refusal: WorkMovedOn, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "LOOK AGAIN"),
        scanned=Thing(
            translate("messages", "order {0}").format(refusal.order_number),
            place=translate("messages", "had gone further than this screen showed"),
        ),
        needed=asked.needed,
        action=translate("messages", "Look at the screen, then scan what it asks for."),
        severity=Severity.LOOK,
    )


def _stock_missing(refusal: StockMissing, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT IN THE BOOKS"),
        scanned=Thing(
            f"{refusal.wanted} x {refusal.item_name}",
            place=translate("messages", "books say {0} in {1}").format(
                refusal.on_hand, refusal.location
            ),
        ),
        action=translate("messages", "Press OK, then F2 Short, and tell the shift lead."),
    )


def _order_stopped(refusal: OrderStopped, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ORDER STOPPED"),
        scanned=Thing(
            translate("messages", "order {0}").format(refusal.order_number),
            place=order_state_words(refusal.state),
        ),
        action=translate("messages", "Take the goods to the shift lead, then press OK."),
    )


def _no_work(_refusal: NoWork, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO WORK NOW"),
        action=translate("messages", "Wait or ask the shift lead. Press OK to go back."),
        hint=translate("messages", "Nothing is released for picking."),
        severity=Severity.LOOK,
    )


WORDS: Mapping[type[Refusal], Words] = {
    WrongItem: _wrong_item,
    WrongLocation: _wrong_location,
    WrongCheckDigits: _wrong_check_digits,
    TooMany: _too_many,
    WrongLot: _wrong_lot,
    ExpiredLot: _expired,
    LastLineCannotBeSkipped: _last_line,
    NothingToUndo: _nothing_to_undo,
    TaskTakenOver: _taken_over,
    WorkCalledOff: _called_off,
    WorkInHands: _in_hands,
    WorkMovedOn: _moved_on,
    StockMissing: _stock_missing,
    OrderStopped: _order_stopped,
    NoWork: _no_work,
}

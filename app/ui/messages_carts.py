"""Words for what a picker may not do with totes, positions and orders that were stopped."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.pick_refusals import (
    NoPlaceForTotes,
    NoPlaceForUnits,
    OrderOffCart,
    ScanEveryUnit,
    ToteOnCart,
)
from app.domain.refusals import (
    Refusal,
    ToteFirst,
    ToteInUse,
    WrongTote,
)
from app.ui.floor_words import order_state_words
from app.ui.message import Asked, Message, Thing, Words, translate


def _wrong_tote(refusal: WrongTote, asked: Asked) -> Message:
    title = translate("messages", "WRONG TOTE")
    if not refusal.needed_label:
        return Message(
            title=title,
            scanned=Thing(refusal.scanned),
            needed=Thing(refusal.needed, place=translate("messages", "your tote for this order")),
            action=translate("messages", "Leave {0} alone. {1}").format(
                refusal.scanned, asked.action
            ),
        )
    is_on_cart = bool(refusal.scanned_label)
    elsewhere = translate("messages", "not on your cart")
    scanned = Thing(refusal.scanned_label or refusal.scanned, place="" if is_on_cart else elsewhere)
    action = translate("messages", "Take it out of there. {0}").format(asked.action)
    if is_on_cart and refusal.quantity:
        action = translate("messages", "Take {0} out of {1}, put into {2}, scan {2}.").format(
            refusal.quantity, refusal.scanned_label, refusal.needed_label
        )
    return Message(
        title=title,
        scanned=scanned,
        needed=Thing(refusal.needed_label, refusal.needed),
        action=action,
    )


def _tote_in_use(refusal: ToteInUse, _asked: Asked) -> Message:
    carries = translate("messages", "carries order {0}").format(refusal.order_number)
    if refusal.batch_task_id:
        carries = translate("messages", "carries batch {0}").format(refusal.batch_task_id)
    return Message(
        title=translate("messages", "TOTE IN USE"),
        scanned=Thing(refusal.tote, place=carries),
        needed=Thing(translate("messages", "an empty tote")),
        action=translate("messages", "Take another, empty tote and scan it."),
    )


def _tote_on_cart(refusal: ToteOnCart, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ON THE CART ALREADY"),
        scanned=Thing(
            refusal.tote, place=translate("messages", "stands at {0}").format(refusal.label)
        ),
        needed=asked.needed,
        action=translate(
            "messages", "Leave it at {0}, take another, empty tote, scan that."
        ).format(refusal.label),
    )


def _tote_first(refusal: ToteFirst, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TOTE FIRST"),
        scanned=Thing(refusal.code),
        needed=asked.needed,
        action=translate("messages", "Take an empty tote and scan it, then scan this again."),
    )


def _no_place_for_totes(refusal: NoPlaceForTotes, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO PLACE FOR TOTES"),
        scanned=Thing(refusal.code),
        needed=Thing(translate("messages", "a lane")),
        action=translate("messages", "Put totes down on a lane, and scan the lane's label."),
    )


def _no_place_for_units(refusal: NoPlaceForUnits, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT IN THERE"),
        scanned=Thing(refusal.code),
        needed=asked.needed,
        action=asked.action,
    )


def _every_unit(refusal: ScanEveryUnit, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "SCAN EVERY UNIT"),
        scanned=Thing(str(refusal.number)),
        needed=Thing(refusal.item_name),
        action=translate("messages", "Scan each unit of {0}: a number is not enough.").format(
            refusal.item_name
        ),
        hint=translate("messages", "Fewer there? Scan those you have, then F2 Short."),
    )


def _off_cart(refusal: OrderOffCart, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ORDER OFF THE CART"),
        scanned=Thing(
            translate("messages", "order {0}").format(refusal.order_number),
            place=order_state_words(refusal.state),
        ),
        action=translate("messages", "Press OK, then do what the screen says. The rest goes on."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    WrongTote: _wrong_tote,
    ToteInUse: _tote_in_use,
    ToteOnCart: _tote_on_cart,
    ToteFirst: _tote_first,
    NoPlaceForTotes: _no_place_for_totes,
    NoPlaceForUnits: _no_place_for_units,
    ScanEveryUnit: _every_unit,
    OrderOffCart: _off_cart,
}

"""Words for what does not go straight into a shipping carton."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.pick_refusals import (
    CartonFirst,
    CartonNumberUsed,
    CartonTooHeavy,
    NothingInCarton,
    NoToteHere,
    NotOurCarton,
    PackagingCardFirst,
    WhichCarton,
)
from app.domain.refusals import Refusal
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _carton_first(refusal: CartonFirst, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "CARTON FIRST"),
        scanned=Thing(refusal.code),
        needed=asked.needed,
        action=translate("messages", "{0} Then scan this again.").format(asked.action),
    )


def _no_tote(refusal: NoToteHere, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO TOTE HERE"),
        scanned=Thing(refusal.tote, place=translate("messages", "this order needs none")),
        needed=asked.needed,
        action=translate("messages", "Put the tote away: units go straight into the carton."),
    )


def _number_used(refusal: CartonNumberUsed, _asked: Asked) -> Message:
    place = translate("messages", "is on a carton of order {0}").format(refusal.order_number)
    return Message(
        title=translate("messages", "LABEL IN USE"),
        scanned=Thing(refusal.sscc, place=place),
        needed=Thing(translate("messages", "a carton with a fresh label")),
        action=translate("messages", "Put that carton back, take an empty one, scan its label."),
    )


def _not_ours(refusal: NotOurCarton, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT OUR LABEL"),
        scanned=Thing(refusal.sscc, place=translate("messages", "this house never gave it out")),
        needed=Thing(translate("messages", "a label of ours, or a packaging card")),
        action=translate(
            "messages", "Take a carton of ours, scan its label or its packaging's card."
        ),
    )


def _card_first(refusal: PackagingCardFirst, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WHICH PACKAGING?"),
        scanned=Thing(refusal.sscc, place=translate("messages", "nobody knows what carton it is")),
        needed=asked.needed,
        action=translate("messages", "Scan the card of the packaging in place of the label."),
    )


def _nothing_in(refusal: NothingInCarton, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOTHING IN IT"),
        scanned=Thing(translate("messages", "carton {0}").format(refusal.packaging)),
        needed=asked.needed,
        action=asked.action,
        hint=translate("messages", "The wrong carton? F6 Undo puts it back, then scan another."),
        severity=Severity.LOOK,
    )


def _too_heavy(refusal: CartonTooHeavy, _asked: Asked) -> Message:
    carries = translate("messages", "carries {0} kg").format(f"{refusal.limit_g / 1000:.1f}")
    action = translate("messages", "Keep it in hand, F9 Full, and open the next carton for it.")
    if refusal.is_empty:
        action = translate("messages", "Press F6 Undo, take a stronger carton, scan its card.")
    return Message(
        title=translate("messages", "TOO HEAVY"),
        scanned=Thing(
            translate("messages", "{0} kg with this").format(f"{refusal.weight_g / 1000:.1f}")
        ),
        needed=Thing(translate("messages", "carton {0}").format(refusal.packaging), place=carries),
        action=action,
    )


def _which_carton(refusal: WhichCarton, _asked: Asked) -> Message:
    place = translate("messages", "is in {0} cartons that wait").format(refusal.cartons)
    return Message(
        title=translate("messages", "WHICH CARTON?"),
        scanned=Thing(refusal.item_name, place=place),
        needed=Thing(translate("messages", "another unit out of the carton")),
        action=translate("messages", "Scan another item of it, its label, or the order's number."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    CartonFirst: _carton_first,
    NoToteHere: _no_tote,
    CartonNumberUsed: _number_used,
    NotOurCarton: _not_ours,
    PackagingCardFirst: _card_first,
    NothingInCarton: _nothing_in,
    CartonTooHeavy: _too_heavy,
    WhichCarton: _which_carton,
}

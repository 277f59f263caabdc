"""Words for what a picker may not do about damaged, replaced and missing goods at the shelf."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.pick_refusals import (
    InsteadGone,
    IsItEmpty,
    NoQuarantine,
    NothingInstead,
    NotQuarantine,
    StillElsewhere,
    TakeEmptyToteOff,
)
from app.domain.refusals import Refusal
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _no_quarantine(refusal: NoQuarantine, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO QUARANTINE HERE"),
        scanned=Thing(refusal.item_name, place=translate("messages", "damaged")),
        action=translate("messages", "Press F2 Short, choose 2 Damaged, leave them there."),
        hint=translate("messages", "The shift lead sets up a quarantine place at the desk."),
        severity=Severity.LOOK,
    )


def _not_quarantine(refusal: NotQuarantine, asked: Asked) -> Message:
    needed = asked.needed or Thing(translate("messages", "a quarantine place"))
    action = translate("messages", "Put damaged goods into quarantine, and scan that label.")
    if refusal.needed:
        action = translate("messages", "Put the damaged ones into {0}, scan its label.").format(
            refusal.needed
        )
    return Message(
        title=translate("messages", "NOT QUARANTINE"),
        scanned=Thing(refusal.code),
        needed=needed,
        action=action,
    )


def _nothing_instead(refusal: NothingInstead, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOTHING INSTEAD"),
        scanned=Thing(refusal.item_name, refusal.sku),
        needed=asked.needed,
        action=translate("messages", "Press F2 Short: nobody has said what may stand in for it."),
        severity=Severity.LOOK,
    )


def _still_elsewhere(refusal: StillElsewhere, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "STILL IN STOCK"),
        scanned=Thing(
            refusal.item_name, place=translate("messages", "in {0}").format(refusal.location)
        ),
        action=translate("messages", "Press F6 Back, then F2 Short: you are sent to the others."),
        severity=Severity.LOOK,
    )


def _instead_gone(refusal: InsteadGone, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NONE LEFT INSTEAD"),
        scanned=Thing(
            refusal.item_name, place=translate("messages", "{0} wanted").format(refusal.wanted)
        ),
        action=translate("messages", "Press F6 Back, then F2 Short: the shift lead asks about it."),
        severity=Severity.LOOK,
    )


def _is_it_empty(refusal: IsItEmpty, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "EMPTY OR NOT?"),
        scanned=Thing(refusal.code),
        needed=Thing(refusal.location),
        action=translate(
            "messages", "Look into {0}: press OK if it is empty, else choose 2."
        ).format(refusal.location),
    )


def _take_off(refusal: TakeEmptyToteOff, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "EMPTY TOTE FIRST"),
        scanned=Thing(refusal.code),
        needed=Thing(refusal.label, refusal.tote),
        action=translate("messages", "Take the empty tote {0} off {1}, scan it.").format(
            refusal.tote, refusal.label
        ),
    )


WORDS: Mapping[type[Refusal], Words] = {
    NoQuarantine: _no_quarantine,
    NotQuarantine: _not_quarantine,
    NothingInstead: _nothing_instead,
    StillElsewhere: _still_elsewhere,
    InsteadGone: _instead_gone,
    IsItEmpty: _is_it_empty,
    TakeEmptyToteOff: _take_off,
}

"""Words for the consolidation shelf, where the parts of an order meet."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal
from app.domain.shelf_refusals import (
    NoPlaceForPart,
    NotAPart,
    PartGone,
    PartNotPicked,
    PartThere,
    SlotNotFree,
    WrongPart,
    WrongSlot,
)
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _not_a_part(refusal: NotAPart, asked: Asked) -> Message:
    words = translate("messages", "it is empty")
    action = translate("messages", "Put {0} to the empty totes. {1}")
    if refusal.order_number:
        words = translate("messages", "order {0} meets nowhere").format(refusal.order_number)
        action = translate("messages", "Put {0} on the pack lane. {1}")
    return Message(
        title=translate("messages", "NO PART FOR THE SHELF"),
        scanned=Thing(refusal.tote, place=words),
        needed=asked.needed,
        action=action.format(refusal.tote, asked.action),
        severity=Severity.LOOK,
    )


def _part_not_picked(refusal: PartNotPicked, _asked: Asked) -> Message:
    words = translate("messages", "{0} lines open in zone {1}")
    hint = translate("messages", "{0} picks it.").format(refusal.operator_name)
    return Message(
        title=translate("messages", "PART NOT PICKED YET"),
        scanned=Thing(refusal.tote, place=words.format(refusal.lines, refusal.zone)),
        action=translate("messages", "Take {0} back to zone {1}: its lines come first.").format(
            refusal.tote, refusal.zone
        ),
        hint=hint if refusal.operator_name else "",
        severity=Severity.LOOK,
    )


def _part_there(refusal: PartThere, _asked: Asked) -> Message:
    words = translate("messages", "stands in {0}").format(refusal.slot)
    waits = translate("messages", "Its order waits for zone {0}.").format(refusal.missing)
    return Message(
        title=translate("messages", "THAT PART IS THERE"),
        scanned=Thing(refusal.tote, place=words),
        action=translate("messages", "Leave {0} in {1}, scan another tote.").format(
            refusal.tote, refusal.slot
        ),
        hint=waits if refusal.missing else "",
        severity=Severity.LOOK,
    )


def _wrong_slot(refusal: WrongSlot, _asked: Asked) -> Message:
    order = translate("messages", "order {0}").format(refusal.order_number)
    return Message(
        title=translate("messages", "WRONG SLOT"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed, place=order),
        action=translate("messages", "Take {0} to {1}, where its order meets, scan {1}.").format(
            refusal.tote, refusal.needed
        ),
    )


def _slot_not_free(refusal: SlotNotFree, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "SLOT TAKEN"),
        scanned=Thing(refusal.scanned, place=translate("messages", "another order's parts")),
        needed=Thing(refusal.needed),
        action=translate("messages", "Put {0} into {1}, scan {1}.").format(
            refusal.tote, refusal.needed
        ),
    )


def _no_place_for_part(refusal: NoPlaceForPart, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT INTO THE SHELF"),
        scanned=Thing(refusal.scanned),
        needed=asked.needed,
        action=translate("messages", "Put {0} on a lane, scan the lane's sign.").format(
            refusal.tote
        ),
    )


def _wrong_part(refusal: WrongPart, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ANOTHER PART"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed, place=refusal.place),
        action=translate("messages", "Take {0} out of {1}, scan {0}. Or F6: no change.").format(
            refusal.needed, refusal.place
        ),
    )


def _part_gone(refusal: PartGone, _asked: Asked) -> Message:
    order = translate("messages", "order {0} is being packed").format(refusal.order_number)
    return Message(
        title=translate("messages", "TOO LATE TO TAKE OUT"),
        scanned=Thing(refusal.tote, place=order),
        action=translate("messages", "Leave {0} in {1}: the packer has it.").format(
            refusal.tote, refusal.slot
        ),
        count_line=translate("messages", "Nothing was taken out."),
        severity=Severity.LOOK,
    )


WORDS: Mapping[type[Refusal], Words] = {
    NotAPart: _not_a_part,
    PartNotPicked: _part_not_picked,
    PartThere: _part_there,
    WrongSlot: _wrong_slot,
    SlotNotFree: _slot_not_free,
    NoPlaceForPart: _no_place_for_part,
    WrongPart: _wrong_part,
    PartGone: _part_gone,
}

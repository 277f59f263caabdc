"""Words for what parking and handing over may not do."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.custody_refusals import (
    CannotTakeOver,
    MayNotOperate,
    NobodyThere,
    NotAParkingPlace,
    SeveralParked,
)
from app.domain.equipment_refusals import WorkNeedsEquipment
from app.domain.refusals import Refusal
from app.ui.message import Asked, Message, Severity, Thing, Words, translate
from app.ui.stock_words import place_kind_words

MOST_NAMED = 3
"""More names would not be read at a glance."""


def _not_a_parking_place(refusal: NotAParkingPlace, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT FOR PARKING"),
        scanned=Thing(refusal.code, place=place_kind_words(refusal.place_kind)),
        needed=Thing(translate("messages", "a lane, or a place for goods in between")),
        action=translate("messages", "Put the cart on a lane, scan it, or press Esc, then OK."),
    )


def _several_parked(refusal: SeveralParked, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WHICH CART"),
        scanned=Thing(
            refusal.place,
            place=translate("messages", "{0} carts stand there").format(refusal.carts),
        ),
        needed=Thing(translate("messages", "a tote on the right cart")),
        action=translate("messages", "Scan a tote that stands on the cart you mean."),
        severity=Severity.LOOK,
    )


def _cannot_take_over(refusal: CannotTakeOver, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "CANNOT GO ON WITH IT"),
        scanned=Thing(refusal.operator_name, place=translate("messages", "picks no orders here")),
        action=translate("messages", "Choose another colleague, or park it: scan a place."),
        severity=Severity.LOOK,
    )


def _may_not_operate(refusal: MayNotOperate, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NEEDS: {0}").format(refusal.equipment.upper()),
        scanned=Thing(
            refusal.operator_name,
            place=translate("messages", "may not operate it"),
        ),
        needed=Thing(translate("messages", "somebody who may operate it")),
        action=translate("messages", "Leave it to a colleague who may, or ask a lead."),
        severity=Severity.LOOK,
    )


def _needs_equipment(refusal: WorkNeedsEquipment, _asked: Asked) -> Message:
    words = ", ".join(refusal.equipment)
    able = ", ".join(refusal.able[:MOST_NAMED])
    action = translate("messages", "Ask them to take it, or ask a lead. Press OK to go back.")
    if not able:
        able = translate("messages", "somebody who may operate it; nobody here may yet")
        action = translate("messages", "Tell the shift lead. Press OK to go back.")
    return Message(
        title=translate("messages", "WAITS FOR: {0}").format(words.upper()),
        needed=Thing(able, label=translate("messages", "who may")),
        action=action,
        hint=translate("messages", "Work waits, but all of it needs what you may not operate."),
        severity=Severity.LOOK,
    )


def _nobody_there(refusal: NobodyThere, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOBODY HAS NUMBER {0}").format(refusal.number),
        scanned=Thing(str(refusal.number)),
        needed=asked.needed,
        action=translate("messages", "Choose a number that is shown, or scan a badge."),
        severity=Severity.LOOK,
    )


WORDS: Mapping[type[Refusal], Words] = {
    NotAParkingPlace: _not_a_parking_place,
    SeveralParked: _several_parked,
    CannotTakeOver: _cannot_take_over,
    MayNotOperate: _may_not_operate,
    WorkNeedsEquipment: _needs_equipment,
    NobodyThere: _nobody_there,
}

"""Words for what may not be done to the floor: aisles that are closed and opened again."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.floor_refusals import AisleIsOpen, TimeIsPast, UnknownAisle, WhichZone
from app.domain.refusals import Refusal
from app.ui.message import Asked, Message, Thing, Words, desk_look, translate


def _aisle(name: str) -> Thing:
    return Thing(translate("messages", "aisle {0}").format(name))


def _unknown(refusal: UnknownAisle, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "NO SUCH AISLE"),
        _aisle(refusal.aisle),
        translate("messages", "Type zone and aisle as the locations in it have them."),
    )


def _which_zone(refusal: WhichZone, _asked: Asked) -> Message:
    action = translate("messages", "Type the zone before the aisle: one of {0}.")
    return desk_look(
        translate("messages", "WHICH ZONE?"), _aisle(refusal.aisle), action.format(refusal.zones)
    )


def _is_open(refusal: AisleIsOpen, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "AISLE IS OPEN"),
        _aisle(refusal.aisle),
        translate("messages", "Leave it as it is, or choose one that is closed."),
    )


def _past(refusal: TimeIsPast, _asked: Asked) -> Message:
    return desk_look(
        translate("messages", "TIME IS PAST"),
        Thing(refusal.until),
        translate("messages", "Choose a later time until which the aisle is closed."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    UnknownAisle: _unknown,
    WhichZone: _which_zone,
    AisleIsOpen: _is_open,
    TimeIsPast: _past,
}

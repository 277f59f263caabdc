"""Words for zones, their lanes, and the totes that pass them."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal
from app.domain.zone_refusals import (
    GoneOn,
    ItemOfOtherZone,
    NoSuchZone,
    NotAZoneTote,
    NotForZone,
    NotHandedOver,
    NothingBegins,
    NoZoneChosen,
    OtherTote,
    PassedOrderStopped,
    PlaceOfOtherZone,
    WrongLane,
    ZonesDone,
)
from app.ui.floor_words import order_state_words
from app.ui.item_words import differing_words
from app.ui.message import Asked, Message, Severity, Thing, Words, code_end, translate


def _not_for_zone(refusal: NotForZone, _asked: Asked) -> Message:
    onward = translate("messages", "zone {0}").format(refusal.next_zone)
    action = translate("messages", "Pass {0} on to zone {1}, then scan another tote.")
    if refusal.lane:
        action = translate("messages", "Put {0} on {2} for zone {1}, then scan another tote.")
    return Message(
        title=translate("messages", "NOT FOR {0}: PASS ON").format(refusal.zone),
        scanned=Thing(refusal.tote, place=onward),
        action=action.format(refusal.tote, refusal.next_zone, refusal.lane),
        severity=Severity.LOOK,
    )


def _not_handed_over(refusal: NotHandedOver, _asked: Asked) -> Message:
    who = translate("messages", "zone {0} is not at its end").format(refusal.zone)
    action = translate("messages", "Take {0} back to zone {1}, then scan another tote.")
    hint = translate("messages", "{0} works on it there.").format(refusal.operator_name)
    return Message(
        title=translate("messages", "NOT HANDED OVER YET"),
        scanned=Thing(refusal.tote, place=who),
        action=action.format(refusal.tote, refusal.zone),
        hint=hint if refusal.operator_name else "",
        severity=Severity.LOOK,
    )


def _zones_done(refusal: ZonesDone, _asked: Asked) -> Message:
    lane = refusal.lane or translate("messages", "the pack lane")
    return Message(
        title=translate("messages", "ALL ZONES DONE"),
        scanned=Thing(
            refusal.tote, place=translate("messages", "order {0}").format(refusal.order_number)
        ),
        action=translate("messages", "Put {0} on {1}: it goes to be packed.").format(
            refusal.tote, lane
        ),
        severity=Severity.LOOK,
    )


def _passed_order_stopped(refusal: PassedOrderStopped, _asked: Asked) -> Message:
    words = translate("messages", "order {0} is {1}").format(
        refusal.order_number, order_state_words(refusal.state)
    )
    lane = refusal.place or translate("messages", "a parking lane")
    return Message(
        title=translate("messages", "ORDER STOPPED ON ITS WAY"),
        scanned=Thing(refusal.tote, place=words),
        action=translate("messages", "Put {0} on {1}, pick nothing for it, tell the lead.").format(
            refusal.tote, lane
        ),
        severity=Severity.LOOK,
    )


def _not_a_zone_tote(refusal: NotAZoneTote, _asked: Asked) -> Message:
    words = translate("messages", "order {0} does not pass the zones").format(refusal.order_number)
    return Message(
        title=translate("messages", "NOT A ZONE TOTE"),
        scanned=Thing(refusal.tote, place=words),
        action=translate("messages", "Put {0} back where it stood, scan another tote.").format(
            refusal.tote
        ),
        severity=Severity.LOOK,
    )


def _nothing_begins(refusal: NothingBegins, asked: Asked) -> Message:
    words = translate("messages", "this tote is empty")
    action = translate("messages", "Put {0} back, wait for a tote that comes to zone {1}.")
    if refusal.waiting:
        action = translate("messages", "Put {0} back, scan a tote that waits for zone {1}.")
    return Message(
        title=translate("messages", "NO ORDER BEGINS HERE"),
        scanned=Thing(refusal.tote, place=words),
        needed=asked.needed if refusal.waiting else None,
        action=action.format(refusal.tote, refusal.zone),
        severity=Severity.LOOK,
    )


def _no_zone_chosen(_refusal: NoZoneChosen, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WHICH ZONE?"),
        action=translate("messages", "Scan the sign of your zone first, then the tote."),
        hint=translate("messages", "No sign? Press F4 and choose the zone."),
        severity=Severity.LOOK,
    )


def _no_such_zone(refusal: NoSuchZone, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "PLACE OF NO ZONE"),
        scanned=Thing(refusal.code),
        action=translate("messages", "Scan the sign of your zone, or any shelf in it."),
        severity=Severity.LOOK,
    )


def _other_tote(refusal: OtherTote, _asked: Asked) -> Message:
    order = translate("messages", "order {0}").format(refusal.order_number)
    return Message(
        title=translate("messages", "ANOTHER TOTE"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed, place=order),
        action=translate("messages", "Go to the lane of your zone, take {0}, scan it.").format(
            refusal.needed
        ),
        hint=translate("messages", "Not there? F4 Skip leaves this order to others."),
    )


def _wrong_lane(refusal: WrongLane, _asked: Asked) -> Message:
    onward = translate("messages", "leads to zone {0}").format(refusal.zone)
    if not refusal.zone:
        onward = translate("messages", "leads to the pack bench")
    return Message(
        title=translate("messages", "WRONG LANE"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed, place=onward),
        action=translate("messages", "Put the tote on {0}, scan {0}.").format(refusal.needed),
        hint=translate("messages", "Sign torn? F4 Skip: the next zone's scan counts too."),
    )


def _gone_on(refusal: GoneOn, _asked: Asked) -> Message:
    has = translate("messages", "zone {0} has the tote")
    if refusal.operator_name:
        has = translate("messages", "{1} in zone {0} has the tote")
    order = translate("messages", "order {0}").format(refusal.order_number)
    return Message(
        title=translate("messages", "THE TOTE HAS GONE ON"),
        scanned=Thing(order, place=has.format(refusal.zone, refusal.operator_name)),
        action=translate("messages", "Go to zone {0}: let them press F2 or tell the lead.").format(
            refusal.zone
        ),
        count_line=translate("messages", "Nothing was taken back."),
    )


def _place_of_other_zone(refusal: PlaceOfOtherZone, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "THAT IS ZONE {0}").format(refusal.zone),
        scanned=Thing(
            refusal.scanned, place=translate("messages", "zone {0}").format(refusal.zone)
        ),
        needed=Thing(
            refusal.needed, place=translate("messages", "zone {0}").format(refusal.own_zone)
        ),
        action=translate("messages", "Go to {1} in your zone {0}, scan its label.").format(
            refusal.own_zone, refusal.needed
        ),
    )


def _item_of_other_zone(refusal: ItemOfOtherZone, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ITEM OF ZONE {0}").format(refusal.zone),
        scanned=Thing(
            refusal.scanned_name,
            code_end(refusal.scanned_code),
            translate("messages", "zone {0}, {1}").format(refusal.zone, refusal.scanned_lives_at),
            differing_words(refusal.scanned_name, refusal.needed_name),
        ),
        needed=Thing(
            refusal.needed_name,
            place=translate("messages", "in {0}").format(refusal.needed_location),
            emphasis=differing_words(refusal.needed_name, refusal.scanned_name),
        ),
        action=translate("messages", "Put it aside for zone {0}, take {1}, scan it.").format(
            refusal.zone, refusal.needed_name
        ),
    )


WORDS: Mapping[type[Refusal], Words] = {
    NotForZone: _not_for_zone,
    NotHandedOver: _not_handed_over,
    ZonesDone: _zones_done,
    PassedOrderStopped: _passed_order_stopped,
    NotAZoneTote: _not_a_zone_tote,
    NothingBegins: _nothing_begins,
    NoZoneChosen: _no_zone_chosen,
    NoSuchZone: _no_such_zone,
    OtherTote: _other_tote,
    WrongLane: _wrong_lane,
    GoneOn: _gone_on,
    PlaceOfOtherZone: _place_of_other_zone,
    ItemOfOtherZone: _item_of_other_zone,
}

"""Whether a unit with a number of its own may be picked, by what is known of that number."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal
from app.domain.unit_refusals import SerialTaken, SerialUnknown


@dataclass(frozen=True)
class SerialFacts:
    """What the house knows of a unit's number.

    Attributes:
        serial: the number.
        item_name: what it is one of.
        location: where it is about to be picked.
        is_known: whether it was ever written down.
        order_number: the order it was picked for; empty where it is free.
        place: where it is by the records; empty where nobody knows.
        all_known: whether each unit at the location has its number on record.
        may_have_left: whether that order has fewer units than numbers, and this one is in no carton
            of it: some left it without their numbers being scanned.
    """

    serial: str
    item_name: str
    location: str
    is_known: bool = False
    order_number: str = ""
    place: str = ""
    all_known: bool = False
    may_have_left: bool = False


def why_not_picked(facts: SerialFacts) -> Refusal | None:
    """Why the unit must not be picked; None if it may.

    No unit is picked twice. Where all units of a location are known by their numbers, one with
    another number is not theirs; elsewhere a number is written down when it is first picked. A
    known unit that lies at another location by the records was put there by mistake, and is good.
    So is one in the hand that may have left its order.
    """
    if facts.order_number and not facts.may_have_left:
        return SerialTaken(facts.serial, facts.item_name, facts.order_number, facts.place)
    if facts.all_known and not facts.is_known:
        return SerialUnknown(facts.serial, facts.item_name, facts.location)
    return None

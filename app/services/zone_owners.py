"""Says whose zone goods and places are of that a picker scanned outside of their own."""

from __future__ import annotations

from dataclasses import fields

from app.db.queries.zone_inbox import zone_of_place
from app.db.unit_of_work import UnitOfWork
from app.domain.refusals import Refusal, WrongItem, WrongLocation
from app.domain.zone_refusals import ItemOfOtherZone, PlaceOfOtherZone


def named_by_zone(work: UnitOfWork, own_zone: str, refusal: Refusal) -> Refusal:
    """A refusal of a wrong item or location, with the zone it is of where that is another one.

    Args:
        work: a transaction.
        own_zone: the zone of the task; empty where it goes everywhere.
        refusal: why the scan was refused.
    """
    if not own_zone:
        return refusal
    match refusal:
        case WrongLocation(scanned=code, needed=needed):
            zone = zone_of_place(work.session, code)
            if zone and zone != own_zone:
                return PlaceOfOtherZone(code, zone, own_zone, needed)
        case WrongItem(scanned_lives_at=str(place)):
            zone = zone_of_place(work.session, place)
            if zone and zone != own_zone:
                told = {one.name: getattr(refusal, one.name) for one in fields(WrongItem)}
                return ItemOfOtherZone(**told, zone=zone, own_zone=own_zone)
    return refusal

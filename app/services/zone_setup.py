"""Sets the zones of the floor up: their turn, their lanes, and whether a lane is scanned."""

from __future__ import annotations

import re

from sqlalchemy import select

from app.db.queries.stock import location_by_code
from app.db.queries.zone_chains import pack_lane
from app.db.queries.zone_inbox import ZoneRow, waiting_count, zone_rows
from app.db.schema import Location, Site, Zone
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.permissions import Verb
from app.services.workplace import Workplace

_NAME = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,31}")


class BadZone(Exception):
    """A zone or lane cannot be set up as it was asked for."""


def set_zone(
    workplace: Workplace, code: str, *, turn: int | None = None, lane: str | None = None
) -> ZoneRow:
    """Set a zone up, or change it.

    Args:
        workplace: where this is done.
        code: the zone, as the location list names it.
        turn: its place in the order in which totes pass the zones; left as it is if None.
        lane: the code of the lane where totes for it are put down, made where there is none; left
            as it is if None.

    Raises:
        BadZone: no location lies in it, or the lane's code is another kind of place.
    """

    def verb(work: UnitOfWork) -> ZoneRow:
        known = {zone.code for zone in zone_rows(work.session)}
        if code not in known:
            named = ", ".join(sorted(known)) or "none"
            raise BadZone(f"no location lies in zone {code!r}; the zones are: {named}")
        row = work.session.get(Zone, code)
        if row is None:
            row = Zone(code=code, sequence=len(known))
            work.session.add(row)
        if turn is not None:
            row.sequence = turn
        if lane is not None:
            row.lane_id = _lane(work, lane, code).id
        work.session.flush()
        return next(zone for zone in zone_rows(work.session) if zone.code == code)

    return workplace.database.run(verb, workplace.actor(verb=Verb.SET_UP))


def set_lanes(
    workplace: Workplace, *, scanned: bool | None = None, pack_lane_code: str | None = None
) -> None:
    """Say whether lanes are scanned at a hand-over, and where totes go that are to be packed.

    Args:
        workplace: where this is done.
        scanned: whether a tote is scanned onto its lane; left as it is if None.
        pack_lane_code: the lane in front of the pack benches, made where there is none; left as it
            is if None.

    Raises:
        BadZone: the code is another kind of place.
    """

    def verb(work: UnitOfWork) -> None:
        site = work.session.scalars(select(Site)).one()
        if scanned is not None:
            site.scans_lanes = scanned
        if pack_lane_code is not None:
            site.pack_lane_id = _lane(work, pack_lane_code, "").id

    workplace.database.run(verb, workplace.actor(verb=Verb.SET_UP))


def zone_views(workplace: Workplace) -> tuple[tuple[ZoneRow, int], ...]:
    """All zones in their turn, each with how much work waits for it."""
    with workplace.database.begin(workplace.actor()) as work:
        zones = zone_rows(work.session)
        return tuple((zone, waiting_count(work.session, zone.code)) for zone in zones)


def lane_rules(workplace: Workplace) -> tuple[bool, str]:
    """Whether lanes are scanned, and the code of the lane of the pack benches."""
    with workplace.database.begin(workplace.actor()) as work:
        lane = pack_lane(work.session)
        scanned = bool(work.session.scalar(select(Site.scans_lanes)))
        return scanned, "" if lane is None else lane.code


def _lane(work: UnitOfWork, code: str, zone: str) -> Location:
    """The lane of this code, made where there is none; its sign names the zone it leads to."""
    upper = code.strip().upper()
    if not _NAME.fullmatch(upper):
        raise BadZone(f"{code!r} is no code for a lane; use letters, digits, dots and dashes")
    place = location_by_code(work.session, upper)
    if place is None:
        place = Location(code=upper, kind=LocationKind.LANE)
        work.session.add(place)
    if place.kind is not LocationKind.LANE:
        raise BadZone(f"{upper} is a {place.kind.value} already; choose another code")
    place.zone = zone
    work.session.flush()
    return place

"""Selects on locations and totes for the labels that hang on them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.schema import Cage, ItemBarcode, Location, Tote
from app.domain.locations import STORAGE_KINDS, LocationKind


def storage_locations(session: Session) -> list[Location]:
    """All shelves, in walking order."""
    return list(
        session.scalars(
            select(Location)
            .where(Location.kind.in_(tuple(STORAGE_KINDS)))
            .order_by(Location.pick_sequence, Location.code)
        )
    )


def places_of(session: Session, kind: LocationKind) -> list[Location]:
    """All places of a kind, in walking order."""
    return list(
        session.scalars(
            select(Location)
            .where(Location.kind == kind)
            .order_by(Location.pick_sequence, Location.code)
        )
    )


def equipment_of_places(session: Session) -> dict[str, int]:
    """By equipment: how many places need it to be reached."""
    rows = session.execute(
        select(Location.equipment, func.count())
        .where(Location.equipment != "")
        .group_by(Location.equipment)
        .order_by(Location.equipment)
    )
    return {row[0]: row[1] for row in rows}


def equipped_locations(session: Session) -> frozenset[int]:
    """The places that need equipment to be reached."""
    return frozenset(session.scalars(select(Location.id).where(Location.equipment != "")))


def cages(session: Session) -> list[tuple[Cage, str]]:
    """The cages on the dock with their codes, lane by lane."""
    rows = session.execute(
        select(Cage, Location.code)
        .join(Location, Location.id == Cage.location_id)
        .order_by(Cage.lane, Location.code)
    )
    return [(cage, code) for cage, code in rows]


def tote_codes(session: Session) -> list[str]:
    """The codes of all totes."""
    return list(
        session.scalars(
            select(Location.code).where(Location.kind == LocationKind.TOTE).order_by(Location.code)
        )
    )


def free_totes(session: Session) -> list[str]:
    """The codes of totes that carry no order."""
    return list(
        session.scalars(
            select(Location.code)
            .join(Tote, Tote.location_id == Location.id)
            .where(Tote.order_id.is_(None))
            .order_by(Location.code)
        )
    )


def unit_barcodes(session: Session) -> list[str]:
    """The barcodes that count one unit."""
    return list(
        session.scalars(
            select(ItemBarcode.code).where(ItemBarcode.quantity == 1).order_by(ItemBarcode.code)
        )
    )

"""Selects on locations and totes for the labels that hang on them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import Location
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


def tote_codes(session: Session) -> list[str]:
    """The codes of all totes."""
    return list(
        session.scalars(
            select(Location.code).where(Location.kind == LocationKind.TOTE).order_by(Location.code)
        )
    )

"""The floor plan of this house, built from its locations."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.db.queries.planning_rows import shelf_rows
from app.planning.floor_building import build_floor
from app.planning.floor_document import NO_DOCUMENT, FloorDocument
from app.planning.floor_plan import FloorPlan, LocationPoint


def floor_plan_of(session: Session, document: FloorDocument = NO_DOCUMENT) -> FloorPlan:
    """The floor plan, inside the caller's transaction; some ten milliseconds for 3,000 locations.

    Args:
        session: the database.
        document: what the locations do not say, from a layout file.

    Raises:
        UnusableFloor: locations have no coordinates, or the file does not fit them.
        UnreachableLocations: no way leads to some of them.
    """
    return build_floor([LocationPoint(*row) for row in shelf_rows(session)], document)

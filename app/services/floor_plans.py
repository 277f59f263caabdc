"""The floor plan of this house, from its locations and its layout file, with its closed aisles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.db.queries.floor import closed_aisles, stored_layout
from app.db.queries.planning_rows import shelf_rows
from app.domain.aisle_closures import ClosedAisle, closed_now
from app.planning.aisle_layout import UnusableLayout
from app.planning.floor_building import build_floor
from app.planning.floor_document import NO_DOCUMENT, FloorDocument, parse_floor_document
from app.planning.floor_plan import AisleName, FloorPlan, LocationPoint


@dataclass(frozen=True)
class Floor:
    """The floor as it is known now.

    Attributes:
        plan: where one can walk; None where no plan can be made of what is known.
        closed: the aisles that somebody closed.
        why_none: why there is no plan, for a person.
    """

    plan: FloorPlan | None
    closed: tuple[ClosedAisle, ...] = ()
    why_none: str = ""

    def closed_names(self, now: datetime) -> frozenset[AisleName]:
        """The aisles that are closed at a moment, as far as the plan has them."""
        if self.plan is None or not self.closed:
            return frozenset()
        known: Collection[AisleName] = {aisle.name for aisle in self.plan.aisles}
        names = {AisleName(each.zone, each.aisle) for each in closed_now(self.closed, now)}
        return frozenset(names.intersection(known))


def floor_plan_of(session: Session, document: FloorDocument | None = None) -> FloorPlan:
    """The floor plan, inside the caller's transaction; some ten milliseconds for 3,000 locations.

    Args:
        session: the database.
        document: what the locations do not say; that of the layout file brought in if None.

    Raises:
        UnusableFloor: locations have no coordinates, or the file does not fit them.
        UnreachableLocations: no way leads to some of them.
    """
    if document is None:
        document = stored_document(session)
    return build_floor([LocationPoint(*row) for row in shelf_rows(session)], document)


def stored_document(session: Session) -> FloorDocument:
    """What the layout file that was brought in says; nothing where there is none."""
    row = stored_layout(session)
    return NO_DOCUMENT if row is None else parse_floor_document(row.content, row.file_name)


def floor_of(session: Session) -> Floor:
    """The floor as far as a plan of it can be made; nothing is raised for a floor without one."""
    closed = closed_aisles(session)
    try:
        return Floor(floor_plan_of(session), closed)
    except UnusableLayout as error:
        return Floor(None, closed, str(error))

"""Selects on the walk of a pick task: the stops that are ahead, and where they are."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import Location, PickLine
from app.domain.tasks import PickLineState
from app.domain.walk_joining import Spot


def stops_ahead(session: Session, task_id: int) -> list[tuple[int, Spot]]:
    """The open lines of a task that were not skipped: their numbers and places, in their order."""
    rows = session.execute(
        select(PickLine.sequence, Location.pick_sequence, Location.x_m, Location.y_m)
        .join(Location, Location.id == PickLine.location_id)
        .where(
            PickLine.task_id == task_id,
            PickLine.state == PickLineState.OPEN,
            PickLine.skips == 0,
        )
        .order_by(PickLine.sequence, PickLine.id)
    )
    return [(number, Spot(walk, x_m, y_m)) for number, walk, x_m, y_m in rows]


def spot_of(session: Session, location_id: int) -> Spot:
    """Where a location is."""
    place = session.get_one(Location, location_id)
    return Spot(place.pick_sequence, place.x_m, place.y_m)

"""Selects on the walk of a pick task: the stops that are ahead, and where they are."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import Location, PickLine
from app.domain.tasks import PickLineState


def stops_ahead(session: Session, task_id: int) -> list[tuple[int, int]]:
    """The open lines of a task that were not skipped, in their order.

    Returns:
        The number of each, and the place of its location on the walk through the house.
    """
    rows = session.execute(
        select(PickLine.sequence, Location.pick_sequence)
        .join(Location, Location.id == PickLine.location_id)
        .where(
            PickLine.task_id == task_id,
            PickLine.state == PickLineState.OPEN,
            PickLine.skips == 0,
        )
        .order_by(PickLine.sequence, PickLine.id)
    )
    return [(number, walk) for number, walk in rows]


def place_on_walk(session: Session, location_id: int) -> int:
    """The place of a location on the walk through the house."""
    return session.get_one(Location, location_id).pick_sequence

"""Says which kind of work the label of a place or tote leads to where no work is open yet."""

from __future__ import annotations

from sqlalchemy import select

from app.db.queries.custody import parked_tasks
from app.db.queries.walls import wall_of_place
from app.db.schema import Location, PutWall
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.readings import ToteCode
from app.services.identifying import Entry, read_entry
from app.services.shelving import is_on_its_way
from app.services.wall_reading import read_wall
from app.services.workplace import Workplace


def work_at(workplace: Workplace, operator_id: int, code: str) -> FloorWork | None:
    """What a scanned location's code leads to; None where no work begins with it.

    A wall and a cubby that is not complete lead to the wall, a cubby whose order is complete and
    a consolidation slot to the bench, the lane of a zone to what waits there, any other place where
    a cart stands to its pick work.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        place = work.session.scalar(select(Location).where(Location.code == code))
        if place is None:
            return None
        if place.kind is LocationKind.CONSOLIDATION:
            return FloorWork.PACK
        if place.kind is LocationKind.LANE and place.zone:
            return FloorWork.ZONE
        if parked_tasks(work.session, code):
            return FloorWork.SINGLE
        wall_id = wall_of_place(work.session, code)
        if wall_id is None:
            return None
        wall = read_wall(work, work.session.get_one(PutWall, wall_id))
        ready = {cubby.cubby_id for cubby in wall.ready_cubbies}
        return FloorWork.PACK if place.id in ready else FloorWork.SORT


def work_of_tote(workplace: Workplace, operator_id: int, entry: Entry) -> FloorWork:
    """What a tote leads to that nobody picks into: a part to the shelf, all others to the bench."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        reading = read_entry(entry, work.now.date())
        if isinstance(reading, ToteCode) and is_on_its_way(work, f"T-{reading.code}"):
            return FloorWork.SHELF
        return FloorWork.PACK

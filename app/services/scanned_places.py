"""Says which kind of work a location's label leads to where no work is open yet."""

from __future__ import annotations

from sqlalchemy import select

from app.db.queries.walls import wall_of_place
from app.db.schema import Location, PutWall
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.services.wall_reading import read_wall
from app.services.workplace import Workplace


def work_at(workplace: Workplace, operator_id: int, code: str) -> FloorWork | None:
    """What a scanned location's code leads to; None where no work begins with it.

    A wall and a cubby that is not complete lead to the wall, a cubby whose order is complete and
    a consolidation slot to the bench.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        place = work.session.scalar(select(Location).where(Location.code == code))
        if place is None:
            return None
        if place.kind is LocationKind.CONSOLIDATION:
            return FloorWork.PACK
        wall_id = wall_of_place(work.session, code)
        if wall_id is None:
            return None
        wall = read_wall(work, work.session.get_one(PutWall, wall_id))
        ready = {cubby.cubby_id for cubby in wall.ready_cubbies}
        return FloorWork.PACK if place.id in ready else FloorWork.SORT

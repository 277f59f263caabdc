"""What a lead's map shows at one look: the floor at a moment, a walk, the lines of an aisle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.db.queries.floor import LineInAisle, lines_in_aisle
from app.domain.permissions import Verb
from app.services.floor_map import MapNow, map_now
from app.services.floor_queues import FloorQueues, queues_in
from app.services.live_map import LiveMap, live_map
from app.services.workplace import Workplace

MOST_LINES = 200
"""Lines of an aisle that are listed, the most urgent ones."""

OpenLine = LineInAisle
"""An open pick line, as screens show it."""

AisleLines = tuple[LineInAisle, ...]
"""The open pick lines of an aisle, the most urgent first."""


@dataclass(frozen=True)
class LeadLook:
    """What is looked at.

    Attributes:
        at: the earlier moment; None for now.
        task_id: whose walk is wanted; walks and lines are always those of now.
        aisle: whose lines are wanted, by zone and name.
    """

    at: datetime | None = None
    task_id: int | None = None
    aisle: tuple[str, str] | None = None


@dataclass(frozen=True)
class LeadMap:
    """The floor at a moment; of now the work, what waits beside it, and an aisle's lines."""

    live: LiveMap
    now: MapNow
    queues: FloorQueues
    lines: AisleLines = ()


def lead_map(workplace: Workplace, operator_id: int, look: LeadLook) -> LeadMap:
    """What a lead looks at.

    Raises:
        Refused: they lead nothing.
    """
    live = live_map(workplace, operator_id, look.at)
    now = map_now(workplace, operator_id, look.task_id)
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        lines: AisleLines = ()
        if look.aisle is not None:
            lines = tuple(lines_in_aisle(work.session, *look.aisle, MOST_LINES))
        return LeadMap(live, now, queues_in(work), lines)


def aisle_of(workplace: Workplace, code: str) -> tuple[str, str] | None:
    """The aisle in which a location is, as far as the station knows the floor."""
    floor = workplace.floor.known
    if floor is None or floor.plan is None:
        return None
    for place in floor.plan.places:
        if place.code == code and place.aisle is not None:
            name = floor.plan.aisles[place.aisle].name
            return name.zone, name.aisle
    return None

"""What a screen on a wall tells the hall: cut-offs, the floor, what waits beside the aisles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db.queries.floor_queues import due_between
from app.domain.permissions import Verb
from app.services.board_forecast import PaceMemory
from app.services.floor_queues import FloorQueues, queues_in
from app.services.lead_board import HourStrip, lead_board
from app.services.live_map import LiveMap, live_map
from app.services.workplace import Workplace

BACK, AHEAD = timedelta(hours=12), timedelta(hours=12)
"""Cut-offs within these are the shift's."""


@dataclass(frozen=True)
class CutOffLoad:
    """Orders with one cut-off: all of them, and those that are packed or gone."""

    at: datetime
    orders: int
    packed: int


@dataclass(frozen=True)
class HallBoard:
    """All of it at a moment.

    Attributes:
        now: by the database's clock.
        strip: the line over the lead's board, with the same figures.
        cut_offs: those of the shift with orders that have not left, the earliest first.
        live: the floor.
        queues: what waits beside it.
    """

    now: datetime
    strip: HourStrip
    cut_offs: tuple[CutOffLoad, ...]
    live: LiveMap
    queues: FloorQueues

    @property
    def next_cut_off(self) -> CutOffLoad | None:
        """The next truck that leaves; None where none is to come."""
        return next((load for load in self.cut_offs if load.at > self.now), None)


def hall_board(workplace: Workplace, memory: PaceMemory | None = None) -> HallBoard:
    """What the wall tells; nobody need be there.

    Args:
        workplace: the station, whose login in the database must be a lead's.
        memory: keeps the pace between two looks.
    """
    strip = lead_board(workplace, None, memory).strip
    live = live_map(workplace, None)
    with workplace.database.begin(workplace.actor(None, Verb.REASSIGN)) as work:
        due = due_between(work.session, work.now - BACK, work.now + AHEAD)
        queues, now = queues_in(work), work.now
    return HallBoard(now, strip, tuple(CutOffLoad(*row) for row in due), live, queues)

"""Which events make a screen look anew."""

from __future__ import annotations

from app.domain.custody_events import TaskGiven, TaskParked
from app.domain.events import (
    Event,
    OrdersReleased,
    OrderStateChanged,
    TaskClaimed,
    TaskFinished,
    TaskLapsed,
    TaskPaused,
    TaskTakenOver,
)
from app.domain.floor_events import AisleClosed, AisleOpened, LayoutChanged
from app.domain.inspection_events import InspectionEnded, InspectionRaised
from app.services.live import StoredEvent

WORK_MOVES = (
    TaskClaimed,
    TaskFinished,
    TaskLapsed,
    TaskPaused,
    TaskTakenOver,
    TaskParked,
    TaskGiven,
)
"""After these somebody has unfinished work that had none, or the other way round."""

OFFER_CHANGES = (
    OrdersReleased,
    OrderStateChanged,
    InspectionRaised,
    InspectionEnded,
    *WORK_MOVES,
)
"""After these there may be other work to take."""

FLOOR_CHANGES = (LayoutChanged, AisleClosed, AisleOpened)
"""After these the shortest walk may be another one."""


def is_kind(event: StoredEvent, *kinds: type[Event]) -> bool:
    """Whether an event is one of these."""
    return event.kind in {kind.__name__ for kind in kinds}

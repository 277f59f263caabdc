"""What happens to work between two people: it is parked, or given to somebody by name."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class TaskParked(Event):
    """Put-aside work was left at a place, with its totes."""

    task_id: int
    place: str
    totes: int


@dataclass(frozen=True)
class TaskGiven(Event):
    """Put-aside work was given to somebody by name: it waits for them."""

    task_id: int
    from_operator_id: int
    operator_id: int
    epoch: int

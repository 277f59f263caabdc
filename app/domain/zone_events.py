"""What happens to the totes that pass from zone to zone."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class ToteHandedOver(Event):
    """A zone is at its end with an order: its totes are another task's."""

    task_id: int
    next_task_id: int
    order_id: int
    tote: str
    zone: str


@dataclass(frozen=True)
class ToteCalledBack(Event):
    """A put was taken back before the next zone had the tote: it is the earlier task's again."""

    task_id: int
    next_task_id: int
    order_id: int
    zone: str


@dataclass(frozen=True)
class TotePutOnLane(Event):
    """A zone's totes were put on the lane of the next one, or of the pack bench."""

    task_id: int
    place: str
    totes: int


@dataclass(frozen=True)
class ToteArrived(Event):
    """The next zone scanned the tote: from now on it has it."""

    task_id: int
    tote: str
    zone: str


@dataclass(frozen=True)
class ZoneChosen(Event):
    """Somebody said in which zone they work."""

    operator_id: int
    zone: str

"""The life of pick tasks, of their lines and of parcels: states by value, transitions as pairs."""

from __future__ import annotations

from enum import StrEnum


class PickTaskState(StrEnum):
    """A pick task from release to its last line; waiting ones follow another zone's task."""

    WAITING = "waiting"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class PickLineState(StrEnum):
    """A pick line is open until its units are picked, found short or no longer wanted."""

    OPEN = "open"
    PICKED = "picked"
    SHORT = "short"
    CANCELLED = "cancelled"


class CartonState(StrEnum):
    """A carton from the first unit in it to the carrier."""

    OPEN = "open"
    CLOSED = "closed"
    LABELLED = "labelled"
    SHIPPED = "shipped"
    VOIDED = "voided"


class CountState(StrEnum):
    """A count raised by doubt about a location's stock; large differences wait for a lead."""

    OPEN = "open"
    TO_APPROVE = "to_approve"
    DONE = "done"
    CANCELLED = "cancelled"


class StockTaskState(StrEnum):
    """Units to carry from place to place, until they were carried or need not be any more."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class IllegalTransition(Exception):
    """A pick task or carton was about to change into a state that can't follow its present one."""

    def __init__(self, what: str, old: StrEnum, new: StrEnum) -> None:
        super().__init__(f"{what}: {old} can't become {new}")
        self.old = old
        self.new = new


PICK_TASK_TRANSITIONS = frozenset(
    {
        (PickTaskState.WAITING, PickTaskState.READY),
        (PickTaskState.WAITING, PickTaskState.CANCELLED),
        (PickTaskState.READY, PickTaskState.WAITING),
        (PickTaskState.READY, PickTaskState.IN_PROGRESS),
        (PickTaskState.READY, PickTaskState.PAUSED),
        (PickTaskState.READY, PickTaskState.CANCELLED),
        (PickTaskState.IN_PROGRESS, PickTaskState.PAUSED),
        (PickTaskState.IN_PROGRESS, PickTaskState.READY),
        (PickTaskState.IN_PROGRESS, PickTaskState.DONE),
        (PickTaskState.IN_PROGRESS, PickTaskState.CANCELLED),
        (PickTaskState.PAUSED, PickTaskState.READY),
        (PickTaskState.PAUSED, PickTaskState.IN_PROGRESS),
        (PickTaskState.PAUSED, PickTaskState.DONE),
        (PickTaskState.PAUSED, PickTaskState.CANCELLED),
        (PickTaskState.DONE, PickTaskState.IN_PROGRESS),
    }
)

CARTON_TRANSITIONS = frozenset(
    {
        (CartonState.OPEN, CartonState.CLOSED),
        (CartonState.OPEN, CartonState.VOIDED),
        (CartonState.CLOSED, CartonState.LABELLED),
        (CartonState.CLOSED, CartonState.OPEN),
        (CartonState.CLOSED, CartonState.VOIDED),
        (CartonState.LABELLED, CartonState.SHIPPED),
        (CartonState.LABELLED, CartonState.OPEN),
        (CartonState.LABELLED, CartonState.CLOSED),
        (CartonState.LABELLED, CartonState.VOIDED),
    }
)


def next_task_state(task: int, old: PickTaskState, new: PickTaskState) -> PickTaskState:
    """`new`, where a pick task may change into it; staying in a state is always legal.

    Raises:
        IllegalTransition: If `new` can't follow `old`.
    """
    if old is not new and (old, new) not in PICK_TASK_TRANSITIONS:
        raise IllegalTransition(f"pick task {task}", old, new)
    return new


def next_carton_state(carton: int, old: CartonState, new: CartonState) -> CartonState:
    """`new`, where a carton may change into it.

    Raises:
        IllegalTransition: If `new` can't follow `old`.
    """
    if (old, new) not in CARTON_TRANSITIONS:
        raise IllegalTransition(f"carton {carton}", old, new)
    return new

"""What a lead did about people: work given, shared and given back, breaks, words."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class WorkShared(Event):
    """A part of a task nobody had touched became a task of its own, and another person's."""

    task_id: int
    new_task_id: int
    from_operator_id: int
    operator_id: int
    operator_name: str
    lines: int


@dataclass(frozen=True)
class HalfJoined(Event):
    """Half of an order that nobody had begun was given back, and is the other half's again."""

    task_id: int
    operator_id: int
    lines: int


@dataclass(frozen=True)
class PersonSent(Event):
    """A lead sent somebody to a wave or into a zone; the other one is empty."""

    person_id: int
    wave: str
    zone: str


@dataclass(frozen=True)
class TaskRushed(Event):
    """A lead let a task that waits be claimed before all others."""

    task_id: int
    before: int
    priority: int


@dataclass(frozen=True)
class RushUndone(Event):
    """A task has the turn again that it had before a lead rushed it, which was event `rush`."""

    rush: int
    task_id: int


@dataclass(frozen=True)
class BreakBegan(Event):
    """Somebody is on a break; their next scan ends it."""

    person_id: int


@dataclass(frozen=True)
class MessageSent(Event):
    """A lead has something to say to somebody: shown at their station until they have seen it.

    `message` is a value of `app.domain.people_words.LeadMessage`, so that each reads it in their
    own language.
    """

    person_id: int
    message: str
    sender_name: str


@dataclass(frozen=True)
class MessageTakenBack(Event):
    """A lead took back what they sent, which was event `message`, before it was seen."""

    message: int
    person_id: int


@dataclass(frozen=True)
class MessageSeen(Event):
    """Somebody has seen what was sent to them."""

    person_id: int

"""What a lead may not do with people's work: facts with their data, as in `app.domain.refusals`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pick_state import PickMethod
from app.domain.refusals import Refusal


@dataclass(frozen=True)
class WorkEnded(Refusal):
    """The work that was to change hands is done, or nobody needs it any more."""

    task_id: int


@dataclass(frozen=True)
class NothingToShare(Refusal):
    """Too little of a task is left that nobody touched: a second person has nothing to take."""

    task_id: int
    operator_name: str


@dataclass(frozen=True)
class CannotBeShared(Refusal):
    """Parts of such a task cannot be picked by two people: only all of it changes hands."""

    task_id: int
    method: PickMethod


@dataclass(frozen=True)
class HasItAlready(Refusal):
    """The work is theirs who should get it."""

    operator_name: str


@dataclass(frozen=True)
class BegunMeanwhile(Refusal):
    """Work that was to be given back was begun by whoever got it."""

    operator_name: str


@dataclass(frozen=True)
class NothingReadyThere(Refusal):
    """A wave has no work that waits for somebody who works in their zone."""

    wave: str
    operator_name: str


@dataclass(frozen=True)
class TurnChangedSince(Refusal):
    """The work got another turn after the act that was to be undone."""

    task_id: int


@dataclass(frozen=True)
class MessageRead(Refusal):
    """Whoever was called has read it: no key takes that back."""

    operator_name: str


@dataclass(frozen=True)
class NobodyInZone(Refusal):
    """Nobody who may pick is signed in and works in the zone, but for those on a break."""

    zone: str

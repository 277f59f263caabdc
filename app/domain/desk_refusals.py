"""What the desk may not do: refusals of forms, which others fill in at the same time."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class ChangedMeanwhile(Refusal):
    """Somebody else changed a record after it was shown; what they wrote stands."""

    record: str


@dataclass(frozen=True)
class UnknownPlace(Refusal):
    """No location of this house has this code, or none of the kind that is needed."""

    code: str


@dataclass(frozen=True)
class ImpossibleBounds(Refusal):
    """Bounds of a pick face of which the upper one is not above the lower one."""

    minimum: int
    maximum: int


@dataclass(frozen=True)
class NoteEmpty(Refusal):
    """A note without words."""


@dataclass(frozen=True)
class NoteTooLong(Refusal):
    """A note with more characters than a report has room for."""

    length: int
    most: int

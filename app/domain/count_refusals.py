"""What a count may refuse: facts with their data, as in `app.domain.refusals`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class NothingToCount(Refusal):
    """No count waits that this operator could do now."""


@dataclass(frozen=True)
class CountFirst(Refusal):
    """A count was finished before anything was counted; an empty location is a count of 0."""

    location: str


@dataclass(frozen=True)
class MovedMeanwhile(Refusal):
    """Units came or went while they were counted: nobody knows which of them were seen."""

    location: str
    item_name: str


@dataclass(frozen=True)
class CountGone(Refusal):
    """The count was settled by somebody else, or is not needed any more."""

    severe: ClassVar[bool] = True
    location: str


@dataclass(frozen=True)
class InOthersHands(Refusal):
    """Somebody else works on it just now."""

    operator_name: str
    place: str


@dataclass(frozen=True)
class AnotherItemHere(Refusal):
    """Another item lies at the location that is counted; the same scan again has it counted."""

    item_name: str
    location: str


@dataclass(frozen=True)
class MoreThanBooks(Refusal):
    """More damaged units than the books hold there; how many that is, a blind count hides."""

    units: int
    item_name: str
    location: str


@dataclass(frozen=True)
class NotForDamaged(Refusal):
    """Damaged units were to be put down where good ones lie."""

    code: str


@dataclass(frozen=True)
class OwnCount(Refusal):
    """Whoever counted cannot approve the count."""

    location: str


@dataclass(frozen=True)
class CountTooOld(Refusal):
    """More units left the location since the count than it left there: it proves nothing now."""

    location: str
    item_name: str

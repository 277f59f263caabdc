"""What may not be done to the floor: facts with their data."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class UnknownAisle(Refusal):
    """No location is in an aisle of this name."""

    aisle: str


@dataclass(frozen=True)
class WhichZone(Refusal):
    """Several zones have an aisle of this name."""

    aisle: str
    zones: str


@dataclass(frozen=True)
class AisleIsOpen(Refusal):
    """The aisle is not closed."""

    aisle: str


@dataclass(frozen=True)
class TimeIsPast(Refusal):
    """An aisle cannot be closed until a time that has passed."""

    until: str

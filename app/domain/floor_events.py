"""What happened to the floor itself, in the past tense: stations plan their walks anew after it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class LayoutChanged(Event):
    """Aisles, cross aisles, depots or locations are not where they were known to be."""

    file: str


@dataclass(frozen=True)
class AisleClosed(Event):
    """Nobody can walk in an aisle for now."""

    zone: str
    aisle: str
    reason: str


@dataclass(frozen=True)
class AisleOpened(Event):
    """One can walk in an aisle again."""

    zone: str
    aisle: str

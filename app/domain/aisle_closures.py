"""Aisles in which nobody can walk for now, with the reason and the time until which that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, order=True)
class ClosedAisle:
    """An aisle that somebody closed.

    Attributes:
        zone: its zone.
        aisle: its name within the zone.
        reason: why, in the words of whoever closed it.
        until: when it opens by itself; None if somebody has to open it.
    """

    zone: str
    aisle: str
    reason: str = ""
    until: datetime | None = None

    def __str__(self) -> str:
        """Zone and name, as people say them."""
        return f"{self.zone} {self.aisle}".strip()


def closed_now(aisles: Iterable[ClosedAisle], now: datetime) -> tuple[ClosedAisle, ...]:
    """Those of the aisles that are closed at a moment, by zone and name."""
    return tuple(
        sorted(
            (each for each in aisles if each.until is None or each.until > now),
            key=lambda each: (each.zone, each.aisle),
        )
    )

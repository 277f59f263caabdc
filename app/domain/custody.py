"""Where work may stand while nobody is at it, and when a tote that nobody scans counts as lost."""

from __future__ import annotations

from datetime import timedelta

from app.domain.locations import LocationKind

PARKING_KINDS = frozenset({LocationKind.LANE, LocationKind.STAGING})
"""Places where carts and totes are put down. A shelf is none: its goods are promised from there."""

LOST_AFTER = timedelta(hours=4)
"""A tote with goods in it is scanned several times an hour while it moves, and once a break."""


def is_parking_place(kind: LocationKind) -> bool:
    """Whether a cart or tote may be left at a place of this kind."""
    return kind in PARKING_KINDS

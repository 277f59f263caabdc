"""What kinds of places goods can be at, and which of them hold stock of their own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class LocationKind(StrEnum):
    """Real places, handling units that carry goods, and the ledger's virtual counterparts.

    CUBBY: a slot of a put wall. CONSOLIDATION: a slot where the parts of an order meet. LANE: where
    totes are handed over or parked. CAGE: what a carrier takes along. QUARANTINE: goods that nobody
    may be promised until somebody has looked at them.
    """

    PICK_FACE = "pick_face"
    RESERVE = "reserve"
    STAGING = "staging"
    CUBBY = "cubby"
    CONSOLIDATION = "consolidation"
    LANE = "lane"
    CAGE = "cage"
    QUARANTINE = "quarantine"
    TOTE = "tote"
    CARTON = "carton"
    SUPPLIER = "supplier"
    SHIPPED = "shipped"
    LOST = "lost"
    ADJUSTED = "adjusted"


VIRTUAL_KINDS = frozenset(
    {LocationKind.SUPPLIER, LocationKind.SHIPPED, LocationKind.LOST, LocationKind.ADJUSTED}
)
"""Counterparts of the ledger only: they have no stock rows, or each would be a hot row."""

STORAGE_KINDS = frozenset({LocationKind.PICK_FACE, LocationKind.RESERVE})
"""Places from which stock can be promised."""

SCANNABLE_KINDS = STORAGE_KINDS | {
    LocationKind.STAGING,
    LocationKind.CUBBY,
    LocationKind.CONSOLIDATION,
    LocationKind.LANE,
    LocationKind.CAGE,
    LocationKind.QUARANTINE,
}
"""Places whose bare code means them when it is scanned, with or without `L-` before it."""


def lot_code_of(expiry: date) -> str:
    """The code under which goods are kept that came with a last day and no lot code."""
    return f"EXP-{expiry:%Y%m%d}"


class MoveReason(StrEnum):
    """Why units moved; every ledger row has one.

    SORTED, UNSORTED: from a bulk tote to an order's cubby, and back. SET_ASIDE: damaged, surplus or
    unwanted goods leave the flow. PUT_AWAY: they, or received goods, go to storage.
    """

    RECEIVED = "received"
    PICKED = "picked"
    PUT_BACK = "put_back"
    PACKED = "packed"
    UNPACKED = "unpacked"
    SORTED = "sorted"
    UNSORTED = "unsorted"
    SET_ASIDE = "set_aside"
    PUT_AWAY = "put_away"
    REPLENISHED = "replenished"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    SHIPPED = "shipped"
    LOST = "lost"
    ADJUSTED = "adjusted"

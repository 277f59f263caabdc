"""What can be told a customer about a parcel on its way, whoever carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ParcelStatus(StrEnum):
    """Where a parcel is on its way; the order is that of a journey without mishap."""

    ANNOUNCED = "announced"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    FAILED = "failed"
    RETURNED = "returned"
    VOIDED = "voided"


ENDS = frozenset({ParcelStatus.DELIVERED, ParcelStatus.RETURNED, ParcelStatus.VOIDED})
"""Nothing comes after these but what a carrier says late."""


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """Something that happened to a parcel.

    Attributes:
        at: When, in UTC.
        status: What it means.
        place: Where, in the carrier's words; may be empty.
        words: The carrier's own words; may be empty.
    """

    at: datetime
    status: ParcelStatus
    place: str = ""
    words: str = ""


FIRST_LOOK = timedelta(minutes=30)
"""After the hand-over: no carrier has scanned it in its own house before."""

LAST_LOOK = timedelta(days=45)
"""After which nobody asks for a parcel any more: no carrier looks for one longer."""

_PAUSES = {
    ParcelStatus.OUT_FOR_DELIVERY: timedelta(minutes=30),
    ParcelStatus.IN_TRANSIT: timedelta(hours=3),
    ParcelStatus.DELAYED: timedelta(hours=3),
    ParcelStatus.FAILED: timedelta(hours=6),
}
_PAUSE = timedelta(hours=2)


def next_look(status: ParcelStatus | None, *, since: datetime, now: datetime) -> datetime | None:
    """When a carrier is asked for a parcel again; None once there is nothing more to hear.

    Args:
        status: The present one; None while nothing was told.
        since: When the transport was bought.
        now: This moment.
    """
    if status in ENDS or now - since >= LAST_LOOK:
        return None
    return now + (_PAUSE if status is None else _PAUSES.get(status, _PAUSE))


def newest(events: Iterable[TrackingEvent]) -> TrackingEvent | None:
    """What counts as the present state: an end once there is one, else the latest event."""
    ordered = sorted(events, key=lambda event: event.at)
    ends = [event for event in ordered if event.status in ENDS]
    last = ends or ordered
    return last[-1] if last else None


def not_known_yet(
    known: Iterable[TrackingEvent], told: Iterable[TrackingEvent]
) -> tuple[TrackingEvent, ...]:
    """What a carrier tells that is not on record, oldest first; each time it tells all again."""
    on_record = {(event.at, event.status, event.place) for event in known}
    fresh = (event for event in told if (event.at, event.status, event.place) not in on_record)
    return tuple(sorted(dict.fromkeys(fresh), key=lambda event: event.at))

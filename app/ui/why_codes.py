"""Codes by which "Why?" is asked: as on the labels, or the bare name where no label can say it."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.own_codes import location_payload, order_payload

MOST_ASKED = 4
"""Of so many rows that are shown and not chosen one by one is told why, the first ones."""


def codes_of(order_number: str, location: str = "") -> tuple[str, ...]:
    """The codes of an order and of a location; of neither where it is empty."""
    codes = []
    if order_number:
        codes.append(_as_label(order_payload, order_number))
    if location:
        codes.append(_as_label(location_payload, location))
    return tuple(codes)


def aisle_code(zone: str, aisle: str) -> tuple[str, ...]:
    """The code of an aisle, or of a zone without aisles."""
    return (f"{zone}/{aisle}",)


def parcel_code(sscc: str) -> tuple[str, ...]:
    """The code on a parcel's label; none without a number."""
    return (f"]C100{sscc}",) if sscc else ()


def _as_label(payload: Callable[[str], str], name: str) -> str:
    try:
        return payload(name)
    except ValueError:
        return name

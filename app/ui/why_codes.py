"""Codes by which "Why?" is asked: as on the labels, or the bare name where no label can say it."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.own_codes import location_payload, order_payload


def codes_of(order_number: str, location: str = "") -> tuple[str, ...]:
    """The codes of an order and of a location; of neither where it is empty."""
    codes = []
    if order_number:
        codes.append(_as_label(order_payload, order_number))
    if location:
        codes.append(_as_label(location_payload, location))
    return tuple(codes)


def _as_label(payload: Callable[[str], str], name: str) -> str:
    try:
        return payload(name)
    except ValueError:
        return name

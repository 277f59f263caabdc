"""Requests, rates and rules as plain values for the database, and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from cattrs.preconf.json import JsonConverter, make_converter

from app.carriers.interface import Rate, ShipmentRequest
from app.carriers.service_choice import ServiceChoice, ServiceRules

Kept = TypeVar("Kept", ShipmentRequest, Rate, ServiceRules)


class UnreadableRecord(ValueError):
    """What is on record was written by another version of the program, or is no such thing."""


def to_record(value: ShipmentRequest | Rate | ServiceRules) -> dict[str, Any]:
    """A request, rate or set of rules as values that JSON has."""
    record: dict[str, Any] = _converter().unstructure(value)
    return record


def from_record(record: Mapping[str, Any], kind: type[Kept]) -> Kept:
    """What `to_record` was given.

    Raises:
        UnreadableRecord: it was written by a program whose records differ.
    """
    try:
        return _converter().structure(record, kind)
    except Exception as error:
        raise UnreadableRecord(f"no {kind.__name__} can be made of the record: {error}") from error


def choice_to_record(choice: ServiceChoice) -> dict[str, Any]:
    """Why a service was chosen and the others were not; the rate itself is kept apart."""
    return {
        "reason": choice.reason.value,
        "word": choice.word,
        "asked_for": choice.asked_for,
        "refused": [
            {
                "carrier": each.carrier,
                "service": each.service,
                "why": each.why.value,
                "rule": each.rule,
            }
            for each in choice.refused
        ],
    }


@cache
def _converter() -> JsonConverter:
    return make_converter(forbid_extra_keys=True)

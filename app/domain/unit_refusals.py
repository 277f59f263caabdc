"""What is against a unit by its number or its lot: who has it, what lies here, what goes first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.refusals import Refusal, WrongLot


@dataclass(frozen=True)
class SerialTwice(Refusal):
    """The unit with this number was scanned before: it is in this tote, or in hand if empty."""

    serial: str
    item_name: str
    place: str = ""


@dataclass(frozen=True)
class SerialTaken(Refusal):
    """A unit with this number was picked for an order already, and is where `place` says."""

    serial: str
    item_name: str
    order_number: str
    place: str


@dataclass(frozen=True)
class SerialUnknown(Refusal):
    """The number is none of those that lie at a location whose units are all known."""

    serial: str
    item_name: str
    location: str


@dataclass(frozen=True)
class SerialNext(Refusal):
    """Something else was scanned where the number of the unit in hand was asked for."""

    code: str
    item_name: str


@dataclass(frozen=True)
class PlaceFirst(Refusal):
    """A numbered unit was scanned before its location; its number comes with it or afterwards."""

    item_name: str
    location: str


@dataclass(frozen=True)
class SerialNotPicked(Refusal):
    """The unit was not picked for the order on the bench."""

    serial: str
    item_name: str
    order_number: str


class LotObstacle(StrEnum):
    """Why another lot than the promised one may not be taken."""

    NOT_HERE = "not_here"
    PROMISED = "promised"
    YOUNGER = "younger"
    IN_HAND = "in_hand"


@dataclass(frozen=True)
class LotOffered(WrongLot):
    """Another lot than the promised one lies here, free, and may go first: the same scan takes it.

    `units` of it are free here.
    """

    units: int


@dataclass(frozen=True)
class LotStays(WrongLot):
    """Another lot than the promised one, which must not be taken in its place."""

    why: LotObstacle


@dataclass(frozen=True)
class NoSuchItem(Refusal):
    """No item has this SKU; nothing was changed."""

    sku: str

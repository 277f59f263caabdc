"""What a picker may not do with a zone, its lanes, and the totes that pass it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal, WrongItem


@dataclass(frozen=True)
class NotForZone(Refusal):
    """The tote has nothing to be picked in this zone: it goes on to another one.

    `lane` is where totes for that zone are put down, if a lane is set up.
    """

    tote: str
    zone: str
    next_zone: str
    lane: str


@dataclass(frozen=True)
class NotHandedOver(Refusal):
    """An earlier zone is not at its end with this tote."""

    tote: str
    zone: str
    operator_name: str


@dataclass(frozen=True)
class ZonesDone(Refusal):
    """All zones have picked what goes into this tote: it goes to be packed."""

    tote: str
    order_number: str
    lane: str


@dataclass(frozen=True)
class PassedOrderStopped(Refusal):
    """The order in a tote that passes the zones was cancelled or held between two of them."""

    tote: str
    order_number: str
    state: str
    place: str


@dataclass(frozen=True)
class NotAZoneTote(Refusal):
    """The tote carries an order that is not picked zone by zone."""

    tote: str
    order_number: str


@dataclass(frozen=True)
class NothingBegins(Refusal):
    """An empty tote was scanned where no order waits for one."""

    tote: str
    zone: str
    waiting: int


@dataclass(frozen=True)
class NoZoneChosen(Refusal):
    """Somebody wants zone work and has not said in which zone they are."""


@dataclass(frozen=True)
class NoSuchZone(Refusal):
    """A place was scanned that belongs to no zone."""

    code: str


@dataclass(frozen=True)
class OtherTote(Refusal):
    """Another tote than the one that was handed over."""

    scanned: str
    needed: str
    order_number: str


@dataclass(frozen=True)
class WrongLane(Refusal):
    """The totes were to be put on another lane."""

    scanned: str
    needed: str
    zone: str


@dataclass(frozen=True)
class GoneOn(Refusal):
    """A put cannot be taken back: the next zone has the tote."""

    order_number: str
    zone: str
    operator_name: str


@dataclass(frozen=True)
class PlaceOfOtherZone(Refusal):
    """A location outside of the picker's zone."""

    scanned: str
    zone: str
    own_zone: str
    needed: str


@dataclass(frozen=True)
class ItemOfOtherZone(WrongItem):
    """An item that lies in another zone."""

    zone: str = ""
    own_zone: str = ""

"""What may not be done to an order from the desk: facts with their data, never sentences."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class UnknownOrder(Refusal):
    """No order of this house has this number."""

    number: str


@dataclass(frozen=True)
class OrderEnded(Refusal):
    """The order was shipped, cancelled or closed: nothing of it can be changed here."""

    order_number: str
    state: str


@dataclass(frozen=True)
class UnknownOrderLine(Refusal):
    """The order has no line with this number."""

    order_number: str
    line: int


@dataclass(frozen=True)
class AlreadySent(Refusal):
    """Fewer units are wanted of a line than have left the house."""

    order_number: str
    line: int
    wanted: int
    shipped: int


@dataclass(frozen=True)
class UnknownSku(Refusal):
    """No item of this house has this SKU."""

    sku: str


@dataclass(frozen=True)
class NothingHeld(Refusal):
    """The order is not held, or not for this reason."""

    order_number: str


@dataclass(frozen=True)
class HoldStays(Refusal):
    """What the order is held for is not settled: `why` names the reason of the hold."""

    order_number: str
    why: str


@dataclass(frozen=True)
class NothingMissing(Refusal):
    """No unit of the order lacks stock."""

    order_number: str


@dataclass(frozen=True)
class NothingWouldShip(Refusal):
    """If these units were given up, nothing of the order would be left to send."""

    order_number: str


@dataclass(frozen=True)
class SubstituteNotAgreed(Refusal):
    """The customer has not agreed to another item in place of this one."""

    order_number: str
    sku: str


@dataclass(frozen=True)
class UnitsNotFound(Refusal):
    """So many units of a line are not on their way to the bench, so they cannot be lost there."""

    order_number: str
    line: int


@dataclass(frozen=True)
class AddressIncomplete(Refusal):
    """An address lacks a part without which no parcel arrives; `part` names the first one."""

    part: str

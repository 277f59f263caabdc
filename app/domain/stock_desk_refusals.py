"""What the stock desk may not do: facts with their data, as in `app.domain.refusals`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.locations import LocationKind
from app.domain.refusals import Refusal


@dataclass(frozen=True)
class NotLooseGoods(Refusal):
    """What lies there belongs to an order or a carrier: no desk moves or adjusts it."""

    code: str
    place_kind: LocationKind


@dataclass(frozen=True)
class SamePlace(Refusal):
    """Goods are to go where they lie."""

    code: str


@dataclass(frozen=True)
class PromisedToPickers(Refusal):
    """Pickers are on the way for units that are to be carried elsewhere."""

    code: str
    item_name: str
    movable: int


@dataclass(frozen=True)
class CountWaits(Refusal):
    """The item is to be counted at the place before anybody changes what lies there."""

    code: str
    item_name: str


@dataclass(frozen=True)
class ExpiredIntoStorage(Refusal):
    """A lot past its last day is to go where orders are picked."""

    item_name: str
    last_day: date
    code: str


@dataclass(frozen=True)
class WrongWay(Refusal):
    """The reason takes units off the books and they are to be added, or the other way round."""

    reason: str
    by: int


@dataclass(frozen=True)
class WhichLot(Refusal):
    """Several lots of the item lie there, and nobody said which is meant."""

    code: str
    item_name: str
    lots: str


@dataclass(frozen=True)
class LotUnknown(Refusal):
    """The item is kept by lot, and the lot was not said or is not there."""

    item_name: str
    lot: str


@dataclass(frozen=True)
class OtherLastDay(Refusal):
    """The books know the lot with another last day."""

    item_name: str
    lot: str
    last_day: date | None


@dataclass(frozen=True)
class NoUnits(Refusal):
    """A number of units that moves nothing."""

    units: int


@dataclass(frozen=True)
class NotAnItem(Refusal):
    """An item is needed, and something else was scanned."""

    code: str


# Receiving ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnknownReceipt(Refusal):
    """No receipt has this number."""

    number: str


@dataclass(frozen=True)
class ReceiptTaken(Refusal):
    """There is a receipt with this number already, or the number is empty."""

    number: str


@dataclass(frozen=True)
class ReceiptClosed(Refusal):
    """The receipt is closed: nothing more is received on it."""

    number: str


@dataclass(frozen=True)
class DifferenceUnexplained(Refusal):
    """Another number came than was announced, and nobody has said why."""

    number: str
    sku: str
    expected: int
    came: int


@dataclass(frozen=True)
class NoReceivingPlace(Refusal):
    """Goods are to be received where they cannot wait, or the house has no place for it."""

    code: str

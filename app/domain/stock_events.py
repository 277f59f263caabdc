"""What happens to stock outside of orders: counts, refills, put-aways, goods written off."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class LocationFoundEmpty(Event):
    """Whoever took the last unit by the books saw that the place is empty."""

    location: str
    sku: str


@dataclass(frozen=True)
class CountDone(Event):
    """A place was counted; `adjusted` units were added to the books, or taken off them if below 0.

    `is_settled`: the number stands. Otherwise the difference waits for a lead.
    """

    count_id: int
    location: str
    sku: str
    counted: int
    adjusted: int
    is_settled: bool


@dataclass(frozen=True)
class CountDecided(Event):
    """A lead looked at a difference: it was written (`is_approved`), or is counted once more."""

    count_id: int
    location: str
    sku: str
    adjusted: int
    is_approved: bool


@dataclass(frozen=True)
class RefillRaised(Event):
    """A pick face is to be refilled, before it runs dry."""

    location: str
    sku: str
    quantity: int
    reason: str


@dataclass(frozen=True)
class FaceFilled(Event):
    """Units were brought from reserve into a pick face."""

    task_id: int
    sku: str
    quantity: int
    source: str
    target: str


@dataclass(frozen=True)
class PutAwayRaised(Event):
    """Goods lie outside of storage and are to go there."""

    place: str
    sku: str
    quantity: int
    reason: str


@dataclass(frozen=True)
class GoodsPutAway(Event):
    """Goods are in storage again, and may be promised; `why` they went elsewhere than proposed."""

    task_id: int
    sku: str
    quantity: int
    source: str
    location: str
    why: str


@dataclass(frozen=True)
class GoodsWrittenOff(Event):
    """Goods that nobody can sell left the books."""

    task_id: int
    sku: str
    quantity: int
    source: str
    reason: str


@dataclass(frozen=True)
class DamagedSetAside(Event):
    """Damaged units were taken from where good ones lie."""

    sku: str
    quantity: int
    location: str
    place: str


@dataclass(frozen=True)
class GoodsMoved(Event):
    """A lead carried goods from one place to another; `location` is where they are now."""

    sku: str
    quantity: int
    source: str
    location: str


@dataclass(frozen=True)
class StockAdjusted(Event):
    """A lead said that more or fewer (below 0) units lie somewhere than the books had."""

    location: str
    sku: str
    quantity: int
    reason: str


@dataclass(frozen=True)
class AdjustmentAsked(Event):
    """A lead wants so much written that somebody else decides about it."""

    location: str
    sku: str
    quantity: int
    reason: str


@dataclass(frozen=True)
class ReceiptChanged(Event):
    """A delivery was announced, or all of it that comes has come."""

    receipt: str
    state: str


@dataclass(frozen=True)
class GoodsReceived(Event):
    """Units of a delivery came in; damaged ones are looked at before anybody may have them."""

    receipt: str
    sku: str
    quantity: int
    location: str
    is_damaged: bool


@dataclass(frozen=True)
class ExpiredSetAside(Event):
    """Units past their last day were taken from where good ones lie."""

    sku: str
    quantity: int
    location: str
    place: str

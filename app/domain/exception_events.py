"""What is decided about exceptions of the floor, in the past tense; every station sees it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.desk_decisions import Reversal
from app.domain.events import Event


@dataclass(frozen=True)
class DecisionBegun(Event):
    """Somebody looks at an exception and is about to decide; `subject` is its key."""

    subject: str


@dataclass(frozen=True)
class DecisionLeft(Event):
    """Whoever looked at an exception left it undecided."""

    subject: str


@dataclass(frozen=True)
class ShortDecided(Event):
    """A way out of a shortage was taken; `missing` units of the order lack stock still."""

    order_id: int
    number: str
    way: str
    missing: int


@dataclass(frozen=True)
class OrderSplit(Event):
    """What an order lacks follows as an order of its own, and the rest goes now."""

    order_id: int
    number: str
    rest_number: str
    units: int


@dataclass(frozen=True)
class UnitsCalledBack(Event):
    """Units that were picked for an order go back, since a more urgent one lacks them."""

    order_id: int
    number: str
    for_number: str
    sku: str
    units: int


@dataclass(frozen=True)
class LeadCallAnswered(Event):
    """A lead saw to a station that had called for one; `call` is the number of the call's event."""

    call: int


@dataclass(frozen=True)
class CustomerToBeTold(Event):
    """A customer is to be told what became of their order; `topic` says what about.

    Nothing is sent by this: whoever writes to customers works these off.
    """

    order_id: int
    number: str
    topic: str
    units: int


@dataclass(frozen=True)
class DecisionMade(Event):
    """A lead decided about an exception; see `app.domain.desk_decisions.DoneDecision`."""

    way: str
    subject: str
    reversal: Reversal


@dataclass(frozen=True)
class DecisionUndone(Event):
    """A lead undid what they decided, which was event `decision`.

    `number` is the order's, or the place it was about; `order_id` is 0 for no order.
    """

    decision: int
    way: str
    number: str
    order_id: int


@dataclass(frozen=True)
class LeadCallReopened(Event):
    """Nobody saw to a station that called for a lead after all; `call` is its event's number."""

    call: int


@dataclass(frozen=True)
class CustomerNotToBeTold(Event):
    """What a customer was to be told is not so any more; `topic` is that of the event before."""

    order_id: int
    number: str
    topic: str

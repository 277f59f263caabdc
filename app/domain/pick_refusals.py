"""What a picker may not do with totes, carts, zones and numbered units."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import OrderStopped, Refusal, TaskTakenOver

CALL_LEAD_AFTER = 3
"""The same wrong code so often in a row means that the operator needs a person."""


@dataclass(frozen=True)
class ToteOnCart(Refusal):
    """The tote stands at another position of the same cart."""

    tote: str
    label: str


@dataclass(frozen=True)
class NoPlaceForTotes(Refusal):
    """A shelf location was scanned where a place to put totes down was asked for."""

    code: str


@dataclass(frozen=True)
class NoPlaceForUnits(Refusal):
    """A location was scanned where units that were taken out do not belong."""

    code: str


@dataclass(frozen=True)
class ScanEveryUnit(Refusal):
    """A number was typed for goods of which each unit has to be scanned."""

    number: int
    item_name: str


@dataclass(frozen=True)
class OrderOffCart(OrderStopped):
    """One of several orders on a cart was held or cancelled; the cart goes on without it."""


@dataclass(frozen=True)
class WorkCalledOff(TaskTakenOver):
    """The desk took the task back from the floor while somebody held it: nothing of it is left."""


@dataclass(frozen=True)
class LastLineCannotBeSkipped(Refusal):
    """Nothing else is open, so skipping leads back to the same line."""

    location: str


@dataclass(frozen=True)
class CartonFirst(Refusal):
    """Goods or a place were scanned before a carton was opened; one packaging is proposed."""

    code: str
    packaging: str


@dataclass(frozen=True)
class NoToteHere(Refusal):
    """A tote was scanned where the units go straight into a carton of this packaging."""

    tote: str
    packaging: str


@dataclass(frozen=True)
class CartonNumberUsed(Refusal):
    """The label is on a carton of this order already."""

    sscc: str
    order_number: str


@dataclass(frozen=True)
class NotOurCarton(Refusal):
    """A carton's label that this house has not given out."""

    sscc: str


@dataclass(frozen=True)
class PackagingCardFirst(Refusal):
    """A labelled carton of unknown packaging, where none is proposed."""

    sscc: str


@dataclass(frozen=True)
class NothingInCarton(Refusal):
    """A carton was called full that nothing is in."""

    packaging: str


@dataclass(frozen=True)
class CartonTooHeavy(Refusal):
    """With these units the open carton would weigh more than its packaging carries."""

    packaging: str
    weight_g: int
    limit_g: int
    is_empty: bool


@dataclass(frozen=True)
class WhichCarton(Refusal):
    """Several cartons that wait to be closed hold such a unit: another one tells them apart."""

    item_name: str
    cartons: int


@dataclass(frozen=True)
class NoQuarantine(Refusal):
    """Damaged units have nowhere to go: the house has no quarantine place."""

    item_name: str


@dataclass(frozen=True)
class NotQuarantine(Refusal):
    """Damaged units were brought to a place that is none for them; `needed` is the usual one."""

    code: str
    needed: str


@dataclass(frozen=True)
class NothingInstead(Refusal):
    """The customer would take another item, but nobody has said which one may stand in."""

    sku: str
    item_name: str


@dataclass(frozen=True)
class StillElsewhere(Refusal):
    """What was ordered lies in another location too: it goes before anything in its stead."""

    item_name: str
    location: str


@dataclass(frozen=True)
class InsteadGone(Refusal):
    """Too few units are free of any item that may stand in."""

    item_name: str
    wanted: int


@dataclass(frozen=True)
class IsItEmpty(Refusal):
    """Something else was scanned before the question whether a location is empty was answered."""

    code: str
    location: str


@dataclass(frozen=True)
class TakeEmptyToteOff(Refusal):
    """Something else was scanned before an empty tote was taken off the cart."""

    code: str
    tote: str
    label: str

"""What may not be done at the consolidation shelf, where the parts of an order meet."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class NotAPart(Refusal):
    """The tote carries no part of an order that is picked in several zones at once."""

    tote: str
    order_number: str


@dataclass(frozen=True)
class PartNotPicked(Refusal):
    """The zone of this part has lines of it open: it is not to be put down yet."""

    tote: str
    zone: str
    lines: int
    operator_name: str


@dataclass(frozen=True)
class PartThere(Refusal):
    """The part stands in its slot already; `missing` names the zones it waits for."""

    tote: str
    slot: str
    missing: str


@dataclass(frozen=True)
class WrongSlot(Refusal):
    """The part belongs into the slot where its order's other parts are."""

    scanned: str
    needed: str
    tote: str
    order_number: str


@dataclass(frozen=True)
class SlotNotFree(Refusal):
    """The slot holds another order's parts."""

    scanned: str
    needed: str
    tote: str


@dataclass(frozen=True)
class NoPlaceForPart(Refusal):
    """The part goes to a lane: its order is stopped or complete, or no slot is free."""

    scanned: str
    tote: str


@dataclass(frozen=True)
class WrongPart(Refusal):
    """Another tote than the one that is to be taken out of its place again."""

    scanned: str
    needed: str
    place: str


@dataclass(frozen=True)
class PartGone(Refusal):
    """A packer has begun with the order: nothing is taken out of its slot any more."""

    tote: str
    slot: str
    order_number: str

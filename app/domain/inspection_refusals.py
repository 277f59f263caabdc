"""What an inspection may refuse: facts with their data, as in `app.domain.refusals`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.inspection_rules import InspectionReason
from app.domain.refusals import Refusal


@dataclass(frozen=True)
class InspectFirst(Refusal):
    """The order is to be inspected before it is packed; `place` is where that is done."""

    order_number: str
    reason: InspectionReason
    place: str = ""


@dataclass(frozen=True)
class NothingToInspect(Refusal):
    """No order waits to be inspected, or what was scanned leads to none that does."""

    code: str | None = None


@dataclass(frozen=True)
class NotYetPicked(Refusal):
    """The order is to be inspected, and goods of it are still to come."""

    order_number: str
    state: str


@dataclass(frozen=True)
class InspectedAlready(Refusal):
    """Somebody else ended the inspection, or it is not needed any more."""

    severe: ClassVar[bool] = True
    order_number: str


@dataclass(frozen=True)
class CountAllFirst(Refusal):
    """The inspection was ended before anything was counted."""

    order_number: str


@dataclass(frozen=True)
class BringTheMissing(Refusal):
    """Another item was scanned than the one that is missing and was to be brought."""

    scanned_name: str
    needed_name: str
    units: int


@dataclass(frozen=True)
class QuarantineOnly(Refusal):
    """What was taken out of an order was to be put where goods are stored or handed over."""

    code: str


@dataclass(frozen=True)
class PackedMeanwhile(Refusal):
    """The order is on a bench or packed: it is too late to ask for an inspection."""

    order_number: str
    state: str

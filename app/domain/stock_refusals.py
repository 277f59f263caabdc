"""What refills and put-aways may refuse: facts with their data, as in `app.domain.refusals`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.locations import LocationKind
from app.domain.refusals import Refusal


@dataclass(frozen=True)
class NothingToRefill(Refusal):
    """No pick face needs anything that this operator could bring now."""


@dataclass(frozen=True)
class NothingToPutAway(Refusal):
    """Nothing waits to be put away, or nothing at the place that was scanned."""

    place: str | None = None


@dataclass(frozen=True)
class ScanItemFirst(Refusal):
    """A number or a place came before the item was scanned."""

    item_name: str
    place: str


@dataclass(frozen=True)
class WorkGone(Refusal):
    """The refill or put-away was done by somebody else, or is not needed any more."""

    severe: ClassVar[bool] = True
    item_name: str
    place: str


@dataclass(frozen=True)
class NotAStorage(Refusal):
    """Goods are to be put away where nothing is stored: a lane, a cage, a tote."""

    code: str
    place_kind: LocationKind


@dataclass(frozen=True)
class LotsMixed(Refusal):
    """The location holds the item in another lot; lots of one item lie apart."""

    code: str
    item_name: str
    lot: str

"""What a lead may add to the books or take off them by a word, and what somebody else looks at.

A small difference is written at once, by the tolerance that counts of the item's class have. A
larger one waits like a count: another lead, or an administrator, decides about it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.count_rules import CountReason, CountRule
from app.domain.locations import LocationKind
from app.domain.refusals import Refusal, StockMissing
from app.domain.stock_desk_refusals import CountWaits, NotLooseGoods, WrongWay
from app.domain.transfers import DESK_KINDS


class AdjustReason(StrEnum):
    """Why the books are not right; the order is that of the numbered choices."""

    DAMAGED = "damaged"
    LOST = "lost"
    EXPIRED = "expired"
    SAMPLE = "sample"
    FOUND = "found"
    CORRECTION = "correction"

    @property
    def as_count(self) -> CountReason:
        """The same, as the list of what waits for a decision says it."""
        return CountReason(self.value)


TAKES_AWAY = frozenset(
    {AdjustReason.DAMAGED, AdjustReason.LOST, AdjustReason.EXPIRED, AdjustReason.SAMPLE}
)
"""Goods that are gone: the ledger has them among the lost ones, not among wrong numbers."""


@dataclass(frozen=True)
class Adjustment:
    """A difference to be written.

    Attributes:
        item_name: of what.
        place: code of the place.
        kind: of the place.
        by: units that are added, or taken off if it is below 0; not 0.
        reason: why.
        on_hand: units there by the books.
        is_being_counted: a count of the item and lot waits there.
        price_cents: of a unit, if it is known.
        rule: how the item's class is counted.
    """

    item_name: str
    place: str
    kind: LocationKind
    by: int
    reason: AdjustReason
    on_hand: int
    is_being_counted: bool = False
    price_cents: int | None = None
    rule: CountRule = field(default_factory=CountRule)

    @property
    def is_large(self) -> bool:
        """Whether somebody else has to look at it."""
        return not self.rule.is_within(self.by, self.price_cents)


def why_not(adjustment: Adjustment) -> Refusal | None:
    """Why an adjustment is not possible; None if it is."""
    if adjustment.kind not in DESK_KINDS:
        return NotLooseGoods(adjustment.place, adjustment.kind)
    is_more = adjustment.by > 0
    if adjustment.reason in TAKES_AWAY and is_more:
        return WrongWay(adjustment.reason.value, adjustment.by)
    if adjustment.reason is AdjustReason.FOUND and not is_more:
        return WrongWay(adjustment.reason.value, adjustment.by)
    if adjustment.on_hand + adjustment.by < 0:
        return StockMissing(
            adjustment.place, adjustment.item_name, -adjustment.by, adjustment.on_hand
        )
    if adjustment.is_being_counted:
        return CountWaits(adjustment.place, adjustment.item_name)
    return None

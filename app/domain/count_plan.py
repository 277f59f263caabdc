"""Which places a lead has counted: by zone, by value class, by age, or where little is left.

Value classes are the usual ones: A items make up the first 80 % of what the goods on the shelves
are worth, B the next 15 %, C the rest. A few items are most of the value, and are counted often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.count_rules import CountedPlace, CountReason, reason_to_count

A_SHARE, B_SHARE = 0.80, 0.95
"""Up to which share of the whole value items are A, and B."""


class ValueClass(StrEnum):
    """How much of the value on the shelves an item is."""

    A = "A"
    B = "B"
    C = "C"


def value_classes(values: Mapping[int, int]) -> dict[int, ValueClass]:
    """The class of each item.

    Args:
        values: by item, what its units on the shelves are worth together, in cents; 0 where nobody
            knows the price.
    """
    total = sum(values.values())
    classes: dict[int, ValueClass] = {}
    before = 0
    for item_id, value in sorted(values.items(), key=lambda one: (-one[1], one[0])):
        share = before / total if total else 1.0
        if not value or share >= B_SHARE:
            classes[item_id] = ValueClass.C
        else:
            classes[item_id] = ValueClass.A if share < A_SHARE else ValueClass.B
        before += value
    return classes


@dataclass(frozen=True)
class CountFilter:
    """What a plan of counts is about; what is None or empty does not matter.

    Attributes:
        zone: only places of this zone.
        value_class: only items of this class.
        older_than_days: places that were not counted for so many days, whatever the rule of the
            item's class says of its age.
        below_units: places with fewer units, whatever the rule says of it.
    """

    zone: str = ""
    value_class: ValueClass | None = None
    older_than_days: int | None = None
    below_units: int | None = None

    @property
    def is_by_rule(self) -> bool:
        """Whether the rules of the item classes say what is due."""
        return self.older_than_days is None and self.below_units is None

    def reason_for(
        self, place: CountedPlace, value_class: ValueClass, now: datetime
    ) -> CountReason | None:
        """Why a place is counted by this plan; None if it is not."""
        if self.zone and place.zone != self.zone:
            return None
        if self.value_class is not None and value_class is not self.value_class:
            return None
        if self.is_by_rule:
            return reason_to_count(place, now)
        last = place.last_counted
        if self.older_than_days is not None and (
            last is None or now - last >= timedelta(days=self.older_than_days)
        ):
            return CountReason.PLANNED
        if self.below_units is not None and place.on_hand < self.below_units:
            return CountReason.THRESHOLD
        return None

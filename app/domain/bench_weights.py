"""The weights a bench needs to judge a parcel by itself: of the order's items and of its boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.weighing import KnownWeight, Parcel, Weighed, WeighedLine, WeightSource, judge

_UNKNOWN = KnownWeight(0.0, 0.0, 0.0, WeightSource.UNKNOWN)


@dataclass(frozen=True, slots=True)
class PackedUnits:
    """Units of an item that lie in the box."""

    item_id: int
    sku: str
    name: str
    quantity: int


@dataclass(frozen=True)
class BenchWeights:
    """What is known of weights when an order comes onto the bench; kept with it off line.

    Attributes:
        items: By item number.
        packagings: By code.
    """

    items: Mapping[int, KnownWeight] = field(default_factory=dict)
    packagings: Mapping[str, KnownWeight] = field(default_factory=dict)

    def parcel(self, packaging: str, contents: Sequence[PackedUnits]) -> Parcel:
        """What lies on the scale: a box and what was packed into it, one line an item."""
        units: dict[int, int] = {}
        for line in contents:
            units[line.item_id] = units.get(line.item_id, 0) + line.quantity
        named = {line.item_id: line for line in contents}
        lines = tuple(
            WeighedLine(
                item, named[item].sku, named[item].name, count, self.items.get(item, _UNKNOWN)
            )
            for item, count in units.items()
            if count > 0
        )
        return Parcel(packaging, self.packagings.get(packaging, _UNKNOWN), lines)

    def judge(self, parcel: Parcel, measured_g: float) -> Weighed:
        """Compare what the scale says with what the parcel should weigh."""
        return judge(parcel, measured_g, self.packagings)

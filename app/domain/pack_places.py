"""Where an order's goods lie when it comes to the bench, and what of it is still to be fetched."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

EACH_SCANNED = "each unit scanned"
"""What the ledger says of units that went into a cubby one by one, each by its own scan."""


@dataclass(frozen=True)
class PackPlace:
    """A tote or cubby with goods of the order on the bench.

    Attributes:
        code: its own.
        units: of each order line, how many of its units lie in it.
        slot: the place of the consolidation shelf that the tote stands in, if any.
        proven: of each order line, units that were scanned one by one on their way into it.
    """

    code: str
    units: tuple[tuple[int, int], ...]
    slot: str = ""
    proven: tuple[tuple[int, int], ...] = ()

    def proven_of(self, order_line_id: int) -> int:
        """Units of an order line that were scanned one by one on their way into it."""
        return dict(self.proven).get(order_line_id, 0)

    def units_of(self, order_line_id: int) -> int:
        """Units of an order line in it."""
        return dict(self.units).get(order_line_id, 0)

    @property
    def total(self) -> int:
        """All units of the order in it."""
        return sum(units for _, units in self.units)


def scanned_places(places: Collection[PackPlace], code: str) -> frozenset[str]:
    """The places that a scanned code stands for: itself, or all totes in a slot."""
    return frozenset(place.code for place in places if code in (place.code, place.slot))


def to_fetch(
    places: Collection[PackPlace], here: Collection[str], open_units: Mapping[int, int]
) -> tuple[PackPlace, ...]:
    """The places that nobody has scanned at the bench yet, and that units are missing from.

    Args:
        places: where the goods lay when the order was opened.
        here: codes of those that were scanned at the bench.
        open_units: by order line, units that are not in a carton yet.
    """
    return tuple(
        place
        for place in places
        if place.code not in here
        and any(units and open_units.get(line_id, 0) for line_id, units in place.units)
    )


def is_used_up(
    places: Collection[PackPlace], here: Collection[str], taken: Mapping[int, int]
) -> bool:
    """Whether all that lay in the places at the bench is in cartons: the rest has to be fetched.

    Args:
        places: where the goods lay when the order was opened.
        here: codes of those that were scanned at the bench.
        taken: by order line, units that have gone into cartons since.
    """
    there = [place for place in places if place.code in here]
    lines = {line_id for place in there for line_id, _ in place.units}
    return all(
        sum(place.units_of(line_id) for place in there) <= taken.get(line_id, 0)
        for line_id in lines
    )

"""The load by which ways of picking are compared: ten orders, as the notes on screens count them.

10 orders, 25 lines, 40 units; 12 lines want more than one unit; 18 items, each in one of three
zones; the goods of each order lie in two of them.
"""

from __future__ import annotations

from dataclasses import dataclass

ZONES = ("A", "B", "C")


@dataclass(frozen=True)
class LoadLine:
    """Units of an item that an order wants; the item's name begins with the zone it lies in."""

    item: str
    quantity: int

    @property
    def zone(self) -> str:
        """Where the item lies."""
        return self.item[0]


def _lines(text: str) -> tuple[LoadLine, ...]:
    pairs = (word.split("x") for word in text.split())
    return tuple(LoadLine(item, int(quantity)) for item, quantity in pairs)


ORDERS = tuple(
    _lines(text)
    for text in (
        "A1x2 B1x1",
        "A2x3 A3x1 C1x1",
        "B2x2 C2x1",
        "B3x1 B4x2 C3x1",
        "A4x2 C4x3",
        "A1x1 A5x2 B5x1",
        "B1x2 C5x1",
        "C1x2 C6x1 A6x1",
        "B6x3 A2x1",
        "A3x2 B2x1 B5x2",
    )
)
"""What each order wants."""

ITEMS = tuple(sorted({line.item for order in ORDERS for line in order}))
"""All items, as they are walked past."""


def units_of(item: str) -> int:
    """How many units of an item all orders want."""
    return sum(line.quantity for order in ORDERS for line in order if line.item == item)


def zones_of(order: tuple[LoadLine, ...]) -> tuple[str, ...]:
    """The zones an order's goods lie in."""
    return tuple(sorted({line.zone for line in order}))

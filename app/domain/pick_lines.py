"""What a picker goes for: items, pick lines, the stops they make up, and the puts of a stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_cart import Position

LARGE_MM = 400
"""A unit longer than this lies across a tote of 600 x 400 mm: it wants a position of its own."""


@dataclass(frozen=True)
class PickItem:
    """What a picker is told about an item."""

    item_id: int
    sku: str
    name: str
    barcode: str | None
    case_quantity: int | None = None
    lot_tracked: bool = False
    serial_tracked: bool = False
    fragile: bool = False
    large: bool = False


@dataclass(frozen=True)
class PickLine:
    """One item at one location, asked for by one order line.

    `quantity`, `picked` and `short` are in units; what is neither picked nor short is open.
    `order_id` says for which of the task's orders, `policy` how much is proved by scans. Of the
    picked units `unwanted` are to be taken out again: the order was changed or cancelled since.

    `stock` is what lay at the location by the books before this task took any of it, of all items;
    None where nobody knows. `refill` units are on their way there. `substitute` names what may be
    picked instead: None where the customer has not agreed to it, empty where nothing is known.
    """

    pick_line_id: int
    order_line_id: int
    item: PickItem
    location_id: int
    location: str
    zone: str
    check_digits: str
    quantity: int
    picked: int = 0
    short: int = 0
    skips: int = 0
    lot: str | None = None
    expiry: date | None = None
    confirm_location: bool = False
    reason: str = ""
    order_id: int = 0
    policy: ConfirmationPolicy = ConfirmationPolicy.STANDARD
    unwanted: int = 0
    stock: int | None = None
    refill: int = 0
    substitute: str | None = None

    @property
    def open(self) -> int:
        """Units still to be found."""
        return self.quantity - self.picked - self.short

    @property
    def asks_place(self) -> bool:
        """Whether the place is asked for; units without a barcode are proved by nothing else."""
        is_proved = self.item.barcode is not None or self.policy is ConfirmationPolicy.FAST
        return self.confirm_location or not is_proved

    @property
    def goods(self) -> tuple[int, int, str | None, date | None]:
        """What lies together: one item and lot at one location is one stop."""
        return self.location_id, self.item.item_id, self.lot, self.expiry


@dataclass(frozen=True)
class PickedPart:
    """Units of one line that went into a tote by one scan, with their numbers if they have any."""

    pick_line_id: int
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class PickedStep:
    """One put into a tote, which UNDO can take back; a put may serve several lines."""

    tote: str
    parts: tuple[PickedPart, ...]

    @property
    def quantity(self) -> int:
        """All its units."""
        return sum(part.quantity for part in self.parts)


def units_in(history: Iterable[PickedStep], tote: str) -> dict[int, int]:
    """How many units of each line were put into a tote or carton, by what was put."""
    held: dict[int, int] = {}
    for part in (part for step in history if step.tote == tote for part in step.parts):
        held[part.pick_line_id] = held.get(part.pick_line_id, 0) + part.quantity
    return held


@dataclass(frozen=True)
class Put:
    """The units of a stop that go to one position, for lines in the order in which they are served.

    Lines of more urgent orders come first, so that what is missing falls on the last.
    """

    position: Position
    lines: tuple[PickLine, ...]

    @property
    def quantity(self) -> int:
        """Units that are open."""
        return sum(line.open for line in self.lines)


@dataclass(frozen=True)
class Stop:
    """Open lines of one item and lot at one location, over all orders of the task."""

    puts: tuple[Put, ...]

    @property
    def lines(self) -> tuple[PickLine, ...]:
        """Its lines, in the order in which they are served."""
        return tuple(line for put in self.puts for line in put.lines)

    @property
    def line(self) -> PickLine:
        """The line served first; item, lot and location are those of all."""
        return self.puts[0].lines[0]

    @property
    def quantity(self) -> int:
        """Units to be found here."""
        return sum(put.quantity for put in self.puts)

    @property
    def policy(self) -> ConfirmationPolicy:
        """How much is proved here."""
        return self.line.policy


def shared_out(lines: Iterable[PickLine], units: int) -> tuple[PickedPart, ...]:
    """Share units out to lines, each as much as it has open, in their order.

    Raises:
        ValueError: there are more units than the lines have open.
    """
    parts: list[PickedPart] = []
    left = units
    for line in lines:
        taken = min(left, line.open)
        if taken > 0:
            parts.append(PickedPart(line.pick_line_id, taken))
            left -= taken
    if left:
        raise ValueError(f"{left} units more than the lines have open")
    return tuple(parts)

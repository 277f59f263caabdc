"""The consolidation shelf: an order picked in several zones at once meets in one slot.

The first part that comes opens a slot, later ones are sent to it. The slot is ready for a packer
when every zone is done and has brought what it picked; a zone that found nothing brings nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ShelfSlot:
    """A place of the shelf, and the order whose parts meet there."""

    location_id: int
    code: str
    order_id: int | None = None


@dataclass(frozen=True)
class PartTote:
    """A tote with goods of one zone, and whether it stands in the order's slot."""

    code: str
    is_here: bool


@dataclass(frozen=True)
class ZonePart:
    """What one zone picks of an order; `is_open` while lines of it are to be picked.

    A zone has a second part where some of it needs equipment; `task_id` tells them apart.
    """

    zone: str
    is_open: bool
    totes: tuple[PartTote, ...] = ()
    task_id: int = 0

    @property
    def is_here(self) -> bool:
        """Whether nothing of this zone is to come any more."""
        return not self.is_open and all(tote.is_here for tote in self.totes)


def slot_for(order_id: int, slots: Sequence[ShelfSlot]) -> ShelfSlot | None:
    """The slot an order's part goes to: its own, else the first free one; None if all are taken.

    Args:
        order_id: the order.
        slots: all slots, in walking order.
    """
    own = next((slot for slot in slots if slot.order_id == order_id), None)
    return own or next((slot for slot in slots if slot.order_id is None), None)


def missing_zones(parts: Collection[ZonePart]) -> tuple[str, ...]:
    """The zones of which something is still to come, by their names."""
    return tuple(sorted({part.zone for part in parts if not part.is_here}))


def is_ready(parts: Collection[ZonePart]) -> bool:
    """Whether an order can be packed: something is there, and nothing is to come."""
    return any(part.totes for part in parts) and not missing_zones(parts)

"""What happened at the put wall and on the consolidation shelf."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class BulkToteOpened(Event):
    """A bulk tote came to a put wall, or to a bench that packs straight out of it."""

    tote: str
    place: str
    task_id: int


@dataclass(frozen=True)
class CubbyOpened(Event):
    """An order got a cubby."""

    wall: str
    cubby: str
    order_id: int
    number: str


@dataclass(frozen=True)
class UnitsSorted(Event):
    """Units went from a bulk tote into their order's cubby."""

    wall: str
    cubby: str
    order_id: int
    number: str
    quantity: int


@dataclass(frozen=True)
class UnitsUnsorted(Event):
    """Units went from a cubby back into a bulk tote."""

    wall: str
    cubby: str
    order_id: int
    number: str
    quantity: int


@dataclass(frozen=True)
class CubbyReady(Event):
    """All goods of an order are in its cubby: it can be packed."""

    wall: str
    cubby: str
    order_id: int
    number: str


@dataclass(frozen=True)
class CubbyFreed(Event):
    """A cubby is empty, and waits for another order."""

    cubby: str
    order_id: int
    number: str


@dataclass(frozen=True)
class ToteEmptied(Event):
    """A tote carries nothing any more and may be used again."""

    tote: str


@dataclass(frozen=True)
class PickedUnitsGone(Event):
    """Units that had been picked are of no use to their order: missing, damaged or not wanted."""

    pick_line_id: int
    order_id: int
    number: str
    sku: str
    quantity: int
    why: str


@dataclass(frozen=True)
class GoodsSetAside(Event):
    """Goods that no order gets were put into quarantine; `code` is the SKU, or what was scanned."""

    place: str
    code: str
    quantity: int
    why: str


@dataclass(frozen=True)
class ToteAtSlot(Event):
    """A part of an order came to its slot of the consolidation shelf."""

    slot: str
    tote: str
    order_id: int
    number: str


@dataclass(frozen=True)
class SlotReady(Event):
    """All parts of an order are in its slot, or were short: it can be packed."""

    slot: str
    order_id: int
    number: str


@dataclass(frozen=True)
class SlotFreed(Event):
    """A slot of the consolidation shelf is empty, and waits for another order."""

    slot: str
    order_id: int
    number: str

"""What names a row of stock: an item, where it lies, and its lot."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class StockKey:
    """An item and lot at a location, by their numbers."""

    item_id: int
    location_id: int
    lot_id: int

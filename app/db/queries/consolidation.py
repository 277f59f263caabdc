"""Selects on the consolidation shelf: its slots, and the parts of orders that meet there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import ConsolidationSlot, Location, Order
from app.domain.locations import LocationKind


@dataclass(frozen=True)
class SlotRow:
    """A slot, and the order whose parts meet there."""

    location_id: int
    code: str
    order_id: int | None
    order_number: str | None


def slots(session: Session) -> list[SlotRow]:
    """All slots, in walking order."""
    rows = session.execute(
        select(Location.id, Location.code, ConsolidationSlot.order_id, Order.number)
        .outerjoin(ConsolidationSlot, ConsolidationSlot.location_id == Location.id)
        .outerjoin(Order, Order.id == ConsolidationSlot.order_id)
        .where(Location.kind == LocationKind.CONSOLIDATION)
        .order_by(Location.pick_sequence, Location.code)
    )
    return [SlotRow(*row) for row in rows]

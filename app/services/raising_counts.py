"""Doubt about a location's stock, on record: somebody has to count it."""

from __future__ import annotations

from app.db.schema import CountTask, Item, Location
from app.db.unit_of_work import UnitOfWork
from app.domain.events import CountRaised
from app.domain.tasks import CountState


def raise_count(work: UnitOfWork, *, item_id: int, location_id: int, reason: str) -> None:
    """Have an item counted at a location; nothing of it is promised there until that is done."""
    work.session.add(
        CountTask(
            item_id=item_id,
            location_id=location_id,
            reason=reason,
            state=CountState.OPEN,
            raised_by=work.actor.operator_id,
            raised_at=work.now,
        )
    )
    place = work.session.get_one(Location, location_id).code
    sku = work.session.get_one(Item, item_id).sku
    work.record(CountRaised(place, sku, reason))

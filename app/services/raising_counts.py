"""Counts are raised: by doubt about a location's stock, by a look at an empty place, by a plan."""

from __future__ import annotations

from app.db.queries.counts import add_count, unsettled_count
from app.db.schema import NO_LOT, Item, Location
from app.db.unit_of_work import UnitOfWork
from app.domain.count_rules import QUIET_REASONS, CountReason
from app.domain.events import CountRaised
from app.domain.stock_events import LocationFoundEmpty
from app.domain.stock_key import StockKey
from app.domain.tasks import CountState


def raise_count(
    work: UnitOfWork,
    *,
    item_id: int,
    location_id: int,
    reason: str | CountReason,
    lot_id: int = NO_LOT,
) -> bool:
    """Have an item counted at a place; one count at a time for each item, lot and place.

    A reason to doubt it keeps the item from being promised there until it was counted, also where
    a count without doubt was waiting already.

    Args:
        work: the transaction; its stock rows are locked before, never after this.
        item_id: what.
        location_id: where: storage, or a tote or cubby.
        reason: a `CountReason`, or what a picker says of a short pick, which is one.
        lot_id: which lot.

    Returns:
        Whether this is a new count, or adds doubt to one.
    """
    why = CountReason(reason)
    is_doubt = why not in QUIET_REASONS
    number = add_count(
        work.session,
        {
            "item_id": item_id,
            "location_id": location_id,
            "lot_id": lot_id,
            "reason": why.value,
            "is_doubt": is_doubt,
            "state": CountState.OPEN,
            "raised_by": work.actor.operator_id,
            "raised_at": work.now,
        },
    )
    if number is None:
        waiting = unsettled_count(work.session, StockKey(item_id, location_id, lot_id))
        if not is_doubt or waiting is None or waiting.is_doubt:
            return False
        waiting.is_doubt, waiting.reason = True, why.value
    place = work.session.get_one(Location, location_id).code
    sku = work.session.get_one(Item, item_id).sku
    work.record(CountRaised(place, sku, why.value))
    return True


def confirm_empty(
    work: UnitOfWork, *, item_id: int, location_id: int, is_empty: bool, lot_id: int = NO_LOT
) -> None:
    """Write down what a picker saw who took the last unit by the books: "is it empty now?".

    Yes proves the books right at a place that nobody would count; no raises a count.

    Args:
        work: the transaction.
        item_id: what should be gone.
        location_id: where the picker stands.
        is_empty: what they saw.
        lot_id: which lot.
    """
    if is_empty:
        place = work.session.get_one(Location, location_id).code
        sku = work.session.get_one(Item, item_id).sku
        work.record(LocationFoundEmpty(place, sku))
        return
    raise_count(
        work,
        item_id=item_id,
        location_id=location_id,
        lot_id=lot_id,
        reason=CountReason.ZERO_CHECK,
    )

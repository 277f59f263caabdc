"""Selects on counts as a desk sees them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.schema import CountTask, Item, Location, Lot, Operator, Stock
from app.domain.count_rules import CountReason
from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.stock_key import StockKey
from app.domain.tasks import CountState


@dataclass(frozen=True)
class CountRow:
    """A count in words.

    `expected` and `counted` are units where it was counted; `value_cents` is what the difference is
    worth, if the price is known. `operator` is who counted, or who is at it.
    """

    count_id: int
    sku: str
    name: str
    location: str
    zone: str
    lot: str
    reason: CountReason
    state: CountState
    raised_at: datetime
    rounds: tuple[int, ...] = ()
    expected: int | None = None
    counted: int | None = None
    value_cents: int | None = None
    operator: str = ""

    @property
    def difference(self) -> int:
        """Units counted less units by the books."""
        return (self.counted or 0) - (self.expected or 0)


def count_rows(session: Session, state: CountState) -> list[CountRow]:
    """The counts in a state: those that wait for a lead by value, all others in walking order."""
    rows = session.execute(
        select(CountTask, Item, Location, Lot.code, Operator.name)
        .join(Item, Item.id == CountTask.item_id)
        .join(Location, Location.id == CountTask.location_id)
        .join(Lot, Lot.id == CountTask.lot_id)
        .outerjoin(
            Operator, Operator.id == func.coalesce(CountTask.counted_by, CountTask.operator_id)
        )
        .where(CountTask.state == state)
        .order_by(CountTask.is_doubt.desc(), Location.pick_sequence, Location.code, CountTask.id)
    )
    found = [_row(count, item, place, lot, name) for count, item, place, lot, name in rows]
    if state is CountState.TO_APPROVE:
        found.sort(key=lambda row: -abs(row.value_cents or 0))
    return found


def _row(count: CountTask, item: Item, place: Location, lot: str, name: str | None) -> CountRow:
    difference = (count.counted or 0) - (count.expected or 0)
    is_counted = count.counted is not None
    priced = is_counted and item.price_cents is not None
    return CountRow(
        count_id=count.id,
        sku=item.sku,
        name=item.name,
        location=place.code,
        zone=place.zone,
        lot=lot,
        reason=CountReason(count.reason),
        state=count.state,
        raised_at=count.raised_at,
        rounds=tuple(_numbers(count.progress.get("rounds"))),
        expected=count.expected,
        counted=count.counted,
        value_cents=difference * (item.price_cents or 0) if priced else None,
        operator=name or "",
    )


def _numbers(kept: object) -> list[int]:
    return [int(number) for number in kept] if isinstance(kept, list) else []


def stock_at_codes(session: Session, codes: Collection[str]) -> dict[str, list[StockKey]]:
    """What lies at places, by their codes; a place that does not exist is missing.

    What lies in totes, cubbies and parcels is counted with its order: see quality inspection.
    """
    kinds = (*STORAGE_KINDS, LocationKind.STAGING, LocationKind.QUARANTINE)
    found: dict[str, list[StockKey]] = {
        code: []
        for code in session.scalars(
            select(Location.code).where(Location.code.in_(tuple(codes)), Location.kind.in_(kinds))
        )
    }
    rows = session.execute(
        select(Location.code, Stock.item_id, Stock.location_id, Stock.lot_id)
        .join(Stock, Stock.location_id == Location.id)
        .where(Location.code.in_(tuple(found)), Stock.on_hand > 0)
    )
    for code, item_id, location_id, lot_id in rows:
        found[code].append(StockKey(item_id, location_id, lot_id))
    return found

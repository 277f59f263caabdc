"""Selects on orders held because units are missing, and on what could take their place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import Session

from app.db.queries.doubts import stock_is_doubted
from app.db.queries.orders import chunks
from app.db.schema import (
    Allocation,
    Item,
    ItemSubstitute,
    Location,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    Stock,
)
from app.domain.locations import STORAGE_KINDS
from app.domain.orders import HoldReason


@dataclass(frozen=True)
class ShortRow:
    """A line of an order that is held as short, with the units no stock is promised to."""

    order_id: int
    order_number: str
    order_line_id: int
    line_number: int
    item_id: int
    sku: str
    name: str
    missing: int
    priority: int
    ship_by: datetime | None
    held_since: datetime
    detail: str
    allows_substitutes: bool


def short_order_ids(session: Session, item_ids: Collection[int] | None = None) -> list[int]:
    """The orders that are held as short, the most urgent first.

    Args:
        session: the transaction.
        item_ids: only those that lack units of one of these items; all of them if None.
    """
    lacking = OrderLine.quantity - OrderLine.cancelled - OrderLine.short - OrderLine.allocated
    lacks_one: ColumnElement[bool] = true()
    if item_ids is not None:
        lacks_one = exists().where(
            OrderLine.order_id == Order.id, OrderLine.item_id.in_(item_ids), lacking > 0
        )
    held = exists().where(
        OrderHold.order_id == Order.id,
        OrderHold.reason == HoldReason.SHORT,
        OrderHold.lifted_at.is_(None),
    )
    return list(
        session.scalars(
            select(Order.id)
            .where(held, lacks_one)
            .order_by(Order.priority.desc(), Order.placed_at, Order.id)
        )
    )


def short_rows(session: Session) -> list[ShortRow]:
    """The lines of all orders that are held as short, the most urgent and oldest first."""
    held = (
        select(
            OrderHold.order_id,
            func.min(OrderHold.held_at).label("since"),
            func.max(OrderHold.detail).label("detail"),
        )
        .where(OrderHold.reason == HoldReason.SHORT, OrderHold.lifted_at.is_(None))
        .group_by(OrderHold.order_id)
        .subquery()
    )
    missing = OrderLine.quantity - OrderLine.cancelled - OrderLine.short - OrderLine.allocated
    rows = session.execute(
        select(Order, OrderLine, Item, missing, held.c.since, held.c.detail)
        .join(held, held.c.order_id == Order.id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.requires_shipping)
        .order_by(Order.priority.desc(), held.c.since, Order.id, OrderLine.number)
    )
    return [
        ShortRow(
            order_id=order.id,
            order_number=order.number,
            order_line_id=line.id,
            line_number=line.number,
            item_id=item.id,
            sku=item.sku,
            name=item.name,
            missing=max(0, int(units)),
            priority=order.priority,
            ship_by=order.ship_by,
            held_since=since,
            detail=detail,
            allows_substitutes=order.allows_substitutes,
        )
        for order, line, item, units, since, detail in rows
    ]


def free_units(session: Session, item_ids: Collection[int]) -> dict[int, int]:
    """How many units of items lie in storage that nobody was promised and nobody doubts."""
    found: dict[int, int] = {}
    for part in chunks(item_ids):
        rows = session.execute(
            select(Stock.item_id, func.sum(Stock.on_hand - Stock.allocated))
            .join(Location, Location.id == Stock.location_id)
            .where(
                Stock.item_id.in_(part),
                Location.kind.in_(tuple(STORAGE_KINDS)),
                ~stock_is_doubted(),
            )
            .group_by(Stock.item_id)
        )
        found.update((item_id, int(units)) for item_id, units in rows)
    return found


def substitutes_of(session: Session, item_id: int) -> list[Item]:
    """The items that may be sent in an item's place, the best first."""
    return list(
        session.scalars(
            select(Item)
            .join(ItemSubstitute, ItemSubstitute.substitute_id == Item.id)
            .where(ItemSubstitute.item_id == item_id)
            .order_by(ItemSubstitute.rank, Item.id)
        )
    )


def substitute_ids(session: Session, item_ids: Collection[int]) -> set[int]:
    """The items that may be sent in place of any of these."""
    found: set[int] = set()
    for part in chunks(item_ids):
        found.update(
            session.scalars(
                select(ItemSubstitute.substitute_id).where(ItemSubstitute.item_id.in_(part))
            )
        )
    return found


def promises_of_later_orders(
    session: Session, item_id: int, priority: int, but_not_of: int
) -> list[tuple[Allocation, OrderLine]]:
    """Promises of an item to orders that are less urgent and not on the floor, the last first.

    Args:
        session: the transaction; the stock of the item is locked, and with it its promises.
        item_id: the item.
        priority: orders at least this urgent keep theirs.
        but_not_of: an order that keeps its own.
    """
    rows = session.execute(
        select(Allocation, OrderLine)
        .join(OrderLine, OrderLine.id == Allocation.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Allocation.item_id == item_id,
            Allocation.quantity > 0,
            Order.id != but_not_of,
            Order.released_at.is_(None),
            Order.priority < priority,
            ~exists().where(PickLine.allocation_id == Allocation.id),
        )
        .order_by(Order.priority, Order.placed_at.desc(), Allocation.id.desc())
        .execution_options(populate_existing=True)
    )
    return [(promise, line) for promise, line in rows]

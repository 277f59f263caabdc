"""Selects on orders held because units are missing, and on what could take their place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import Session

from app.db.queries.doubts import stock_is_doubted
from app.db.queries.order_goods import goods_of_lines
from app.db.queries.orders import chunks
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.schema import (
    Allocation,
    Item,
    ItemSubstitute,
    Location,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    PutAwayTask,
    Stock,
    Tote,
)
from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.orders import HoldReason, OrderState
from app.domain.put_away import TO_GRADE
from app.domain.tasks import StockTaskState


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


@cache
def _short_rows() -> Select[Order, OrderLine, Item, int, datetime, str]:
    """Built once: a lead's start screen asks whenever it is shown."""
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
    return (
        select(Order, OrderLine, Item, missing, held.c.since, held.c.detail)
        .join(held, held.c.order_id == Order.id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.requires_shipping)
        .order_by(Order.priority.desc(), held.c.since, Order.id, OrderLine.number)
    )


def short_rows(session: Session) -> list[ShortRow]:
    """The lines of all orders that are held as short, the most urgent and oldest first."""
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
        for order, line, item, units, since, detail in session.execute(_short_rows())
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


def free_places(session: Session, item_id: int) -> list[tuple[int, str, int]]:
    """Where free units of an item lie that nobody doubts: location, its code, and how many."""
    units = func.sum(Stock.on_hand - Stock.allocated)
    rows = session.execute(
        select(Location.id, Location.code, units)
        .join(Stock, Stock.location_id == Location.id)
        .where(
            Stock.item_id == item_id,
            Location.kind.in_(tuple(STORAGE_KINDS)),
            ~stock_is_doubted(),
        )
        .group_by(Location.id, Location.code)
        .having(units > 0)
        .order_by(Location.code)
    )
    return [(location_id, code, int(free)) for location_id, code, free in rows]


@dataclass(frozen=True)
class MissedAt:
    """Where units of an order line were missed last, and why."""

    location_id: int
    code: str
    reason: str


def missed_places(session: Session, line_ids: Collection[int]) -> dict[int, MissedAt]:
    """Where units of order lines were not found, by the line; the last place of each."""
    found: dict[int, MissedAt] = {}
    for part in chunks(line_ids):
        rows = session.execute(
            select(PickLine.order_line_id, Location.id, Location.code, PickLine.short_reason)
            .join(Location, Location.id == PickLine.location_id)
            .where(PickLine.order_line_id.in_(part), PickLine.short > 0)
            .order_by(PickLine.id)
        )
        found.update(
            {line_id: MissedAt(place, code, reason) for line_id, place, code, reason in rows}
        )
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


@dataclass(frozen=True)
class PickedForLater:
    """Units of an item that were picked for a less urgent order and lie in its tote or slot."""

    order_id: int
    order_number: str
    order_line_id: int
    location: str
    units: int
    ship_by: datetime | None


def picked_for_later_orders(
    session: Session, item_id: int, priority: int, but_not_of: int
) -> list[PickedForLater]:
    """Units of an item that less urgent orders have on a cart or at a lane, the last order first.

    Neither what lies on a bench or in a carton, nor in bulk totes, where it is no order's own.
    """
    wanted = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    rows = session.execute(
        select(OrderLine, Order)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            OrderLine.item_id == item_id,
            OrderLine.picked > OrderLine.packed,
            wanted > OrderLine.packed,
            Order.id != but_not_of,
            Order.priority < priority,
            Order.cancelled_at.is_(None),
            Order.packing_started_at.is_(None),
            Order.state.in_((OrderState.PICKING, OrderState.PICKED)),
        )
        .order_by(Order.priority, Order.placed_at.desc(), OrderLine.id.desc())
    )
    lines = {line.id: (line, order) for line, order in rows}
    own_totes = set(session.scalars(select(Tote.location_id).where(Tote.order_id.is_not(None))))
    found: list[PickedForLater] = []
    left = {key: line.quantity - line.cancelled - line.short for key, (line, _) in lines.items()}
    for goods in goods_of_lines(session, lines):
        is_own = goods.kind is not LocationKind.TOTE or goods.location_id in own_totes
        line, order = lines[goods.order_line_id]
        units = min(goods.units, left[line.id])
        if goods.kind is LocationKind.CARTON or not is_own or units <= 0:
            continue
        left[line.id] -= units
        found.append(
            PickedForLater(order.id, order.number, line.id, goods.location, units, order.ship_by)
        )
    order_of = list(lines)
    return sorted(found, key=lambda one: order_of.index(one.order_line_id))


def units_coming(session: Session, item_id: int) -> int:
    """Units of an item in the house that wait to be put away, and are free for orders then."""
    to_put = PutAwayTask.quantity - PutAwayTask.moved
    listed = session.scalar(
        select(func.coalesce(func.sum(to_put), 0)).where(
            PutAwayTask.item_id == item_id,
            PutAwayTask.state == StockTaskState.OPEN,
            PutAwayTask.order_line_id.is_(None),
            PutAwayTask.reason.not_in(tuple(TO_GRADE)),
        )
    )
    goods = unwanted_goods(session)
    return int(listed or 0) + sum(one.units for one in goods if one.item_id == item_id)

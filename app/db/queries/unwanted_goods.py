"""Selects on goods that were picked for an order and that it does not want any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.db.queries.order_goods import GoodsOfLine, goods_of_lines
from app.db.queries.orders import chunks, line_facts
from app.db.schema import Item, Order, OrderLine
from app.domain.locations import LocationKind
from app.domain.order_changes import unwanted


@dataclass(frozen=True)
class UnwantedGoods:
    """Units of an order line, at one place and of one lot, that are to be taken out there."""

    order_id: int
    order_number: str
    order_line_id: int
    item_id: int
    sku: str
    name: str
    lot_id: int
    location_id: int
    location: str
    kind: LocationKind
    units: int


def unwanted_goods(
    session: Session, order_ids: Collection[int] | None = None
) -> list[UnwantedGoods]:
    """All goods in the house that were picked for nothing, and where they lie.

    Args:
        session: the transaction.
        order_ids: only those of these orders; of all orders if None.
    """
    lines = _lines_with_surplus(session, order_ids)
    goods: dict[int, list[GoodsOfLine]] = defaultdict(list)
    for one in goods_of_lines(session, [line.id for line, _, _, _ in lines]):
        goods[one.order_line_id].append(one)
    found: list[UnwantedGoods] = []
    for line, order, item, surplus in lines:
        rest = surplus
        for place in goods[line.id]:
            units = min(rest, place.units)
            rest -= units
            if units:
                found.append(
                    UnwantedGoods(
                        order_id=order.id,
                        order_number=order.number,
                        order_line_id=line.id,
                        item_id=item.id,
                        sku=item.sku,
                        name=item.name,
                        lot_id=place.lot_id,
                        location_id=place.location_id,
                        location=place.location,
                        kind=place.kind,
                        units=units,
                    )
                )
    return found


def _lines_with_surplus(
    session: Session, order_ids: Collection[int] | None
) -> list[tuple[OrderLine, Order, Item, int]]:
    wanted = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    statement = (
        select(OrderLine, Order, Item)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Item, Item.id == OrderLine.item_id)
        .where(
            OrderLine.picked > OrderLine.shipped,
            or_(Order.cancelled_at.is_not(None), OrderLine.picked > wanted),
        )
        .order_by(Order.id, OrderLine.number)
    )
    parts = [None] if order_ids is None else list(chunks(order_ids))
    rows = [
        row
        for part in parts
        for row in session.execute(
            statement if part is None else statement.where(Order.id.in_(part))
        )
    ]
    surpluses = [
        (line, order, item, unwanted(line_facts(line), is_cancelled=order.cancelled_at is not None))
        for line, order, item in rows
    ]
    return [row for row in surpluses if row[3]]

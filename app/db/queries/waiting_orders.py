"""Selects on orders that wait for stock of certain items."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import Order, OrderLine
from app.domain.orders import OrderState


def lock_orders_waiting_for(session: Session, item_ids: Collection[int]) -> list[int]:
    """The orders with a line of any of the items that nothing is promised to, locked."""
    missing = OrderLine.quantity - OrderLine.cancelled - OrderLine.short - OrderLine.allocated
    found: set[int] = set()
    for part in chunks(item_ids):
        wanted = exists().where(
            OrderLine.order_id == Order.id,
            OrderLine.item_id.in_(part),
            OrderLine.requires_shipping,
            missing > 0,
        )
        found.update(
            session.scalars(
                select(Order.id)
                .where(
                    Order.state.in_((OrderState.PAID, OrderState.PARTLY_ALLOCATED)),
                    wanted,
                )
                .order_by(Order.id)
                .with_for_update()
            )
        )
    return sorted(found)

"""Selects on the cart that stands at a pack bench: the one its last order came on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import Carton, PickTask, PickTaskTote, Shipment
from app.domain.pick_state import PickMethod


def order_at_position(session: Session, station: str, position: int) -> int | None:
    """The order whose goods stand at a position of the cart at a bench, as its label numbers them.

    The cart is known by the order that the bench opened last. Positions of a batch's cart are no
    order's, and other carts than this one are not at the bench.

    Args:
        session: the transaction.
        station: the bench.
        position: the number on the cart.
    """
    last = session.scalar(
        select(Shipment.order_id)
        .join(Carton, Carton.shipment_id == Shipment.id)
        .where(Carton.station == station)
        .order_by(Carton.id.desc())
        .limit(1)
    )
    if last is None:
        return None
    cart = (
        select(PickTaskTote.task_id)
        .join(PickTask, PickTask.id == PickTaskTote.task_id)
        .where(PickTaskTote.order_id == last, PickTask.method == PickMethod.CLUSTER)
        .order_by(PickTaskTote.task_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalar(
        select(PickTaskTote.order_id).where(
            PickTaskTote.task_id == cart, PickTaskTote.position == position
        )
    )

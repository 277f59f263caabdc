"""Selects on orders of one line whose units lie in bulk totes, ready to be packed out of them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.queries.walls import unsorted_units
from app.db.schema import Order, OrderHold, OrderLine, PickLine, PickTask, Stock, Tote
from app.domain.orders import OrderState
from app.domain.pick_state import PickMethod
from app.domain.single_lines import SingleLineOrder
from app.domain.tasks import PickTaskState


def _lines(order_id: ColumnElement[int] | InstrumentedAttribute[int] | int) -> ScalarSelect[int]:
    """How many lines of an order are to be sent."""
    other = OrderLine.__table__.alias("other")
    return (
        select(func.count())
        .where(other.c.order_id == order_id, other.c.requires_shipping)
        .where(other.c.quantity > other.c.cancelled)
        .scalar_subquery()
    )


def has_one_line(session: Session, order_id: int) -> bool:
    """Whether one line only of an order is to be sent."""
    return session.scalar(select(_lines(order_id))) == 1


def single_line_orders(
    session: Session, *, item_id: int | None = None, task_id: int | None = None
) -> list[SingleLineOrder]:
    """Orders of one line with units in a bulk tote, all of them picked, which nothing stops.

    Args:
        session: the transaction.
        item_id: only those that lack such a unit.
        task_id: only those of a batch.
    """
    is_held = exists().where(OrderHold.order_id == Order.id, OrderHold.lifted_at.is_(None))
    wanted = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    statement = (
        select(
            Order.id,
            Order.priority,
            Order.ship_by,
            PickLine.task_id,
            wanted - OrderLine.packed,
            Order.packing_started_at.is_not(None),
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(PickLine, PickLine.order_line_id == OrderLine.id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(
            PickTask.method == PickMethod.BATCH,
            PickTask.state == PickTaskState.DONE,
            PickLine.picked > 0,
            unsorted_units() > 0,
            wanted > OrderLine.packed,
            Order.state.in_((OrderState.PICKED, OrderState.PACKING)),
            ~is_held,
            _lines(Order.id) == 1,
        )
        .distinct()
        .order_by(Order.id)
    )
    if item_id is not None:
        statement = statement.where(OrderLine.item_id == item_id)
    if task_id is not None:
        statement = statement.where(PickLine.task_id == task_id)
    return [SingleLineOrder(*row) for row in session.execute(statement)]


def is_to_be_sorted(session: Session, item_id: int) -> bool:
    """Whether units of an item lie in bulk totes."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Tote.task_id.is_not(None),
                    Stock.location_id == Tote.location_id,
                    Stock.item_id == item_id,
                    Stock.on_hand > 0,
                )
            )
        )
    )

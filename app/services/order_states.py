"""Keeps each order's state what its lines, holds and money say, and tells the floor of changes."""

from __future__ import annotations

from collections.abc import Collection

from app.db.queries.orders import lock_orders, order_facts
from app.db.schema import Order
from app.db.unit_of_work import UnitOfWork
from app.domain.events import OrderStateChanged
from app.domain.orders import OrderState, check_transition, compute_state


def refresh_states(work: UnitOfWork, order_ids: Collection[int]) -> list[Order]:
    """Lock the orders, compute their states anew and record what changed.

    Raises:
        IllegalOrderTransition: the rows lead to a state that may not follow the present one.
    """
    work.session.flush()
    orders = lock_orders(work.session, order_ids)
    facts = order_facts(work.session, orders)
    for order in orders:
        new = compute_state(facts[order.id])
        if new is order.state:
            continue
        check_transition(order.state, new, order=order.number)
        work.record(OrderStateChanged(order.id, order.number, order.state.value, new.value))
        order.state = new
        if new is OrderState.SHIPPED:
            order.shipped_at = work.now
    work.session.flush()
    return orders

"""Invariants of orders: their lines' counts, the state that follows from them, and their end."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.db.queries.invariant import Invariant, Violation, rows
from app.db.queries.orders import CHUNK, order_facts
from app.db.schema import Order, OrderLine
from app.domain.orders import compute_state

_COUNTS_OUT_OF_ORDER = """
SELECT 'order ' || orders.number || ', line ' || line.number || ' (' || line.sku || ')',
       'shipped <= packed <= picked <= promised <= ' || line.quantity || ' ordered',
       'shipped ' || line.shipped || ', packed ' || line.packed || ', picked ' || line.picked
       || ', promised ' || line.allocated || ', short ' || line.short
       || ', cancelled ' || line.cancelled
FROM order_line AS line
JOIN orders ON orders.id = line.order_id
WHERE NOT (0 <= line.shipped AND line.shipped <= line.packed AND line.packed <= line.picked
           AND line.picked <= line.allocated AND line.allocated <= line.quantity
           AND line.short >= 0 AND line.cancelled >= 0
           AND line.short + line.cancelled <= line.quantity AND line.quantity > 0)
ORDER BY line.id
"""

_SHIPPED_INCOMPLETE = """
SELECT 'order ' || orders.number || ', line ' || line.number || ' (' || line.sku || ')',
       'all ' || line.picked || ' picked units shipped', line.shipped || ' shipped'
FROM order_line AS line
JOIN orders ON orders.id = line.order_id AND orders.state = 'shipped'
WHERE line.shipped <> line.picked
ORDER BY line.id
"""

_SHIPPED_WITH_OPEN_WORK = """
SELECT 'order ' || orders.number, 'no open pick line and no carton left in the house',
       'item ' || order_line.sku || ' still to be picked'
FROM pick_line
JOIN order_line ON order_line.id = pick_line.order_line_id
JOIN orders ON orders.id = order_line.order_id AND orders.state = 'shipped'
WHERE pick_line.state = 'open'
UNION ALL
SELECT 'order ' || orders.number, 'no open pick line and no carton left in the house',
       'carton ' || COALESCE(carton.sscc, location.code) || ' is ' || carton.state
FROM carton
JOIN shipment ON shipment.id = carton.shipment_id
JOIN orders ON orders.id = shipment.order_id AND orders.state = 'shipped'
JOIN location ON location.id = carton.location_id
WHERE carton.state NOT IN ('shipped', 'voided')
ORDER BY 1, 3
"""

_SHIPPED_TIMES = """
SELECT 'order ' || number, 'a time of shipping on shipped orders, and on no other',
       state || CASE WHEN shipped_at IS NULL THEN ' without' ELSE ' with' END || ' a time'
FROM orders
WHERE (state = 'shipped') <> (shipped_at IS NOT NULL)
ORDER BY id
"""


def _states_that_do_not_follow(session: Session) -> Iterator[Violation]:
    """Orders that are in another state than the rules compute from their lines and holds."""
    last = 0
    while orders := _sound_orders(session, last):
        facts = order_facts(session, orders)
        for order in orders:
            due = compute_state(facts[order.id])
            if order.state is not due:
                yield Violation(f"order {order.number}", due.value, order.state.value)
        last = orders[-1].id
        session.expunge_all()


def _sound_orders(session: Session, after: int) -> list[Order]:
    """The next orders whose lines can be counted at all; the others are reported on their own."""
    impossible = exists().where(
        OrderLine.order_id == Order.id,
        (OrderLine.shipped < 0)
        | (OrderLine.shipped > OrderLine.packed)
        | (OrderLine.packed > OrderLine.picked)
        | (OrderLine.picked > OrderLine.quantity)
        | (OrderLine.allocated < 0)
        | (OrderLine.allocated > OrderLine.quantity)
        | (OrderLine.short < 0)
        | (OrderLine.cancelled < 0)
        | (OrderLine.short + OrderLine.cancelled > OrderLine.quantity),
    )
    return list(
        session.scalars(
            select(Order).where(Order.id > after, ~impossible).order_by(Order.id).limit(CHUNK)
        )
    )


ORDER_INVARIANTS = (
    Invariant(
        "order_lines_advance_in_order",
        "No order line has more units shipped than packed, packed than picked, or ever ordered.",
        (rows(_COUNTS_OUT_OF_ORDER),),
    ),
    Invariant(
        "order_states_follow",
        "Every order's state is what its lines, holds and payment make it.",
        (_states_that_do_not_follow,),
    ),
    Invariant(
        "shipped_orders_are_complete",
        "A shipped order sent all that was picked for it, and nothing of it is left to do.",
        (rows(_SHIPPED_INCOMPLETE), rows(_SHIPPED_WITH_OPEN_WORK), rows(_SHIPPED_TIMES)),
    ),
)

"""Selects on orders: locking them, and the facts their state is computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from app.db.schema import Order, OrderHold, OrderLine, PickTask, PickTaskTote
from app.domain.orders import ENDED, HoldReason, LineFacts, OrderFacts, OrderState
from app.domain.tasks import PickTaskState

CHUNK = 500
"""How many ids go into one IN list: SQLite takes 32,766 parameters, PostgreSQL 65,535."""

# Built once: nearly every verb asks for an order and what its state is computed from.
_ORDERS: BindParameter[int] = bindparam("orders", expanding=True)

_LOCK_ORDERS = (
    select(Order)
    .where(Order.id.in_(_ORDERS))
    .order_by(Order.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)

_LINES_OF_ORDERS = (
    select(OrderLine)
    .where(OrderLine.order_id.in_(_ORDERS))
    .order_by(OrderLine.order_id, OrderLine.number)
    .execution_options(populate_existing=True)
)

_OPEN_HOLDS_OF_ORDERS = (
    select(OrderHold)
    .where(OrderHold.order_id.in_(_ORDERS), OrderHold.lifted_at.is_(None))
    .order_by(OrderHold.id)
)

_ORDERS_BEING_PICKED = (
    select(PickTaskTote.order_id)
    .join(PickTask, PickTask.id == PickTaskTote.task_id)
    .where(
        PickTaskTote.order_id.in_(_ORDERS),
        PickTask.state.in_((PickTaskState.IN_PROGRESS, PickTaskState.PAUSED, PickTaskState.DONE)),
    )
)


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Cut ids, sorted, into lists short enough for one statement."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def lock_orders(session: Session, order_ids: Collection[int]) -> list[Order]:
    """The orders, locked in the order of their ids, as they stand now."""
    found: list[Order] = []
    for part in chunks(order_ids):
        found += session.scalars(_LOCK_ORDERS, {"orders": part})
    return found


def lines_of(session: Session, order_ids: Collection[int]) -> dict[int, list[OrderLine]]:
    """Each order's lines in the order of their numbers."""
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    for part in chunks(order_ids):
        for row in session.scalars(_LINES_OF_ORDERS, {"orders": part}):
            lines[row.order_id].append(row)
    return lines


def open_holds_of(session: Session, order_ids: Collection[int]) -> dict[int, list[OrderHold]]:
    """Each order's holds that nobody has lifted."""
    holds: dict[int, list[OrderHold]] = defaultdict(list)
    for part in chunks(order_ids):
        for row in session.scalars(_OPEN_HOLDS_OF_ORDERS, {"orders": part}):
            holds[row.order_id].append(row)
    return holds


def orders_being_picked(session: Session, order_ids: Collection[int]) -> set[int]:
    """Which of the orders have a pick task that somebody has claimed."""
    found: set[int] = set()
    for part in chunks(order_ids):
        found.update(session.scalars(_ORDERS_BEING_PICKED, {"orders": part}))
    return found


def order_facts(session: Session, orders: Sequence[Order]) -> dict[int, OrderFacts]:
    """What each order's state is computed from; the orders must be locked."""
    ids = [order.id for order in orders]
    lines = lines_of(session, ids)
    holds = open_holds_of(session, ids)
    picked = orders_being_picked(session, ids)
    return {
        order.id: OrderFacts(
            payment=order.payment,
            cancelled=order.cancelled_at is not None,
            open_holds=frozenset(HoldReason(hold.reason) for hold in holds[order.id]),
            released=order.released_at is not None,
            packing_started=order.packing_started_at is not None,
            lines=tuple(line_facts(line) for line in lines[order.id]),
            picking_started=order.id in picked,
            payment_waived=order.payment_waived,
            fulfilled_elsewhere=order.fulfilled_elsewhere,
        )
        for order in orders
    }


def line_facts(line: OrderLine) -> LineFacts:
    """An order line's counts as the rules read them."""
    return LineFacts(
        quantity=line.quantity,
        allocated=line.allocated,
        picked=line.picked,
        packed=line.packed,
        shipped=line.shipped,
        short=line.short,
        cancelled=line.cancelled,
        requires_shipping=line.requires_shipping,
        number=line.number,
    )


def orders_by_external_id(
    session: Session, source: str, external_ids: Collection[str]
) -> dict[str, Order]:
    """The orders of a source that are known already, by the source's own id; locked."""
    ordered = sorted(external_ids)
    ids: list[int] = []
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        ids += session.scalars(
            select(Order.id).where(Order.source == source, Order.external_id.in_(part))
        )
    # Only then are they locked: all in the order of their ids, as everybody else does.
    return {order.external_id: order for order in lock_orders(session, ids)}


def hashes_on_the_floor(
    session: Session, source: str, external_ids: Collection[str]
) -> list[tuple[int, str, str]]:
    """Of the orders of a source that are on the floor: id, the source's own id, content hash."""
    ordered = sorted(external_ids)
    found: list[tuple[int, str, str]] = []
    for start in range(0, len(ordered), CHUNK):
        rows = session.execute(
            select(Order.id, Order.external_id, Order.content_hash).where(
                Order.source == source,
                Order.external_id.in_(ordered[start : start + CHUNK]),
                Order.released_at.is_not(None),
                Order.state.not_in(tuple(ENDED)),
            )
        )
        found += [(order_id, key, digest) for order_id, key, digest in rows]
    return found


def lines_without_item(session: Session, skus: Collection[str]) -> list[OrderLine]:
    """Lines to ship of orders that are not on the floor yet, with one of these SKUs as yet unknown.

    Their orders are locked.
    """
    waiting = (
        select(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            OrderLine.item_id.is_(None), OrderLine.requires_shipping, Order.released_at.is_(None)
        )
    )
    ordered = sorted(skus)
    parts = [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]
    orders: set[int] = set()
    for part in parts:
        lines = waiting.with_only_columns(OrderLine.order_id)
        orders.update(session.scalars(lines.where(OrderLine.sku.in_(part))))
    lock_orders(session, orders)
    found: list[OrderLine] = []
    for part in parts:
        found += session.scalars(
            waiting.where(OrderLine.sku.in_(part)).execution_options(populate_existing=True)
        )
    return [line for line in found if line.order_id in orders]


def orders_with_unknown_items(session: Session, order_ids: Collection[int]) -> set[int]:
    """Which of the orders have a line to ship that no item of ours is."""
    found: set[int] = set()
    for part in chunks(order_ids):
        found.update(
            session.scalars(
                select(OrderLine.order_id).where(
                    OrderLine.order_id.in_(part),
                    OrderLine.item_id.is_(None),
                    OrderLine.requires_shipping,
                )
            )
        )
    return found


def order_ids_in_states(session: Session, states: Collection[OrderState]) -> list[int]:
    """The orders in any of the states: the most urgent first, then the oldest."""
    return list(
        session.scalars(
            select(Order.id)
            .where(Order.state.in_(tuple(states)))
            .order_by(Order.priority.desc(), Order.placed_at, Order.id)
        )
    )


def order_by_number(session: Session, number: str) -> list[Order]:
    """The orders a customer calls by this number; several shops may use the same one.

    With or without a leading # counts as the same only where none has the very number.
    """
    bare = number.removeprefix("#")
    found = list(
        session.scalars(
            select(Order)
            .where(func.upper(Order.number).in_((bare.upper(), f"#{bare.upper()}")))
            .order_by(Order.id)
        )
    )
    return [order for order in found if order.number.upper() == number.upper()] or found


def order_states(session: Session) -> dict[OrderState, int]:
    """How many orders are in each state."""
    rows = session.execute(select(Order.state, func.count()).group_by(Order.state))
    return {row[0]: row[1] for row in rows}


def hold_counts(session: Session) -> dict[str, int]:
    """How many orders are held for each reason."""
    rows = session.execute(
        select(OrderHold.reason, func.count(func.distinct(OrderHold.order_id)))
        .where(OrderHold.lifted_at.is_(None))
        .group_by(OrderHold.reason)
    )
    return {str(reason): count for reason, count in rows}


def shops(session: Session) -> list[str]:
    """The sources of all orders there are."""
    return list(session.scalars(select(Order.source).distinct().order_by(Order.source)))

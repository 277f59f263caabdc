"""Selects for the strip of a lead's board: what is due today, what lacks units, which printers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.db.schema import Order, OrderHold, Printer
from app.domain.metrics import OnTime
from app.domain.orders import MAY_HAVE_STOCK, HoldReason

DOWN = ("offline", "attention")
"""Lamps of printers that print nothing until somebody sees to them."""


def due_within(session: Session, begins: datetime, ends: datetime, now: datetime) -> OnTime:
    """Released orders whose cut-off lies in a time span: sent in time, late, or open still.

    What is not sent when its cut-off has passed is late.
    """
    in_time = case((Order.shipped_at <= Order.ship_by, 1), else_=0)
    is_late = (Order.shipped_at > Order.ship_by) | (
        Order.shipped_at.is_(None) & (Order.ship_by < now)
    )
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(in_time), 0),
            func.coalesce(func.sum(case((is_late, 1), else_=0)), 0),
        ).where(
            Order.ship_by >= begins,
            Order.ship_by < ends,
            Order.released_at.is_not(None),
            Order.cancelled_at.is_(None),
        )
    ).one()
    total, good, late = (int(value) for value in row)
    return OnTime(begins, good, late, total - good - late)


def short_orders(session: Session) -> int:
    """How many orders are held because units were not found."""
    return (
        session.scalar(
            select(func.count(OrderHold.order_id.distinct())).where(
                OrderHold.reason == HoldReason.SHORT, OrderHold.lifted_at.is_(None)
            )
        )
        or 0
    )


def printers_down(session: Session) -> tuple[str, ...]:
    """Names of the printers that print nothing until somebody sees to them."""
    names = session.scalars(
        select(Printer.name).where(Printer.lamp.in_(DOWN)).order_by(Printer.name)
    )
    return tuple(names)


def waiting_by_cut_off(session: Session) -> list[tuple[datetime | None, int]]:
    """Paid orders at the desk that nothing holds, by cut-off; those without one come last."""
    rows = session.execute(
        select(Order.ship_by, func.count())
        .where(Order.state.in_(tuple(MAY_HAVE_STOCK)))
        .group_by(Order.ship_by)
        .order_by(Order.ship_by.is_(None), Order.ship_by)
    )
    return [(due, int(count)) for due, count in rows]

"""Selects for figures of a shift: lines ended, orders on their way, scans made, in a time span."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.schema import Carton, Order, OrderLine, PickLine, PickTask, ScanLog, Shipment
from app.domain.metrics import DoneLine, OrderLife
from app.domain.tasks import CartonState, PickLineState

_ENDED = (PickLineState.PICKED, PickLineState.SHORT)
_CLOSED = (CartonState.CLOSED, CartonState.LABELLED, CartonState.SHIPPED)


def ended_lines(session: Session, begins: datetime, ends: datetime) -> list[DoneLine]:
    """Pick lines that ended in a time span, by method and zone of their work."""
    at = func.coalesce(PickLine.picked_at, PickTask.finished_at)
    rows = session.execute(
        select(
            PickTask.method, PickTask.zone, PickLine.picked, PickLine.short, PickLine.short_reason
        )
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickLine.state.in_(_ENDED), at >= begins, at < ends)
    )
    return [
        DoneLine(method.value, zone, picked, short, reason)
        for method, zone, picked, short, reason in rows
    ]


def scan_moments(
    session: Session, begins: datetime, ends: datetime, kind: str
) -> list[tuple[int, datetime]]:
    """Who scanned for a kind of work, and when."""
    rows = session.execute(
        select(ScanLog.operator_id, ScanLog.at).where(
            ScanLog.work == kind,
            ScanLog.operator_id.is_not(None),
            _within(ScanLog.at, begins, ends),
        )
    )
    return [(person, at) for person, at in rows if person is not None]


def scans_and_refusals(
    session: Session, begins: datetime, ends: datetime
) -> dict[str, tuple[int, int]]:
    """Scans by kind of work, and how many of them were stopped."""
    rows = session.execute(
        select(
            ScanLog.work,
            func.count(),
            func.sum(case((ScanLog.refusal.is_not(None), 1), else_=0)),
        )
        .where(_within(ScanLog.at, begins, ends))
        .group_by(ScanLog.work)
        .order_by(ScanLog.work)
    )
    return {kind: (int(scans), int(stopped)) for kind, scans, stopped in rows}


def order_lives(session: Session, begins: datetime, ends: datetime) -> list[OrderLife]:
    """Orders that were shipped in a time span or are to be shipped by a cut-off in it."""
    picked_at = (
        select(func.max(PickLine.picked_at))
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .where(OrderLine.order_id == Order.id)
        .correlate(Order)
        .scalar_subquery()
    )
    packed_at = (
        select(func.max(Carton.closed_at))
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .where(Shipment.order_id == Order.id, Carton.state.in_(_CLOSED))
        .correlate(Order)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Order.placed_at,
            Order.released_at,
            picked_at,
            packed_at,
            Order.shipped_at,
            Order.ship_by,
        ).where(
            Order.cancelled_at.is_(None),
            or_(
                _within(Order.shipped_at, begins, ends),
                and_(Order.released_at.is_not(None), _within(Order.ship_by, begins, ends)),
            ),
        )
    )
    return [OrderLife(*row) for row in rows]


def _within(
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    begins: datetime,
    ends: datetime,
) -> ColumnElement[bool]:
    return and_(column >= begins, column < ends)

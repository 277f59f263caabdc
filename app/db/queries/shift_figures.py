"""Selects for figures of a time span: lines ended, time at work, orders on their way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.db.queries.time_slots import seconds, slot
from app.db.schema import (
    Carton,
    CartonLine,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    ScanLog,
    Shipment,
)
from app.domain.metrics import LONGEST_PAUSE, OrderLife, Pace
from app.domain.orders import OrderState
from app.domain.tasks import CartonState, PickLineState

CLOSED = (CartonState.CLOSED, CartonState.LABELLED, CartonState.SHIPPED)
_NOT_PICKED = (OrderState.RELEASED, OrderState.PICKING)
_IS_PACKED = (OrderState.PACKED, OrderState.SHIPPED)
ON_FLOOR = (*_NOT_PICKED, OrderState.PICKED, OrderState.PACKING, OrderState.PACKED)
PICKING = "pick"
"""The kind of work in the scan log."""

Rows = Select[*tuple[Any, ...]]
Column = ColumnElement[Any] | InstrumentedAttribute[Any]

ROWS_AT_A_TIME = 500
"""Of thousands: a driver that makes all of them at once lets no other thread do anything."""

Span = tuple[datetime, datetime]
"""When a time span begins, and when it ends; what happens at its end is no part of it."""


def paces(session: Session, span: Span, slot_width: timedelta) -> list[Pace]:
    """Lines, units and time at work of pickers by slot, method and zone.

    The time between two pick scans of one person counts where the second one was made, unless it
    is longer than `LONGEST_PAUSE`.
    """
    width = slot_width.total_seconds()
    found: dict[tuple[int, str, str], Pace] = {}
    for at, method, zone, lines, units, short in session.execute(_lines_ended(span, width)):
        key = int(at), method.value, zone
        found[key] = Pace(*key, lines=lines, units=int(units), short=int(short))
    for at, method, zone, worked, scans, stops in session.execute(_time_at_work(span, width)):
        key = int(at), method.value, zone
        known = found.get(key, Pace(*key))
        found[key] = known.with_work(float(worked or 0.0), scans, int(stops))
    return [found[key] for key in sorted(found)]


def _lines_ended(span: Span, width: float) -> Rows:
    """Lines that ended with their last unit, and those of which no unit was found."""
    picked = select(PickLine.id, PickLine.picked_at.label("at")).where(
        PickLine.state.in_((PickLineState.PICKED, PickLineState.SHORT)),
        within(PickLine.picked_at, span),
    )
    missing = (
        select(PickLine.id, PickTask.finished_at.label("at"))
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(
            PickLine.state == PickLineState.SHORT,
            PickLine.picked_at.is_(None),
            within(PickTask.finished_at, span),
        )
    )
    ended = picked.union_all(missing).subquery()
    at = slot(ended.c.at, span[0], width).label("slot")
    is_short = case((PickLine.short > 0, 1), else_=0)
    return (
        select(
            at,
            PickTask.method,
            PickTask.zone,
            func.count(),
            func.sum(PickLine.picked),
            func.sum(is_short),
        )
        .select_from(ended)
        .join(PickLine, PickLine.id == ended.c.id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .group_by(at, PickTask.method, PickTask.zone)
    )


def gaps(span: Span, kind: str) -> Rows:
    """Scans of one kind of work with the seconds since the person's scan before, if that is known.

    Returns:
        A select of operator, task, moment, refusal and `gap`.
    """
    before = func.lag(seconds(ScanLog.at)).over(
        partition_by=ScanLog.operator_id, order_by=ScanLog.at
    )
    gap = (seconds(ScanLog.at) - before).label("gap")
    return select(ScanLog.operator_id, ScanLog.work_id, ScanLog.at, ScanLog.refusal, gap).where(
        is_work(kind), ScanLog.operator_id.is_not(None), within(ScanLog.at, span)
    )


def is_work(kind: str) -> ColumnElement[bool]:
    """Whether a scan was for a kind of work, told after the index of time has found it.

    Compared as an expression: SQLite would else take the index of works, and read all scans ever.
    """
    return ScanLog.work.concat("") == kind


def counted(gap: ColumnElement[float]) -> ColumnElement[float]:
    """A gap as time at work: longer ones than a pause are none."""
    return func.sum(case((gap <= LONGEST_PAUSE.total_seconds(), gap), else_=0.0))


def stopped(refusal: Column) -> ColumnElement[int]:
    """How many scans were stopped."""
    return func.sum(case((refusal.is_not(None), 1), else_=0))


def _time_at_work(span: Span, width: float) -> Rows:
    scans = gaps(span, PICKING).subquery()
    at = slot(scans.c.at, span[0], width).label("slot")
    return (
        select(
            at,
            PickTask.method,
            PickTask.zone,
            counted(scans.c.gap),
            func.count(),
            stopped(scans.c.refusal),
        )
        .select_from(scans)
        .join(PickTask, PickTask.id == scans.c.work_id)
        .group_by(at, PickTask.method, PickTask.zone)
    )


def short_reasons(session: Session, span: Span) -> dict[str, int]:
    """Lines that lacked units when they ended, by reason."""
    at = func.coalesce(PickLine.picked_at, PickTask.finished_at)
    rows = session.execute(
        select(PickLine.short_reason, func.count())
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickLine.state == PickLineState.SHORT, at >= span[0], at < span[1])
        .group_by(PickLine.short_reason)
    )
    return {row.short_reason: row[1] for row in rows}


def scans_and_refusals(session: Session, span: Span) -> dict[str, tuple[int, int]]:
    """Scans by kind of work, and how many of them were stopped."""
    rows = session.execute(
        select(ScanLog.work, func.count(), stopped(ScanLog.refusal))
        .where(within(ScanLog.at, span))
        .group_by(ScanLog.work)
        .order_by(ScanLog.work)
    )
    return {kind: (int(scans), int(stops)) for kind, scans, stops in rows}


def last_quiet_end(session: Session, span: Span, quiet: timedelta) -> datetime | None:
    """The last scan of a time span before which nobody scanned for so long; None without scans.

    The first one of the span counts too: what was before it is not looked at.
    """
    before = func.lag(seconds(ScanLog.at)).over(order_by=ScanLog.at)
    scans = (
        select(ScanLog.at, (seconds(ScanLog.at) - before).label("gap"))
        .where(within(ScanLog.at, span))
        .subquery()
    )
    is_first = or_(scans.c.gap.is_(None), scans.c.gap >= quiet.total_seconds())
    found: datetime | None = session.scalar(select(func.max(scans.c.at)).where(is_first))
    return found


def units_packed(session: Session, span: Span) -> int:
    """Units in cartons that were closed in a time span and still are."""
    found = session.scalar(
        select(func.sum(CartonLine.quantity))
        .join(Carton, Carton.id == CartonLine.carton_id)
        .where(Carton.state.in_(CLOSED), within(Carton.closed_at, span))
    )
    return int(found or 0)


class Lives(NamedTuple):
    """Orders on their way: those that a time span is about, and those that are on the floor now."""

    told: list[OrderLife]
    open: list[OrderLife]


def lives_of(session: Session, span: Span) -> Lives:
    """Orders shipped in a time span or due in it, and those that have not left the floor.

    Most orders that are due are on the floor: both are read at once.
    """
    is_told = or_(
        within(Order.shipped_at, span),
        and_(Order.released_at.is_not(None), within(Order.ship_by, span)),
    )
    is_open = Order.state.in_(ON_FLOOR)
    marks = [case((condition, 1), else_=0) for condition in (is_told, is_open)]
    rows = session.execute(
        select(*marks, *_moments()).where(Order.cancelled_at.is_(None), or_(is_told, is_open))
    )
    found = Lives([], [])
    for told, still_open, *moments in rows.yield_per(ROWS_AT_A_TIME):
        life = OrderLife(*moments)
        if told:
            found.told.append(life)
        if still_open:
            found.open.append(life)
    return found


def _moments() -> list[Column]:
    """What an order's life is made of."""
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
        .where(Shipment.order_id == Order.id, Carton.state.in_(CLOSED))
        .correlate(Order)
        .scalar_subquery()
    )
    return [
        Order.placed_at,
        Order.released_at,
        case((Order.state.not_in(_NOT_PICKED), picked_at)),
        case((Order.state.in_(_IS_PACKED), packed_at)),
        Order.shipped_at,
        Order.ship_by,
        Order.number,
    ]


def within(
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], span: Span
) -> ColumnElement[bool]:
    """Whether a moment lies in a time span."""
    return and_(column >= span[0], column < span[1])

"""Selects on waves of a time span: what their plans told, and what came of them."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, Subquery, case, func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.shift_figures import Span, within
from app.db.schema import Order, PickLine, PickTask, Wave
from app.domain.figure_waves import WaveCame
from app.domain.tasks import PickLineState, PickTaskState


def waves_of(session: Session, span: Span) -> list[WaveCame]:
    """Waves released, ended or due in a time span, the first released first."""
    touched = or_(
        within(Wave.released_at, span), within(Wave.ended_at, span), within(Wave.cut_off_at, span)
    )
    wanted = select(Wave.id).where(Wave.released_at.is_not(None), touched).scalar_subquery()
    lines, orders = _lines_of(wanted), _orders_of(wanted)
    rows = session.execute(
        select(Wave, *lines.c[1:], *orders.c[1:])
        .outerjoin(lines, lines.c.wave_id == Wave.id)
        .outerjoin(orders, orders.c.wave_id == Wave.id)
        .where(Wave.id.in_(wanted))
        .order_by(Wave.released_at, Wave.code)
    )
    return [_came(wave, *(int(count or 0) for count in counts)) for wave, *counts in rows]


def _lines_of(wanted: ScalarSelect[int]) -> Subquery:
    """Pick lines of waves: all, picked, short."""
    return (
        select(
            PickTask.wave_id,
            func.count().label("lines"),
            func.sum(case((PickLine.state == PickLineState.PICKED, 1), else_=0)).label("picked"),
            func.sum(case((PickLine.state == PickLineState.SHORT, 1), else_=0)).label("short"),
        )
        .join(PickLine, PickLine.task_id == PickTask.id)
        .where(PickTask.wave_id.in_(wanted), PickTask.state != PickTaskState.CANCELLED)
        .group_by(PickTask.wave_id)
        .subquery()
    )


def _orders_of(wanted: ScalarSelect[int]) -> Subquery:
    """Orders of waves: all, handed over, handed over after the cut-off."""
    late = case((Order.shipped_at > Wave.cut_off_at, 1), else_=0)
    return (
        select(
            Order.wave_id,
            func.count().label("orders"),
            func.count(Order.shipped_at).label("shipped"),
            func.sum(late).label("late"),
        )
        .join(Wave, Wave.id == Order.wave_id)
        .where(Order.wave_id.in_(wanted))
        .group_by(Order.wave_id)
        .subquery()
    )


def _came(
    wave: Wave, lines: int, picked: int, short: int, orders: int, shipped: int, late: int
) -> WaveCame:
    return WaveCame(
        code=wave.code,
        planned_lines=_planned(wave, "lines"),
        planned_orders=_planned(wave, "orders"),
        lines=lines,
        picked=picked,
        short=short,
        orders=orders,
        shipped=shipped,
        late=late,
        cut_off_at=wave.cut_off_at,
        ended_at=wave.ended_at,
        released_at=wave.released_at,
        forecast_end_at=wave.forecast_end_at,
        forecast_metres=wave.forecast_metres,
    )


def _planned(wave: Wave, figure: str) -> int | None:
    value = (wave.planned or {}).get(figure)
    return value if isinstance(value, int) else None

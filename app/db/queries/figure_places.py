"""Selects on where things happened in a time span: lines picked, scans stopped, goods missing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.floor_work import UNFINISHED
from app.db.queries.shift_figures import PICKING, Span, is_work, within
from app.db.schema import (
    CountTask,
    Item,
    Location,
    Operator,
    PickLine,
    PickTask,
    ScanLog,
    StockMove,
)
from app.domain.figure_places import PlaceCount, ShortPlace, ZoneWork
from app.domain.locations import STORAGE_KINDS, MoveReason
from app.domain.tasks import CountState, PickLineState

_UNSETTLED = (CountState.OPEN, CountState.TO_APPROVE)


def lines_by_place(session: Session, span: Span) -> list[PlaceCount]:
    """Lines whose last unit was taken there, of all places where goods are kept."""
    counts = (
        select(PickLine.location_id, func.count().label("n"))
        .where(within(PickLine.picked_at, span))
        .group_by(PickLine.location_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Location.code,
            Location.zone,
            Location.aisle,
            Location.bay,
            func.coalesce(counts.c.n, 0),
        )
        .outerjoin(counts, counts.c.location_id == Location.id)
        .where(or_(Location.kind.in_(STORAGE_KINDS), counts.c.n > 0))
    )
    return [PlaceCount(*row) for row in rows]


def stops_by_place(session: Session, span: Span, wrong: Collection[str]) -> list[PlaceCount]:
    """Pick scans that were stopped for one of these reasons, by the place that was worked at.

    That is where the line lies that was picked next in the same task, or is still open there.
    """
    place = (
        select(PickLine.location_id)
        .where(
            PickLine.task_id == ScanLog.work_id,
            or_(PickLine.picked_at >= ScanLog.at, PickLine.state == PickLineState.OPEN),
        )
        .order_by(PickLine.picked_at.is_(None), PickLine.picked_at, PickLine.sequence)
        .limit(1)
        .correlate(ScanLog)
        .scalar_subquery()
    )
    stops = (
        select(place.label("location_id"))
        .where(
            is_work(PICKING),
            ScanLog.refusal.in_(sorted(wrong)),
            within(ScanLog.at, span),
        )
        .subquery()
    )
    rows = session.execute(
        select(Location.code, Location.zone, Location.aisle, Location.bay, func.count())
        .join(stops, stops.c.location_id == Location.id)
        .group_by(Location.code, Location.zone, Location.aisle, Location.bay)
        .order_by(func.count().desc(), Location.code)
    )
    return [PlaceCount(*row) for row in rows]


def short_places(session: Session, span: Span) -> list[ShortPlace]:
    """Where lines lacked units, most lines first, and whether a count is under way there."""
    at = func.coalesce(PickLine.picked_at, PickTask.finished_at)
    is_counted = (
        select(func.count())
        .select_from(CountTask)
        .where(
            CountTask.location_id == PickLine.location_id,
            CountTask.item_id == PickLine.item_id,
            CountTask.state.in_(_UNSETTLED),
        )
        .correlate(PickLine)
        .scalar_subquery()
    )
    lines = func.count().label("lines")
    rows = session.execute(
        select(
            Location.code,
            Item.sku,
            Item.name,
            lines,
            func.sum(PickLine.short),
            func.max(PickLine.short_reason),
            is_counted,
        )
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(Location, Location.id == PickLine.location_id)
        .join(Item, Item.id == PickLine.item_id)
        .where(PickLine.state == PickLineState.SHORT, at >= span[0], at < span[1])
        .group_by(Location.code, Item.sku, Item.name, PickLine.location_id, PickLine.item_id)
        .order_by(lines.desc(), Location.code)
    )
    return [
        ShortPlace(code, sku, name, count, int(missing), reason, is_counted=counts > 0)
        for code, sku, name, count, missing, reason, counts in rows
    ]


def open_work(session: Session, since: datetime) -> list[ZoneWork]:
    """Open pick lines by the zone they lie in, and how many people picked there since a moment."""
    lines = session.execute(
        select(Location.zone, func.count())
        .join(PickLine, PickLine.location_id == Location.id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickLine.state == PickLineState.OPEN, PickTask.state.in_(UNFINISHED))
        .group_by(Location.zone)
        .order_by(Location.zone)
    ).all()
    people = session.execute(
        select(Location.zone, func.count(func.distinct(StockMove.operator_id)))
        .join(PickLine, PickLine.location_id == Location.id)
        .join(StockMove, StockMove.pick_line_id == PickLine.id)
        .join(Operator, Operator.id == StockMove.operator_id)
        .where(and_(PickLine.picked_at >= since, StockMove.reason == MoveReason.PICKED))
        .group_by(Location.zone)
    ).all()
    there = {zone: int(count) for zone, count in people}
    return [ZoneWork(zone, int(count), there.get(zone, 0)) for zone, count in lines]

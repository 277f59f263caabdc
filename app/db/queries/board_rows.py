"""Set-based selects for the lead's board: what waits for a bench, who packs, and how fast."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import (
    Allocation,
    Carton,
    Location,
    Operator,
    Order,
    OrderLine,
    PickTask,
)
from app.domain.orders import OrderState
from app.domain.tasks import CartonState, PickTaskState

FOR_THE_BENCH = (OrderState.PICKED, OrderState.PACKING)
"""Orders in these states are picked and not packed."""


class BenchQueue(NamedTuple):
    """Orders of a wave that are picked and not packed, and their units outside of a carton."""

    wave_id: int | None
    orders: int
    units: int


class HandRow(NamedTuple):
    """Somebody with a pick task in their hands."""

    operator_id: int
    name: str
    zone: str
    wave_id: int | None


class ZonePromises(NamedTuple):
    """How many promises of a wave lie in a zone, and when the first of them is due."""

    wave_id: int
    zone: str
    promises: int
    due_at: datetime | None


def bench_queues(session: Session) -> list[BenchQueue]:
    """What waits for a bench or lies on one, by wave; the earliest cut-off first."""
    rows = session.execute(
        select(
            Order.wave_id,
            func.count(Order.id.distinct()),
            func.coalesce(func.sum(OrderLine.picked - OrderLine.packed), 0),
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.state.in_(FOR_THE_BENCH))
        .group_by(Order.wave_id)
        .order_by(func.min(Order.ship_by).asc().nulls_last())
    )
    return [BenchQueue(wave_id, int(orders), int(units)) for wave_id, orders, units in rows]


def hands_at_work(session: Session) -> list[HandRow]:
    """Who holds a pick task now, with its wave."""
    rows = session.execute(
        select(Operator.id, Operator.name, Operator.zone, PickTask.wave_id)
        .join(PickTask, PickTask.operator_id == Operator.id)
        .where(PickTask.state == PickTaskState.IN_PROGRESS)
        .order_by(Operator.name, Operator.id, PickTask.id)
    )
    return [HandRow(*row) for row in rows]


def packers_since(session: Session, moment: datetime) -> int:
    """How many people have a carton open, or closed one since then."""
    return (
        session.scalar(
            select(func.count(Carton.operator_id.distinct())).where(
                or_(Carton.state == CartonState.OPEN, Carton.closed_at >= moment)
            )
        )
        or 0
    )


def promises_of_waves(session: Session, wave_ids: Collection[int]) -> list[ZonePromises]:
    """What waves were promised and nobody walks for yet, by zone."""
    rows = session.execute(
        select(Order.wave_id, Location.zone, func.count(), func.min(Order.ship_by))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Allocation, Allocation.order_line_id == OrderLine.id)
        .join(Location, Location.id == Allocation.location_id)
        .where(Order.wave_id.in_(wave_ids), Allocation.quantity > 0)
        .group_by(Order.wave_id, Location.zone)
        .order_by(Order.wave_id, Location.zone)
    )
    return [
        ZonePromises(wave_id, zone, int(count), due_at)
        for wave_id, zone, count, due_at in rows
        if wave_id is not None
    ]

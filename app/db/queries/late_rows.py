"""Selects for the lead's late list: orders that will miss their truck, and the work on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.floor_work import UNFINISHED
from app.db.schema import Operator, Order, OrderHold, PickTask, PickTaskTote, Wave
from app.domain.orders import WORKED, OrderState
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickTaskState


class LateRow(NamedTuple):
    """An order that will miss its truck, or has missed it.

    Attributes:
        truck_at: its own time as long as that can be kept; after that its wave's cut-off.
    """

    order_id: int
    number: str
    state: OrderState
    wave_id: int | None
    truck_at: datetime
    is_stopped: bool


class LateTaskRow(NamedTuple):
    """A pick task that an order waits for, and whose it is."""

    order_id: int
    task_id: int
    state: PickTaskState
    method: PickMethod
    into_carton: bool
    zone: str
    holder_id: int | None
    holder: str


def late_rows(
    session: Session,
    now: datetime,
    finish_by_wave: Mapping[int, datetime | None],
    soon: timedelta,
    most: int,
) -> list[LateRow]:
    """Orders that are not handed over and will be late, the most urgent first.

    Args:
        session: the database.
        now: by its clock.
        finish_by_wave: waves in danger, with the late end of their forecast; None for never.
        soon: orders in no wave are told so long before their time.
        most: of them at the most.
    """
    truck_at = case(
        (Order.ship_by > now, Order.ship_by), else_=func.coalesce(Wave.cut_off_at, Order.ship_by)
    )
    not_packed = Order.state != OrderState.PACKED
    in_danger = [
        and_(
            Order.wave_id == wave_id,
            not_packed,
            truck_at.is_not(None) if finish is None else truck_at < finish,
        )
        for wave_id, finish in finish_by_wave.items()
    ]
    is_held = exists().where(OrderHold.order_id == Order.id, OrderHold.lifted_at.is_(None))
    rows = session.execute(
        select(Order.id, Order.number, Order.state, Order.wave_id, truck_at, is_held)
        .outerjoin(Wave, Wave.id == Order.wave_id)
        .where(
            Order.state.in_((*WORKED, OrderState.HELD)),
            or_(
                truck_at < now,
                and_(Order.wave_id.is_(None), not_packed, truck_at < now + soon),
                *in_danger,
            ),
        )
        .order_by(truck_at, Order.priority.desc(), Order.id)
        .limit(most)
    )
    return [LateRow(*row) for row in rows]


def late_in_no_wave(session: Session, now: datetime, soon: timedelta) -> int:
    """How many orders in no wave have missed their time, or will unless they are seen to.

    Args:
        session: the database.
        now: by its clock.
        soon: orders that are not packed are counted so long before their time.
    """
    not_packed = Order.state != OrderState.PACKED
    return (
        session.scalar(
            select(func.count())
            .select_from(Order)
            .where(
                Order.wave_id.is_(None),
                Order.state.in_((*WORKED, OrderState.HELD)),
                or_(Order.ship_by < now, and_(not_packed, Order.ship_by < now + soon)),
            )
        )
        or 0
    )


def tasks_of_late(session: Session, order_ids: Collection[int]) -> list[LateTaskRow]:
    """The unfinished tasks of a few orders, those first that nobody has in their hands."""
    rows = session.execute(
        select(
            PickTaskTote.order_id,
            PickTask.id,
            PickTask.state,
            PickTask.method,
            PickTask.into_carton,
            PickTask.zone,
            Operator.id,
            func.coalesce(Operator.name, ""),
        )
        .join(PickTask, PickTask.id == PickTaskTote.task_id)
        .outerjoin(Operator, Operator.id == func.coalesce(PickTask.operator_id, PickTask.paused_by))
        .where(PickTaskTote.order_id.in_(order_ids), PickTask.state.in_(UNFINISHED))
        .order_by(PickTask.id)
    )
    found = [LateTaskRow(*row) for row in rows]
    return sorted(found, key=lambda row: _FIRST.index(row.state))


def highest_priority(session: Session) -> int:
    """The priority of the task that is claimed first among those that wait; 0 without any."""
    return (
        session.scalar(
            select(func.max(PickTask.priority)).where(PickTask.state == PickTaskState.READY)
        )
        or 0
    )


_FIRST = (
    PickTaskState.READY,
    PickTaskState.PAUSED,
    PickTaskState.IN_PROGRESS,
    PickTaskState.WAITING,
)

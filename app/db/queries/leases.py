"""Selects and updates on signs of life: who speaks for a station, whose lease runs out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from app.db.queries.pick_claims import is_stopped
from app.db.schema import (
    Location,
    Operator,
    Order,
    PickLine,
    PickTask,
    PickTaskTote,
    Station,
    Tote,
)
from app.domain.leases import LEASE, OFFLINE_GRACE
from app.domain.tasks import PickTaskState

UNFINISHED = (PickTaskState.IN_PROGRESS, PickTaskState.PAUSED)


def lock_station(session: Session, code: str) -> Station | None:
    """The station with this code, locked."""
    return session.scalar(
        select(Station)
        .where(Station.code == code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def set_leases(session: Session, station: str, until: datetime) -> int:
    """Let the tasks held at a station stay its own until then; returns how many there are.

    A task that is locked just now is passed over: whoever locked it renews its lease, or ends it.
    """
    held = (
        select(PickTask.id)
        .where(PickTask.station == station, PickTask.state == PickTaskState.IN_PROGRESS)
        .order_by(PickTask.id)
        .with_for_update(skip_locked=True)
    )
    renewed = session.scalars(
        update(PickTask)
        .where(PickTask.id.in_(held), PickTask.state == PickTaskState.IN_PROGRESS)
        .values(lease_until=until)
        .returning(PickTask.id)
        .execution_options(synchronize_session=False)
    )
    return len(renewed.all())


def due_tasks(session: Session, now: datetime, limit: int) -> list[PickTask]:
    """Tasks in progress whose lease ran out, locked; those that others have locked are left out.

    A lease that ends later than any given now can was given before a clock was set back.
    """
    return list(
        session.scalars(
            select(PickTask)
            .where(
                PickTask.state == PickTaskState.IN_PROGRESS,
                or_(PickTask.lease_until < now, PickTask.lease_until > now + 2 * LEASE),
            )
            .order_by(PickTask.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )


def units_picked(session: Session, task_id: int) -> int:
    """Units of a task that lie in its totes."""
    statement = select(func.coalesce(func.sum(PickLine.picked), 0))
    return session.scalar(statement.where(PickLine.task_id == task_id)) or 0


def totes_bound(session: Session, task_id: int) -> int:
    """How many totes were chosen for a task, or cartons opened."""
    chosen = func.coalesce(PickTaskTote.tote_id, PickTaskTote.carton_id)
    statement = select(func.count(chosen)).where(PickTaskTote.task_id == task_id)
    return session.scalar(statement) or 0


def tasks_of_operator(session: Session, operator_id: int) -> list[int]:
    """The tasks that an operator holds."""
    return list(
        session.scalars(
            select(PickTask.id).where(
                PickTask.operator_id == operator_id, PickTask.state == PickTaskState.IN_PROGRESS
            )
        )
    )


def unfinished_task_of(session: Session, tote: str) -> int | None:
    """The pick task that is picked into a tote: in hand, put aside, or waiting beside its tote."""
    return session.scalar(
        select(PickTask.id)
        .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
        .join(Tote, Tote.location_id == PickTaskTote.tote_id)
        .join(Location, Location.id == Tote.location_id)
        .where(
            Location.code == tote,
            or_(Tote.order_id == PickTaskTote.order_id, Tote.task_id == PickTask.id),
            PickTask.state.in_((PickTaskState.READY, *UNFINISHED)),
        )
        .order_by(PickTask.id.desc())
        .limit(1)
    )


def lock_tasks(session: Session, task_ids: Collection[int]) -> dict[int, PickTask]:
    """Tasks by their number, locked in the order of their numbers."""
    tasks = session.scalars(
        select(PickTask)
        .where(PickTask.id.in_(task_ids))
        .order_by(PickTask.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {task.id: task for task in tasks}


@dataclass(frozen=True)
class LeftRow:
    """Work that was left behind: its tote, whose it was and since when."""

    task_id: int
    order_number: str
    tote: str
    operator: str
    lapsed_at: datetime


def tasks_left_behind(session: Session, now: datetime, *, but_not_of: int) -> list[LeftRow]:
    """Lapsed tasks that nobody came back to, the longest ago first."""
    left = session.scalars(
        select(PickTask.id).where(
            PickTask.state == PickTaskState.PAUSED,
            PickTask.paused_by != but_not_of,
            PickTask.lapsed_at <= now - OFFLINE_GRACE,
            ~is_stopped(),
        )
    ).all()
    rows = session.execute(
        select(PickTask.id, Order.number, Location.code, Operator.name, PickTask.lapsed_at)
        .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
        .join(Order, Order.id == PickTaskTote.order_id)
        .join(Location, Location.id == PickTaskTote.tote_id)
        .join(Operator, Operator.id == PickTask.paused_by)
        .where(PickTask.id.in_(left))
        .order_by(PickTask.lapsed_at, PickTask.id)
    )
    return [
        LeftRow(task_id, number, tote, name, lapsed_at or now)
        for task_id, number, tote, name, lapsed_at in rows
    ]

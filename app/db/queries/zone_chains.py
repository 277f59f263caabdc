"""Selects on the chain of tasks in which an order's totes pass from zone to zone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from app.db.schema import (
    Location,
    Operator,
    PickTask,
    PickTaskTote,
    Site,
    Tote,
    Zone,
)
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickTaskState


def _after(task_id: int) -> Select[PickTask]:
    return (
        select(PickTask)
        .where(PickTask.follows_id == task_id, PickTask.state != PickTaskState.CANCELLED)
        .order_by(PickTask.id)
        .limit(1)
    )


def next_in_chain(session: Session, task_id: int) -> PickTask | None:
    """The task that goes on with a task's totes."""
    return session.scalar(_after(task_id))


def lock_next_in_chain(session: Session, task_id: int) -> PickTask | None:
    """The same, locked; its own task must be locked before."""
    statement = _after(task_id).with_for_update(of=PickTask)
    return session.scalar(statement.execution_options(populate_existing=True))


def chain_of_order(session: Session, order_id: int) -> list[PickTask]:
    """The tasks in which an order's totes pass the zones, the first one first."""
    tasks = session.scalars(
        select(PickTask)
        .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
        .where(
            PickTaskTote.order_id == order_id,
            PickTask.method == PickMethod.ZONE_PASS,
            PickTask.state != PickTaskState.CANCELLED,
        )
        .order_by(PickTask.id)
        .execution_options(populate_existing=True)
    ).all()
    by_former = {task.follows_id: task for task in tasks}
    known = {task.id for task in tasks}
    first = [task for task in tasks if task.follows_id not in known]
    ordered: list[PickTask] = []
    for task in first:
        present: PickTask | None = task
        while present is not None and present not in ordered:
            ordered.append(present)
            present = by_former.get(present.id)
    return ordered


def has_arrived(session: Session, task_id: int) -> bool:
    """Whether the totes that were handed over to a task were scanned there."""
    statement = exists().where(
        PickTaskTote.task_id == task_id,
        PickTaskTote.handed_over_at.is_not(None),
        PickTaskTote.arrived_at.is_not(None),
    )
    return bool(session.scalar(select(statement)))


def holder_name(session: Session, task: PickTask) -> str:
    """Who works on a task, or did so last; empty for nobody."""
    who = task.operator_id or task.paused_by
    if who is None:
        return ""
    return session.scalar(select(Operator.name).where(Operator.id == who)) or ""


def lane_of_zone(session: Session, zone: str) -> Location | None:
    """Where totes for a zone are put down."""
    return session.scalar(
        select(Location).join(Zone, Zone.lane_id == Location.id).where(Zone.code == zone)
    )


def pack_lane(session: Session) -> Location | None:
    """Where totes are put down of which all zones are done."""
    return session.scalar(select(Location).join(Site, Site.pack_lane_id == Location.id))


def lane_code(session: Session, zone: str) -> str:
    """The code of the lane of a zone, or of the pack bench for none; empty where none is set up."""
    lane = lane_of_zone(session, zone) if zone else pack_lane(session)
    return "" if lane is None else lane.code


def onward_record(session: Session, task: PickTask) -> dict[str, Any] | None:
    """Where a zone's totes go after it, as `pick_records` reads it; None where they do not pass."""
    if task.method is not PickMethod.ZONE_PASS:
        return None
    after = next_in_chain(session, task.id)
    zone = "" if after is None else after.zone
    lane = pack_lane(session) if after is None else lane_of_zone(session, zone)
    return {
        "zone": zone,
        "place": "" if lane is None else lane.code,
        "place_id": None if lane is None else lane.id,
        "is_scanned": bool(session.scalar(select(Site.scans_lanes))),
        "came_by": lane_code(session, task.zone) if task.zone else "",
        "is_there": lane is not None and _stands_at(session, task.id, lane.id),
    }


def _stands_at(session: Session, task_id: int, place_id: int) -> bool:
    statement = exists().where(
        PickTaskTote.task_id == task_id,
        Tote.location_id == PickTaskTote.tote_id,
        Tote.place_id == place_id,
    )
    return bool(session.scalar(select(statement)))


def totes_of_task_orders(session: Session, task_id: int) -> list[Tote]:
    """All totes that carry the orders of a task, locked in the order of their numbers."""
    return list(session.scalars(_LOCK_TOTES_OF_TASK_ORDERS, {"task": task_id}))


_LOCK_TOTES_OF_TASK_ORDERS = (
    select(Tote)
    .where(
        Tote.order_id.in_(
            select(PickTaskTote.order_id).where(PickTaskTote.task_id == bindparam("task"))
        )
    )
    .order_by(Tote.location_id)
    .with_for_update()
    .execution_options(populate_existing=True)
)

"""Selects for the planner: where locations are, what waits to be picked, how fast picking went."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import (
    Allocation,
    Cubby,
    Item,
    Location,
    Operator,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
)
from app.domain.locations import STORAGE_KINDS
from app.domain.orders import OrderState
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState

WAITING = (OrderState.ALLOCATED, OrderState.RELEASED, OrderState.PICKING)
"""Orders in these states have units on shelves that somebody has to fetch."""


class PlaceRow(NamedTuple):
    """A shelf as its row has it."""

    location_id: int
    code: str
    x_m: float | None
    y_m: float | None
    zone: str
    aisle: str


class WaitingPick(NamedTuple):
    """Units of an order line to be fetched at a location."""

    order_id: int
    line_id: int
    location_id: int
    units: int
    ship_by: datetime | None


class DonePick(NamedTuple):
    """Units of a line fetched at a location, and when that was confirmed."""

    task_id: int
    location_id: int
    units: int
    picked_at: datetime
    order_id: int
    method: PickMethod


def shelf_rows(session: Session) -> list[PlaceRow]:
    """All pick faces and reserves."""
    rows = session.execute(
        select(
            Location.id,
            Location.code,
            Location.x_m,
            Location.y_m,
            Location.zone,
            Location.aisle,
        )
        .where(Location.kind.in_(tuple(STORAGE_KINDS)))
        .order_by(Location.code)
    )
    return [PlaceRow(*row) for row in rows]


def waiting_picks(session: Session) -> list[WaitingPick]:
    """What is promised to orders and lies on shelves still, by order and line."""
    rows = session.execute(
        select(
            OrderLine.order_id,
            OrderLine.id,
            Allocation.location_id,
            func.sum(Allocation.quantity),
            Order.ship_by,
        )
        .join(OrderLine, OrderLine.id == Allocation.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state.in_(WAITING), Allocation.quantity > 0)
        .group_by(OrderLine.order_id, OrderLine.id, Allocation.location_id, Order.ship_by)
        .order_by(OrderLine.order_id, OrderLine.id, Allocation.location_id)
    )
    return [WaitingPick(*row) for row in rows]


def done_picks(session: Session, most: int) -> list[DonePick]:
    """What was picked last, task by task in the order of the scans.

    Args:
        session: the database.
        most: so many lines at the most, the latest ones.
    """
    latest = (
        select(
            PickLine.task_id,
            PickLine.location_id,
            PickLine.picked,
            PickLine.picked_at,
            OrderLine.order_id,
            PickTask.method,
        )
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .where(
            PickLine.picked > 0,
            PickTask.state == PickTaskState.DONE,
        )
        .order_by(PickLine.picked_at.desc(), PickLine.id.desc())
        .limit(most)
    )
    rows = [
        DonePick(task_id, location_id, units, picked_at, order_id, method)
        for task_id, location_id, units, picked_at, order_id, method in session.execute(latest)
        if picked_at is not None
    ]
    return sorted(rows, key=lambda row: (row.task_id, row.picked_at))


class DoneTask(NamedTuple):
    """A pick task that is done: when it was first claimed, who did it, and its totes."""

    task_id: int
    started_at: datetime
    operator_id: int | None
    totes: int


def done_tasks(session: Session, task_ids: Collection[int]) -> list[DoneTask]:
    """When tasks were begun, by whom, and with how many totes."""
    found: list[DoneTask] = []
    for part in chunks(task_ids):
        rows = session.execute(
            select(
                PickTask.id,
                PickTask.started_at,
                PickTask.paused_by,
                func.count(PickTaskTote.tote_id.distinct()),
            )
            .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
            .where(PickTask.id.in_(part), PickTask.started_at.is_not(None))
            .group_by(PickTask.id)
        )
        found += [
            DoneTask(task_id, started_at, operator_id, totes)
            for task_id, started_at, operator_id, totes in rows
            if started_at is not None
        ]
    return found


class ItemSize(NamedTuple):
    """What a unit weighs and takes up; 0 where nobody said."""

    grams: int
    millilitres: int


def item_sizes(session: Session, item_ids: Collection[int]) -> dict[int, ItemSize]:
    """Weight and volume of a unit of each item."""
    found: dict[int, ItemSize] = {}
    for part in chunks(item_ids):
        rows = session.execute(
            select(Item.id, Item.weight_g, Item.length_mm, Item.width_mm, Item.height_mm).where(
                Item.id.in_(part)
            )
        )
        for item_id, grams, length, width, height in rows:
            cubic_mm = (length or 0) * (width or 0) * (height or 0)
            found[item_id] = ItemSize(grams or 0, -(-cubic_mm // 1000))
    return found


class OpenTask(NamedTuple):
    """What is left of a pick task.

    Attributes:
        holder_id: whose it is: in their hands, put aside by them, or given to them.
        station: where it was claimed last.
        order_ids: the orders with open lines.
        stops: locations of its open lines, in their order.
    """

    task_id: int
    wave_id: int | None
    method: PickMethod
    zone: str
    state: PickTaskState
    holder_id: int | None
    station: str
    follows_id: int | None
    priority: int
    due_at: datetime | None
    is_begun: bool
    order_ids: frozenset[int]
    lines: int
    units: int
    stops: tuple[int, ...]


ROWS_AT_A_TIME = 1000
"""Of thousands: a driver that makes all of them at once lets no other thread do anything."""

_NOT_DONE = PickTask.state.not_in((PickTaskState.DONE, PickTaskState.CANCELLED))


class _Left(NamedTuple):
    """What is left of a task: units by location, in the order of the stops, and whose they are."""

    stops: dict[int, int]
    order_ids: set[int]
    line_ids: set[int]


def _left_of_tasks(session: Session) -> dict[int, _Left]:
    """By task that is not done, its open lines."""
    lines = session.execute(
        select(
            PickLine.task_id,
            PickLine.location_id,
            PickLine.quantity - PickLine.picked - PickLine.short,
            OrderLine.order_id,
            PickLine.order_line_id,
        )
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .where(_NOT_DONE, PickLine.state == PickLineState.OPEN)
        .order_by(PickLine.task_id, PickLine.sequence, PickLine.id)
    )
    left: dict[int, _Left] = {}
    for task_id, location_id, units, order_id, line_id in lines.yield_per(ROWS_AT_A_TIME):
        found = left.get(task_id)
        if found is None:
            found = left[task_id] = _Left({}, set(), set())
        found.stops[location_id] = found.stops.get(location_id, 0) + units
        found.order_ids.add(order_id)
        found.line_ids.add(line_id)
    return left


def open_tasks(session: Session) -> list[OpenTask]:
    """All pick tasks that are not done, with what is left of each."""
    left = _left_of_tasks(session)
    tasks = session.execute(
        select(
            PickTask.id,
            PickTask.wave_id,
            PickTask.method,
            PickTask.zone,
            PickTask.state,
            func.coalesce(PickTask.operator_id, PickTask.paused_by),
            PickTask.station,
            PickTask.follows_id,
            PickTask.priority,
            PickTask.due_at,
            PickTask.started_at.is_not(None),
        )
        .where(_NOT_DONE)
        .order_by(PickTask.id)
    )
    return [
        OpenTask(
            *task,
            order_ids=frozenset(left[task[0]].order_ids),
            lines=len(left[task[0]].line_ids),
            units=sum(left[task[0]].stops.values()),
            stops=tuple(left[task[0]].stops),
        )
        for task in tasks
        if task[0] in left
    ]


class TaskOnFloor(NamedTuple):
    """A pick task that is not done: whose it is, one of its orders, and how many stops are left."""

    task_id: int
    method: PickMethod
    picker: str | None
    order_number: str
    stops: int


def tasks_on_floor(session: Session, most: int) -> list[TaskOnFloor]:
    """Pick tasks with open lines, those in somebody's hands first, then as they are claimed."""
    is_free = PickTask.operator_id.is_(None)
    rows = session.execute(
        select(
            PickTask.id,
            PickTask.method,
            Operator.name,
            func.min(Order.number),
            func.count(PickLine.location_id.distinct()),
        )
        .join(PickLine, PickLine.task_id == PickTask.id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(Operator, Operator.id == PickTask.operator_id)
        .where(
            PickTask.state.not_in((PickTaskState.DONE, PickTaskState.CANCELLED)),
            PickLine.state == PickLineState.OPEN,
        )
        .group_by(PickTask.id, Operator.name)
        .order_by(
            is_free,
            PickTask.priority.desc(),
            PickTask.due_at.asc().nulls_last(),
            PickTask.sequence,
        )
        .limit(most)
    )
    return [TaskOnFloor(*row) for row in rows]


def people_picking(session: Session) -> int:
    """How many people hold a pick task now."""
    statement = select(func.count(PickTask.operator_id.distinct())).where(
        PickTask.state == PickTaskState.IN_PROGRESS
    )
    return session.scalar(statement) or 0


def cubby_count(session: Session) -> int:
    """How many cubbies all put walls have."""
    return session.scalar(select(func.count()).select_from(Cubby)) or 0

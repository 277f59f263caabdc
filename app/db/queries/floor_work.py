"""Selects on the unfinished work of orders: which tasks carry them, and what is open there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import OrderLine, PickLine, PickTask, PickTaskTote, Stock, Tote
from app.domain.tasks import PickLineState, PickTaskState

UNFINISHED = (
    PickTaskState.WAITING,
    PickTaskState.READY,
    PickTaskState.IN_PROGRESS,
    PickTaskState.PAUSED,
)

_UNFINISHED_TASKS = (
    select(PickTaskTote.task_id)
    .join(PickTask, PickTask.id == PickTaskTote.task_id)
    .where(
        PickTaskTote.order_id.in_(bindparam("orders", expanding=True)),
        PickTask.state.in_(UNFINISHED),
    )
)


@dataclass(frozen=True)
class CarriedWork:
    """What a task has to do for one of its orders: open lines, units picked, units found short."""

    open_lines: int = 0
    picked: int = 0
    short: int = 0


def unfinished_task_ids(session: Session, order_ids: Collection[int]) -> set[int]:
    """The tasks that carry any of the orders and are neither done nor cancelled."""
    found: set[int] = set()
    for part in chunks(order_ids):
        found.update(session.scalars(_UNFINISHED_TASKS, {"orders": part}))
    return found


def lock_open_lines(
    session: Session, task_ids: Collection[int], order_ids: Collection[int]
) -> list[tuple[int, PickLine]]:
    """The open lines that tasks have for orders, each with its order, locked; the last come first.

    The tasks must be locked.
    """
    wanted = set(order_ids)
    found: list[tuple[int, PickLine]] = []
    for part in chunks(task_ids):
        rows = session.execute(
            select(OrderLine.order_id, PickLine)
            .join(OrderLine, OrderLine.id == PickLine.order_line_id)
            .where(PickLine.task_id.in_(part), PickLine.state == PickLineState.OPEN)
            .order_by(PickLine.id)
            .with_for_update(of=PickLine)
            .execution_options(populate_existing=True)
        )
        found += [(order_id, line) for order_id, line in rows if order_id in wanted]
    return sorted(found, key=lambda pair: (-pair[1].sequence, -pair[1].id))


def carried_work(session: Session, task_ids: Collection[int]) -> dict[int, dict[int, CarriedWork]]:
    """By task and order: what there is to do and what was done. Each order a task has a line of."""
    is_open = case((PickLine.state == PickLineState.OPEN, 1), else_=0)
    found: dict[int, dict[int, CarriedWork]] = defaultdict(dict)
    for part in chunks(task_ids):
        rows = session.execute(
            select(
                PickLine.task_id,
                OrderLine.order_id,
                func.sum(is_open),
                func.sum(PickLine.picked),
                func.sum(PickLine.short),
            )
            .join(OrderLine, OrderLine.id == PickLine.order_line_id)
            .where(PickLine.task_id.in_(part))
            .group_by(PickLine.task_id, OrderLine.order_id)
        )
        for task_id, order_id, lines, picked, short in rows:
            found[task_id][order_id] = CarriedWork(int(lines), int(picked), int(short))
    return found


def positions_of(session: Session, task_ids: Collection[int]) -> list[PickTaskTote]:
    """The positions of tasks, by task and position."""
    found: list[PickTaskTote] = []
    for part in chunks(task_ids):
        found += session.scalars(
            select(PickTaskTote)
            .where(PickTaskTote.task_id.in_(part))
            .order_by(PickTaskTote.task_id, PickTaskTote.position, PickTaskTote.order_id)
            .execution_options(populate_existing=True)
        )
    return found


def lock_empty_totes(session: Session, tote_ids: Collection[int]) -> list[Tote]:
    """Those of the totes in which nothing lies, locked in the order of their numbers."""
    holds_goods = select(Stock.location_id).where(
        Stock.location_id == Tote.location_id, Stock.on_hand > 0
    )
    found: list[Tote] = []
    for part in chunks(tote_ids):
        found += session.scalars(
            select(Tote)
            .where(Tote.location_id.in_(part), ~holds_goods.exists())
            .order_by(Tote.location_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    return found


def open_tasks_of(session: Session, order_ids: Collection[int]) -> dict[int, list[PickTask]]:
    """The unfinished tasks that carry each order, the oldest first; all must be locked."""
    found: dict[int, list[PickTask]] = defaultdict(list)
    for part in chunks(order_ids):
        rows = session.execute(
            select(PickTaskTote.order_id, PickTask)
            .join(PickTask, PickTask.id == PickTaskTote.task_id)
            .where(PickTaskTote.order_id.in_(part), PickTask.state.in_(UNFINISHED))
            .order_by(PickTask.id)
        )
        for order_id, task in rows:
            found[order_id].append(task)
    return found


def last_sequences(session: Session, task_ids: Collection[int]) -> dict[int, int]:
    """The number of each task's last line."""
    found: dict[int, int] = {}
    for part in chunks(task_ids):
        rows = session.execute(
            select(PickLine.task_id, func.max(PickLine.sequence))
            .where(PickLine.task_id.in_(part))
            .group_by(PickLine.task_id)
        )
        found.update((task_id, int(last)) for task_id, last in rows)
    return found


def orders_with_picks(session: Session, order_ids: Collection[int]) -> set[int]:
    """Which of the orders have a unit that was taken from its location."""
    found: set[int] = set()
    for part in chunks(order_ids):
        found.update(
            session.scalars(
                select(OrderLine.order_id).where(OrderLine.order_id.in_(part), OrderLine.picked > 0)
            )
        )
    return found

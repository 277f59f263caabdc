"""Selects on refills: which wait, and what the plan of refills is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.db.queries.reach import is_in_reach, needed_there
from app.db.schema import (
    Item,
    Location,
    ReplenishTask,
)
from app.domain.replenishment import ReplenishReason
from app.domain.tasks import StockTaskState

_TO_MOVE = ReplenishTask.quantity - ReplenishTask.moved

_WAY = (ReplenishTask.from_location_id, ReplenishTask.to_location_id)


def lock_refill(session: Session, task_id: int) -> ReplenishTask | None:
    """A refill, locked."""
    return session.scalar(
        select(ReplenishTask)
        .where(ReplenishTask.id == task_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_refill(
    session: Session, *, item_id: int, lot_id: int, source: int, target: int
) -> ReplenishTask | None:
    """The refill that waits for these goods and this way, locked."""
    return session.scalar(
        select(ReplenishTask)
        .where(
            ReplenishTask.item_id == item_id,
            ReplenishTask.lot_id == lot_id,
            ReplenishTask.from_location_id == source,
            ReplenishTask.to_location_id == target,
            ReplenishTask.state == StockTaskState.OPEN,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _is_free(
    operator_id: int | BindParameter[int], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    return or_(
        ReplenishTask.operator_id.is_(None),
        ReplenishTask.operator_id == operator_id,
        ReplenishTask.held_until.is_(None),
        ReplenishTask.held_until < now,
    )


def _could_be_done(
    operator_id: int | BindParameter[int], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    return and_(ReplenishTask.state == StockTaskState.OPEN, _is_free(operator_id, now))


def _urgency() -> tuple[SQLColumnExpression[Any], ...]:
    """What orders in front of a wave need comes first, by cut-off; then the minimum of faces."""
    return (
        ReplenishTask.skips,
        ReplenishTask.reason != ReplenishReason.DEMAND,
        ReplenishTask.due_at.is_(None),
        ReplenishTask.due_at,
        ReplenishTask.id,
    )


def next_refill(
    session: Session, operator_id: int, now: datetime, *, location_id: int | None = None
) -> ReplenishTask | None:
    """The refill to do next, locked; those that others are at, or out of reach, are passed over.

    From or to `location_id`, where one is given.
    """
    statement = (
        select(ReplenishTask)
        .where(_could_be_done(operator_id, now), is_in_reach(operator_id, *_WAY))
        .order_by(*_urgency())
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if location_id is not None:
        statement = statement.where(or_(*(column == location_id for column in _WAY)))
    return session.scalar(statement)


def waiting_refills(session: Session, operator_id: int, now: datetime) -> int:
    """How many refills an operator could do now."""
    return session.scalar(_count_waiting(), {"operator": operator_id, "now": now}) or 0


@cache
def _count_waiting() -> Select[int]:
    """Built once: the start screen counts whenever it is shown."""
    operator: BindParameter[int] = bindparam("operator")
    now: BindParameter[datetime] = bindparam("now")
    return (
        select(func.count())
        .select_from(ReplenishTask)
        .where(_could_be_done(operator, now), is_in_reach(operator, *_WAY))
    )


def refills_out_of_reach(
    session: Session, operator_id: int, now: datetime, *, location_id: int | None = None
) -> list[str]:
    """What refills need that wait, of a place or any, and an operator may not operate."""
    waiting = _could_be_done(operator_id, now)
    if location_id is not None:
        waiting = and_(waiting, or_(*(column == location_id for column in _WAY)))
    ways = [select(column).where(waiting) for column in _WAY]
    needed = {word for way in ways for word in needed_there(session, operator_id, way)}
    return sorted(needed)


@dataclass(frozen=True)
class RefillRow:
    """A refill that waits, in words."""

    task_id: int
    sku: str
    name: str
    source: str
    target: str
    quantity: int
    reason: ReplenishReason
    due_at: datetime | None


def refill_rows(session: Session) -> list[RefillRow]:
    """All refills that wait, the most urgent first."""
    source, target = aliased(Location), aliased(Location)
    rows = session.execute(
        select(ReplenishTask, Item.sku, Item.name, source.code, target.code)
        .join(Item, Item.id == ReplenishTask.item_id)
        .join(source, source.id == ReplenishTask.from_location_id)
        .join(target, target.id == ReplenishTask.to_location_id)
        .where(ReplenishTask.state == StockTaskState.OPEN)
        .order_by(*_urgency())
    )
    return [
        RefillRow(
            task.id, sku, name, came, goes, task.quantity - task.moved, task.reason, task.due_at
        )
        for task, sku, name, came, goes in rows
    ]

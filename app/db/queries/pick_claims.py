"""Selects on pick tasks as work to be claimed: whose it is, what waits, what may not go on."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import Operator, Order, OrderHold, PickTask, PickTaskTote
from app.domain.orders import HoldReason
from app.domain.tasks import PickTaskState

HARMLESS_HOLDS = frozenset({HoldReason.SHORT})
"""A short order waits at the pack bench; what is there is still picked."""


def is_stopped() -> ColumnElement[bool]:
    """That an order of the task is cancelled, or held for more than missing units."""
    held = exists().where(
        OrderHold.order_id == Order.id,
        OrderHold.lifted_at.is_(None),
        OrderHold.reason.not_in(tuple(HARMLESS_HOLDS)),
    )
    return exists().where(
        PickTaskTote.task_id == PickTask.id,
        Order.id == PickTaskTote.order_id,
        or_(Order.cancelled_at.is_not(None), held),
    )


def lock_operator(session: Session, operator_id: int) -> None:
    """Let an operator's claims at two stations come one after the other."""
    # Not the key: rows that name the operator, such as scans, need not wait for a claim.
    session.execute(
        select(Operator.id).where(Operator.id == operator_id).with_for_update(key_share=True)
    )


def stopped_tasks_of(session: Session, operator_id: int) -> list[PickTask]:
    """Tasks an operator works on whose order was stopped meanwhile, locked."""
    return list(
        session.scalars(
            select(PickTask)
            .where(
                PickTask.operator_id == operator_id,
                PickTask.state == PickTaskState.IN_PROGRESS,
                is_stopped(),
            )
            .order_by(PickTask.id)
            .with_for_update(of=PickTask)
            .execution_options(populate_existing=True)
        )
    )


def own_task(session: Session, operator_id: int) -> PickTask | None:
    """The task an operator holds or has put aside, the one in progress first; locked.

    Work whose lease ran out is still its last holder's, as long as nobody else has claimed it. Work
    on an order that was stopped is not gone on with until somebody lets the order go.
    """
    return session.scalar(
        select(PickTask)
        .where(
            or_(
                (PickTask.operator_id == operator_id)
                & (PickTask.state == PickTaskState.IN_PROGRESS),
                (PickTask.paused_by == operator_id) & (PickTask.state == PickTaskState.PAUSED),
                (PickTask.paused_by == operator_id)
                & (PickTask.state == PickTaskState.READY)
                & PickTask.lapsed_at.is_not(None),
            ),
            ~is_stopped(),
        )
        .order_by((PickTask.state != PickTaskState.IN_PROGRESS), PickTask.id)
        .limit(1)
        .with_for_update(of=PickTask)
        .execution_options(populate_existing=True)
    )


def next_ready_task(session: Session) -> PickTask | None:
    """The most urgent task nobody works on; rows locked by other claimers are passed over."""
    return session.scalar(
        select(PickTask)
        .where(PickTask.state == PickTaskState.READY, ~is_stopped())
        .order_by(PickTask.priority.desc(), PickTask.sequence)
        .limit(1)
        .with_for_update(of=PickTask, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def peek_ready_task(session: Session) -> PickTask | None:
    """The most urgent task nobody works on, to be shown and not to be claimed."""
    return session.scalar(
        select(PickTask)
        .where(PickTask.state == PickTaskState.READY, ~is_stopped())
        .order_by(PickTask.priority.desc(), PickTask.sequence)
        .limit(1)
    )


def ready_task_count(session: Session) -> int:
    """How many tasks wait for a picker."""
    return (
        session.scalar(
            select(func.count())
            .select_from(PickTask)
            .where(PickTask.state == PickTaskState.READY, ~is_stopped())
        )
        or 0
    )

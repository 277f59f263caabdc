"""Selects on pick tasks as work to be claimed: whose it is, what waits, what may not go on."""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from app.db.schema import (
    Operator,
    OperatorSkill,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
)
from app.domain.orders import HoldReason
from app.domain.tasks import PickTaskState
from app.domain.wanted_work import ANY_WORK, WantedWork

HARMLESS_HOLDS = frozenset({HoldReason.SHORT})
"""A short order waits at the pack bench; what is there is still picked."""


@cache
def order_is_stopped() -> ColumnElement[bool]:
    """That an order is cancelled, or held for more than missing units."""
    held = exists().where(
        OrderHold.order_id == Order.id,
        OrderHold.lifted_at.is_(None),
        OrderHold.reason.not_in(tuple(HARMLESS_HOLDS)),
    )
    return or_(Order.cancelled_at.is_not(None), held)


@cache
def is_stopped() -> ColumnElement[bool]:
    """That no order of the task may go on."""
    return ~exists().where(
        PickTaskTote.task_id == PickTask.id,
        Order.id == PickTaskTote.order_id,
        ~order_is_stopped(),
    )


def lock_operator(session: Session, operator_id: int) -> None:
    """Let an operator's claims at two stations come one after the other."""
    # Not the key: rows that name the operator, such as scans, need not wait for a claim.
    session.execute(
        select(Operator.id).where(Operator.id == operator_id).with_for_update(key_share=True)
    )


def stopped_tasks_of(session: Session, operator_id: int) -> list[PickTask]:
    """Tasks an operator works on whose order was stopped meanwhile, locked."""
    return list(session.scalars(_lock_stopped_tasks(), {"operator": operator_id}))


@cache
def _lock_stopped_tasks() -> Select[PickTask]:
    return (
        select(PickTask)
        .where(
            PickTask.operator_id == bindparam("operator"),
            PickTask.state == PickTaskState.IN_PROGRESS,
            is_stopped(),
        )
        .order_by(PickTask.id)
        .with_for_update(of=PickTask)
        .execution_options(populate_existing=True)
    )


def own_task(session: Session, operator_id: int) -> PickTask | None:
    """The task an operator holds or has put aside, the one in progress first; locked.

    Work whose lease ran out is still its last holder's, as long as nobody else has claimed it. Work
    on an order that was stopped is not gone on with until somebody lets the order go.
    """
    return session.scalar(_lock_own_task(), {"operator": operator_id})


@cache
def _lock_own_task() -> Select[PickTask]:
    operator: BindParameter[int] = bindparam("operator")
    return (
        select(PickTask)
        .where(
            or_(
                (PickTask.operator_id == operator) & (PickTask.state == PickTaskState.IN_PROGRESS),
                (PickTask.paused_by == operator) & (PickTask.state == PickTaskState.PAUSED),
                (PickTask.paused_by == operator)
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


def next_ready_task(
    session: Session, operator_id: int, wanted: WantedWork = ANY_WORK
) -> PickTask | None:
    """The most urgent task for an operator; rows locked by other claimers are passed over.

    Priority decides, then the cut-off, then the turn that planning gave. Work of the operator's own
    zone goes first; somebody with a zone takes none of another one. What needs equipment goes only
    to those who may operate it.
    """
    able = is_able(operator_id)
    for allowed in _zones_of(session, operator_id):
        found = session.scalar(
            _ready(allowed & able, wanted)
            .with_for_update(of=PickTask, skip_locked=True)
            .execution_options(populate_existing=True)
        )
        if found is not None:
            return found
    return None


def peek_ready_task(
    session: Session, operator_id: int, wanted: WantedWork = ANY_WORK
) -> PickTask | None:
    """The most urgent task for an operator, to be shown and not to be claimed."""
    able = is_able(operator_id)
    places = _zones_of(session, operator_id)
    found = (session.scalar(_ready(zone & able, wanted)) for zone in places)
    return next((task for task in found if task is not None), None)


def peek_ready_tasks(session: Session, operator_id: int, most: int) -> list[PickTask]:
    """The most urgent tasks for an operator in the order of their turns, to be shown only."""
    found: list[PickTask] = []
    able = is_able(operator_id)
    for zone in _zones_of(session, operator_id):
        found += session.scalars(_ready(zone & able, ANY_WORK).limit(most - len(found)))
        if len(found) >= most:
            break
    return found


def equipment_waiting(session: Session, operator_id: int) -> list[str]:
    """What ready tasks need that an operator may not operate, each once."""
    return list(
        session.scalars(
            select(PickTask.equipment)
            .where(PickTask.state == PickTaskState.READY, ~is_able(operator_id), ~is_stopped())
            .distinct()
            .order_by(PickTask.equipment)
        )
    )


def _zones_of(session: Session, operator_id: int) -> list[ColumnElement[bool]]:
    """Where an operator works, the place asked first first."""
    zone = session.scalar(select(Operator.zone).where(Operator.id == operator_id))
    if not zone:
        return [true()]
    return [PickTask.zone == zone, PickTask.zone == ""]


def is_able(operator_id: int) -> ColumnElement[bool]:
    """That an operator may operate what the task needs."""
    skilled = exists().where(
        OperatorSkill.operator_id == operator_id, OperatorSkill.skill == PickTask.equipment
    )
    return or_(PickTask.equipment == "", skilled)


def _ready(where: ColumnElement[bool], wanted: WantedWork) -> Select[PickTask]:
    return (
        select(PickTask)
        .where(PickTask.state == PickTaskState.READY, where, _is_wanted(wanted), ~is_stopped())
        .order_by(PickTask.priority.desc(), PickTask.due_at.asc().nulls_last(), PickTask.sequence)
        .limit(1)
    )


def _is_wanted(wanted: WantedWork) -> ColumnElement[bool]:
    of_method = PickTask.method.in_(wanted.methods) if wanted.methods else true()
    return and_(of_method, PickTask.wave_id.is_not(None) if wanted.in_wave else true())


def ready_task_count(session: Session, operator_id: int) -> int:
    """How many tasks wait for a picker, of those that an operator may do."""
    return (
        session.scalar(
            select(func.count())
            .select_from(PickTask)
            .where(PickTask.state == PickTaskState.READY, is_able(operator_id), ~is_stopped())
        )
        or 0
    )


def stopped_orders_without_goods(session: Session, task_id: int) -> list[int]:
    """Orders of a cart that may not go on and of which nothing was picked or bound yet.

    Where no order of the task may go on, none of them is named: the task itself is stopped.
    """
    rows = session.execute(
        select(Order.id, order_is_stopped(), PickTaskTote.tote_id.is_(None) & ~_has_picked())
        .join(PickTaskTote, PickTaskTote.order_id == Order.id)
        .where(PickTaskTote.task_id == task_id)
        .order_by(Order.id)
        .with_for_update(of=Order)
    ).all()
    if all(is_stopped for _, is_stopped, _ in rows):
        return []
    return [order_id for order_id, is_stopped, is_untouched in rows if is_stopped and is_untouched]


def _has_picked() -> ColumnElement[bool]:
    return exists().where(
        PickLine.task_id == PickTaskTote.task_id,
        PickLine.order_line_id == OrderLine.id,
        OrderLine.order_id == Order.id,
        PickLine.picked > 0,
    )

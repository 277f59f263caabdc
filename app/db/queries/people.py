"""Selects on operators, stations and the site."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.schema import Operator, PickTask, Site
from app.domain.tasks import PickTaskState


def operator_by_badge(session: Session, badge_hash: str) -> Operator | None:
    """The active operator with this badge."""
    return session.scalar(
        select(Operator).where(Operator.badge_hash == badge_hash, Operator.active)
    )


def operator_by_staff_number(session: Session, staff_number: str) -> Operator | None:
    """The active operator with this staff number, locked while a PIN is judged."""
    return session.scalar(
        select(Operator)
        .where(Operator.staff_number == staff_number, Operator.active)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def operator_by_id(session: Session, operator_id: int) -> Operator:
    """The operator with this number."""
    return session.get_one(Operator, operator_id)


def operator_count(session: Session) -> int:
    """How many operators there are."""
    return session.scalar(select(func.count()).select_from(Operator)) or 0


def paused_task_names(session: Session, station: str) -> tuple[str, ...]:
    """Names of the operators whose unfinished pick tasks were last worked on at this station."""
    return tuple(
        session.scalars(
            select(Operator.name)
            .join(
                PickTask,
                (PickTask.operator_id == Operator.id) | (PickTask.paused_by == Operator.id),
            )
            .where(
                PickTask.station == station,
                PickTask.state.in_((PickTaskState.IN_PROGRESS, PickTaskState.PAUSED)),
            )
            .distinct()
            .order_by(Operator.name)
        )
    )


def has_site(session: Session) -> bool:
    """Whether the warehouse has been set up."""
    return session.get(Site, 1) is not None

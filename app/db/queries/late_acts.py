"""Selects on what leads did for late orders, and on what of it was undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.queries.lead_acts import events_of
from app.db.schema import Order, PickTaskTote
from app.domain.late_acts import DoneLateAct, LateAct
from app.domain.people_events import MessageSent, MessageTakenBack, RushUndone, TaskRushed
from app.domain.people_state import LeadMessage

_RUSHED, _SENT = TaskRushed.__name__, MessageSent.__name__
_UNRUSHED, _TAKEN_BACK = RushUndone.__name__, MessageTakenBack.__name__


def late_acts_of(
    session: Session, operator_id: int | None, since: datetime
) -> tuple[list[DoneLateAct], frozenset[int]]:
    """What somebody did for late orders lately, and the numbers of the acts that were undone."""
    rows = events_of(session, operator_id, (_RUSHED, _SENT, _UNRUSHED, _TAKEN_BACK), since)
    done = [act for row in rows if (act := _act(*row)) is not None]
    undone = [told["rush"] for _, kind, told in rows if kind == _UNRUSHED]
    undone += [told["message"] for _, kind, told in rows if kind == _TAKEN_BACK]
    return done, frozenset(number for number in undone if isinstance(number, int))


def order_numbers_of_task(session: Session, task_id: int) -> list[str]:
    """The numbers of the orders that a task carries."""
    rows = session.scalars(
        select(Order.number)
        .join(PickTaskTote, PickTaskTote.order_id == Order.id)
        .where(PickTaskTote.task_id == task_id)
        .order_by(Order.id)
    )
    return list(dict.fromkeys(rows))


def _act(number: int, kind: str, told: dict[str, Any]) -> DoneLateAct | None:
    if kind == _RUSHED:
        return DoneLateAct(number, LateAct.RUSH, told["task_id"], told["before"], told["priority"])
    if kind == _SENT and told["message"] == LeadMessage.HELP_AT_THE_BENCHES:
        return DoneLateAct(number, LateAct.CALL, told["person_id"])
    return None

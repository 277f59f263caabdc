"""Selects on the people of a shift: who is there, what they hold, breaks, calls, words."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import EventLog, Operator, OperatorSkill, PickLine, PickTask, Wave
from app.domain.events import Event, OperatorSignedIn
from app.domain.operators import OperatorRole
from app.domain.people_events import BreakBegan, MessageSeen, MessageSent, MessageTakenBack
from app.domain.people_state import PersonTask
from app.domain.shelf_events import LeadCalled
from app.domain.tasks import PickLineState, PickTaskState


class FloorPerson(NamedTuple):
    """Somebody who signed in during the shift, and where they did so last."""

    operator_id: int
    name: str
    role: OperatorRole
    zone: str
    station: str
    signed_in_at: datetime


def floor_people(session: Session, since: datetime) -> list[FloorPerson]:
    """Who signed in since then and works here, by name."""
    last = (
        select(EventLog.operator_id, func.max(EventLog.id).label("id"))
        .where(EventLog.kind == OperatorSignedIn.__name__, EventLog.at >= since)
        .group_by(EventLog.operator_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Operator.id,
            Operator.name,
            Operator.role,
            Operator.zone,
            EventLog.station,
            EventLog.at,
        )
        .join(last, last.c.operator_id == Operator.id)
        .join(EventLog, EventLog.id == last.c.id)
        .where(Operator.active)
        .order_by(Operator.name, Operator.id)
    )
    return [FloorPerson(*row) for row in rows]


def tasks_of_people(session: Session) -> list[PersonTask]:
    """All tasks in somebody's hands or waiting for somebody, the oldest first."""
    is_open = case((PickLine.state == PickLineState.OPEN, 1), else_=0)
    is_held = PickTask.state == PickTaskState.IN_PROGRESS
    rows = session.execute(
        select(
            PickTask.id,
            func.coalesce(PickTask.operator_id, PickTask.paused_by),
            is_held,
            func.coalesce(Wave.code, ""),
            PickTask.method,
            PickTask.zone,
            func.count(),
            func.sum(is_open),
        )
        .join(PickLine, PickLine.task_id == PickTask.id)
        .outerjoin(Wave, Wave.id == PickTask.wave_id)
        .where(
            or_(is_held, PickTask.state == PickTaskState.PAUSED),
            PickLine.state != PickLineState.CANCELLED,
        )
        .group_by(PickTask.id, Wave.code)
        .order_by(PickTask.id)
    )
    return [
        PersonTask(task, holder, bool(held), wave, method, zone, int(lines), int(left or 0))
        for task, holder, held, wave, method, zone, lines, left in rows
        if holder is not None
    ]


def skills_of_people(session: Session) -> dict[int, tuple[str, ...]]:
    """What each may operate."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(OperatorSkill.operator_id, OperatorSkill.skill).order_by(OperatorSkill.skill)
    )
    for operator_id, skill in rows:
        found[operator_id].append(skill)
    return {operator_id: tuple(skills) for operator_id, skills in found.items()}


def last_breaks(session: Session, since: datetime) -> dict[int, datetime]:
    """By person, when their last break began."""
    return {person: at for person, at, _ in _of_people(session, since, (BreakBegan,), "person_id")}


def last_calls(session: Session, since: datetime) -> dict[int, datetime]:
    """By person, when they last needed a lead."""
    rows = session.execute(
        select(EventLog.operator_id, func.max(EventLog.at))
        .where(EventLog.kind == LeadCalled.__name__, EventLog.at >= since)
        .group_by(EventLog.operator_id)
    )
    return {person: at for person, at in rows if person is not None and at is not None}


class UnseenMessage(NamedTuple):
    """Something somebody was told and has not seen: its event, what, by whom and when."""

    event_id: int
    message: str
    sender: str
    at: datetime


def unseen_messages(session: Session, since: datetime, person_id: int) -> list[UnseenMessage]:
    """What somebody has not seen yet, the oldest first; what was taken back is not told."""
    waiting: dict[int, UnseenMessage] = {}
    kinds = (MessageSent, MessageSeen, MessageTakenBack)
    for person, at, row in _of_people(session, since, kinds, "person_id"):
        if person != person_id:
            continue
        if row.kind == MessageSeen.__name__:
            waiting.clear()
        elif row.kind == MessageTakenBack.__name__:
            waiting.pop(int(str(row.payload["message"])), None)
        else:
            told, sender = str(row.payload["message"]), str(row.payload["sender_name"])
            waiting[row.id] = UnseenMessage(row.id, told, sender, at)
    return list(waiting.values())


def _of_people(
    session: Session, since: datetime, kinds: tuple[type[Event], ...], field: str
) -> list[tuple[int, datetime, EventLog]]:
    rows = session.scalars(
        select(EventLog)
        .where(EventLog.kind.in_([kind.__name__ for kind in kinds]), EventLog.at >= since)
        .order_by(EventLog.id)
    )
    return [(int(str(row.payload[field])), row.at, row) for row in rows]

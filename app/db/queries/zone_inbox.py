"""Selects on what waits for a zone: totes on their way, orders that begin there, who is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from app.db.queries.pick_claims import is_able, is_stopped
from app.db.schema import Location, Order, OrderLine, PickLine, PickTask, PickTaskTote, Zone
from app.domain.locations import STORAGE_KINDS
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState
from app.domain.wanted_work import ZONE_WORK
from app.domain.zone_way import WaitingTote, by_turn


@dataclass(frozen=True)
class ZoneRow:
    """A zone, its name, its turn, and the code of its lane."""

    code: str
    name: str = ""
    turn: int = 0
    lane: str = ""


class _PositionRow(Protocol):
    task_id: int
    order_id: int
    number: str
    tote: str | None
    handed_over_at: datetime | None


def zone_rows(session: Session) -> list[ZoneRow]:
    """All zones in their turn: those that were set up, then those that only locations name."""
    lane = select(Location.code).where(Location.id == Zone.lane_id).scalar_subquery()
    rows = session.execute(
        select(Zone.code, Zone.name, Zone.sequence, func.coalesce(lane, "")).order_by(
            Zone.sequence, Zone.code
        )
    )
    known = {row[0]: ZoneRow(*row) for row in rows}
    named = session.scalars(
        select(Location.zone)
        .where(Location.zone != "", Location.kind.in_(tuple(STORAGE_KINDS)))
        .distinct()
        .order_by(Location.zone)
    )
    return [*known.values(), *(ZoneRow(code) for code in named if code not in known)]


def _waiting(zone: str, operator_id: int | None) -> Select[PickTask]:
    return select(PickTask).where(
        PickTask.state == PickTaskState.READY,
        PickTask.zone == zone,
        PickTask.method.in_(ZONE_WORK.methods),
        true() if operator_id is None else is_able(operator_id),
        ~is_stopped(),
    )


def waiting_totes(session: Session, zone: str, operator_id: int) -> list[WaitingTote]:
    """What of a zone's work an operator may do, in the order in which it should be taken."""
    tasks = session.scalars(_waiting(zone, operator_id)).all()
    ids = [task.id for task in tasks]
    lines = _open_lines(session, ids)
    positions = _positions(session, ids)
    after = _lines_after(session, {row.order_id for rows in positions.values() for row in rows})
    found = []
    for task in tasks:
        rows = positions.get(task.id, [])
        if not rows:
            continue
        later = after[rows[0].order_id] if task.method is PickMethod.ZONE_PASS else []
        found.append(
            WaitingTote(
                task_id=task.id,
                order_number=rows[0].number,
                tote=rows[0].tote or "",
                lines=lines.get(task.id, 0),
                lines_after=sum(later),
                zones_after=len(later),
                priority=task.priority,
                due_at=task.due_at,
                since=rows[0].handed_over_at or task.released_at,
                orders=len(rows),
            )
        )
    return sorted(found, key=by_turn)


def waiting_count(session: Session, zone: str, operator_id: int | None = None) -> int:
    """How many pieces of work wait for a zone, or of these for an operator who may do them."""
    waiting = _waiting(zone, operator_id).subquery()
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def lock_first_without_tote(session: Session, zone: str, operator_id: int) -> PickTask | None:
    """The most urgent work that begins in a zone with an empty tote, locked; others' is passed."""
    carries = select(PickTaskTote.id).where(
        PickTaskTote.task_id == PickTask.id, PickTaskTote.tote_id.is_not(None)
    )
    return session.scalar(
        _waiting(zone, operator_id)
        .where(~carries.exists())
        .order_by(PickTask.priority.desc(), PickTask.due_at.asc().nulls_last(), PickTask.sequence)
        .limit(1)
        .with_for_update(of=PickTask, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _open_lines(session: Session, task_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(PickLine.task_id, func.count().label("lines"))
        .where(PickLine.task_id.in_(task_ids), PickLine.state == PickLineState.OPEN)
        .group_by(PickLine.task_id)
    )
    return {row.task_id: row.lines for row in rows}


def _positions(session: Session, task_ids: Collection[int]) -> dict[int, list[_PositionRow]]:
    rows = session.execute(
        select(
            PickTaskTote.task_id,
            PickTaskTote.order_id,
            Order.number,
            Location.code.label("tote"),
            PickTaskTote.handed_over_at,
        )
        .join(Order, Order.id == PickTaskTote.order_id)
        .outerjoin(Location, Location.id == PickTaskTote.tote_id)
        .where(PickTaskTote.task_id.in_(task_ids))
        .order_by(PickTaskTote.position)
    )
    found: dict[int, list[_PositionRow]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found


def _lines_after(session: Session, order_ids: Collection[int]) -> dict[int, list[int]]:
    """By order: how many lines each zone has that its totes have not come to yet."""
    rows = session.execute(
        select(OrderLine.order_id, PickTask.id, func.count(PickLine.id))
        .join(PickLine, PickLine.task_id == PickTask.id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .where(
            OrderLine.order_id.in_(order_ids),
            PickTask.state == PickTaskState.WAITING,
            PickLine.state == PickLineState.OPEN,
        )
        .group_by(OrderLine.order_id, PickTask.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for order_id, _, count in rows:
        found[order_id].append(count)
    return found


def zone_of_place(session: Session, code: str) -> str:
    """The zone that a place belongs to, or is the lane of; empty where it is of none."""
    own = session.scalar(
        select(Zone.code).join(Location, Location.id == Zone.lane_id).where(Location.code == code)
    )
    if own:
        return own
    return session.scalar(select(Location.zone).where(Location.code == code)) or ""

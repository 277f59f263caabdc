"""Selects on who has what: parked work, people on the floor, totes that nobody has scanned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.db.schema import (
    EventLog,
    Location,
    Operator,
    Order,
    PickTask,
    PickTaskTote,
    Stock,
    StockMove,
    Tote,
)
from app.domain.events import OperatorSignedIn
from app.domain.locations import LocationKind
from app.domain.tasks import PickTaskState


def parked_tasks(session: Session, place_code: str) -> list[PickTask]:
    """The put-aside tasks that stand at a place, the longest first."""
    return list(
        session.scalars(
            select(PickTask)
            .join(Location, Location.id == PickTask.parked_at_id)
            .where(Location.code == place_code, PickTask.state == PickTaskState.PAUSED)
            .order_by(PickTask.id)
        )
    )


def lock_totes_of_task(session: Session, task_id: int) -> list[Tote]:
    """The totes of a task, those that were full and put by among them, locked."""
    bound = select(PickTaskTote.order_id).where(PickTaskTote.task_id == task_id)
    own = select(PickTaskTote.tote_id).where(PickTaskTote.task_id == task_id)
    return list(
        session.scalars(
            select(Tote)
            .where(
                or_(
                    Tote.task_id == task_id,
                    Tote.location_id.in_(own),
                    and_(Tote.order_id.in_(bound), Tote.place_id.is_(None)),
                )
            )
            .order_by(Tote.location_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def people_on_the_floor(
    session: Session, since: datetime, *, but_not: int, most: int
) -> list[tuple[int, str]]:
    """Who signed in since then and still works here: number and name, by name."""
    rows = session.execute(
        select(Operator.id, Operator.name)
        .where(
            Operator.active,
            Operator.id != but_not,
            Operator.id.in_(
                select(EventLog.operator_id).where(
                    EventLog.kind == OperatorSignedIn.__name__, EventLog.at >= since
                )
            ),
        )
        .order_by(Operator.name, Operator.id)
        .limit(most)
    )
    return [(operator_id, name) for operator_id, name in rows]


@dataclass(frozen=True)
class UnseenTote:
    """A tote with goods in it: when, where and by whom it was scanned last."""

    tote: str
    order_number: str
    units: int
    seen_at: datetime | None
    seen_by: str
    station: str
    place: str


def totes_not_seen_since(session: Session, moment: datetime) -> list[UnseenTote]:
    """Totes with goods that nobody has scanned since a moment, the longest ago first.

    A tote's own scan counts, and each unit that went in or out of it.
    """
    place = aliased(Location)
    moved = (
        select(func.max(StockMove.at))
        .where(
            or_(
                StockMove.to_location_id == Tote.location_id,
                StockMove.from_location_id == Tote.location_id,
            )
        )
        .scalar_subquery()
    )
    units = (
        select(func.sum(Stock.on_hand))
        .where(Stock.location_id == Tote.location_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Location.code,
            func.coalesce(Order.number, ""),
            units,
            Tote.seen_at,
            moved,
            func.coalesce(Operator.name, ""),
            Tote.seen_station,
            func.coalesce(place.code, ""),
        )
        .join(Location, Location.id == Tote.location_id)
        .outerjoin(Order, Order.id == Tote.order_id)
        .outerjoin(Operator, Operator.id == Tote.seen_by)
        .outerjoin(place, place.id == Tote.place_id)
        .where(Location.kind == LocationKind.TOTE, units > 0)
        .where(or_(Tote.seen_at.is_(None), Tote.seen_at < moment))
        .where(or_(moved.is_(None), moved < moment))
    )
    found = [
        UnseenTote(code, number, int(count), _later(seen, at), who, station, where)
        for code, number, count, seen, at, who, station, where in rows
    ]
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: (one.seen_at or never, one.tote))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    known = [moment for moment in (one, other) if moment is not None]
    return max(known, default=None)

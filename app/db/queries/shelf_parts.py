"""Selects on parts of orders that are picked in several zones at once, and on their slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from app.db.schema import (
    ConsolidationSlot,
    Location,
    Operator,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    Row,
    Stock,
    StockMove,
    Tote,
)
from app.domain.locations import LocationKind, MoveReason
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState


@dataclass(frozen=True)
class PartRow:
    """A tote with goods that one zone picked for an order."""

    tote_id: int
    tote: str
    order_id: int
    order_number: str
    task_id: int
    zone: str
    picker: str
    stands_in: str


def parts_in_hand(session: Session, operator_id: int) -> list[PartRow]:
    """The parts an operator picked to their end and has put down nowhere, in the cart's order."""
    statement = _PARTS.where(
        PickTask.state == PickTaskState.DONE,
        PickTask.paused_by == operator_id,
        Tote.place_id.is_(None),
    )
    return [PartRow(*row) for row in session.execute(statement)]


def part_in_tote(session: Session, code: str) -> PartRow | None:
    """The part that a tote carries."""
    row = session.execute(_PARTS.where(_TOTE_PLACE.code == code)).first()
    return None if row is None else PartRow(*row)


def open_lines_of(session: Session, pairs: Collection[tuple[int, int]]) -> dict[int, int]:
    """By order: how many lines its tasks have open; `pairs` are of task and order."""
    found: dict[int, int] = defaultdict(int)
    rows = session.execute(
        select(PickLine.task_id, OrderLine.order_id, func.count())
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .where(
            PickLine.task_id.in_({task_id for task_id, _ in pairs}),
            PickLine.state == PickLineState.OPEN,
        )
        .group_by(PickLine.task_id, OrderLine.order_id)
    )
    for task_id, order_id, count in rows:
        if (task_id, order_id) in pairs:
            found[order_id] += count
    return found


def open_slot(session: Session, location_id: int) -> None:
    """Let a place of the shelf be used, if it never was: of two that come at once, one waits."""
    dialect = session.connection().dialect.name
    table = Row.metadata.tables[ConsolidationSlot.__tablename__]
    if dialect == "postgresql":
        made = postgresql.insert(table).values(location_id=location_id).on_conflict_do_nothing()
        session.execute(made)
    else:
        session.execute(
            sqlite.insert(table).values(location_id=location_id).on_conflict_do_nothing()
        )


def totes_in_slot(session: Session, location_id: int) -> int:
    """How many totes stand in a slot."""
    statement = select(func.count()).select_from(Tote)
    return session.scalar(statement.where(Tote.place_id == location_id)) or 0


_TOTE_PLACE = aliased(Location)
_SLOT_PLACE = aliased(Location)

# The task that picked into a tote is found by its goods, since a full tote left its position.
_PARTS = (
    select(
        Tote.location_id,
        _TOTE_PLACE.code,
        Order.id,
        Order.number,
        PickTask.id,
        PickTask.zone,
        func.coalesce(Operator.name, ""),
        func.coalesce(_SLOT_PLACE.code, ""),
    )
    .join(_TOTE_PLACE, _TOTE_PLACE.id == Tote.location_id)
    .join(Order, Order.id == Tote.order_id)
    .join(StockMove, StockMove.to_location_id == Tote.location_id)
    .join(PickLine, PickLine.id == StockMove.pick_line_id)
    .join(OrderLine, (OrderLine.id == PickLine.order_line_id) & (OrderLine.order_id == Order.id))
    .join(PickTask, PickTask.id == PickLine.task_id)
    .join(
        PickTaskTote,
        (PickTaskTote.task_id == PickTask.id) & (PickTaskTote.order_id == Order.id),
    )
    .outerjoin(Operator, Operator.id == func.coalesce(PickTask.operator_id, PickTask.paused_by))
    .outerjoin(
        _SLOT_PLACE,
        (_SLOT_PLACE.id == Tote.place_id) & (_SLOT_PLACE.kind == LocationKind.CONSOLIDATION),
    )
    .where(
        PickTask.method == PickMethod.ZONE_PARALLEL,
        StockMove.reason == MoveReason.PICKED,
        Tote.location_id.in_(select(Stock.location_id).where(Stock.on_hand > 0)),
    )
    .group_by(
        Tote.location_id,
        _TOTE_PLACE.code,
        Order.id,
        Order.number,
        PickTask.id,
        PickTask.zone,
        Operator.name,
        _SLOT_PLACE.code,
    )
    .order_by(PickTask.id, func.min(PickTaskTote.position), Tote.location_id)
)

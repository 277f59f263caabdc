"""Selects on the consolidation shelf: its slots, and the parts of orders that meet there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import (
    ConsolidationSlot,
    Location,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    Stock,
    StockMove,
    Tote,
)
from app.domain.consolidation import PartTote, ZonePart, missing_zones
from app.domain.locations import LocationKind, MoveReason
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState


@dataclass(frozen=True)
class SlotRow:
    """A slot, and the order whose parts meet there."""

    location_id: int
    code: str
    order_id: int | None
    order_number: str | None


def slots(session: Session) -> list[SlotRow]:
    """All slots, in walking order."""
    rows = session.execute(
        select(Location.id, Location.code, ConsolidationSlot.order_id, Order.number)
        .outerjoin(ConsolidationSlot, ConsolidationSlot.location_id == Location.id)
        .outerjoin(Order, Order.id == ConsolidationSlot.order_id)
        .where(Location.kind == LocationKind.CONSOLIDATION)
        .order_by(Location.pick_sequence, Location.code)
    )
    return [SlotRow(*row) for row in rows]


def lock_slot(session: Session, location_id: int) -> ConsolidationSlot | None:
    """A slot that was used before, locked."""
    return session.scalar(
        select(ConsolidationSlot)
        .where(ConsolidationSlot.location_id == location_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def slot_of_order(session: Session, order_id: int) -> ConsolidationSlot | None:
    """The slot that an order's parts meet in, locked."""
    return session.scalar(
        select(ConsolidationSlot)
        .where(ConsolidationSlot.order_id == order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def parts_of_order(session: Session, order_id: int) -> tuple[ZonePart, ...]:
    """What each zone that picks an order at the same time as others has to bring."""
    tasks = session.execute(
        select(PickTask.id, PickTask.zone)
        .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
        .where(
            PickTaskTote.order_id == order_id,
            PickTask.method == PickMethod.ZONE_PARALLEL,
            PickTask.state != PickTaskState.CANCELLED,
        )
        .order_by(PickTask.id)
    ).all()
    open_tasks = set(
        session.scalars(
            select(PickLine.task_id)
            .join(OrderLine, OrderLine.id == PickLine.order_line_id)
            .where(OrderLine.order_id == order_id, PickLine.state == PickLineState.OPEN)
        )
    )
    totes = _totes_by_task(session, order_id)
    return tuple(
        ZonePart(zone, task in open_tasks, tuple(totes[task]), task) for task, zone in tasks
    )


def _totes_by_task(session: Session, order_id: int) -> dict[int, list[PartTote]]:
    """The order's totes that hold goods, by the task that picked into them."""
    filled = select(Stock.location_id).where(Stock.on_hand > 0)
    rows = session.execute(
        select(PickLine.task_id, Location.code, ConsolidationSlot.order_id)
        .select_from(StockMove)
        .join(PickLine, PickLine.id == StockMove.pick_line_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Tote, Tote.location_id == StockMove.to_location_id)
        .join(Location, Location.id == Tote.location_id)
        .outerjoin(ConsolidationSlot, ConsolidationSlot.location_id == Tote.place_id)
        .where(
            OrderLine.order_id == order_id,
            Tote.order_id == order_id,
            StockMove.reason == MoveReason.PICKED,
            Tote.location_id.in_(filled),
        )
        .distinct()
        .order_by(Location.code)
    )
    found: dict[int, list[PartTote]] = defaultdict(list)
    for task_id, code, owner in rows:
        found[task_id].append(PartTote(code, owner == order_id))
    return found


def missing_zones_of(session: Session, order_id: int) -> tuple[str, ...]:
    """The zones of which an order's slot still waits for something."""
    return missing_zones(parts_of_order(session, order_id))

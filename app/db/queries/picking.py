"""Selects on pick tasks and what belongs to them: promises, lines, totes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import (
    Allocation,
    Location,
    Lot,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    Stock,
    StockMove,
    Tote,
)
from app.domain.locations import lot_code_of
from app.domain.tasks import PickLineState


def open_allocations(
    session: Session, order_ids: Collection[int]
) -> dict[int, list[tuple[Allocation, int]]]:
    """Each order's promises that no pick line works on yet, with their place on the walk."""
    found: dict[int, list[tuple[Allocation, int]]] = defaultdict(list)
    for part in chunks(order_ids):
        rows = session.execute(
            select(OrderLine.order_id, Allocation, Location.pick_sequence)
            .join(OrderLine, OrderLine.id == Allocation.order_line_id)
            .join(Location, Location.id == Allocation.location_id)
            .outerjoin(PickLine, PickLine.allocation_id == Allocation.id)
            .where(OrderLine.order_id.in_(part), Allocation.quantity > 0, PickLine.id.is_(None))
        )
        for order_id, allocation, sequence in rows:
            found[order_id].append((allocation, sequence))
    return found


def lock_task(session: Session, task_id: int) -> PickTask:
    """A task, locked."""
    return session.scalars(
        select(PickTask)
        .where(PickTask.id == task_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def lock_pick_line(session: Session, pick_line_id: int) -> PickLine:
    """A pick line, locked."""
    return session.scalars(
        select(PickLine)
        .where(PickLine.id == pick_line_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def equipment_of_lines(session: Session, task_id: int) -> frozenset[str]:
    """What the places of a task's open lines need to be reached."""
    return frozenset(
        session.scalars(
            select(Location.equipment)
            .join(PickLine, PickLine.location_id == Location.id)
            .where(PickLine.task_id == task_id, PickLine.state == PickLineState.OPEN)
        )
    )


def tote_positions(session: Session, task_id: int) -> list[PickTaskTote]:
    """The tote positions of a task, in order."""
    return list(
        session.scalars(
            select(PickTaskTote)
            .where(PickTaskTote.task_id == task_id)
            .order_by(PickTaskTote.position)
        )
    )


def find_tote(session: Session, code: str) -> Tote | None:
    """The tote with this code, as it stands.

    It is not locked: orders are locked before totes, and here nobody knows the order yet.
    """
    return session.scalar(
        select(Tote).join(Location, Location.id == Tote.location_id).where(Location.code == code)
    )


def lock_tote(session: Session, code: str) -> Tote | None:
    """The tote with this code, locked."""
    return session.scalar(
        select(Tote)
        .join(Location, Location.id == Tote.location_id)
        .where(Location.code == code)
        .with_for_update(of=Tote)
        .execution_options(populate_existing=True)
    )


def lot_name(lot: Lot) -> str | None:
    """The lot's code as it is printed on the goods; goods may carry a date and no lot code."""
    return lot_name_of(lot.code, lot.expiry)


def lot_name_of(code: str, expiry: date | None) -> str | None:
    """The same for a lot's code and date."""
    nameless = expiry is not None and code == lot_code_of(expiry)
    return None if nameless else code or None


def order_number(session: Session, order_id: int) -> str:
    """What the customer calls an order."""
    return session.scalars(select(Order.number).where(Order.id == order_id)).one()


def tote_code(session: Session, tote_id: int | None) -> str | None:
    """The code on a tote."""
    if tote_id is None:
        return None
    return session.scalar(select(Location.code).where(Location.id == tote_id))


def open_lines_of_orders(
    session: Session, task_id: int, order_ids: Collection[int]
) -> list[tuple[int, PickLine]]:
    """The open lines that a task has of some orders, each with its order; locked."""
    rows = session.execute(
        select(OrderLine.order_id, PickLine)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .where(
            PickLine.task_id == task_id,
            PickLine.state == PickLineState.OPEN,
            OrderLine.order_id.in_(order_ids),
        )
        .order_by(PickLine.id)
        .with_for_update(of=PickLine)
        .execution_options(populate_existing=True)
    )
    return [(order_id, line) for order_id, line in rows]


def has_lines_of(session: Session, task_id: int, order_id: int) -> bool:
    """Whether a task has any line of an order."""
    statement = exists().where(
        PickLine.task_id == task_id,
        PickLine.order_line_id == OrderLine.id,
        OrderLine.order_id == order_id,
    )
    return bool(session.scalar(select(statement)))


def has_work_for(session: Session, task_id: int, order_id: int) -> bool:
    """Whether a task has anything of an order: open, picked, or found missing."""
    statement = exists().where(
        PickLine.task_id == task_id,
        PickLine.order_line_id == OrderLine.id,
        OrderLine.order_id == order_id,
        or_(PickLine.state != PickLineState.CANCELLED, PickLine.picked > 0),
    )
    return bool(session.scalar(select(statement)))


def lock_totes_on_cart(session: Session, task_id: int) -> list[Tote]:
    """The totes on a task's cart in which something of it lies, locked."""
    orders = select(PickTaskTote.order_id).where(PickTaskTote.task_id == task_id)
    of_task = exists().where(
        StockMove.to_location_id == Tote.location_id,
        StockMove.pick_line_id == PickLine.id,
        PickLine.task_id == task_id,
    )
    goods = exists().where(Stock.location_id == Tote.location_id, Stock.on_hand > 0)
    return list(
        session.scalars(
            select(Tote)
            .where(
                or_(Tote.order_id.in_(orders), Tote.task_id == task_id),
                or_(Tote.place_id.is_(None), Tote.location_id.in_(_present_totes(task_id))),
                of_task,
                goods,
            )
            .order_by(Tote.location_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _present_totes(task_id: int) -> Select[int | None]:
    return select(PickTaskTote.tote_id).where(
        PickTaskTote.task_id == task_id, PickTaskTote.tote_id.is_not(None)
    )


def has_open_lines_of(session: Session, order_id: int) -> bool:
    """Whether anything of an order is still to be picked, in any task."""
    statement = exists().where(
        PickLine.order_line_id == OrderLine.id,
        OrderLine.order_id == order_id,
        PickLine.state == PickLineState.OPEN,
    )
    return bool(session.scalar(select(statement)))


def clear_tote(session: Session, tote_id: int) -> None:
    """Let a tote stand at no position of any task any more."""
    session.execute(
        update(PickTaskTote)
        .where(PickTaskTote.tote_id == tote_id)
        .values(tote_id=None)
        .execution_options(synchronize_session="fetch")
    )


def take_off_cart(session: Session, task_id: int, tote_id: int) -> None:
    """Let a tote stand at no position of a task any more."""
    session.execute(
        update(PickTaskTote)
        .where(PickTaskTote.task_id == task_id, PickTaskTote.tote_id == tote_id)
        .values(tote_id=None)
        .execution_options(synchronize_session="fetch")
    )

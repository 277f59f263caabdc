"""Selects on discrepancies: what is open, and what is known of the goods one is about."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.db.schema import (
    Discrepancy,
    Item,
    Location,
    Operator,
    Order,
    OrderLine,
    PickLine,
    PickTaskTote,
)
from app.domain.discrepancies import Deed, DiscrepancyFacts


def open_rows(session: Session, operator_id: int | None = None) -> list[tuple[Discrepancy, str]]:
    """What is open, oldest first, with the name of whoever did it.

    Args:
        session: the transaction.
        operator_id: whose alone; everybody's if None.
    """
    statement = (
        select(Discrepancy, func.coalesce(Operator.name, ""))
        .outerjoin(Operator, Operator.id == Discrepancy.operator_id)
        .where(Discrepancy.resolved_at.is_(None))
        .order_by(Discrepancy.raised_at, Discrepancy.id)
    )
    if operator_id is not None:
        statement = statement.where(Discrepancy.operator_id == operator_id)
    return [(row, name) for row, name in session.execute(statement)]


def open_count(session: Session, operator_id: int | None = None) -> int:
    """How many are open."""
    statement = (
        select(func.count()).select_from(Discrepancy).where(Discrepancy.resolved_at.is_(None))
    )
    if operator_id is not None:
        statement = statement.where(Discrepancy.operator_id == operator_id)
    return session.scalar(statement) or 0


def rows_of_scan(session: Session, scan_id: uuid.UUID) -> list[tuple[Discrepancy, str]]:
    """What was raised for one scan, with the name of whoever scanned."""
    statement = (
        select(Discrepancy, func.coalesce(Operator.name, ""))
        .outerjoin(Operator, Operator.id == Discrepancy.operator_id)
        .where(Discrepancy.scan_id == scan_id)
        .order_by(Discrepancy.leg)
    )
    return [(row, name) for row, name in session.execute(statement)]


def lock_discrepancy(session: Session, discrepancy_id: int) -> Discrepancy | None:
    """A discrepancy, locked."""
    return session.scalar(
        select(Discrepancy)
        .where(Discrepancy.id == discrepancy_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_put_of(
    session: Session, task_id: int, pick_line_id: int, quantity: int, operator_id: int
) -> Discrepancy | None:
    """The latest open put of a line that the books do not know; locked."""
    rows = session.scalars(
        select(Discrepancy)
        .where(
            Discrepancy.work == "pick",
            Discrepancy.work_id == task_id,
            Discrepancy.operator_id == operator_id,
            Discrepancy.quantity == quantity,
            Discrepancy.resolved_at.is_(None),
        )
        .order_by(Discrepancy.id.desc())
        .with_for_update()
    )
    for row in rows:
        facts = facts_of(row)
        if facts.deed is Deed.PUT and facts.pick_line_id == pick_line_id:
            return row
    return None


def facts_of(row: Discrepancy) -> DiscrepancyFacts:
    """The facts of a row, as they were when it was raised."""
    values = dict(row.facts)
    return DiscrepancyFacts(**{**values, "deed": Deed(str(values["deed"]))})  # type: ignore[arg-type]  # JSON keeps the types we wrote


def line_with_goods(session: Session, pick_line_id: int) -> tuple[PickLine, Item, Location] | None:
    """A pick line with its item and place; None where there is no such line any more."""
    row = session.execute(
        select(PickLine, Item, Location)
        .join(Item, Item.id == PickLine.item_id)
        .join(Location, Location.id == PickLine.location_id)
        .where(PickLine.id == pick_line_id)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def order_of_line(session: Session, order_line_id: int) -> Order | None:
    """The order an order line belongs to."""
    return session.scalar(
        select(Order)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.id == order_line_id)
    )


def order_of_task(session: Session, task_id: int) -> Order | None:
    """The first order of a task."""
    return session.scalar(
        select(Order)
        .join(PickTaskTote, PickTaskTote.order_id == Order.id)
        .where(PickTaskTote.task_id == task_id)
        .order_by(PickTaskTote.position)
        .limit(1)
    )


def known_operators(session: Session, operator_ids: Collection[int]) -> set[int]:
    """Which of these numbers are operators: a row names only those there are."""
    return set(session.scalars(select(Operator.id).where(Operator.id.in_(operator_ids))))


def is_as_told(session: Session, row: Discrepancy) -> bool:
    """Whether the rows a discrepancy knows by number are those that it names.

    A database that was brought back from a backup gives numbers out anew.
    """
    facts = facts_of(row)
    if row.work_id is None:
        return False
    order: Order | None
    if facts.pick_line_id:
        goods = line_with_goods(session, facts.pick_line_id)
        order = None if goods is None else order_of_line(session, goods[0].order_line_id)
        sku = None if goods is None else goods[1].sku
    else:
        order = session.get(Order, row.work_id)
        sku = session.scalar(
            select(Item.sku)
            .join(OrderLine, OrderLine.item_id == Item.id)
            .where(OrderLine.id == facts.order_line_id, OrderLine.order_id == row.work_id)
        )
    return order is not None and (order.number, sku) == (facts.order_number, facts.sku)


def location_id_of(session: Session, code: str) -> int | None:
    """The location with this code, totes included."""
    return session.scalar(select(Location.id).where(Location.code == code))


def has_open_question(session: Session, work: str, work_id: int, station: str) -> bool:
    """Whether something that a station did to a piece of work waits for a person."""
    statement = exists().where(
        Discrepancy.work == work,
        Discrepancy.work_id == work_id,
        Discrepancy.station == station,
        Discrepancy.resolved_at.is_(None),
    )
    return bool(session.scalar(select(statement)))

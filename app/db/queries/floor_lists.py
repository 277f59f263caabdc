"""Selects on what a pick list or a count sheet says, when paper stands in for a scanner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.db.schema import (
    CountTask,
    Item,
    ItemBarcode,
    Location,
    Lot,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    Stock,
    Tote,
)
from app.domain.locations import STORAGE_KINDS
from app.domain.tasks import CountState, PickLineState, PickTaskState

OPEN_TASKS = (
    PickTaskState.READY,
    PickTaskState.IN_PROGRESS,
    PickTaskState.PAUSED,
    PickTaskState.WAITING,
)


class OpenPick(NamedTuple):
    """Units of a pick line that are still to be taken, with all that a picker has to know."""

    item_id: int
    location_id: int
    lot_id: int
    location: str
    check_digits: str
    sku: str
    name: str
    fragile: bool
    lot: str
    expiry: date | None
    open_units: int
    position: int
    barcode: str | None


class CarriedTote(NamedTuple):
    """A place of a task's cart: its position, the tote that stands there, and whose order it is.

    `code` is empty while no tote was put there.
    """

    position: int
    code: str
    order_number: str


class ToCount(NamedTuple):
    """An item at a location, or a location that should be empty."""

    location: str
    check_digits: str
    sku: str
    name: str
    lot: str
    on_hand: int
    barcode: str | None


def open_tasks(session: Session) -> list[PickTask]:
    """Tasks with something still to be picked, the most urgent first."""
    has_open = (
        select(PickLine.id)
        .where(PickLine.task_id == PickTask.id, PickLine.state == PickLineState.OPEN)
        .exists()
    )
    wanted = select(PickTask).where(PickTask.state.in_(OPEN_TASKS), has_open)
    return list(
        session.scalars(wanted.order_by(PickTask.priority.desc(), PickTask.sequence, PickTask.id))
    )


def tasks_named(session: Session, code: str) -> list[PickTask]:
    """Open tasks of this number, or that carry this tote or order."""
    position = aliased(PickTaskTote)
    tote = aliased(Location)
    names: list[ColumnElement[bool]] = [tote.code == code, Order.number == code]
    if code.isascii() and code.isdigit() and len(code) < _MOST_DIGITS:
        names.append(PickTask.id == int(code))
    ids = (
        select(PickTask.id)
        .outerjoin(position, position.task_id == PickTask.id)
        .outerjoin(Order, Order.id == position.order_id)
        .outerjoin(Tote, or_(Tote.location_id == position.tote_id, Tote.task_id == PickTask.id))
        .outerjoin(tote, tote.id == Tote.location_id)
        .where(or_(*names))
    )
    wanted = select(PickTask).where(PickTask.id.in_(ids), PickTask.state.in_(OPEN_TASKS))
    return list(session.scalars(wanted.order_by(PickTask.id)))


_MOST_DIGITS = 18
"""Longer numbers are no row's id on either database."""


def open_picks(session: Session, task_id: int) -> list[OpenPick]:
    """What is still to be taken for a task, in walking order."""
    rows = session.execute(
        select(
            PickLine.item_id,
            PickLine.location_id,
            PickLine.lot_id,
            Location.code,
            Location.check_digits,
            Item.sku,
            Item.name,
            Item.fragile,
            Lot.code,
            Lot.expiry,
            PickLine.quantity - PickLine.picked - PickLine.short,
            PickTaskTote.position,
            _unit_barcode(),
        )
        .join(Location, Location.id == PickLine.location_id)
        .join(Item, Item.id == PickLine.item_id)
        .join(Lot, Lot.id == PickLine.lot_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(
            PickTaskTote,
            (PickTaskTote.task_id == PickLine.task_id)
            & (PickTaskTote.order_id == OrderLine.order_id),
        )
        .where(PickLine.task_id == task_id, PickLine.state == PickLineState.OPEN)
        .order_by(PickLine.sequence, PickLine.id)
    )
    return [OpenPick._make(row) for row in rows]


def carried_totes(session: Session, task_id: int) -> list[CarriedTote]:
    """The positions of a task's cart, with the totes that stand there now."""
    rows = session.execute(
        select(PickTaskTote.position, func.coalesce(Location.code, ""), Order.number)
        .join(Order, Order.id == PickTaskTote.order_id)
        .outerjoin(Location, Location.id == PickTaskTote.tote_id)
        .where(PickTaskTote.task_id == task_id)
        .order_by(PickTaskTote.position, Location.code)
    )
    return [CarriedTote(*row) for row in rows]


def to_count(session: Session, location_codes: Collection[str]) -> list[ToCount]:
    """What lies at storage locations by the books, in walking order, empty ones included."""
    rows = session.execute(
        select(
            Location.code,
            Location.check_digits,
            func.coalesce(Item.sku, ""),
            func.coalesce(Item.name, ""),
            func.coalesce(Lot.code, ""),
            func.coalesce(Stock.on_hand, 0),
            _unit_barcode(),
        )
        .outerjoin(Stock, (Stock.location_id == Location.id) & (Stock.on_hand > 0))
        .outerjoin(Item, Item.id == Stock.item_id)
        .outerjoin(Lot, Lot.id == Stock.lot_id)
        .where(Location.kind.in_(tuple(STORAGE_KINDS)), Location.code.in_(location_codes))
        .order_by(Location.pick_sequence, Location.code, Item.sku, Lot.code)
    )
    return [ToCount._make(row) for row in rows]


def open_counts(session: Session) -> list[str]:
    """Codes of the locations that somebody has to count."""
    return list(
        session.scalars(
            select(Location.code)
            .join(CountTask, CountTask.location_id == Location.id)
            .where(CountTask.state == CountState.OPEN)
            .distinct()
            .order_by(Location.code)
        )
    )


def _unit_barcode() -> ColumnElement[str | None]:
    """A code that counts one unit of the item of the row."""
    return (
        select(func.min(ItemBarcode.code))
        .where(ItemBarcode.item_id == Item.id, ItemBarcode.quantity == 1)
        .scalar_subquery()
    )

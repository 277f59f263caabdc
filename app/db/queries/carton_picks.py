"""Selects on cartons that are filled while they are picked."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from app.db.queries.parcels import is_picked_into
from app.db.schema import (
    Carton,
    CartonLine,
    Item,
    Location,
    OrderLine,
    PickTaskTote,
    Shipment,
    SsccRange,
)
from app.domain.pick_state import PickState
from app.domain.shipping import parse_sscc
from app.domain.tasks import CartonState


def lock_open_carton(session: Session, code: str, order_id: int) -> Carton | None:
    """An order's carton that is not closed yet, by its label or name; locked."""
    return session.scalar(
        select(Carton)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .join(Location, Location.id == Carton.location_id)
        .where(
            Location.code == code,
            Shipment.order_id == order_id,
            Carton.state == CartonState.OPEN,
        )
        .with_for_update(of=Carton)
        .execution_options(populate_existing=True)
    )


def carton_at_position(session: Session, task_id: int, position: int) -> PickTaskTote | None:
    """A position of a task that is picked into cartons, with its order."""
    return session.scalar(
        select(PickTaskTote).where(
            PickTaskTote.task_id == task_id, PickTaskTote.position == position
        )
    )


def empty_cartons_of(session: Session, task_ids: Collection[int]) -> list[Carton]:
    """The open cartons of tasks that nothing lies in, locked."""
    return list(session.scalars(_LOCK_EMPTY_CARTONS, {"tasks": list(task_ids)}))


_LOCK_EMPTY_CARTONS = (
    select(Carton)
    .join(PickTaskTote, PickTaskTote.carton_id == Carton.id)
    .where(
        PickTaskTote.task_id.in_(bindparam("tasks", expanding=True)),
        Carton.state == CartonState.OPEN,
        ~exists().where(CartonLine.carton_id == Carton.id, CartonLine.quantity > 0),
    )
    .order_by(Carton.id)
    .with_for_update(of=Carton)
    .execution_options(populate_existing=True)
)


def is_label_given_out(session: Session, sscc: str) -> bool:
    """Whether a carton's label is of our range and was given out."""
    for numbers in session.scalars(select(SsccRange)):
        parts = parse_sscc(sscc, company_prefix=numbers.company_prefix)
        if parts is not None and parts.extension_digit == numbers.extension_digit:
            return parts.serial < numbers.next_serial
    return False


def label_in_use(session: Session, code: str) -> bool:
    """Whether a carton has this label, or this number, already."""
    by_name = exists().where(Location.code == code)
    by_number = exists().where(Carton.sscc == code)
    return bool(session.scalar(select(by_name | by_number)))


def open_goods(session: Session, state: PickState) -> list[tuple[Item, int]]:
    """The items of a task with their open units, for a proposal of packagings."""
    left: dict[int, int] = {}
    for line in state.open_lines:
        left[line.item.item_id] = left.get(line.item.item_id, 0) + line.open
    rows = session.scalars(select(Item).where(Item.id.in_(left)).order_by(Item.id))
    return [(item, left[item.id]) for item in rows]


def filled_cartons_with(session: Session, item_id: int) -> list[tuple[int, int]]:
    """Carton and order of all that were filled on the way, wait to be closed, and hold an item."""
    rows = session.execute(
        select(Carton.id, Shipment.order_id)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .join(CartonLine, CartonLine.carton_id == Carton.id)
        .join(OrderLine, OrderLine.id == CartonLine.order_line_id)
        .where(
            Carton.state == CartonState.OPEN,
            # At a bench a carton has its packaging only once it is closed.
            Carton.packaging_code.is_not(None),
            ~is_picked_into(),
            CartonLine.quantity > 0,
            OrderLine.item_id == item_id,
        )
        .order_by(Carton.id)
        .distinct()
    )
    return [(carton_id, order_id) for carton_id, order_id in rows]

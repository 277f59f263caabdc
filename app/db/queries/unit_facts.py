"""Selects on single units by their numbers, and on the lots of an item at a location."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.db.schema import (
    Carton,
    Location,
    Lot,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    SerialNumber,
    Stock,
)
from app.domain.lot_switch import LotFacts
from app.domain.pick_lines import Stop
from app.domain.pick_state import PickMethod
from app.domain.serials import SerialFacts

_OF_THE_LINE = aliased(SerialNumber)
_MAY_HAVE_LEFT = SerialNumber.location_id.not_in(select(Carton.location_id)) & (
    select(func.count())
    .select_from(_OF_THE_LINE)
    .where(_OF_THE_LINE.order_line_id == SerialNumber.order_line_id)
    .correlate(SerialNumber)
    .scalar_subquery()
    > select(OrderLine.picked)
    .where(OrderLine.id == SerialNumber.order_line_id)
    .correlate(SerialNumber)
    .scalar_subquery()
)


def may_have_left(session: Session, serial_id: int) -> bool:
    """Whether a number's order line has fewer units than numbers, and it is in no carton."""
    found = session.scalar(select(_MAY_HAVE_LEFT).where(SerialNumber.id == serial_id))
    return bool(found)


def serial_facts(session: Session, stop: Stop, serial: str) -> SerialFacts:
    """What is known of a number, for a unit that is about to be picked at a stop."""
    line = stop.line
    row = session.execute(
        select(Order.number, Location.code, _MAY_HAVE_LEFT)
        .select_from(SerialNumber)
        .outerjoin(OrderLine, OrderLine.id == SerialNumber.order_line_id)
        .outerjoin(Order, Order.id == OrderLine.order_id)
        .outerjoin(Location, Location.id == SerialNumber.location_id)
        .where(SerialNumber.item_id == line.item.item_id, SerialNumber.serial == serial)
    ).first()
    return SerialFacts(
        serial=serial,
        item_name=line.item.name,
        location=line.location,
        is_known=row is not None,
        order_number="" if row is None else row[0] or "",
        place="" if row is None else row[1] or "",
        all_known=_all_known(session, line.item.item_id, line.location_id),
        may_have_left=row is not None and bool(row[2]),
    )


def _all_known(session: Session, item_id: int, location_id: int) -> bool:
    """Whether each unit of an item at a location has its number on record."""
    on_hand = session.scalar(
        select(func.sum(Stock.on_hand)).where(
            Stock.item_id == item_id, Stock.location_id == location_id
        )
    )
    known = session.scalar(
        select(func.count())
        .select_from(SerialNumber)
        .where(
            SerialNumber.item_id == item_id,
            SerialNumber.location_id == location_id,
            SerialNumber.order_line_id.is_(None),
        )
    )
    return bool(on_hand) and (known or 0) >= int(on_hand or 0)


def free_serials_at(session: Session, item_id: int, location_id: int) -> list[SerialNumber]:
    """The numbered units of an item that lie at a place for nobody, locked."""
    return list(
        session.scalars(
            select(SerialNumber)
            .where(
                SerialNumber.item_id == item_id,
                SerialNumber.location_id == location_id,
                SerialNumber.order_line_id.is_(None),
            )
            .order_by(SerialNumber.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def lock_serial(session: Session, item_id: int, serial: str) -> SerialNumber | None:
    """A numbered unit, locked."""
    return session.scalar(
        select(SerialNumber)
        .where(SerialNumber.item_id == item_id, SerialNumber.serial == serial)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def serials_at(session: Session, order_line_id: int, location_id: int) -> list[SerialNumber]:
    """The numbered units of an order line at a place, locked, in the order they came there."""
    return list(
        session.scalars(
            select(SerialNumber)
            .where(
                SerialNumber.order_line_id == order_line_id,
                SerialNumber.location_id == location_id,
            )
            .order_by(SerialNumber.seen_at, SerialNumber.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def free_serial_of(session: Session, order_line_id: int) -> SerialNumber | None:
    """A numbered unit of an order line that is in no carton yet, locked."""
    return session.scalar(
        select(SerialNumber)
        .where(
            SerialNumber.order_line_id == order_line_id,
            SerialNumber.location_id.not_in(select(Carton.location_id)),
        )
        .order_by(SerialNumber.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def serials_of_task(session: Session, task_id: int) -> list[tuple[int, str, str]]:
    """The numbers picked for a task's order lines: order line, code of the place, number."""
    lines = select(PickLine.order_line_id).where(PickLine.task_id == task_id)
    rows = session.execute(
        select(SerialNumber.order_line_id, Location.code, SerialNumber.serial)
        .join(Location, Location.id == SerialNumber.location_id)
        .where(SerialNumber.order_line_id.in_(lines))
        .order_by(SerialNumber.seen_at, SerialNumber.id)
    )
    return [(line_id or 0, code, serial) for line_id, code, serial in rows]


def serials_to_pack(session: Session, order_id: int) -> dict[int, tuple[str, ...]]:
    """The numbers that may go into a carton of an order, by order line.

    They are those picked for it. Goods of a batch are not told apart before they are sorted: there
    each unit picked for the item in the same batch will do.
    """
    found: dict[int, list[str]] = defaultdict(list)
    in_cartons = select(Carton.location_id)
    own = session.execute(
        select(OrderLine.id, SerialNumber.serial)
        .join(SerialNumber, SerialNumber.order_line_id == OrderLine.id)
        .where(OrderLine.order_id == order_id, SerialNumber.location_id.not_in(in_cartons))
        .order_by(SerialNumber.seen_at, SerialNumber.id)
    )
    for line_id, serial in own:
        found[line_id].append(serial)
    for line_id, serial in session.execute(_of_the_batch(), {"order": order_id}):
        if serial not in found[line_id]:
            found[line_id].append(serial)
    return {line_id: tuple(serials) for line_id, serials in found.items()}


@cache
def _of_the_batch() -> Select[int, str]:
    own, other = aliased(PickLine), aliased(PickLine)
    return (
        select(OrderLine.id, SerialNumber.serial)
        .join(own, own.order_line_id == OrderLine.id)
        .join(PickTask, PickTask.id == own.task_id)
        .join(other, (other.task_id == own.task_id) & (other.item_id == own.item_id))
        .join(SerialNumber, SerialNumber.order_line_id == other.order_line_id)
        .where(
            OrderLine.order_id == bindparam("order"),
            PickTask.method == PickMethod.BATCH,
            SerialNumber.item_id == own.item_id,
            SerialNumber.location_id.not_in(select(Carton.location_id)),
        )
        .order_by(SerialNumber.id)
    )


def serials_in_carton(session: Session, location_id: int) -> dict[int, tuple[str, ...]]:
    """The numbers of the units in a carton, by order line."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(SerialNumber.order_line_id, SerialNumber.serial)
        .where(SerialNumber.location_id == location_id, SerialNumber.order_line_id.is_not(None))
        .order_by(SerialNumber.seen_at, SerialNumber.id)
    )
    for line_id, serial in rows:
        found[line_id or 0].append(serial)
    return {line_id: tuple(serials) for line_id, serials in found.items()}


# Lots -----------------------------------------------------------------------------------------


def find_lot(session: Session, item_id: int, code: str) -> Lot | None:
    """A lot of an item."""
    return session.scalar(select(Lot).where(Lot.item_id == item_id, Lot.code == code))


def lot_facts(session: Session, stop: Stop, code: str, in_hand: int) -> LotFacts:
    """What the books say of another lot at the location of a stop."""
    line = stop.line
    row = session.execute(
        select(Lot.expiry, Stock.on_hand - Stock.allocated)
        .join(Stock, Stock.lot_id == Lot.id)
        .where(
            Lot.item_id == line.item.item_id,
            Lot.code == code,
            Stock.location_id == line.location_id,
            Stock.on_hand > 0,
        )
    ).first()
    return LotFacts(
        free=None if row is None else int(row[1]),
        wanted=stop.quantity,
        expiry=None if row is None else row[0],
        promised_expiry=line.expiry,
        in_hand=in_hand,
    )

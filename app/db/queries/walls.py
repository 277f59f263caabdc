"""Selects on put walls: their cubbies, the orders behind them and what is still to be sorted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import (
    ConfirmationRule,
    Cubby,
    Item,
    ItemBarcode,
    Location,
    Lot,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    PutWall,
    Site,
    Stock,
    StockMove,
    Tote,
)
from app.domain.confirmation import ConfirmationPolicy, ItemFacts, policy_for
from app.domain.locations import LocationKind, MoveReason
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickTaskState
from app.domain.wall_state import WallItem


def walls(session: Session) -> list[tuple[PutWall, str]]:
    """All put walls with their names."""
    rows = session.execute(
        select(PutWall, Location.code)
        .join(Location, Location.id == PutWall.location_id)
        .order_by(Location.code)
    )
    return [(wall, code) for wall, code in rows]


def lock_wall(session: Session, wall_id: int) -> PutWall:
    """A wall, locked: whoever changes what is in it comes after the one before."""
    return session.scalars(
        select(PutWall)
        .where(PutWall.location_id == wall_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def wall_of_place(session: Session, code: str) -> int | None:
    """The wall with this name, or with a cubby of this code."""
    place = select(Location.id).where(Location.code == code).scalar_subquery()
    return session.scalar(
        select(PutWall.location_id).where(
            or_(
                PutWall.location_id == place,
                PutWall.location_id
                == select(Cubby.wall_id).where(Cubby.location_id == place).scalar_subquery(),
            )
        )
    )


def cubbies_of(session: Session, wall_id: int) -> list[tuple[Cubby, str]]:
    """A wall's cubbies with their codes, from the top left."""
    rows = session.execute(
        select(Cubby, Location.code)
        .join(Location, Location.id == Cubby.location_id)
        .where(Cubby.wall_id == wall_id)
        .order_by(Cubby.row_number, Cubby.column_number)
        .execution_options(populate_existing=True)
    )
    return [(cubby, code) for cubby, code in rows]


def cubby_of_order(session: Session, order_id: int) -> tuple[Cubby, str] | None:
    """The cubby that holds an order's goods, and its code."""
    row = session.execute(
        select(Cubby, Location.code)
        .join(Location, Location.id == Cubby.location_id)
        .where(Cubby.order_id == order_id)
        .execution_options(populate_existing=True)
    ).first()
    return None if row is None else (row[0], row[1])


def tasks_at(session: Session, wall_id: int) -> set[int]:
    """The batches with a tote that stands at a wall."""
    return set(
        session.scalars(
            select(Tote.task_id).where(Tote.place_id == wall_id, Tote.task_id.is_not(None))
        )
    )


def orders_of_tasks(session: Session, task_ids: Collection[int]) -> set[int]:
    """The orders that tasks carry."""
    return set(
        session.scalars(
            select(PickTaskTote.order_id).where(PickTaskTote.task_id.in_(sorted(task_ids)))
        )
    )


def walls_of_task(session: Session, task_id: int) -> set[int]:
    """The walls in which orders of a batch have cubbies."""
    return set(
        session.scalars(
            select(Cubby.wall_id)
            .join(PickTaskTote, PickTaskTote.order_id == Cubby.order_id)
            .where(PickTaskTote.task_id == task_id)
        )
    )


# What is still to be sorted ---------------------------------------------------------------------


@cache
def unsorted_units() -> ColumnElement[int]:
    """Of each pick line of a batch: its units that have not left the bulk totes yet.

    They leave for a cubby or straight for a carton. What is set aside, put away or lost is no
    picked unit any more, wherever it is taken from; out of cubby and carton it had left before.
    """
    source = Location.__table__.alias("source")
    is_from_tote = exists().where(
        source.c.id == StockMove.from_location_id, source.c.kind == LocationKind.TOTE
    )
    out = StockMove.reason.in_((MoveReason.SORTED, MoveReason.PACKED))
    back = StockMove.reason.in_((MoveReason.UNSORTED, MoveReason.UNPACKED))
    left = (MoveReason.SET_ASIDE, MoveReason.PUT_AWAY, MoveReason.LOST)
    gone = StockMove.reason.in_(left) & ~is_from_tote
    units = case((out, StockMove.quantity), (or_(back, gone), -StockMove.quantity), else_=0)
    taken = (
        select(func.coalesce(func.sum(units), 0))
        .where(StockMove.pick_line_id == PickLine.id)
        .correlate(PickLine)
        .scalar_subquery()
    )
    return PickLine.picked - taken


@dataclass(frozen=True)
class UnsortedLine:
    """A pick line of a batch of which units are still in bulk totes.

    `due` and `picked` are of its order line: what its customer wants, and what was picked for it.
    """

    pick_line_id: int
    order_line_id: int
    order_id: int
    task_id: int
    item_id: int
    lot_id: int
    units: int
    due: int
    picked: int


def unsorted_lines(session: Session, order_ids: Collection[int]) -> list[UnsortedLine]:
    """What of these orders is still to be sorted, in whatever batch."""
    found: list[UnsortedLine] = []
    for part in chunks(order_ids):
        rows = session.execute(_unsorted_lines(), {"orders": part})
        found += [UnsortedLine(*row) for row in rows]
    return found


@cache
def _unsorted_lines() -> Select[*tuple[Any, ...]]:
    units = unsorted_units()
    due = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    return (
        select(
            PickLine.id,
            PickLine.order_line_id,
            OrderLine.order_id,
            PickLine.task_id,
            PickLine.item_id,
            PickLine.lot_id,
            units,
            case((Order.cancelled_at.is_not(None), 0), else_=due),
            OrderLine.picked,
        )
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            OrderLine.order_id.in_(bindparam("orders", expanding=True)),
            PickTask.method == PickMethod.BATCH,
            PickLine.picked > 0,
            units > 0,
        )
        .order_by(PickLine.id)
    )


def totes_of_tasks(session: Session, task_ids: Collection[int]) -> list[tuple[Tote, str]]:
    """The bulk totes of batches, with their codes."""
    rows = session.execute(
        select(Tote, Location.code)
        .join(Location, Location.id == Tote.location_id)
        .where(Tote.task_id.in_(sorted(task_ids)))
        .order_by(Location.code)
        .execution_options(populate_existing=True)
    )
    return [(tote, code) for tote, code in rows]


def totes_to_sort(session: Session) -> int:
    """How many bulk totes hold goods for a wall: all is picked, and some order has lines to join.

    Batches of which every order has one line go straight to a bench.
    """
    lines = (
        select(func.count())
        .where(OrderLine.order_id == PickTaskTote.order_id, OrderLine.requires_shipping)
        .where(OrderLine.quantity > OrderLine.cancelled)
        .scalar_subquery()
    )
    goes_to_wall = exists().where(PickTaskTote.task_id == Tote.task_id, lines > 1)
    has_goods = exists().where(Stock.location_id == Tote.location_id, Stock.on_hand > 0)
    is_over = PickTask.state.in_((PickTaskState.DONE, PickTaskState.CANCELLED))
    return (
        session.scalar(
            select(func.count())
            .select_from(Tote)
            .join(PickTask, PickTask.id == Tote.task_id)
            .where(is_over, has_goods, goes_to_wall)
        )
        or 0
    )


def contents_of(session: Session, location_ids: Collection[int]) -> list[tuple[int, int, Lot, int]]:
    """What lies in totes: the tote, item, lot and units; the earliest to expire first."""
    rows = session.execute(
        select(Stock.location_id, Stock.item_id, Lot, Stock.on_hand)
        .join(Lot, Lot.id == Stock.lot_id)
        .where(Stock.location_id.in_(sorted(location_ids)), Stock.on_hand > 0)
        .order_by(Stock.location_id, Stock.item_id, Lot.expiry, Stock.lot_id)
    )
    return [(place, item_id, lot, units) for place, item_id, lot, units in rows]


# Orders and items -------------------------------------------------------------------------------


@dataclass(frozen=True)
class OrderAtWall:
    """What a wall has to know of an order; units as in `WallOrder`."""

    order_id: int
    number: str
    priority: int
    due_at: datetime | None
    cancelled: bool
    packing: bool
    held: bool
    lines: int
    unpicked: int
    in_cubby: int


def orders_at_wall(session: Session, order_ids: Collection[int]) -> list[OrderAtWall]:
    """The orders, as a wall has to know them."""
    found: list[OrderAtWall] = []
    for part in chunks(order_ids):
        rows = session.execute(_orders_at_wall(), {"orders": part})
        found += [OrderAtWall(*row) for row in rows]
    return found


@cache
def _orders_at_wall() -> Select[*tuple[Any, ...]]:
    due = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    lines = (OrderLine.order_id == Order.id) & OrderLine.requires_shipping
    held = exists().where(OrderHold.order_id == Order.id, OrderHold.lifted_at.is_(None))
    return (
        select(
            Order.id,
            Order.number,
            Order.priority,
            Order.ship_by,
            Order.cancelled_at.is_not(None),
            Order.packing_started_at.is_not(None),
            held,
            select(func.count())
            .where(lines, OrderLine.quantity > OrderLine.cancelled)
            .scalar_subquery(),
            select(func.coalesce(func.sum(due - OrderLine.picked), 0))
            .where(lines)
            .scalar_subquery(),
            select(func.coalesce(func.sum(Stock.on_hand), 0))
            .join(Cubby, Cubby.location_id == Stock.location_id)
            .where(Cubby.order_id == Order.id)
            .scalar_subquery(),
        )
        .where(Order.id.in_(bindparam("orders", expanding=True)))
        .order_by(Order.id)
    )


def wall_items(session: Session, item_ids: Collection[int]) -> dict[int, WallItem]:
    """What a sorter is told about items."""
    site = session.scalar(select(Site.confirmation)) or ConfirmationPolicy.STANDARD
    found: dict[int, WallItem] = {}
    for part in chunks(item_ids):
        rows = session.execute(
            select(
                Item,
                ConfirmationRule.policy,
                select(func.min(ItemBarcode.code))
                .where(ItemBarcode.item_id == Item.id, ItemBarcode.quantity == 1)
                .scalar_subquery(),
            )
            .outerjoin(ConfirmationRule, ConfirmationRule.item_class == Item.item_class)
            .where(Item.id.in_(part))
        )
        for item, policy, barcode in rows:
            facts = ItemFacts(
                class_policy=policy,
                site_policy=site,
                lot_tracked=item.lot_tracked,
                serial_tracked=item.serial_tracked,
                has_barcode=barcode is not None,
            )
            is_strict = policy_for(facts) is ConfirmationPolicy.STRICT
            found[item.id] = WallItem(item.id, item.sku, item.name, barcode, every_unit=is_strict)
    return found


def sorted_scans(
    session: Session, wall_id: int, station: str, since: datetime
) -> list[tuple[StockMove, int]]:
    """What a station sorted into a wall, and took out again, in the order of the ledger.

    Each move with the order it was for.
    """
    cubbies = select(Cubby.location_id).where(Cubby.wall_id == wall_id)
    rows = session.execute(
        select(StockMove, OrderLine.order_id)
        .join(OrderLine, OrderLine.id == StockMove.order_line_id)
        .where(
            StockMove.station == station,
            StockMove.at >= since,
            StockMove.reason.in_((MoveReason.SORTED, MoveReason.UNSORTED)),
            or_(
                StockMove.to_location_id.in_(cubbies),
                StockMove.from_location_id.in_(cubbies),
            ),
        )
        .order_by(StockMove.id)
    )
    return [(move, order_id) for move, order_id in rows]


def lock_bulk_tote(session: Session, tote_id: int) -> Tote | None:
    """A tote by its location, locked."""
    return session.scalar(
        select(Tote)
        .where(Tote.location_id == tote_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def bulk_totes_of_order(session: Session, order_id: int) -> list[int]:
    """The bulk totes of the batches that an order was picked in."""
    return list(
        session.scalars(
            select(Tote.location_id)
            .join(PickTaskTote, PickTaskTote.task_id == Tote.task_id)
            .where(PickTaskTote.order_id == order_id)
            .order_by(Tote.location_id)
        )
    )

"""Selects on items, locations and stock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal, select
from sqlalchemy.orm import Session

from app.db.queries.doubts import stock_is_doubted
from app.db.queries.orders import CHUNK, chunks
from app.db.schema import Item, ItemBarcode, Location, Lot, Order, OrderLine, Stock
from app.domain.allocation import Demand, Supply
from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.orders import OrderState


def item_ids_by_sku(session: Session, skus: Collection[str]) -> dict[str, int]:
    """The items that have these SKUs."""
    ordered = sorted(set(skus))
    found: dict[str, int] = {}
    for start in range(0, len(ordered), CHUNK):
        rows = session.execute(
            select(Item.sku, Item.id).where(Item.sku.in_(ordered[start : start + CHUNK]))
        )
        found.update((sku, item_id) for sku, item_id in rows)
    return found


def location_ids_by_code(session: Session) -> dict[str, int]:
    """Every location's id by its code."""
    rows = session.execute(select(Location.code, Location.id))
    return {row[0]: row[1] for row in rows}


def open_demands(session: Session, order_ids: Collection[int]) -> list[Demand]:
    """What the orders' lines still want promised."""
    demands: list[Demand] = []
    wanted = OrderLine.quantity - OrderLine.cancelled - OrderLine.short - OrderLine.allocated
    for part in chunks(order_ids):
        rows = session.execute(
            select(
                OrderLine.id,
                OrderLine.order_id,
                OrderLine.item_id,
                wanted,
                Order.priority,
                Order.placed_at,
            )
            .join(Order, Order.id == OrderLine.order_id)
            .where(
                Order.id.in_(part),
                OrderLine.item_id.is_not(None),
                OrderLine.requires_shipping,
                wanted > 0,
            )
        )
        demands += [
            Demand(line_id, order_id, item_id, quantity, priority, placed_at)
            for line_id, order_id, item_id, quantity, priority, placed_at in rows
            if item_id is not None
        ]
    return demands


def free_supplies(
    session: Session, item_ids: Collection[int], *, lock: bool = True, least: int = 1
) -> list[Supply]:
    """What can be promised of the items.

    Args:
        session: the transaction.
        item_ids: the items.
        lock: lock the stock rows in the order of their keys; for whoever only looks, False.
        least: rows with fewer free units are left out.
    """
    supplies: list[Supply] = []
    for part in chunks(item_ids):
        rows = session.execute(_free_supplies(lock=lock), {"items": part})
        supplies += [Supply(*row) for row in rows]
    return [supply for supply in supplies if supply.free >= least]


@cache
def _free_supplies(*, lock: bool) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            Stock.item_id,
            Stock.location_id,
            Location.code,
            Location.kind,
            Location.pick_sequence,
            Stock.lot_id,
            Lot.expiry,
            Stock.on_hand - Stock.allocated,
        )
        .join(Location, Location.id == Stock.location_id)
        .join(Lot, Lot.id == Stock.lot_id)
        .where(
            Stock.item_id.in_(bindparam("items", expanding=True)),
            Location.kind.in_(tuple(STORAGE_KINDS)),
            # Doubted stock is not promised again until somebody has counted it.
            ~stock_is_doubted(),
        )
        .order_by(Stock.item_id, Stock.location_id, Stock.lot_id)
    )
    return statement.with_for_update(of=Stock) if lock else statement


def lock_stock_of(session: Session, item_ids: Collection[int]) -> None:
    """Lock where items are stored, in the order of the keys, before any of the rows is changed.

    For whoever changes some of the rows first and asks for all of them later: another one who
    locks them in their order would wait for the first, and be waited for.
    """
    for part in chunks(item_ids):
        session.execute(
            select(Stock.item_id)
            .join(Location, Location.id == Stock.location_id)
            .where(Stock.item_id.in_(part), Location.kind.in_(tuple(STORAGE_KINDS)))
            .order_by(Stock.item_id, Stock.location_id, Stock.lot_id)
            .with_for_update(of=Stock)
        ).all()


def items_of_orders(session: Session, order_ids: Collection[int]) -> set[int]:
    """The items that orders ask for."""
    found: set[int] = set()
    for part in chunks(order_ids):
        rows = session.scalars(select(OrderLine.item_id).where(OrderLine.order_id.in_(part)))
        found.update(item_id for item_id in rows if item_id is not None)
    return found


def lot_tracked_items(session: Session) -> set[int]:
    """The items whose lots matter."""
    return set(session.scalars(select(Item.id).where(Item.lot_tracked)))


def lock_allocatable_orders(session: Session) -> list[int]:
    """The orders that wait for stock and may have it."""
    return list(
        session.scalars(
            select(Order.id)
            .where(Order.state.in_((OrderState.PAID, OrderState.PARTLY_ALLOCATED)))
            .order_by(Order.id)
            .with_for_update()
        )
    )


@dataclass(frozen=True)
class FoundItem:
    """An item found by one of its codes."""

    item_id: int
    sku: str
    name: str
    quantity: int


def item_by_code(session: Session, code: str) -> FoundItem | None:
    """The item whose barcode or SKU this is."""
    row = session.execute(
        select(Item.id, Item.sku, Item.name, ItemBarcode.quantity)
        .join(ItemBarcode, ItemBarcode.item_id == Item.id)
        .where(ItemBarcode.code == code)
    ).first()
    if row is None:
        row = session.execute(
            select(Item.id, Item.sku, Item.name, literal(1)).where(Item.sku == code)
        ).first()
    if row is None:
        return None
    item_id, sku, name, quantity = row
    return FoundItem(item_id, sku, name, int(quantity))


def home_of(session: Session, item_id: int) -> str | None:
    """The location where most of an item's units are that can be picked."""
    return session.scalar(
        select(Location.code)
        .join(Stock, Stock.location_id == Location.id)
        .where(Stock.item_id == item_id, Location.kind.in_(tuple(STORAGE_KINDS)), Stock.on_hand > 0)
        .order_by((Location.kind == LocationKind.RESERVE), Stock.on_hand.desc(), Location.code)
        .limit(1)
    )


def location_by_code(session: Session, code: str) -> Location | None:
    """The location with this code, whatever its kind."""
    return session.scalar(select(Location).where(Location.code == code))


def first_place_of(session: Session, kind: LocationKind) -> Location | None:
    """The first place of a kind, on the walk through the house."""
    places = select(Location).where(Location.kind == kind)
    return session.scalar(places.order_by(Location.pick_sequence, Location.code).limit(1))


def lots_called(session: Session, code: str) -> list[Lot]:
    """The lots with this code; makers of different items may use the same one."""
    wanted = select(Lot).where(Lot.code == code, Lot.item_id.is_not(None))
    return list(session.scalars(wanted.order_by(Lot.id).limit(20)))


def lots_at(session: Session, *, item_id: int, location_id: int) -> list[Lot]:
    """The lots of an item that lie at a place, what expires first on top; all goods have one."""
    return list(
        session.scalars(
            select(Lot)
            .join(Stock, Stock.lot_id == Lot.id)
            .where(Stock.item_id == item_id, Stock.location_id == location_id, Stock.on_hand > 0)
            .order_by(Lot.expiry.is_(None), Lot.expiry, Lot.code)
        )
    )


def pick_face_counts(session: Session, item_ids: Collection[int]) -> dict[int, int]:
    """In how many storage locations each item lies now."""
    counts: dict[int, int] = {}
    for part in chunks(item_ids):
        rows = session.execute(_PICK_FACE_COUNTS, {"items": part})
        counts.update((item_id, count) for item_id, count in rows)
    return counts


_PICK_FACE_COUNTS = (
    select(Stock.item_id, func.count(func.distinct(Stock.location_id)))
    .join(Location, Location.id == Stock.location_id)
    .where(
        Stock.item_id.in_(bindparam("items", expanding=True)),
        Location.kind == LocationKind.PICK_FACE,
        Stock.on_hand > 0,
    )
    .group_by(Stock.item_id)
)


def units_on_hand(session: Session) -> int:
    """All units in the house: on shelves, in totes and in cartons."""
    return session.scalar(select(func.coalesce(func.sum(Stock.on_hand), 0))) or 0


def has_goods(session: Session, location_id: int) -> bool:
    """Whether anything lies at a location."""
    there = exists().where(Stock.location_id == location_id, Stock.on_hand > 0)
    return bool(session.scalar(select(there)))

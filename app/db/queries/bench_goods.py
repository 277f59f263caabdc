"""Selects on the goods of an order that come to a pack bench: totes, cubbies and bulk totes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, union
from sqlalchemy.orm import Session, aliased

from app.db.queries.mixed_facts import scanned_unit_by_unit
from app.db.queries.order_goods import GoodsOfLine, goods_of_lines
from app.db.queries.parcels import INTO_CARTONS, OUT_OF_CARTONS
from app.db.queries.walls import UnsortedLine, unsorted_lines
from app.db.schema import (
    NO_LOT,
    ConsolidationSlot,
    Cubby,
    Location,
    Lot,
    OrderLine,
    Stock,
    StockMove,
    Tote,
)
from app.domain.locations import LocationKind, MoveReason
from app.domain.pack_places import EACH_SCANNED, PackPlace

_PLACES = (LocationKind.TOTE, LocationKind.CUBBY)


@dataclass(frozen=True)
class BenchGoods:
    """Units of an item that may go into a carton: a stock row, and how many of it are the order's.

    `pick_line_id` names the pick line of units that come straight out of a bulk tote.
    """

    stock: Stock
    units: int
    pick_line_id: int | None = None


@dataclass(frozen=True)
class PackedGoods:
    """Units of a line and lot in a carton, and where they came from."""

    lot_id: int
    source_id: int
    pick_line_id: int | None
    units: int


# The totes and the cubby that are bound to an order.
_OWN_PLACES = select(
    union(
        select(Tote.location_id.label("place")).where(Tote.order_id == bindparam("order")),
        select(Cubby.location_id).where(Cubby.order_id == bindparam("order")),
    )
    .subquery()
    .c.place
)

_LOCK_OWN_GOODS = (
    select(Stock)
    .join(Lot, Lot.id == Stock.lot_id)
    .where(
        Stock.location_id.in_(_OWN_PLACES),
        Stock.item_id == bindparam("item"),
        Stock.on_hand > 0,
    )
    .order_by(Stock.location_id, Lot.expiry, Stock.lot_id)
    .with_for_update(of=Stock)
    .execution_options(populate_existing=True)
)


def goods_to_pack(session: Session, order_id: int, line: OrderLine) -> list[BenchGoods]:
    """The units of a line's item that lie ready for its order, locked, earliest lot first.

    Its own totes and its cubby come first, then the bulk totes of its batch.
    """
    own = session.scalars(_LOCK_OWN_GOODS, {"order": order_id, "item": line.item_id})
    found = [BenchGoods(stock, stock.on_hand) for stock in own]
    lines = [one for one in unsorted_lines(session, [order_id]) if one.order_line_id == line.id]
    return found + _in_bulk(session, lines)


def _in_bulk(session: Session, lines: list[UnsortedLine]) -> list[BenchGoods]:
    found: list[BenchGoods] = []
    left: dict[tuple[int, int], int] = {}
    for line in lines:
        rest = line.units
        rows = session.scalars(
            select(Stock)
            .join(Tote, Tote.location_id == Stock.location_id)
            .where(
                Tote.task_id == line.task_id,
                Stock.item_id == line.item_id,
                Stock.lot_id == line.lot_id,
                Stock.on_hand > 0,
            )
            .order_by(Tote.seen_at.desc(), Stock.location_id)
            .with_for_update(of=Stock)
            .execution_options(populate_existing=True)
        )
        for stock in rows:
            key = (stock.location_id, stock.lot_id)
            units = min(rest, left.setdefault(key, stock.on_hand))
            left[key] -= units
            rest -= units
            if units:
                found.append(BenchGoods(stock, units, line.pick_line_id))
    return found


def packed_goods(
    session: Session, carton_location_id: int, order_line_id: int
) -> list[PackedGoods]:
    """What of a line is in a carton, and where each came from; what went in last comes first."""
    moves = session.scalars(
        select(StockMove)
        .where(
            StockMove.order_line_id == order_line_id,
            StockMove.reason.in_((*INTO_CARTONS, *OUT_OF_CARTONS)),
            (StockMove.to_location_id == carton_location_id)
            | (StockMove.from_location_id == carton_location_id),
        )
        .order_by(StockMove.id)
    )
    left: dict[tuple[int, int, int | None], int] = defaultdict(int)
    for move in moves:
        is_in = move.reason in INTO_CARTONS
        source = move.from_location_id if is_in else move.to_location_id
        # A pick line is told of units out of bulk totes only: those of a shelf are the order's own.
        is_picked = move.reason in (MoveReason.PICKED, MoveReason.PUT_BACK)
        key = (move.lot_id, source, None if is_picked else move.pick_line_id)
        units = left.pop(key, 0)  # a later move makes it the latest
        left[key] = units + (move.quantity if is_in else -move.quantity)
    return [
        PackedGoods(lot_id, source, pick_line_id, units)
        for (lot_id, source, pick_line_id), units in reversed(left.items())
        if units > 0
    ]


def places_of_order(session: Session, order_id: int) -> tuple[PackPlace, ...]:
    """Where the goods of an order lie that are not in a carton yet, by the code of the place."""
    line_ids = list(session.scalars(select(OrderLine.id).where(OrderLine.order_id == order_id)))
    units: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    slots: dict[str, str] = {}
    found = [goods for goods in goods_of_lines(session, line_ids) if goods.kind in _PLACES]
    for goods in found:
        units[goods.location][goods.order_line_id] += goods.units
        slots[goods.location] = _slot_of(session, goods.location_id)
    proven = _proven_at_wall(session, found)
    return tuple(
        PackPlace(code, tuple(sorted(by_line.items())), slots[code], proven.get(code, ()))
        for code, by_line in sorted(units.items())
    )


def _proven_at_wall(
    session: Session, goods: Sequence[GoodsOfLine]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """By cubby and order line, units that a sorter scanned one by one.

    Units that went in by the run are taken to be the last that are left. Valuable, look-alike and
    numbered goods, and those of lots, are scanned at the bench whatever the wall did.
    """
    sorted_goods = [one for one in goods if one.kind is LocationKind.CUBBY]
    if not sorted_goods:
        return {}
    strict = scanned_unit_by_unit(session, {one.item_id for one in sorted_goods})
    lines = {one.order_line_id for one in sorted_goods}
    by_run = {
        (line_id, place_id): int(units)
        for line_id, place_id, units in session.execute(
            select(StockMove.order_line_id, StockMove.to_location_id, func.sum(StockMove.quantity))
            .where(
                StockMove.order_line_id.in_(lines),
                StockMove.reason == MoveReason.SORTED,
                StockMove.detail != EACH_SCANNED,
            )
            .group_by(StockMove.order_line_id, StockMove.to_location_id)
        )
    }
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in sorted_goods:
        units = one.units - by_run.get((one.order_line_id, one.location_id), 0)
        if units > 0 and one.item_id not in strict and one.lot_id == NO_LOT:
            found[one.location].append((one.order_line_id, units))
    return {code: tuple(sorted(rows)) for code, rows in found.items()}


def _slot_of(session: Session, tote_id: int) -> str:
    """The place of the consolidation shelf that a tote stands in; empty for all others."""
    return session.scalar(_SLOT_OF_TOTE, {"tote": tote_id}) or ""


_SLOT = aliased(Location)
_SLOT_OF_TOTE = (
    select(_SLOT.code)
    .join(Tote, Tote.place_id == _SLOT.id)
    .where(Tote.location_id == bindparam("tote"), _SLOT.kind == LocationKind.CONSOLIDATION)
)


def lots_to_pack(session: Session, order_id: int) -> list[tuple[int, int, Lot]]:
    """What lies ready for an order: item, units and lot, in the order in which it is packed."""
    lines = session.scalars(select(OrderLine).where(OrderLine.order_id == order_id)).all()
    found: list[tuple[int, int, Lot]] = []
    seen: set[int] = set()
    for line in lines:
        for goods in goods_to_pack(session, order_id, line):
            is_own = goods.pick_line_id is None
            if is_own and line.item_id in seen:
                continue
            lot = session.get_one(Lot, goods.stock.lot_id)
            found.append((goods.stock.item_id, goods.units, lot))
        seen.add(line.item_id or 0)
    return found


def places_with_codes(session: Session, order_id: int) -> list[tuple[str, int, LocationKind]]:
    """The totes and the cubby that are bound to an order: code, location and kind."""
    rows = session.execute(
        select(Location.code, Location.id, Location.kind)
        .where(Location.id.in_(_OWN_PLACES))
        .order_by(Location.id),
        {"order": order_id},
    )
    return [(code, location_id, kind) for code, location_id, kind in rows]


def order_in_place(session: Session, location_id: int) -> int | None:
    """The order that a cubby, or a slot of the consolidation shelf, is bound to."""
    return session.scalar(
        select(
            union(
                select(Cubby.order_id.label("order_id")).where(Cubby.location_id == location_id),
                select(ConsolidationSlot.order_id).where(
                    ConsolidationSlot.location_id == location_id
                ),
            )
            .subquery()
            .c.order_id
        )
    )

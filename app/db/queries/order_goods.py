"""Selects on where an order's goods lie between shelf and truck, and which picks brought them.

Goods of a batch are no order's own as long as they are in its bulk totes: the units of one item are
alike, and the sorter decides who gets which. So there the pick lines say how many are an order's,
and the stock of the totes where such units are; everywhere else the ledger says both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select, union_all
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.queries.walls import unsorted_units
from app.db.schema import Location, PickLine, PickTask, Stock, StockMove, Tote
from app.domain.locations import LocationKind
from app.domain.pick_state import PickMethod

CARRIERS = (
    LocationKind.TOTE,
    LocationKind.CUBBY,
    LocationKind.CONSOLIDATION,
    LocationKind.CARTON,
)
"""Where goods of an order lie between shelf and truck, the least packed first."""


@dataclass(frozen=True)
class GoodsOfLine:
    """Units of an order line that lie at a place between shelf and truck."""

    order_line_id: int
    item_id: int
    lot_id: int
    location_id: int
    location: str
    kind: LocationKind
    units: int


def goods_of_lines(session: Session, line_ids: Collection[int]) -> list[GoodsOfLine]:
    """Where the goods of order lines lie; totes first, cartons last."""
    found = [
        goods
        for part in chunks(line_ids)
        for goods in (*_by_the_ledger(session, part), *_in_bulk_totes(session, part))
    ]
    return sorted(found, key=lambda one: (CARRIERS.index(one.kind), one.location_id, one.lot_id))


def _by_the_ledger(session: Session, line_ids: Collection[int]) -> Iterator[GoodsOfLine]:
    rows = session.execute(_moved_goods(), {"lines": line_ids})
    for line_id, item_id, lot_id, place_id, code, kind, units in rows:
        yield GoodsOfLine(line_id, item_id, lot_id, place_id, code, kind, int(units))


@cache
def _moved_goods() -> Select[*tuple[Any, ...]]:
    moves = (
        StockMove.order_line_id,
        StockMove.item_id,
        StockMove.lot_id,
        StockMove.pick_line_id,
    )
    wanted = StockMove.order_line_id.in_(bindparam("lines", expanding=True))
    parts = union_all(
        select(
            *moves, StockMove.to_location_id.label("place"), StockMove.quantity.label("units")
        ).where(wanted),
        select(*moves, StockMove.from_location_id, -StockMove.quantity).where(wanted),
    ).subquery()
    is_of_batch = exists().where(
        PickLine.id == parts.c.pick_line_id,
        PickTask.id == PickLine.task_id,
        PickTask.method == PickMethod.BATCH,
    )
    goods = (parts.c.order_line_id, parts.c.item_id, parts.c.lot_id)
    place = (Location.id, Location.code, Location.kind)
    return (
        select(*goods, *place, func.sum(parts.c.units))
        .join(Location, Location.id == parts.c.place)
        .where(
            Location.kind.in_(CARRIERS),
            ~((Location.kind == LocationKind.TOTE) & is_of_batch),
        )
        .group_by(*goods, *place)
        .having(func.sum(parts.c.units) > 0)
    )


def _in_bulk_totes(session: Session, line_ids: Collection[int]) -> Iterator[GoodsOfLine]:
    """What is in bulk totes still, shared out to the totes of the batch that hold such units."""
    lines = session.execute(_lines_to_sort(), {"lines": line_ids}).all()
    if not lines:
        return
    totes = session.execute(_BULK_TOTES, {"tasks": sorted({row.task_id for row in lines})}).all()
    left = {place: row.on_hand for place, row in enumerate(totes)}
    for line in lines:
        rest = line[4]
        for place, row in enumerate(totes):
            is_alike = (row.task_id, row.item_id, row.lot_id) == (
                line.task_id,
                line.item_id,
                line.lot_id,
            )
            taken = min(rest, left[place]) if is_alike else 0
            if taken:
                left[place] -= taken
                rest -= taken
                yield GoodsOfLine(
                    line.order_line_id,
                    line.item_id,
                    line.lot_id,
                    row.id,
                    row.code,
                    LocationKind.TOTE,
                    taken,
                )


@cache
def _lines_to_sort() -> Select[*tuple[Any, ...]]:
    units = unsorted_units()
    return (
        select(PickLine.order_line_id, PickLine.item_id, PickLine.lot_id, PickLine.task_id, units)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(
            PickLine.order_line_id.in_(bindparam("lines", expanding=True)),
            PickTask.method == PickMethod.BATCH,
            PickLine.picked > 0,
            units > 0,
        )
        .order_by(PickLine.id)
    )


_BULK_TOTES = (
    select(Tote.task_id, Stock.item_id, Stock.lot_id, Location.id, Location.code, Stock.on_hand)
    .join(Tote, Tote.location_id == Stock.location_id)
    .join(Location, Location.id == Stock.location_id)
    .where(Tote.task_id.in_(bindparam("tasks", expanding=True)), Stock.on_hand > 0)
    .order_by(Location.id)
)


def picks_behind(
    session: Session, order_line_id: int, lot_id: int, location_id: int
) -> dict[int, int]:
    """The pick lines that brought an order line's units to a place, and how many each."""
    task_id = session.scalar(select(Tote.task_id).where(Tote.location_id == location_id))
    if task_id is not None:
        units = unsorted_units()
        rows = session.execute(
            select(PickLine.id, units).where(
                PickLine.task_id == task_id,
                PickLine.order_line_id == order_line_id,
                PickLine.lot_id == lot_id,
                units > 0,
            )
        )
        return {line_id: int(count) for line_id, count in rows}
    to = StockMove.to_location_id == location_id
    source = StockMove.from_location_id == location_id
    moved = union_all(
        select(StockMove.pick_line_id, StockMove.quantity.label("units")).where(
            to, StockMove.order_line_id == order_line_id, StockMove.lot_id == lot_id
        ),
        select(StockMove.pick_line_id, -StockMove.quantity).where(
            source, StockMove.order_line_id == order_line_id, StockMove.lot_id == lot_id
        ),
    ).subquery()
    rows = session.execute(
        select(moved.c.pick_line_id, func.sum(moved.c.units))
        .where(moved.c.pick_line_id.is_not(None))
        .group_by(moved.c.pick_line_id)
        .having(func.sum(moved.c.units) > 0)
    )
    return {line_id: int(count) for line_id, count in rows}

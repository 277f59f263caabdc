"""What the plan of refills is made from: pick faces, promises in reserve, and what lies there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.doubts import stock_is_doubted
from app.db.schema import (
    Allocation,
    Item,
    ItemBarcode,
    Location,
    Lot,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    ReplenishRule,
    ReplenishTask,
    Stock,
    Wave,
)
from app.domain.locations import LocationKind
from app.domain.replenishment import PickFace, ReserveStock, WaitingDemand
from app.domain.tasks import PickLineState, PickTaskState, StockTaskState

_TO_MOVE = ReplenishTask.quantity - ReplenishTask.moved

Place = tuple[int, int]
"""An item and a location, by their numbers."""


def wanted_item_ids(session: Session) -> set[int]:
    """The items for which a refill may be needed: promised in reserve, or with a rule."""
    promised = (
        select(Allocation.item_id)
        .join(Location, Location.id == Allocation.location_id)
        .where(Allocation.quantity > 0, Location.kind == LocationKind.RESERVE)
    )
    return set(session.scalars(promised.union(select(ReplenishRule.item_id))))


MOST_DRY = 200
"""Items that are looked at together; the others come when these have been seen to."""


def dry_item_ids(session: Session) -> set[int]:
    """Items of which a face may need units now: wanted, in reserve, and little left in the face.

    Little is less than the face's rule says, or nothing where orders are promised units in reserve.
    """
    wanted = wanted_item_ids(session) & items_in_reserve(session)
    if not wanted:
        return set()
    level = func.sum(Stock.on_hand - Stock.allocated)
    rows = session.execute(
        select(Stock.item_id, level, func.max(ReplenishRule.minimum))
        .join(Location, Location.id == Stock.location_id)
        .outerjoin(
            ReplenishRule,
            and_(
                ReplenishRule.item_id == Stock.item_id,
                ReplenishRule.location_id == Stock.location_id,
            ),
        )
        .where(Location.kind == LocationKind.PICK_FACE)
        .group_by(Stock.item_id, Stock.location_id)
    )
    low = {item for item, left, minimum in rows if int(left) < max(1, minimum or 0)}
    return set(sorted(wanted & low)[:MOST_DRY])


def items_in_reserve(session: Session) -> set[int]:
    """The items of which there is something to refill from."""
    return set(
        session.scalars(
            select(Stock.item_id)
            .join(Location, Location.id == Stock.location_id)
            .where(Location.kind == LocationKind.RESERVE, Stock.on_hand > 0)
            .distinct()
        )
    )


@dataclass(frozen=True)
class KeptRule:
    """Bounds within which a pick face is kept filled with an item."""

    item_id: int
    location_id: int
    sku: str
    name: str
    location: str
    minimum: int
    maximum: int


def rules_kept(session: Session) -> list[KeptRule]:
    """All bounds of pick faces."""
    rows = session.execute(
        select(
            ReplenishRule.item_id,
            ReplenishRule.location_id,
            Item.sku,
            Item.name,
            Location.code,
            ReplenishRule.minimum,
            ReplenishRule.maximum,
        )
        .join(Item, Item.id == ReplenishRule.item_id)
        .join(Location, Location.id == ReplenishRule.location_id)
    )
    return [KeptRule(*row) for row in rows]


def pick_faces(session: Session, item_ids: Collection[int]) -> list[PickFace]:
    """The faces of items: those with a rule, those that hold units, and empty ones kept for them.

    A face in which another item lies now is not a face of the one that lay there before.
    """
    units = _units_in_faces(session, item_ids)
    rules = _bounds(session, item_ids)
    taken = _taken_by_others(session, {place for place in units if not units[place][0]} - {*rules})
    cases = _cases(session, item_ids)
    coming = _coming(session, item_ids)
    found: list[PickFace] = []
    for place in sorted({*units, *rules} - taken):
        on_hand, allocated = units.get(place, (0, 0))
        minimum, maximum = rules.get(place, (None, None))
        face = PickFace(
            *place,
            on_hand,
            allocated,
            coming.get(place, 0),
            minimum,
            maximum,
            cases.get(place[0]),
        )
        found.append(face)
    return found


def _units_in_faces(session: Session, item_ids: Collection[int]) -> dict[Place, tuple[int, int]]:
    rows = session.execute(
        select(
            Stock.item_id,
            Stock.location_id,
            func.sum(Stock.on_hand),
            func.sum(Stock.allocated),
        )
        .join(Location, Location.id == Stock.location_id)
        .where(Stock.item_id.in_(tuple(item_ids)), Location.kind == LocationKind.PICK_FACE)
        .group_by(Stock.item_id, Stock.location_id)
    )
    return {
        (item_id, place_id): (int(on_hand), int(allocated))
        for item_id, place_id, on_hand, allocated in rows
    }


def _bounds(session: Session, item_ids: Collection[int]) -> dict[Place, tuple[int, int]]:
    rules = session.scalars(select(ReplenishRule).where(ReplenishRule.item_id.in_(tuple(item_ids))))
    return {(rule.item_id, rule.location_id): (rule.minimum, rule.maximum) for rule in rules}


def _taken_by_others(session: Session, empty: set[Place]) -> set[Place]:
    """Which of the faces that hold nothing of their item hold another one."""
    rows = session.execute(
        select(Stock.location_id, Stock.item_id).where(
            Stock.location_id.in_({place_id for _, place_id in empty}), Stock.on_hand > 0
        )
    ).all()
    return {
        (item_id, place_id)
        for item_id, place_id in empty
        if any(there == place_id and other != item_id for there, other in rows)
    }


def _cases(session: Session, item_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(ItemBarcode.item_id, func.min(ItemBarcode.quantity))
        .where(ItemBarcode.quantity > 1, ItemBarcode.item_id.in_(tuple(item_ids)))
        .group_by(ItemBarcode.item_id)
    )
    return {item_id: int(units) for item_id, units in rows}


def _coming(session: Session, item_ids: Collection[int]) -> dict[Place, int]:
    rows = session.execute(
        select(ReplenishTask.item_id, ReplenishTask.to_location_id, func.sum(_TO_MOVE))
        .where(
            ReplenishTask.state == StockTaskState.OPEN,
            ReplenishTask.item_id.in_(tuple(item_ids)),
        )
        .group_by(ReplenishTask.item_id, ReplenishTask.to_location_id)
    )
    return {(item_id, place_id): int(units) for item_id, place_id, units in rows}


def waiting_demands(session: Session, item_ids: Collection[int]) -> list[WaitingDemand]:
    """Units promised in reserve that nobody is on the way to, with the cut-off that needs them."""
    rows = session.execute(
        select(
            Allocation.item_id,
            Allocation.location_id,
            Allocation.lot_id,
            Allocation.quantity,
            func.coalesce(Wave.cut_off_at, Order.ship_by),
        )
        .join(Location, Location.id == Allocation.location_id)
        .join(OrderLine, OrderLine.id == Allocation.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(Wave, Wave.id == Order.wave_id)
        .outerjoin(
            PickLine,
            and_(PickLine.allocation_id == Allocation.id, PickLine.state == PickLineState.OPEN),
        )
        .outerjoin(PickTask, PickTask.id == PickLine.task_id)
        .where(
            Allocation.item_id.in_(tuple(item_ids)),
            Allocation.quantity > 0,
            Location.kind == LocationKind.RESERVE,
            or_(PickTask.id.is_(None), PickTask.state != PickTaskState.IN_PROGRESS),
        )
        .order_by(Allocation.id)
    )
    return [WaitingDemand(*row) for row in rows]


def reserve_stock(session: Session, item_ids: Collection[int]) -> list[ReserveStock]:
    """What may be carried away from reserve: undoubted, not on its way, not being picked."""
    picked, going = _being_picked(), _going()
    left = Stock.on_hand - func.coalesce(picked.c.units, 0) - func.coalesce(going.c.units, 0)
    rows = session.execute(
        select(
            Stock.item_id,
            Stock.location_id,
            Stock.lot_id,
            case((left > 0, left), else_=0),
            Lot.expiry,
            Location.pick_sequence,
        )
        .join(Location, Location.id == Stock.location_id)
        .join(Lot, Lot.id == Stock.lot_id)
        .outerjoin(picked, _is_of_stock(picked))
        .outerjoin(going, _is_of_stock(going))
        .where(
            Stock.item_id.in_(tuple(item_ids)),
            Location.kind == LocationKind.RESERVE,
            Stock.on_hand > 0,
            ~stock_is_doubted(),
        )
        .order_by(Stock.item_id, Stock.location_id, Stock.lot_id)
    )
    return [ReserveStock(*row) for row in rows]


def _being_picked() -> Subquery:
    """By row of stock, units that somebody is on the way to."""
    return (
        select(
            PickLine.item_id,
            PickLine.location_id,
            PickLine.lot_id,
            func.sum(PickLine.quantity - PickLine.picked - PickLine.short).label("units"),
        )
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickTask.state == PickTaskState.IN_PROGRESS, PickLine.state == PickLineState.OPEN)
        .group_by(PickLine.item_id, PickLine.location_id, PickLine.lot_id)
        .subquery()
    )


def _going() -> Subquery:
    """By row of stock, units that refills take away which were raised already."""
    return (
        select(
            ReplenishTask.item_id,
            ReplenishTask.from_location_id.label("location_id"),
            ReplenishTask.lot_id,
            func.sum(_TO_MOVE).label("units"),
        )
        .where(ReplenishTask.state == StockTaskState.OPEN)
        .group_by(ReplenishTask.item_id, ReplenishTask.from_location_id, ReplenishTask.lot_id)
        .subquery()
    )


def _is_of_stock(units: Subquery) -> ColumnElement[bool]:
    return and_(
        units.c.item_id == Stock.item_id,
        units.c.location_id == Stock.location_id,
        units.c.lot_id == Stock.lot_id,
    )

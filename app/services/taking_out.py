"""Goods that an order does not want any more leave it: out of its tote, cubby or carton.

Where they go, and who carries them, is for the caller to decide; here the books follow. The units
are counted off the pick lines that brought them, so that the counts of an order are always those of
its goods in the house.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.db.ledger import Move, move_units
from app.db.queries.floor_work import UNFINISHED, positions_of
from app.db.queries.order_goods import picks_behind
from app.db.queries.parcels import carton_line, stock_at
from app.db.queries.walls import unsorted_lines
from app.db.schema import Carton, Cubby, Location, OrderLine, PickLine, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import GoodsTakenOut
from app.domain.locations import STORAGE_KINDS, LocationKind, MoveReason
from app.domain.sort_events import PickedUnitsGone
from app.domain.tasks import CartonState, PickLineState, next_carton_state
from app.services.freeing import free_cubby
from app.services.order_states import refresh_states
from app.services.serial_writing import let_serials_go
from app.services.withdrawing import FloorWork, settle_tasks

LEGS_APART = 100
"""Goods of one line may come from several pick lines; each move has a number of its own."""


@dataclass(frozen=True)
class GoodsOut:
    """Units of an order line, of one lot, that go from where they lie to another location.

    `detail` is what the ledger's reason leaves open.
    """

    order_line_id: int
    lot_id: int
    source_id: int
    target_id: int
    units: int
    detail: str = ""


@dataclass(frozen=True)
class ScanLeg:
    """The scan that moves goods, and which of its moves this is."""

    scan_id: uuid.UUID
    leg: int = 0


def take_out(
    work: UnitOfWork, floor: FloorWork, goods: GoodsOut, scan: ScanLeg | None = None
) -> None:
    """Let goods leave their order: the ledger, the counts of the order and of its pick lines.

    The tote they lay in is free once it is empty and nothing more is picked into it, and a carton
    that is emptied is voided.

    Args:
        work: the transaction.
        floor: the order and its unfinished tasks, locked (`withdrawing.lock_floor_work`).
        goods: what leaves, and where it goes: storage, staging, quarantine, or lost.
        scan: what moves them; None for a person at a desk.

    Raises:
        StockTooLow: so many do not lie there.
        ValueError: so many were never picked for the line.
    """
    session = work.session
    line = session.get_one(OrderLine, goods.order_line_id, with_for_update=True)
    source = session.get_one(Location, goods.source_id)
    target = session.get_one(Location, goods.target_id)
    if source.kind is LocationKind.CARTON:
        count_out_of_carton(work, line, (goods.source_id, goods.lot_id), goods.units)
    reason, order = _reason(target.kind), floor.orders[line.order_id]
    for place, (pick_line, units) in enumerate(_pick_lines(work, goods)):
        move_units(work, _move(pick_line, goods, units, reason, scan, place))
        _unpick(pick_line, units)
        gone = PickedUnitsGone(pick_line.id, order.id, order.number, line.sku, units, reason.value)
        work.record(gone)
        if pick_line.task_id in floor.tasks:
            floor.touched.add(pick_line.task_id)
    line.picked -= goods.units
    line.allocated -= goods.units
    let_serials_go(work, line.id, source.id, target.id, goods.units)
    work.record(GoodsTakenOut(order.number, line.sku, goods.units, source.code, target.code))
    settle_tasks(work, floor)
    if not stock_at(session, source.id):
        _free(work, floor, source)
    refresh_states(work, [line.order_id])


def _move(
    pick_line: PickLine,
    goods: GoodsOut,
    units: int,
    reason: MoveReason,
    scan: ScanLeg | None,
    number: int,
) -> Move:
    """The move of the part of the goods that a pick line brought."""
    return Move(
        item_id=pick_line.item_id,
        lot_id=goods.lot_id,
        source=goods.source_id,
        target=goods.target_id,
        quantity=units,
        reason=reason,
        order_line_id=goods.order_line_id,
        pick_line_id=pick_line.id,
        scan_id=None if scan is None else scan.scan_id,
        leg=0 if scan is None else scan.leg * LEGS_APART + number,
        detail=goods.detail,
    )


def _reason(kind: LocationKind) -> MoveReason:
    if kind is LocationKind.LOST:
        return MoveReason.LOST
    return MoveReason.PUT_AWAY if kind in STORAGE_KINDS else MoveReason.SET_ASIDE


def _pick_lines(work: UnitOfWork, goods: GoodsOut) -> Iterator[tuple[PickLine, int]]:
    """The pick lines that brought the goods, with their part of them.

    Those that brought units to where the goods lie come first, then the latest.

    Raises:
        ValueError: together they brought fewer.
    """
    rest = goods.units
    lines = work.session.scalars(
        select(PickLine)
        .where(
            PickLine.order_line_id == goods.order_line_id,
            PickLine.lot_id == goods.lot_id,
            PickLine.picked > 0,
        )
        .order_by(PickLine.id.desc())
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if sum(line.picked for line in lines) < rest:
        raise ValueError(f"{rest} units were never picked: {goods}")
    here = picks_behind(work.session, goods.order_line_id, goods.lot_id, goods.source_id)
    parts = {line.id: min(rest, line.picked, here.get(line.id, 0)) for line in lines}
    for line in lines:
        parts[line.id] = min(rest, parts[line.id])
        rest -= parts[line.id]
    for line in lines:
        more = min(rest, line.picked - parts[line.id])
        rest -= more
        if parts[line.id] + more:
            yield line, parts[line.id] + more


def _unpick(line: PickLine, units: int) -> None:
    """Let a pick line have brought fewer units, which it does not ask for any more either."""
    line.picked -= units
    if line.quantity == units:
        line.state = PickLineState.CANCELLED
        return
    line.quantity -= units
    if line.state is not PickLineState.OPEN:
        line.state = PickLineState.SHORT if line.short else PickLineState.PICKED


def count_out_of_carton(
    work: UnitOfWork, line: OrderLine, goods: tuple[int, int], units: int
) -> None:
    """Count units of a line as packed no more, before they leave their carton.

    Args:
        work: the transaction; the line is locked.
        line: whose units they are.
        goods: the carton's location, and the lot.
        units: how many.

    Raises:
        ValueError: so many are not in it.
    """
    location_id, lot_id = goods
    carton = _carton_at(work, location_id)
    row = carton_line(work.session, carton.id, line.id, lot_id)
    if row is None or row.quantity < units:
        raise ValueError(f"{units} of line {line.id} are not in carton {carton.id}")
    row.quantity -= units
    line.packed -= units
    carton.revision += 1


def _free(work: UnitOfWork, floor: FloorWork, source: Location) -> None:
    """Let an emptied tote go that nobody picks into, and void an emptied carton."""
    if source.kind is LocationKind.CARTON:
        carton = _carton_at(work, source.id)
        carton.state = next_carton_state(carton.id, carton.state, CartonState.VOIDED)
    elif source.kind is LocationKind.TOTE:
        in_use = [task for task in floor.tasks.values() if task.state in UNFINISHED]
        positions = positions_of(work.session, [task.id for task in in_use])
        if all(position.tote_id != source.id for position in positions):
            tote = work.session.get_one(Tote, source.id, with_for_update=True)
            tote.order_id = tote.task_id = None
            tote.bound_at = None
    elif source.kind is LocationKind.CUBBY:
        _free_cubby(work, source.id)


def _free_cubby(work: UnitOfWork, location_id: int) -> None:
    """Let a cubby be used for another order, unless more of this one is to come."""
    cubby = work.session.get(Cubby, location_id, with_for_update=True)
    if cubby is None or cubby.order_id is None:
        return
    if not any(line.due for line in unsorted_lines(work.session, [cubby.order_id])):
        free_cubby(work, cubby)


def _carton_at(work: UnitOfWork, location_id: int) -> Carton:
    return work.session.scalars(
        select(Carton).where(Carton.location_id == location_id).with_for_update()
    ).one()

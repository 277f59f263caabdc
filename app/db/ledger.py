"""The only way stock changes: a ledger row and both quantities beside it, in one transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import Update, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db.schema import Stock, StockMove
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import MoveReason


class StockTooLow(Exception):
    """The books hold fewer units at the source than should leave it; nothing was moved."""

    def __init__(self, item_id: int, location_id: int, wanted: int) -> None:
        super().__init__(f"item {item_id} at location {location_id}: {wanted} units not there")
        self.item_id = item_id
        self.location_id = location_id
        self.wanted = wanted


@dataclass(frozen=True)
class Move:
    """Units of an item (and lot) going from one location to another.

    `from_allocated` is how many of the units were promised at the source, `to_allocated` how many
    are promised again at the target. Locations with a negative id are virtual: they have no stock
    rows. `scan_id` and `leg` name the scan that caused it.
    """

    item_id: int
    lot_id: int
    source: int
    target: int
    quantity: int
    reason: MoveReason
    from_allocated: int = 0
    to_allocated: int = 0
    order_line_id: int | None = None
    pick_line_id: int | None = None
    scan_id: uuid.UUID | None = None
    leg: int = 0
    epoch: int | None = None


def move_units(work: UnitOfWork, move: Move) -> None:
    """Carry out a move: change both stock rows in the order of their keys, write the ledger.

    Raises:
        StockTooLow: the source does not hold that many units, or not that many promised ones.
    """
    changes = {move.source: _take, move.target: _give}
    for location_id in sorted(changes):
        if location_id >= 0:
            changes[location_id](work.session, move)
    work.session.add(
        StockMove(
            item_id=move.item_id,
            lot_id=move.lot_id,
            from_location_id=move.source,
            to_location_id=move.target,
            quantity=move.quantity,
            reason=move.reason,
            order_line_id=move.order_line_id,
            pick_line_id=move.pick_line_id,
            scan_id=move.scan_id,
            leg=move.leg,
            station=work.actor.station,
            operator_id=work.actor.operator_id,
            epoch=move.epoch,
            at=work.now,
        )
    )


def change_promise(
    session: Session, *, item_id: int, location_id: int, lot_id: int, by: int
) -> None:
    """Promise `by` more units at a location, or take a promise back where `by` is negative.

    Raises:
        StockTooLow: fewer units are free (or promised) than that.
    """
    statement = _stock_row(item_id, location_id, lot_id).values(allocated=Stock.allocated + by)
    guard = Stock.on_hand - Stock.allocated >= by if by >= 0 else Stock.allocated >= -by
    if _changed(session, statement.where(guard)) != 1:
        raise StockTooLow(item_id, location_id, abs(by))


def _take(session: Session, move: Move) -> None:
    free = move.quantity - move.from_allocated
    statement = (
        _stock_row(move.item_id, move.source, move.lot_id)
        .where(
            Stock.on_hand >= move.quantity,
            Stock.allocated >= move.from_allocated,
            Stock.on_hand - Stock.allocated >= free,
        )
        .values(
            on_hand=Stock.on_hand - move.quantity,
            allocated=Stock.allocated - move.from_allocated,
        )
    )
    if _changed(session, statement) != 1:
        raise StockTooLow(move.item_id, move.source, move.quantity)


def _give(session: Session, move: Move) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Stock).values(
        item_id=move.item_id,
        location_id=move.target,
        lot_id=move.lot_id,
        on_hand=move.quantity,
        allocated=move.to_allocated,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["item_id", "location_id", "lot_id"],
            set_={
                "on_hand": Stock.on_hand + statement.excluded.on_hand,
                "allocated": Stock.allocated + statement.excluded.allocated,
            },
        )
    )


def _stock_row(item_id: int, location_id: int, lot_id: int) -> Update:
    return update(Stock).where(
        Stock.item_id == item_id, Stock.location_id == location_id, Stock.lot_id == lot_id
    )


def _changed(session: Session, statement: Update) -> int:
    """How many rows an UPDATE changed, told by the rows themselves."""
    returned = session.execute(
        statement.returning(Stock.item_id).execution_options(synchronize_session=False)
    )
    return len(returned.all())

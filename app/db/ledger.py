"""The only way stock changes: a ledger row and both quantities beside it, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Executable, Table, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db.schema import Row
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
    rows. `scan_id` and `leg` name the scan that caused it, `detail` what the reason leaves open.
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
    detail: str = ""


def move_units(work: UnitOfWork, move: Move) -> None:
    """Carry out a move: change both stock rows in the order of their keys, write the ledger.

    Raises:
        StockTooLow: the source does not hold that many units, or not that many promised ones.
    """
    work.session.flush()  # rows that the move refers to
    connection = work.session.connection()
    changes = {move.source: _take, move.target: _give}
    for location_id in sorted(changes):
        if location_id >= 0:
            changes[location_id](connection, move)
    connection.execute(
        _WRITE_MOVE,
        {
            "item_id": move.item_id,
            "lot_id": move.lot_id,
            "from_location_id": move.source,
            "to_location_id": move.target,
            "quantity": move.quantity,
            "reason": move.reason,
            "order_line_id": move.order_line_id,
            "pick_line_id": move.pick_line_id,
            "scan_id": move.scan_id,
            "leg": move.leg,
            "station": work.actor.station,
            "operator_id": work.actor.operator_id,
            "epoch": move.epoch,
            "detail": move.detail,
            "at": work.now,
        },
    )


def change_promise(
    session: Session, *, item_id: int, location_id: int, lot_id: int, by: int
) -> None:
    """Promise `by` more units at a location, or take a promise back where `by` is negative.

    Raises:
        StockTooLow: fewer units are free (or promised) than that.
    """
    where = {"item": item_id, "place": location_id, "lot": lot_id}
    statement = _PROMISE if by >= 0 else _TAKE_PROMISE_BACK
    session.flush()  # the statement passes the session by: what waits there goes first
    changed = session.connection().execute(statement, where | {"units": abs(by)})
    if len(changed.all()) != 1:
        raise StockTooLow(item_id, location_id, abs(by))


# Built once: on the way of a scan, building a statement takes longer than running it.

_STOCK = Row.metadata.tables["stock"].c

_AT_PLACE = (
    _STOCK.item_id == bindparam("item"),
    _STOCK.location_id == bindparam("place"),
    _STOCK.lot_id == bindparam("lot"),
)

_PROMISE = (
    update(Row.metadata.tables["stock"])
    .where(*_AT_PLACE, _STOCK.on_hand - _STOCK.allocated >= bindparam("units"))
    .values(allocated=_STOCK.allocated + bindparam("units"))
    .returning(_STOCK.item_id)
)

_TAKE_PROMISE_BACK = (
    update(Row.metadata.tables["stock"])
    .where(*_AT_PLACE, _STOCK.allocated >= bindparam("units"))
    .values(allocated=_STOCK.allocated - bindparam("units"))
    .returning(_STOCK.item_id)
)

_WRITE_MOVE = insert(Row.metadata.tables["stock_move"])

_TAKE = (
    update(Row.metadata.tables["stock"])
    .where(
        *_AT_PLACE,
        _STOCK.on_hand >= bindparam("units"),
        _STOCK.allocated >= bindparam("promised"),
        _STOCK.on_hand - _STOCK.allocated >= bindparam("units") - bindparam("promised"),
    )
    .values(
        on_hand=_STOCK.on_hand - bindparam("units"),
        allocated=_STOCK.allocated - bindparam("promised"),
    )
    .returning(_STOCK.item_id)
)


def _give_statement(
    insert_of: Callable[[Table], postgresql.Insert] | Callable[[Table], sqlite.Insert],
) -> Executable:
    statement = insert_of(Row.metadata.tables["stock"])
    return statement.on_conflict_do_update(
        index_elements=["item_id", "location_id", "lot_id"],
        set_={
            "on_hand": _STOCK.on_hand + statement.excluded.on_hand,
            "allocated": _STOCK.allocated + statement.excluded.allocated,
        },
    )


_GIVE: dict[str, Executable] = {
    "postgresql": _give_statement(postgresql.insert),
    "sqlite": _give_statement(sqlite.insert),
}


def _take(connection: Connection, move: Move) -> None:
    taken = connection.execute(
        _TAKE,
        {
            "item": move.item_id,
            "place": move.source,
            "lot": move.lot_id,
            "units": move.quantity,
            "promised": move.from_allocated,
        },
    )
    # The rows themselves tell whether one was changed, not the driver's count of them.
    if len(taken.all()) != 1:
        raise StockTooLow(move.item_id, move.source, move.quantity)


def _give(connection: Connection, move: Move) -> None:
    connection.execute(
        _GIVE[connection.dialect.name],
        {
            "item_id": move.item_id,
            "location_id": move.target,
            "lot_id": move.lot_id,
            "on_hand": move.quantity,
            "allocated": move.to_allocated,
        },
    )

"""Selects on goods that leave the flow at a put wall."""

from __future__ import annotations

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from app.db.schema import Location, PickLine, Stock, StockMove
from app.domain.locations import STORAGE_KINDS, MoveReason
from app.domain.wall_state import Piece


def sorted_lines_in(session: Session, cubby_id: int) -> list[Piece]:
    """What lies in a cubby, by the pick lines it came from; `tote_id` is the cubby itself."""
    units = case(
        (StockMove.to_location_id == cubby_id, StockMove.quantity), else_=-StockMove.quantity
    )
    rows = session.execute(
        select(
            PickLine.id,
            PickLine.order_line_id,
            StockMove.item_id,
            StockMove.lot_id,
            func.sum(units),
        )
        .join(PickLine, PickLine.id == StockMove.pick_line_id)
        .where(
            (StockMove.to_location_id == cubby_id) | (StockMove.from_location_id == cubby_id),
            StockMove.reason.in_((MoveReason.SORTED, MoveReason.UNSORTED, MoveReason.SET_ASIDE)),
        )
        .group_by(PickLine.id, PickLine.order_line_id, StockMove.item_id, StockMove.lot_id)
        .order_by(PickLine.id)
    ).all()
    left = {
        (stock.item_id, stock.lot_id): stock.on_hand
        for stock in session.scalars(select(Stock).where(Stock.location_id == cubby_id))
    }
    pieces: list[Piece] = []
    for line_id, order_line_id, item_id, lot_id, total in rows:
        there = min(int(total), left.get((item_id, lot_id), 0))
        if there > 0:
            pieces.append(Piece(line_id, order_line_id, item_id, lot_id, cubby_id, there))
            left[item_id, lot_id] -= there
    return pieces


def free_stock_of(session: Session, item_id: int, task_id: int, units: int) -> Stock | None:
    """Where the books hold so many unpromised units of an item; first where a task picked it."""
    was_picked = exists().where(
        PickLine.task_id == task_id,
        PickLine.item_id == Stock.item_id,
        PickLine.location_id == Stock.location_id,
        PickLine.lot_id == Stock.lot_id,
    )
    return session.scalar(
        select(Stock)
        .join(Location, Location.id == Stock.location_id)
        .where(
            Stock.item_id == item_id,
            Location.kind.in_(tuple(STORAGE_KINDS)),
            Stock.on_hand - Stock.allocated >= units,
        )
        .order_by(case((was_picked, 0), else_=1), Location.pick_sequence, Stock.location_id)
        .limit(1)
        .with_for_update(of=Stock)
        .execution_options(populate_existing=True)
    )

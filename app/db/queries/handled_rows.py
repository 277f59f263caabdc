"""Selects of what was packed and sorted last; the pace of benches and walls is learned from it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.schema import Carton, CartonLine, StockMove
from app.domain.locations import MoveReason

LOOKED_AT = 20_000
"""So many of the ledger's last rows are searched for puts; without walls there are none."""


class HandledRow(NamedTuple):
    """A carton that was closed, or units put into a cubby: by whom, when, and how many units."""

    operator_id: int
    at: datetime
    units: int


def last_cartons(session: Session, most: int) -> list[HandledRow]:
    """The last cartons that benches closed, the oldest first."""
    latest = (
        select(Carton.id, Carton.operator_id, Carton.closed_at)
        .where(Carton.closed_at.is_not(None), Carton.operator_id.is_not(None))
        .order_by(Carton.closed_at.desc(), Carton.id.desc())
        .limit(most)
        .subquery()
    )
    rows = session.execute(
        select(latest.c.operator_id, latest.c.closed_at, func.sum(CartonLine.quantity))
        .join(CartonLine, CartonLine.carton_id == latest.c.id)
        .group_by(latest.c.id, latest.c.operator_id, latest.c.closed_at)
        .order_by(latest.c.closed_at, latest.c.id)
    )
    return [HandledRow(*row) for row in rows]


def cubby_puts(session: Session, most: int) -> list[HandledRow]:
    """The last puts into cubbies of walls, the oldest first; the units of a scan are one put."""
    newest = session.scalar(select(func.max(StockMove.id))) or 0
    latest = (
        select(func.max(StockMove.id), StockMove.operator_id, StockMove.at)
        .add_columns(func.sum(StockMove.quantity))
        .where(
            StockMove.id > newest - LOOKED_AT,
            StockMove.reason == MoveReason.SORTED,
            StockMove.operator_id.is_not(None),
        )
        .group_by(StockMove.scan_id, StockMove.operator_id, StockMove.at)
        .order_by(func.max(StockMove.id).desc())
        .limit(most)
    )
    rows = [
        HandledRow(operator_id, at, int(units))
        for _, operator_id, at, units in session.execute(latest)
        if operator_id is not None
    ]
    return rows[::-1]

"""What goes wrong on the busy floor, and who is on it: for the exception desk and the people."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from app.bench.board_floor import ORDERS, PEOPLE, PICKED_UP_TO, WAVES
from app.db.schema import EventLog, Order, OrderHold, OrderLine, PickLine, Row
from app.domain.events import OperatorSignedIn
from app.domain.floor_exceptions import SKIPS_THAT_COUNT
from app.domain.orders import HoldReason, OrderState
from app.domain.tasks import PickLineState

SHORT_ORDERS, SKIPPED_STOPS = 120, 120
EVERY = 17
"""One in so many orders on the floor lacks a unit, one in so many of its stops was skipped."""


def add_exceptions(connection: Connection, now: datetime) -> None:
    """Hold orders that lack a unit, skip stops twice, and have everybody signed in."""
    _hold_orders(connection, now)
    _skip_stops(connection)
    events = Row.metadata.tables[EventLog.__tablename__]
    connection.execute(
        insert(events),
        [
            {
                "kind": OperatorSignedIn.__name__,
                "payload": {"operator_id": person, "station": f"P-{person:02d}", "way": "badge"},
                "station": f"P-{person:02d}",
                "operator_id": person,
                "at": now - timedelta(hours=4),
            }
            for person in range(1, PEOPLE + 1)
        ],
    )


def _hold_orders(connection: Connection, now: datetime) -> None:
    orders, lines, holds = (
        Row.metadata.tables[each.__tablename__] for each in (Order, OrderLine, OrderHold)
    )
    first = PICKED_UP_TO * ORDERS // WAVES + 1
    short = range(first, first + EVERY * SHORT_ORDERS, EVERY)
    lacking = (
        select(func.min(lines.c.id)).where(lines.c.order_id.in_(short)).group_by(lines.c.order_id)
    )
    lacks = update(lines).where(lines.c.id.in_(lacking.scalar_subquery()))
    connection.execute(lacks.values(allocated=lines.c.allocated - 1))
    held = update(orders).where(orders.c.id.in_(short))
    connection.execute(held.values(state=OrderState.HELD))
    connection.execute(
        insert(holds),
        [
            {
                "order_id": each,
                "reason": HoldReason.SHORT,
                "held_at": now - timedelta(minutes=each % 90),
            }
            for each in short
        ],
    )


def _skip_stops(connection: Connection) -> None:
    picks = Row.metadata.tables[PickLine.__tablename__]
    is_open = picks.c.state == PickLineState.OPEN
    found = connection.scalars(select(picks.c.id).where(is_open).order_by(picks.c.id))
    skipped = list(found)[: EVERY * SKIPPED_STOPS : EVERY]
    connection.execute(update(picks).where(picks.c.id.in_(skipped)).values(skips=SKIPS_THAT_COUNT))

"""A real day for everything a lead looks at: open orders, those done, scans, exceptions, people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from app.bench.board_floor import BusyFloor, fill_busy_floor
from app.bench.exceptions_floor import add_exceptions
from app.bench.map_floor import add_scans
from app.bench.past_day import fill_past_day
from app.bootstrap.cannot_open import CannotOpen

DONE_ORDERS = 10_000
NEXT_OPERATOR = (
    "select setval(pg_get_serial_sequence('operator', 'id'), (select max(id) from operator))"
)
"""The busy floor's people have numbers of their own making, past which a server has to count."""


def fill_busy_day(connection: Connection, now: datetime) -> BusyFloor:
    """Write 10,000 open orders, as many that are done, and the scans, into an empty database.

    Args:
        connection: to a migrated database, inside a transaction.
        now: the moment around which cut-offs lie, and at which the day's work ended.

    Raises:
        CannotOpen: the database has orders.
    """
    if connection.exec_driver_sql("select count(*) from orders").scalar():
        raise CannotOpen("the benchmark needs a database without orders; name an empty one")
    floor = fill_busy_floor(connection, now=now)
    fill_past_day(connection, now, orders=DONE_ORDERS)
    add_scans(connection, now)
    add_exceptions(connection, now)
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(NEXT_OPERATOR)
        connection.exec_driver_sql("analyze")
    return floor

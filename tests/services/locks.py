"""Looks at who waits for whose rows; only PostgreSQL can be asked."""

from __future__ import annotations

from time import monotonic

from sqlalchemy import text

from app.services.workplace import Workplace

_BLOCKED = text(
    "select count(*) from pg_stat_activity"
    " where wait_event_type = 'Lock' and datname = current_database()"
)


def wait_until_blocked(floor: Workplace, connections: int) -> None:
    """Return once so many connections wait for another one's lock."""
    deadline = monotonic() + 90
    while monotonic() < deadline:
        with floor.database.engine.connect() as connection:
            if connection.scalar(_BLOCKED) == connections:
                return
    raise AssertionError("nobody waits")

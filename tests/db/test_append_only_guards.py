"""The ledger and the event log refuse every change, whatever the statement."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DatabaseError

from tests.db.schema_steps import execute, row_counts

STATEMENTS = (
    "UPDATE event_log SET kind = 'Other'",
    "DELETE FROM event_log",
    "UPDATE stock_move SET quantity = quantity + 1",
    "DELETE FROM stock_move WHERE id = 1",
)
SQLITE_ONLY = (
    "INSERT OR REPLACE INTO event_log SELECT * FROM event_log",
    """
    REPLACE INTO stock_move (item_id, lot_id, from_location_id, to_location_id, quantity,
                             reason, scan_id, leg, station, at)
    SELECT item_id, lot_id, from_location_id, to_location_id, 99,
           reason, scan_id, leg, station, at
    FROM stock_move WHERE scan_id IS NOT NULL
    """,
)
POSTGRESQL_ONLY = ("TRUNCATE event_log", "TRUNCATE stock_move")


def test_rows_that_are_for_good_are_neither_changed_nor_deleted(worked_url: str) -> None:
    others = SQLITE_ONLY if worked_url.startswith("sqlite") else POSTGRESQL_ONLY
    before = row_counts(worked_url)

    for statement in (*STATEMENTS, *others):
        with pytest.raises(DatabaseError, match="append-only"):
            execute(worked_url, statement)

    assert row_counts(worked_url) == before

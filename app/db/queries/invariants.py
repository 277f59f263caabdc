"""All that must be true of a database, read in one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.db.queries.inspection_invariants import INSPECTION_INVARIANTS
from app.db.queries.invariant import Invariant
from app.db.queries.order_invariants import ORDER_INVARIANTS
from app.db.queries.parcel_invariants import PARCEL_INVARIANTS
from app.db.queries.record_invariants import FILE_INVARIANT, RECORD_INVARIANTS
from app.db.queries.sort_invariants import SORT_INVARIANTS
from app.db.queries.stock_invariants import STOCK_INVARIANTS
from app.db.queries.stock_work_invariants import STOCK_WORK_INVARIANTS
from app.db.queries.transport_invariants import TRANSPORT_INVARIANTS
from app.db.queries.wave_invariants import WAVE_INVARIANTS
from app.db.queries.work_invariants import WORK_INVARIANTS
from app.db.queries.zone_invariants import ZONE_INVARIANTS

INVARIANTS: tuple[Invariant, ...] = (
    *STOCK_INVARIANTS,
    *STOCK_WORK_INVARIANTS,
    *WORK_INVARIANTS,
    *INSPECTION_INVARIANTS,
    *WAVE_INVARIANTS,
    *SORT_INVARIANTS,
    *ZONE_INVARIANTS,
    *ORDER_INVARIANTS,
    *PARCEL_INVARIANTS,
    *TRANSPORT_INVARIANTS,
    *RECORD_INVARIANTS,
)
"""What holds on both databases."""

_COUNTS = {
    "orders": "SELECT COUNT(*) FROM orders",
    "orders_shipped": "SELECT COUNT(*) FROM orders WHERE state = 'shipped'",
    "pick_tasks": "SELECT COUNT(*) FROM pick_task",
    "cartons": "SELECT COUNT(*) FROM carton",
    "print_jobs": "SELECT COUNT(*) FROM print_job",
    "scans": "SELECT COUNT(*) FROM scan_log",
    "ledger_rows": "SELECT COUNT(*) FROM stock_move",
    "events": "SELECT COUNT(*) FROM event_log",
    "units_received": "SELECT SUM(CASE WHEN from_location_id = -1 THEN quantity "
    "WHEN to_location_id = -1 THEN -quantity END) FROM stock_move",
    "units_adjusted": "SELECT SUM(CASE WHEN from_location_id = -4 THEN quantity "
    "WHEN to_location_id = -4 THEN -quantity END) FROM stock_move",
    "units_on_hand": "SELECT SUM(on_hand) FROM stock",
    "units_shipped": "SELECT SUM(CASE WHEN to_location_id = -2 THEN quantity "
    "WHEN from_location_id = -2 THEN -quantity END) FROM stock_move",
    "units_lost": "SELECT SUM(CASE WHEN to_location_id = -3 THEN quantity "
    "WHEN from_location_id = -3 THEN -quantity END) FROM stock_move",
}


def invariants_of(session: Session) -> tuple[Invariant, ...]:
    """What can be proved of this database; an embedded one is asked about its file as well."""
    is_file = session.get_bind().dialect.name == "sqlite"
    return (FILE_INVARIANT, *INVARIANTS) if is_file else INVARIANTS


def counts(session: Session) -> dict[str, int]:
    """How much there was to check: rows of the larger tables, and units by where they went."""
    return {name: int(session.scalar(text(query)) or 0) for name, query in _COUNTS.items()}


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A session that sees the whole database as it is at one moment, and cannot change it.

    On SQLite a transaction that begins immediately sees one state, and writers wait for its end.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with Session(engine) as session:
        if engine.dialect.name == "postgresql":
            # A large database takes longer to check than a scan may wait.
            session.execute(text("SET LOCAL statement_timeout = 0"))
        yield session
        session.rollback()

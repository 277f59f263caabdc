"""Alembic's entry: runs revisions on the connection that `app.db.migrations.upgrade` hands in."""

from __future__ import annotations

import warnings

from alembic import context
from sqlalchemy.schema import SchemaItem

from app.db.schema import Row

MADE_BY_HAND = frozenset(
    {
        "ix_pick_task_queue",
        "ix_event_log_order",
        "ix_event_log_carton",
        "ix_event_log_sku",
        "ix_event_log_place",
        "ix_event_log_tote",
    }
)
"""Indexes that the comparison with the models cannot read: of expressions, or PostgreSQL's only."""


def is_compared(
    _item: SchemaItem, name: str | None, _kind: str, _is_found: bool, _model: SchemaItem | None
) -> bool:
    """Whether the models say anything about a table, column or index."""
    return name not in MADE_BY_HAND


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_object=is_compared,
    transactional_ddl=False,  # upgrade() owns the transaction, on both databases
)
with warnings.catch_warnings():
    # Said of each index of an expression on SQLite; those are ours, and named above.
    warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
    context.run_migrations()

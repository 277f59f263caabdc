"""Alembic's entry: runs revisions on the connection that `app.db.migrations.upgrade` hands in."""

from __future__ import annotations

from alembic import context
from sqlalchemy.schema import SchemaItem

from app.db.schema import Row

MADE_BY_HAND = frozenset({"ix_pick_task_queue"})
"""Indexes that only PostgreSQL has, and that the comparison with the models cannot read."""


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
context.run_migrations()

"""Alembic's entry: runs revisions on the connection that `app.db.migrations.upgrade` hands in."""

from __future__ import annotations

from alembic import context

from app.db.schema import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=False,  # upgrade() owns the transaction, on both databases
)
context.run_migrations()

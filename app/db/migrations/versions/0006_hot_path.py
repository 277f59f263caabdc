"""Claims and scans in one round trip on PostgreSQL, and the queue they are claimed from."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.pick_functions import SIGNATURES, texts

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    # Without it, each claim sorts all work that waits.
    op.create_index(
        "ix_pick_task_queue",
        "pick_task",
        [sa.text("priority DESC"), "sequence"],
        unique=False,
        postgresql_where=sa.text("state = 'ready'"),
    )
    schema = bind.execute(sa.text("SELECT current_schema()")).scalar_one()
    for definition in texts(bind.dialect.identifier_preparer.quote(schema)):
        op.execute(definition)
    for signature in SIGNATURES:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for signature in SIGNATURES:
            op.execute(f"DROP FUNCTION {signature}")
        op.drop_index("ix_pick_task_queue", table_name="pick_task")

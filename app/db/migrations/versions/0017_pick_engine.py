"""Pick tasks of many orders in one round trip, totes that travel, and checks of empty locations."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.pick_functions import REPLACED, SIGNATURES, texts

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column(
        "site",
        sa.Column("checks_empty", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "pick_task_tote", sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True)
    )
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    for signature in REPLACED:
        op.execute(f"DROP FUNCTION IF EXISTS {signature}")
    schema = bind.execute(sa.text("SELECT current_schema()")).scalar_one()
    for definition in texts(bind.dialect.identifier_preparer.quote(schema)):
        op.execute(definition)
    for signature in SIGNATURES:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def downgrade() -> None:
    op.drop_column("pick_task_tote", "arrived_at")
    op.drop_column("site", "checks_empty")

"""Totes that are handed from zone to zone, and the lanes they are put on."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.altering import add_reference
from app.db.migrations.pick_functions import REPLACED, SIGNATURES, texts

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column(
        "pick_task_tote", sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "site", sa.Column("scans_lanes", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    add_reference("site", "pack_lane_id", "location.id")
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
    op.drop_column("site", "pack_lane_id")
    op.drop_column("site", "scans_lanes")
    op.drop_column("pick_task_tote", "handed_over_at")

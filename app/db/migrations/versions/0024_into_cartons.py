"""Scans of numbered units and claims of work into cartons are left to the statements."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.pick_functions import SIGNATURES, texts

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    schema = bind.execute(sa.text("SELECT current_schema()")).scalar_one()
    for definition in texts(bind.dialect.identifier_preparer.quote(schema)):
        op.execute(definition)
    for signature in SIGNATURES:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def downgrade() -> None:
    """The functions of the revision before read the same tables: they are left as they are."""

"""Claims of work with numbered units are left to the statements, which read the numbers."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.pick_functions import SIGNATURES, texts

revision = "0026"
down_revision = "0025"


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
    """The functions of the revision before claim such work as well, without its numbers."""

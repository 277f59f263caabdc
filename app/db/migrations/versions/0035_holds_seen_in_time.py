"""A scan that waits for an order sees the hold that was written meanwhile."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.pick_functions import SIGNATURES, texts

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Locking and asking for holds were one statement, which saw holds as of its beginning."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    schema = bind.execute(sa.text("SELECT current_schema()")).scalar_one()
    for definition in texts(bind.dialect.identifier_preparer.quote(schema)):
        op.execute(definition)
    for signature in SIGNATURES:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def downgrade() -> None:
    """The functions stay: what they now do is right with the earlier tables, too."""

"""Claims by priority and cut-off, and copies of tasks that know what may be done at an empty shelf.

Nothing of the tables changes: the functions are made anew.
"""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.pick_functions import SIGNATURES, texts

revision = "0021"
down_revision = "0020"


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
    """The functions of the revision before did the same for fewer cases."""

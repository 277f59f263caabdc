"""Scans of numbered units and claims of work into cartons are left to the statements."""

from app.db.migrations.making_functions import make_functions

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    make_functions()


def downgrade() -> None:
    """The functions of the revision before read the same tables: they are left as they are."""

"""Claims of work with numbered units are left to the statements, which read the numbers."""

from app.db.migrations.making_functions import make_functions

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    make_functions()


def downgrade() -> None:
    """The functions of the revision before claim such work as well, without its numbers."""

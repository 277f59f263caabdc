"""A scan that waits for an order sees the hold that was written meanwhile."""

from app.db.migrations.making_functions import make_functions

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Locking and asking for holds were one statement, which saw holds as of its beginning."""
    make_functions()


def downgrade() -> None:
    """The functions stay: what they now do is right with the earlier tables, too."""

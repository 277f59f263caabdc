"""Claims by priority and cut-off, and copies of tasks that know what may be done at an empty shelf.

Nothing of the tables changes: the functions are made anew.
"""

from app.db.migrations.making_functions import make_functions

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    make_functions()


def downgrade() -> None:
    """The functions of the revision before did the same for fewer cases."""

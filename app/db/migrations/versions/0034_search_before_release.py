"""A wave that releases itself waits for a moment while better carts are looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("wave", sa.Column("search_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("wave", "search_until")

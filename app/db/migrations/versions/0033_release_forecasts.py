"""A wave keeps what was forecast of it when it was released, to be held against what came."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("wave", sa.Column("forecast_end_at", sa.DateTime(timezone=True)))
    op.add_column("wave", sa.Column("forecast_metres", sa.Double()))


def downgrade() -> None:
    op.drop_column("wave", "forecast_metres")
    op.drop_column("wave", "forecast_end_at")

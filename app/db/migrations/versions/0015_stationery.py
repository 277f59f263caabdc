"""How each shop's paper looks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RECORD = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "shop_stationery",
        sa.Column("shop", sa.String(length=32), nullable=False),
        sa.Column("record", _RECORD, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", _NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["operator.id"], name=op.f("fk_shop_stationery_changed_by_operator")
        ),
        sa.PrimaryKeyConstraint("shop", name=op.f("pk_shop_stationery")),
    )


def downgrade() -> None:
    op.drop_table("shop_stationery")

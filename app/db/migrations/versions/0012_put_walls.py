"""Put walls with their cubbies, and the slots of the consolidation shelf."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "put_wall",
        sa.Column("location_id", _NUMBER, nullable=False),
        sa.Column("aside_id", _NUMBER, nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("column_count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_put_wall_row_count_positive")),
        sa.CheckConstraint("column_count > 0", name=op.f("ck_put_wall_column_count_positive")),
        *_refers("put_wall", location_id="location.id", aside_id="location.id"),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_put_wall")),
    )
    op.create_table(
        "cubby",
        sa.Column("location_id", _NUMBER, nullable=False),
        sa.Column("wall_id", _NUMBER, nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("column_number", sa.Integer(), nullable=False),
        sa.Column("order_id", _NUMBER, nullable=True),
        sa.Column("bound_at", _MOMENT, nullable=True),
        *_refers(
            "cubby",
            location_id="location.id",
            wall_id="put_wall.location_id",
            order_id="orders.id",
        ),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_cubby")),
        sa.UniqueConstraint("order_id", name=op.f("uq_cubby_order_id")),
        sa.UniqueConstraint(
            "wall_id",
            "row_number",
            "column_number",
            name=op.f("uq_cubby_wall_id_row_number_column_number"),
        ),
    )
    op.create_table(
        "consolidation_slot",
        sa.Column("location_id", _NUMBER, nullable=False),
        sa.Column("order_id", _NUMBER, nullable=True),
        sa.Column("bound_at", _MOMENT, nullable=True),
        *_refers("consolidation_slot", location_id="location.id", order_id="orders.id"),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_consolidation_slot")),
        sa.UniqueConstraint("order_id", name=op.f("uq_consolidation_slot_order_id")),
    )


def downgrade() -> None:
    for table in ("consolidation_slot", "cubby", "put_wall"):
        op.drop_table(table)


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [target], name=op.f(f"fk_{table}_{column}_{target.split('.')[0]}")
        )
        for column, target in columns.items()
    ]

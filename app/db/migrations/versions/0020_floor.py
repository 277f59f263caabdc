"""The floor as data: its layout file, closed aisles, what carts take, and the carts of a wave."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"

_MOMENT = sa.DateTime(timezone=True)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_IS_CLOSED = sa.text("opened_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "floor_layout",
        sa.Column("id", _ID, nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("imported_at", _MOMENT, nullable=False),
        sa.Column("imported_by", _ID, nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_floor_layout_one_row")),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["operator.id"], name=op.f("fk_floor_layout_imported_by_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_layout")),
    )
    op.create_table(
        "aisle_closure",
        sa.Column("id", _ID, nullable=False),
        sa.Column("zone", sa.String(length=32), nullable=False),
        sa.Column("aisle", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=False),
        sa.Column("closed_by", _ID, nullable=True),
        sa.Column("opened_at", _MOMENT, nullable=True),
        sa.Column("opened_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["operator.id"], name=op.f("fk_aisle_closure_closed_by_operator")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["operator.id"], name=op.f("fk_aisle_closure_opened_by_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aisle_closure")),
    )
    op.create_index(
        "ix_aisle_closure_closed",
        "aisle_closure",
        ["zone", "aisle"],
        unique=True,
        postgresql_where=_IS_CLOSED,
        sqlite_where=_IS_CLOSED,
    )
    op.create_table(
        "planner_setting",
        sa.Column("id", _ID, nullable=False),
        sa.Column("cart_lines", sa.Integer(), nullable=True),
        sa.Column("cart_grams", sa.Integer(), nullable=True),
        sa.Column("cart_millilitres", sa.Integer(), nullable=True),
        sa.Column("small_first", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("id = 1", name=op.f("ck_planner_setting_one_row")),
        sa.CheckConstraint("cart_lines > 0", name=op.f("ck_planner_setting_cart_lines_positive")),
        sa.CheckConstraint("cart_grams > 0", name=op.f("ck_planner_setting_cart_grams_positive")),
        sa.CheckConstraint(
            "cart_millilitres > 0", name=op.f("ck_planner_setting_cart_millilitres_positive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planner_setting")),
    )
    record = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("wave", sa.Column("carts", record, nullable=True))


def downgrade() -> None:
    op.drop_column("wave", "carts")
    op.drop_table("planner_setting")
    op.drop_index("ix_aisle_closure_closed", table_name="aisle_closure")
    op.drop_table("aisle_closure")
    op.drop_table("floor_layout")

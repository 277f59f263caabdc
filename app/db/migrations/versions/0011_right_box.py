"""Which side of an item is up, and what packers did with the packagings proposed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_CONTENTS = sa.Enum(
    "alike",
    "mixed",
    "fragile",
    name="contents",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    op.add_column(
        "item",
        sa.Column("this_side_up", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "packaging_tally",
        sa.Column("packaging_code", sa.String(length=16), nullable=False),
        sa.Column("contents", _CONTENTS, nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("overruled", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "filled >= 0 and overruled >= 0", name=op.f("ck_packaging_tally_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["packaging_code"],
            ["packaging.code"],
            name=op.f("fk_packaging_tally_packaging_code_packaging"),
        ),
        sa.PrimaryKeyConstraint(
            "packaging_code", "contents", "band", name=op.f("pk_packaging_tally")
        ),
    )
    op.create_table(
        "packaging_habit",
        sa.Column("contents_key", sa.String(length=32), nullable=False),
        sa.Column("packaging_code", sa.String(length=16), nullable=False),
        sa.Column("times_running", sa.Integer(), nullable=False),
        sa.Column("overrules", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["packaging_code"],
            ["packaging.code"],
            name=op.f("fk_packaging_habit_packaging_code_packaging"),
        ),
        sa.PrimaryKeyConstraint("contents_key", name=op.f("pk_packaging_habit")),
    )


def downgrade() -> None:
    op.drop_table("packaging_habit")
    op.drop_table("packaging_tally")
    op.drop_column("item", "this_side_up")

"""Inspections of picked orders, the rules that ask for them, and where they are done."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.db.migrations.altering import add_reference

revision = "0025"
down_revision = "0024"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_KINDS = ("share", "new_orders", "new_days", "value", "past_short")
_REASONS = ("demand", "past_short", "value", "new_operator", "share")
_STATES = ("open", "done", "cancelled")
_FINDINGS = ("right", "missing", "surplus", "wrong_item", "damaged")


def upgrade() -> None:
    op.create_table(
        "inspection_rule",
        sa.Column("kind", _choice("kind", _KINDS), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_inspection_rule_amount_positive")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_inspection_rule")),
    )
    op.create_table(
        "inspection",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("order_id", _NUMBER, nullable=False),
        sa.Column("reason", _choice("reason", _REASONS), nullable=False),
        sa.Column("state", _choice("state", _STATES), nullable=False),
        sa.Column("raised_by", _NUMBER, nullable=True),
        sa.Column("raised_at", _MOMENT, nullable=False),
        sa.Column("finished_by", _NUMBER, nullable=True),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("operator_id", _NUMBER, nullable=True),
        sa.Column("station", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("held_until", _MOMENT, nullable=True),
        sa.Column("skips", sa.Integer(), nullable=False, server_default="0"),
        sa.Column(
            "progress",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
            server_default="{}",
        ),
        *_references(
            "inspection",
            order_id="orders",
            raised_by="operator",
            finished_by="operator",
            operator_id="operator",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(
        "ix_inspection_open",
        "inspection",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_inspection_order_id"), "inspection", ["order_id"], unique=False)
    op.create_table(
        "inspection_line",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("inspection_id", _NUMBER, nullable=False),
        sa.Column("order_line_id", _NUMBER, nullable=True),
        sa.Column("item_id", _NUMBER, nullable=False),
        sa.Column("finding", _choice("finding", _FINDINGS), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("picked_by", _NUMBER, nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_inspection_line_units_positive")),
        *_references(
            "inspection_line",
            inspection_id="inspection",
            order_line_id="order_line",
            item_id="item",
            picked_by="operator",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_line")),
    )
    for column in ("inspection_id", "order_line_id", "picked_by"):
        op.create_index(
            op.f(f"ix_inspection_line_{column}"), "inspection_line", [column], unique=False
        )
    add_reference("site", "inspection_place_id", "location.id")


def downgrade() -> None:
    op.drop_column("site", "inspection_place_id")
    for table in ("inspection_line", "inspection", "inspection_rule"):
        op.drop_table(table)


def _references(table: str, **columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in columns.items()
    )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

"""Copies that know whether they are present, leases that run out, and work done off line."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "pick_task", sa.Column("revision", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("pick_task", sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_pick_task_lease",
        "pick_task",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state = 'in_progress'"),
        sqlite_where=sa.text("state = 'in_progress'"),
    )
    op.add_column("carton", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("station", sa.Column("session", sa.Uuid(), nullable=True))
    _discrepancies()


def downgrade() -> None:
    op.drop_table("discrepancy")
    op.drop_column("station", "session")
    op.drop_column("carton", "revision")
    op.drop_index("ix_pick_task_lease", table_name="pick_task")
    op.drop_column("pick_task", "lapsed_at")
    op.drop_column("pick_task", "revision")


def _discrepancies() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "discrepancy",
        sa.Column("id", number, nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "task_taken_over",
                "order_stopped",
                "line_changed",
                "tote_changed",
                "stock_missing",
                "carton_changed",
                "not_allowed",
                "lost_in_restore",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("work", sa.String(length=16), nullable=False),
        sa.Column("work_id", number, nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=True),
        sa.Column("order_line_id", number, nullable=True),
        sa.Column("item_id", number, nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("from_location_id", number, nullable=True),
        sa.Column("to_location_id", number, nullable=True),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("operator_id", number, nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", number, nullable=True),
        sa.Column("resolution", sa.String(length=32), nullable=False),
        *_foreign_keys(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancy")),
        sa.UniqueConstraint("scan_id", "leg", name=op.f("uq_discrepancy_scan_id_leg")),
    )
    op.create_index(
        op.f("ix_discrepancy_order_line_id"), "discrepancy", ["order_line_id"], unique=False
    )
    op.create_index(
        "ix_discrepancy_open",
        "discrepancy",
        ["raised_at"],
        unique=False,
        postgresql_where=sa.text("resolved_at is null"),
        sqlite_where=sa.text("resolved_at is null"),
    )


def _foreign_keys() -> list[sa.ForeignKeyConstraint]:
    targets = {
        "order_line_id": "order_line",
        "item_id": "item",
        "from_location_id": "location",
        "to_location_id": "location",
        "operator_id": "operator",
        "resolved_by": "operator",
    }
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{table}.id"], name=op.f(f"fk_discrepancy_{column}_{table}")
        )
        for column, table in targets.items()
    ]

"""What counts found and who decided; how classes of items are counted; more words in the ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.db.migrations.altering import add_reference

revision = "0018"
down_revision = "0017"

_MOMENT = sa.DateTime(timezone=True)
_UNSETTLED = "state IN ('open', 'to_approve')"
_PEOPLE = ("operator_id", "counted_by", "decided_by")

_MORE = (
    *("station", "held_until", "skips", "progress", "is_doubt"),
    *("expected", "counted_at", "decided_at"),
)


def _columns() -> tuple[sa.Column[object], ...]:
    record = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    return (
        sa.Column("station", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("held_until", _MOMENT, nullable=True),
        sa.Column("skips", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("progress", record, nullable=False, server_default="{}"),
        sa.Column("is_doubt", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("counted_at", _MOMENT, nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
    )


def upgrade() -> None:
    add_reference("count_task", "lot_id", "lot.id", default=0)
    for column in _PEOPLE:
        add_reference("count_task", column, "operator.id")
    for more in _columns():
        op.add_column("count_task", more)
    op.execute(
        "ALTER TABLE count_task ADD COLUMN counted INTEGER "
        "CONSTRAINT ck_count_task_counted_not_negative CHECK (counted >= 0)"
    )
    # Each short pick raised a count of its own; one is enough to look.
    op.execute(
        "UPDATE count_task SET state = 'cancelled' WHERE state IN ('open', 'to_approve') "
        "AND EXISTS (SELECT 1 FROM count_task AS first WHERE first.item_id = count_task.item_id "
        "AND first.location_id = count_task.location_id AND first.id < count_task.id "
        "AND first.state IN ('open', 'to_approve'))"
    )
    op.create_index(
        "ix_count_task_unsettled",
        "count_task",
        ["item_id", "location_id", "lot_id"],
        unique=True,
        postgresql_where=sa.text(_UNSETTLED),
        sqlite_where=sa.text(_UNSETTLED),
    )
    op.add_column(
        "stock_move", sa.Column("detail", sa.String(length=64), nullable=False, server_default="")
    )
    op.create_table(
        "count_rule",
        sa.Column("item_class", sa.String(length=32), nullable=False),
        sa.Column("tolerance_units", sa.Integer(), nullable=False),
        sa.Column("tolerance_cents", sa.Integer(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("below_units", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "tolerance_units >= 0", name=op.f("ck_count_rule_tolerance_units_not_negative")
        ),
        sa.CheckConstraint(
            "tolerance_cents >= 0", name=op.f("ck_count_rule_tolerance_cents_not_negative")
        ),
        sa.CheckConstraint("every_days > 0", name=op.f("ck_count_rule_every_days_positive")),
        sa.CheckConstraint("below_units >= 0", name=op.f("ck_count_rule_below_units_not_negative")),
        sa.PrimaryKeyConstraint("item_class", name=op.f("pk_count_rule")),
    )


def downgrade() -> None:
    op.drop_table("count_rule")
    op.drop_column("stock_move", "detail")
    op.drop_index("ix_count_task_unsettled", table_name="count_task")
    for column in ("counted", *reversed(_MORE), *_PEOPLE, "lot_id"):
        op.drop_column("count_task", column)

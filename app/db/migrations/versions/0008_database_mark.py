"""A mark by which stations notice that a database was brought back from an older copy."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    marks = op.create_table(
        "database_mark",
        sa.Column("id", number, nullable=False),
        sa.Column("mark", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_file", sa.String(length=255), nullable=False),
        sa.Column("last_event_id", number, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_database_mark")),
        sa.UniqueConstraint("mark", name=op.f("uq_database_mark_mark")),
    )
    now = datetime.now(UTC)
    if op.get_bind().dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    row = {"mark": uuid.uuid4(), "reason": "made", "at": now, "from_file": "", "last_event_id": 0}
    op.bulk_insert(marks, [row])


def downgrade() -> None:
    op.drop_table("database_mark")

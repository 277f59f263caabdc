"""Templates by which waves make themselves, and channels that feed the floor without any."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.migrations.altering import add_reference

revision = "0016"
down_revision = "0015"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_METHODS = ("single", "batch", "cluster", "zone_pass", "zone_parallel")

_REFERENCES = (("template_id", "wave_template.id"), ("channel_id", "channel.id"))


def upgrade() -> None:
    op.create_table(
        "wave_template",
        *_intake("wave_template"),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("cut_off", sa.String(length=5), nullable=False),
        sa.Column("lead_minutes", sa.Integer(), nullable=False),
        sa.Column("orders_per_wave", sa.Integer(), nullable=True),
        sa.Column("lines_per_wave", sa.Integer(), nullable=True),
        sa.Column("auto_create", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("auto_release", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("lead_minutes >= 0", name=op.f("ck_wave_template_lead_not_negative")),
    )
    op.create_table(
        "channel",
        *_intake("channel"),
        sa.Column("state", _choice("state", ("open", "locked", "asleep")), nullable=False),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=True),
        sa.Column("ends_at", _MOMENT, nullable=True),
        sa.CheckConstraint("room > 0", name=op.f("ck_channel_room_positive")),
    )
    op.add_column("wave", sa.Column("positions", sa.Integer(), nullable=True))
    op.add_column(
        "wave", sa.Column("into_carton", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "wave", sa.Column("planned", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True)
    )
    for column, target in _REFERENCES:
        add_reference("wave", column, target)
        op.create_index(op.f(f"ix_wave_{column}"), "wave", [column], unique=False)


def downgrade() -> None:
    for column, _ in _REFERENCES:
        op.drop_index(op.f(f"ix_wave_{column}"), table_name="wave")
        op.drop_column("wave", column)
    for column in ("planned", "into_carton", "positions"):
        op.drop_column("wave", column)
    op.drop_table("channel")
    op.drop_table("wave_template")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _intake(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What both tables say of the orders they take, and of how these are picked."""
    return (
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=64), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("min_priority", sa.Integer(), nullable=True),
        sa.Column("lines_at_most", sa.Integer(), nullable=True),
        sa.Column("method", _choice("method", _METHODS), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=True),
        sa.Column("into_carton", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{table}_code")),
    )

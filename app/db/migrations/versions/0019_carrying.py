"""Refills of pick faces, the bounds of the faces, and goods to be put away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_STATES = ("open", "done", "cancelled")
_REFILLS = ("demand", "minimum", "by_hand")
_PUT_AWAYS = (
    *("received", "taken_back", "cancelled", "surplus", "damaged"),
    *("returned", "transfer"),
)


def upgrade() -> None:
    op.create_table(
        "replenish_rule",
        sa.Column("item_id", _NUMBER, nullable=False),
        sa.Column("location_id", _NUMBER, nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "minimum >= 0 and maximum > minimum",
            name=op.f("ck_replenish_rule_maximum_above_minimum"),
        ),
        *_references("replenish_rule", item_id="item", location_id="location"),
        sa.PrimaryKeyConstraint("item_id", "location_id", name=op.f("pk_replenish_rule")),
    )
    op.create_table(
        "replenish_task",
        *_task("replenish_task", _REFILLS, has_target=True),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.CheckConstraint("moved >= 0", name=op.f("ck_replenish_task_moved_not_negative")),
    )
    op.create_index(
        "ix_replenish_task_open",
        "replenish_task",
        ["item_id", "lot_id", "from_location_id", "to_location_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "put_away_task",
        *_task("put_away_task", _PUT_AWAYS, has_target=False),
        sa.Column("order_line_id", _NUMBER, nullable=True),
        sa.CheckConstraint(
            "moved >= 0 and moved <= quantity", name=op.f("ck_put_away_task_moved_within_quantity")
        ),
        *_references("put_away_task", order_line_id="order_line"),
    )
    op.create_index(
        "ix_put_away_task_open",
        "put_away_task",
        ["from_location_id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index(
        op.f("ix_put_away_task_order_line_id"), "put_away_task", ["order_line_id"], unique=False
    )


def downgrade() -> None:
    for table in ("put_away_task", "replenish_task", "replenish_rule"):
        op.drop_table(table)


def _task(
    table: str, reasons: tuple[str, ...], *, has_target: bool
) -> tuple[sa.schema.SchemaItem, ...]:
    """What both kinds of carrying have: goods, places, how far it is, and who is at it."""
    record = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    return (
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("item_id", _NUMBER, nullable=False),
        sa.Column("lot_id", _NUMBER, nullable=False),
        sa.Column("from_location_id", _NUMBER, nullable=False),
        sa.Column("to_location_id", _NUMBER, nullable=not has_target),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("reason", _choice("reason", reasons), nullable=False),
        sa.Column("state", _choice("state", _STATES), nullable=False),
        sa.Column("raised_by", _NUMBER, nullable=True),
        sa.Column("raised_at", _MOMENT, nullable=False),
        sa.Column("finished_by", _NUMBER, nullable=True),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("operator_id", _NUMBER, nullable=True),
        sa.Column("station", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("held_until", _MOMENT, nullable=True),
        sa.Column("skips", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("progress", record, nullable=False, server_default="{}"),
        sa.CheckConstraint("quantity > 0", name=op.f(f"ck_{table}_quantity_positive")),
        *_references(
            table,
            item_id="item",
            lot_id="lot",
            from_location_id="location",
            to_location_id="location",
            raised_by="operator",
            finished_by="operator",
            operator_id="operator",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _references(table: str, **columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in columns.items()
    )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)

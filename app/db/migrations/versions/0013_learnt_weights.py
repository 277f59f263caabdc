"""Parcels that were weighed, and the weights learnt from them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _weighings()
    op.create_table(
        "weighed_item",
        sa.Column("weighing_id", _NUMBER, nullable=False),
        sa.Column("item_id", _NUMBER, nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_weighed_item_units_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_weighed_item_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["weighing_id"], ["weighing.id"], name=op.f("fk_weighed_item_weighing_id_weighing")
        ),
        sa.PrimaryKeyConstraint("weighing_id", "item_id", name=op.f("pk_weighed_item")),
    )
    op.create_index(op.f("ix_weighed_item_item_id"), "weighed_item", ["item_id"], unique=False)
    op.create_table(
        "learnt_weight",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("item_id", _NUMBER, nullable=True),
        sa.Column("packaging_code", sa.String(length=16), nullable=True),
        sa.Column("grams", sa.Double(), nullable=False),
        sa.Column("spread_g", sa.Double(), nullable=False),
        sa.Column("doubt_g", sa.Double(), nullable=False),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("since_weighing_id", _NUMBER, nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(item_id IS NULL) <> (packaging_code IS NULL)",
            name=op.f("ck_learnt_weight_one_part"),
        ),
        sa.CheckConstraint("grams >= 0", name=op.f("ck_learnt_weight_grams_not_negative")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_learnt_weight_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["packaging_code"],
            ["packaging.code"],
            name=op.f("fk_learnt_weight_packaging_code_packaging"),
        ),
        sa.ForeignKeyConstraint(
            ["since_weighing_id"],
            ["weighing.id"],
            name=op.f("fk_learnt_weight_since_weighing_id_weighing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_weight")),
        sa.UniqueConstraint("item_id", name=op.f("uq_learnt_weight_item_id")),
        sa.UniqueConstraint("packaging_code", name=op.f("uq_learnt_weight_packaging_code")),
    )


def downgrade() -> None:
    op.drop_table("learnt_weight")
    op.drop_table("weighed_item")
    op.drop_table("weighing")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _weighings() -> None:
    op.create_table(
        "weighing",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("carton_id", _NUMBER, nullable=False),
        sa.Column("packaging_code", sa.String(length=16), nullable=False),
        sa.Column("measured_g", sa.Double(), nullable=False),
        sa.Column("expected_g", sa.Double(), nullable=False),
        sa.Column("tolerance_g", sa.Double(), nullable=False),
        sa.Column(
            "verdict", _one_of("verdict", "right", "light", "heavy", "learning"), nullable=False
        ),
        sa.Column(
            "override_reason",
            _one_of("override_reason", "counted", "item_changed", "extra_filling", "scale_faulty"),
            nullable=True,
        ),
        sa.Column("override_by", _NUMBER, nullable=True),
        sa.Column("changed_item_id", _NUMBER, nullable=True),
        sa.Column("is_lesson", sa.Boolean(), nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("operator_id", _NUMBER, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("measured_g > 0", name=op.f("ck_weighing_measured_positive")),
        sa.ForeignKeyConstraint(
            ["carton_id"], ["carton.id"], name=op.f("fk_weighing_carton_id_carton")
        ),
        sa.ForeignKeyConstraint(
            ["changed_item_id"], ["item.id"], name=op.f("fk_weighing_changed_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_weighing_operator_id_operator")
        ),
        sa.ForeignKeyConstraint(
            ["override_by"], ["operator.id"], name=op.f("fk_weighing_override_by_operator")
        ),
        sa.ForeignKeyConstraint(
            ["packaging_code"],
            ["packaging.code"],
            name=op.f("fk_weighing_packaging_code_packaging"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighing")),
    )
    op.create_index(op.f("ix_weighing_carton_id"), "weighing", ["carton_id"], unique=False)
    op.create_index(
        op.f("ix_weighing_packaging_code"), "weighing", ["packaging_code"], unique=False
    )
    op.create_index(
        "ix_weighing_unlearnt",
        "weighing",
        ["id"],
        unique=False,
        postgresql_where=sa.text("is_lesson AND learnt_at IS NULL"),
        sqlite_where=sa.text("is_lesson AND learnt_at IS NULL"),
    )

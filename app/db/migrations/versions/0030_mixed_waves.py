"""Mixed waves, equipment that places need, and who may operate it."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.altering import add_choice, set_values
from app.db.migrations.making_functions import make_functions

revision = "0030"
down_revision = "0029"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_METHODS = ("single", "batch", "cluster", "zone_pass", "zone_parallel")
_OF_WAVES = ("wave", "wave_template", "channel")
_EQUIPPED = ("location", "pick_task")
_THRESHOLDS = (("batch_from", 2), ("large_from", 12))


def upgrade() -> None:
    for table in _OF_WAVES:  # no task is mixed
        set_values(table, "method", (*_METHODS, "mixed"))
    for table in _EQUIPPED:
        op.add_column(
            table, sa.Column("equipment", sa.String(length=32), nullable=False, server_default="")
        )
    op.create_table(
        "operator_skill",
        sa.Column("operator_id", _NUMBER, nullable=False),
        sa.Column("skill", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"],
            ["operator.id"],
            name=op.f("fk_operator_skill_operator_id_operator"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "skill", name=op.f("pk_operator_skill")),
    )
    for column, default in _THRESHOLDS:
        op.execute(
            f"ALTER TABLE planner_setting ADD COLUMN {column} INTEGER DEFAULT {default} NOT NULL "
            f"CONSTRAINT ck_planner_setting_{column} CHECK ({column} >= 0)"
        )
    add_choice("planner_setting", "zones_by", ("never", "passing", "parallel"), default="passing")
    make_functions()  # claims look at what a task needs and at what its claimer may operate


def downgrade() -> None:
    for column in ("zones_by", *(name for name, _ in _THRESHOLDS)):
        op.drop_column("planner_setting", column)
    op.drop_table("operator_skill")
    for table in _EQUIPPED:
        op.drop_column(table, "equipment")
    for table in _OF_WAVES:
        set_values(table, "method", _METHODS)

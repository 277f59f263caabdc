"""Waves, zones, carts of several orders, and how an item is confirmed."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.altering import add_choice, add_reference, set_values

revision = "0009"
down_revision = "0008"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)

_METHODS = ("single", "batch", "cluster", "zone_pass", "zone_parallel")
_POLICIES = ("fast", "standard", "strict")

_GUARDS = {
    ("location", "kind"): (
        ("pick_face", "reserve", "staging"),
        ("cubby", "consolidation", "lane", "cage", "quarantine"),
        ("tote", "carton", "supplier", "shipped", "lost", "adjusted"),
    ),
    ("stock_move", "reason"): (
        ("received", "picked", "put_back", "packed", "unpacked"),
        (
            *("sorted", "unsorted", "set_aside", "put_away"),
            *("replenished", "transferred", "returned"),
        ),
        ("shipped", "lost", "adjusted"),
    ),
    ("order_hold", "reason"): (
        (
            *("unpaid", "authorised_only", "payment_failed", "refunded", "partly_refunded"),
            *("high_risk", "unknown_item", "address_incomplete", "short", "customer_request"),
            "operator",
        ),
        ("quality", "weight", "lost"),
        (),
    ),
    ("pick_task", "state"): (
        (),
        ("waiting",),
        ("ready", "in_progress", "paused", "done", "cancelled"),
    ),
    ("count_task", "state"): (("open",), ("to_approve",), ("done",)),
}
"""By guarded column: values before, new ones, values after."""

_REFERENCES = (
    ("pick_task", "wave_id", "wave.id"),
    ("pick_task", "follows_id", "pick_task.id"),
    ("pick_task", "parked_at_id", "location.id"),
    ("orders", "wave_id", "wave.id"),
    ("order_line", "replaces_id", "order_line.id"),
)

_INDICES = (("pick_task", "wave_id"), ("pick_task", "follows_id"), ("orders", "wave_id"))


def upgrade() -> None:
    for (table, column), (before, new, after) in _GUARDS.items():
        more = ("cancelled",) if table == "count_task" else ()
        set_values(table, column, (*before, *new, *after, *more))
    set_values("pick_task", "method", _METHODS)
    _new_tables()
    for reference in _REFERENCES:
        add_reference(*reference)
    for table, column in _INDICES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    _new_columns()
    _carts()
    _totes()


def downgrade() -> None:
    _no_totes()
    _no_carts()
    op.drop_column("site", "confirmation")
    op.drop_column("operator", "zone")
    op.drop_column("orders", "allows_substitutes")
    op.drop_column("item", "item_class")
    op.drop_column("item", "serial_tracked")
    op.drop_column("pick_task", "into_carton")
    op.drop_column("pick_task", "cart")
    for table, column in _INDICES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table, column, _ in _REFERENCES:
        op.drop_column(table, column)
    for table in ("serial_number", "item_substitute", "confirmation_rule", "zone", "wave"):
        op.drop_table(table)
    set_values("pick_task", "method", ("single", "batch", "cluster", "zone"))
    for (table, column), (before, _, after) in _GUARDS.items():
        set_values(table, column, (*before, *after))


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _new_tables() -> None:
    states = ("created", "planned", "held", "released", "in_progress", "complete", "cancelled")
    op.create_table(
        "wave",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("state", _choice("state", states), nullable=False),
        sa.Column("method", _choice("method", _METHODS), nullable=False),
        sa.Column("carrier", sa.String(length=32), nullable=False),
        sa.Column("destination", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("cut_off_at", _MOMENT, nullable=True),
        sa.Column("created_by", _NUMBER, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        *(
            sa.Column(name, _MOMENT, nullable=True)
            for name in ("planned_at", "released_at", "started_at", "ended_at")
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["operator.id"], name=op.f("fk_wave_created_by_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("code", name=op.f("uq_wave_code")),
    )
    op.create_index(op.f("ix_wave_state"), "wave", ["state"], unique=False)
    op.create_table(
        "zone",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("lane_id", _NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["lane_id"], ["location.id"], name=op.f("fk_zone_lane_id_location")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_zone")),
    )
    op.execute(
        "INSERT INTO zone (code, name, sequence) "
        "SELECT zone, '', row_number() OVER (ORDER BY zone) FROM ("
        "SELECT DISTINCT zone FROM location WHERE zone <> '') AS named"
    )
    op.create_table(
        "confirmation_rule",
        sa.Column("item_class", sa.String(length=32), nullable=False),
        sa.Column("policy", _choice("policy", _POLICIES), nullable=False),
        sa.PrimaryKeyConstraint("item_class", name=op.f("pk_confirmation_rule")),
    )
    _tables_of_items()


def _tables_of_items() -> None:
    op.create_table(
        "item_substitute",
        sa.Column("item_id", _NUMBER, nullable=False),
        sa.Column("substitute_id", _NUMBER, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "item_id <> substitute_id", name=op.f("ck_item_substitute_another_item")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_substitute_item_id_item")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["item.id"], name=op.f("fk_item_substitute_substitute_id_item")
        ),
        sa.PrimaryKeyConstraint("item_id", "substitute_id", name=op.f("pk_item_substitute")),
    )
    op.create_table(
        "serial_number",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("item_id", _NUMBER, nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("order_line_id", _NUMBER, nullable=True),
        sa.Column("location_id", _NUMBER, nullable=True),
        sa.Column("seen_at", _MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_serial_number_{other}_id_{other}")
            )
            for other in ("item", "order_line", "location")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serial_number")),
        sa.UniqueConstraint("item_id", "serial", name=op.f("uq_serial_number_item_id_serial")),
    )
    op.create_index(
        op.f("ix_serial_number_order_line_id"), "serial_number", ["order_line_id"], unique=False
    )


def _new_columns() -> None:
    no = sa.false()
    op.add_column("pick_task", _text("cart", 16))
    op.add_column(
        "pick_task", sa.Column("into_carton", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column(
        "item", sa.Column("serial_tracked", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column("item", _text("item_class", 32))
    op.add_column(
        "orders", sa.Column("allows_substitutes", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column("operator", _text("zone", 32))
    add_choice("site", "confirmation", _POLICIES, default="standard")


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def _carts() -> None:
    """Several orders may share a position of a cart, and an order is carried once by a task."""
    with op.batch_alter_table("pick_task_tote") as batch:
        batch.drop_constraint("uq_pick_task_tote_task_id_position", type_="unique")
        batch.add_column(sa.Column("carton_id", _NUMBER, nullable=True))
        batch.create_unique_constraint(
            op.f("uq_pick_task_tote_task_id_order_id"), ["task_id", "order_id"]
        )
        batch.create_foreign_key(
            op.f("fk_pick_task_tote_carton_id_carton"), "carton", ["carton_id"], ["id"]
        )
        batch.create_index(op.f("ix_pick_task_tote_carton_id"), ["carton_id"], unique=False)


def _no_carts() -> None:
    with op.batch_alter_table("pick_task_tote") as batch:
        batch.drop_index(op.f("ix_pick_task_tote_carton_id"))
        batch.drop_constraint("fk_pick_task_tote_carton_id_carton", type_="foreignkey")
        batch.drop_constraint("uq_pick_task_tote_task_id_order_id", type_="unique")
        batch.drop_column("carton_id")
        batch.create_unique_constraint(
            op.f("uq_pick_task_tote_task_id_position"), ["task_id", "position"]
        )


_TOTE_REFERENCES = (
    ("tote", "task_id", "pick_task.id"),
    ("tote", "place_id", "location.id"),
    ("tote", "seen_by", "operator.id"),
)


def _totes() -> None:
    for reference in _TOTE_REFERENCES:
        add_reference(*reference, guard=_ORDER_OR_BATCH if reference[1] == "task_id" else "")
    op.add_column("tote", sa.Column("seen_at", _MOMENT, nullable=True))
    op.add_column("tote", _text("seen_station", 32))
    op.create_index(op.f("ix_tote_task_id"), "tote", ["task_id"], unique=False)


_ORDER_OR_BATCH = "CONSTRAINT ck_tote_order_or_batch CHECK (order_id is null or task_id is null)"


def _no_totes() -> None:
    op.drop_index(op.f("ix_tote_task_id"), table_name="tote")
    op.drop_column("tote", "seen_station")
    op.drop_column("tote", "seen_at")
    for _, column, _ in _TOTE_REFERENCES:
        op.drop_column("tote", column)

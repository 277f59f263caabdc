"""Pick tasks, parcels and the ledger."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.append_only import allow_changes, forbid_changes

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "pick_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "single",
                "batch",
                "cluster",
                "zone",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("zone", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ready",
                "in_progress",
                "paused",
                "done",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "operator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("paused_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'in_progress') = (operator_id is not null)",
            name=op.f("ck_pick_task_in_progress_has_operator"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_pick_task_operator_id_operator")
        ),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["operator.id"], name=op.f("fk_pick_task_paused_by_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_task")),
    )
    op.create_index(op.f("ix_pick_task_operator_id"), "pick_task", ["operator_id"], unique=False)
    op.create_index(op.f("ix_pick_task_paused_by"), "pick_task", ["paused_by"], unique=False)
    op.create_index(
        "ix_pick_task_ready",
        "pick_task",
        ["zone", "priority", "sequence"],
        unique=False,
        postgresql_where=sa.text("state = 'ready'"),
        sqlite_where=sa.text("state = 'ready'"),
    )
    op.create_table(
        "shipment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=255), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_shipment_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_shipment_order_id_number")),
    )
    op.create_table(
        "carton",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "shipment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "location_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "labelled",
                "shipped",
                "voided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("packaging_code", sa.String(length=16), nullable=True),
        sa.Column("sscc", sa.String(length=18), nullable=True),
        sa.Column("tracking_number", sa.String(length=64), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("instructions_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "operator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("label_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_carton_location_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_carton_operator_id_operator")
        ),
        sa.ForeignKeyConstraint(
            ["packaging_code"], ["packaging.code"], name=op.f("fk_carton_packaging_code_packaging")
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_carton_shipment_id_shipment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carton")),
        sa.UniqueConstraint("location_id", name=op.f("uq_carton_location_id")),
        sa.UniqueConstraint("shipment_id", "number", name=op.f("uq_carton_shipment_id_number")),
        sa.UniqueConstraint("sscc", name=op.f("uq_carton_sscc")),
    )
    op.create_table(
        "pick_task_tote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tote_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_pick_task_tote_order_id_orders")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["pick_task.id"], name=op.f("fk_pick_task_tote_task_id_pick_task")
        ),
        sa.ForeignKeyConstraint(
            ["tote_id"], ["tote.location_id"], name=op.f("fk_pick_task_tote_tote_id_tote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_task_tote")),
        sa.UniqueConstraint("task_id", "position", name=op.f("uq_pick_task_tote_task_id_position")),
    )
    op.create_index(
        op.f("ix_pick_task_tote_order_id"), "pick_task_tote", ["order_id"], unique=False
    )
    op.create_index(op.f("ix_pick_task_tote_tote_id"), "pick_task_tote", ["tote_id"], unique=False)
    op.create_table(
        "carton_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "carton_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_carton_line_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["carton_id"], ["carton.id"], name=op.f("fk_carton_line_carton_id_carton")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_carton_line_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["order_line.id"],
            name=op.f("fk_carton_line_order_line_id_order_line"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carton_line")),
        sa.UniqueConstraint(
            "carton_id",
            "order_line_id",
            "lot_id",
            name=op.f("uq_carton_line_carton_id_order_line_id_lot_id"),
        ),
    )
    op.create_index(
        op.f("ix_carton_line_order_line_id"), "carton_line", ["order_line_id"], unique=False
    )
    op.create_table(
        "pick_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "allocation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "location_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("picked", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.Column("skips", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "picked",
                "short",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("short_reason", sa.String(length=32), nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("picked + short <= quantity", name=op.f("ck_pick_line_within_quantity")),
        sa.CheckConstraint("picked >= 0", name=op.f("ck_pick_line_picked_not_negative")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_pick_line_quantity_positive")),
        sa.CheckConstraint("short >= 0", name=op.f("ck_pick_line_short_not_negative")),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name=op.f("fk_pick_line_allocation_id_allocation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_pick_line_item_id_item")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_pick_line_location_id_location")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_pick_line_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_pick_line_order_line_id_order_line")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["pick_task.id"], name=op.f("fk_pick_line_task_id_pick_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_line")),
    )
    op.create_index(
        op.f("ix_pick_line_allocation_id"), "pick_line", ["allocation_id"], unique=False
    )
    op.create_index(op.f("ix_pick_line_location_id"), "pick_line", ["location_id"], unique=False)
    op.create_index(
        "ix_pick_line_open",
        "pick_line",
        ["task_id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_index(
        op.f("ix_pick_line_order_line_id"), "pick_line", ["order_line_id"], unique=False
    )
    op.create_index(op.f("ix_pick_line_task_id"), "pick_line", ["task_id"], unique=False)
    op.create_table(
        "stock_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "from_location_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "to_location_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "received",
                "picked",
                "put_back",
                "packed",
                "unpacked",
                "shipped",
                "lost",
                "adjusted",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "pick_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column(
            "operator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("epoch", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_location_id <> to_location_id", name=op.f("ck_stock_move_goes_somewhere")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_move_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["from_location_id"],
            ["location.id"],
            name=op.f("fk_stock_move_from_location_id_location"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_stock_move_item_id_item")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_stock_move_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_stock_move_operator_id_operator")
        ),
        sa.ForeignKeyConstraint(
            ["order_line_id"],
            ["order_line.id"],
            name=op.f("fk_stock_move_order_line_id_order_line"),
        ),
        sa.ForeignKeyConstraint(
            ["pick_line_id"], ["pick_line.id"], name=op.f("fk_stock_move_pick_line_id_pick_line")
        ),
        sa.ForeignKeyConstraint(
            ["to_location_id"], ["location.id"], name=op.f("fk_stock_move_to_location_id_location")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move")),
        sa.UniqueConstraint("scan_id", "leg", name=op.f("uq_stock_move_scan_id_leg")),
    )
    op.create_index(
        op.f("ix_stock_move_from_location_id"), "stock_move", ["from_location_id"], unique=False
    )
    op.create_index(
        "ix_stock_move_item_id_lot_id", "stock_move", ["item_id", "lot_id"], unique=False
    )
    op.create_index(
        op.f("ix_stock_move_order_line_id"), "stock_move", ["order_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_stock_move_pick_line_id"), "stock_move", ["pick_line_id"], unique=False
    )
    op.create_index(
        op.f("ix_stock_move_to_location_id"), "stock_move", ["to_location_id"], unique=False
    )

    forbid_changes("stock_move")


def downgrade() -> None:
    allow_changes("stock_move")
    op.drop_index(op.f("ix_stock_move_to_location_id"), table_name="stock_move")
    op.drop_index(op.f("ix_stock_move_pick_line_id"), table_name="stock_move")
    op.drop_index(op.f("ix_stock_move_order_line_id"), table_name="stock_move")
    op.drop_index("ix_stock_move_item_id_lot_id", table_name="stock_move")
    op.drop_index(op.f("ix_stock_move_from_location_id"), table_name="stock_move")
    op.drop_table("stock_move")
    op.drop_index(op.f("ix_pick_line_task_id"), table_name="pick_line")
    op.drop_index(op.f("ix_pick_line_order_line_id"), table_name="pick_line")
    op.drop_index("ix_pick_line_open", table_name="pick_line")
    op.drop_index(op.f("ix_pick_line_location_id"), table_name="pick_line")
    op.drop_index(op.f("ix_pick_line_allocation_id"), table_name="pick_line")
    op.drop_table("pick_line")
    op.drop_index(op.f("ix_carton_line_order_line_id"), table_name="carton_line")
    op.drop_table("carton_line")
    op.drop_index(op.f("ix_pick_task_tote_tote_id"), table_name="pick_task_tote")
    op.drop_index(op.f("ix_pick_task_tote_order_id"), table_name="pick_task_tote")
    op.drop_table("pick_task_tote")
    op.drop_table("carton")
    op.drop_table("shipment")
    op.drop_index("ix_pick_task_ready", table_name="pick_task")
    op.drop_index(op.f("ix_pick_task_paused_by"), table_name="pick_task")
    op.drop_index(op.f("ix_pick_task_operator_id"), table_name="pick_task")
    op.drop_table("pick_task")

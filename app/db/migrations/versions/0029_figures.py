"""Indices by which figures of a time span are read: scans, lines and orders by when it happened."""

from alembic import op

revision = "0029"
down_revision = "0028"

_INDICES = (
    ("ix_scan_log_at", "scan_log", "at"),
    ("ix_pick_line_picked_at", "pick_line", "picked_at"),
    ("ix_orders_shipped_at", "orders", "shipped_at"),
    ("ix_orders_ship_by", "orders", "ship_by"),
)


def upgrade() -> None:
    for name, table, column in _INDICES:
        op.create_index(name, table, [column])


def downgrade() -> None:
    for name, table, _ in reversed(_INDICES):
        op.drop_index(name, table_name=table)

"""Indices by which the history of anything is read from its newest row.

The columns of one location each become pairs with the ledger's own order, so that a page of a
hundred thousand moves is read and not sorted. Events are found by what they are about: their facts
are JSON, so these indices are expressions, and only of the kinds that say it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_LEDGER = {
    "item_id": "ix_stock_move_item_id_lot_id",
    "from_location_id": "ix_stock_move_from_location_id",
    "to_location_id": "ix_stock_move_to_location_id",
}

_EVENTS = (
    (
        "CREATE INDEX ix_event_log_order ON event_log (CAST(payload ->> 'order_id' AS bigint), id) "
        "WHERE payload ->> 'order_id' IS NOT NULL"
    ),
    (
        "CREATE INDEX ix_event_log_carton ON event_log "
        "(CAST(payload ->> 'carton_id' AS bigint), id) "
        "WHERE payload ->> 'carton_id' IS NOT NULL"
    ),
    (
        "CREATE INDEX ix_event_log_sku ON event_log ((payload ->> 'sku'), id) "
        "WHERE payload ->> 'sku' IS NOT NULL"
    ),
    (
        "CREATE INDEX ix_event_log_place ON event_log ((payload ->> 'location'), id) "
        "WHERE payload ->> 'location' IS NOT NULL AND kind <> 'LinePicked'"
    ),
    (
        "CREATE INDEX ix_event_log_tote ON event_log ((payload ->> 'tote'), id) "
        "WHERE payload ->> 'tote' IS NOT NULL AND kind <> 'LinePicked'"
    ),
)


def upgrade() -> None:
    for column, single in _LEDGER.items():
        op.create_index(f"ix_stock_move_{column}_id", "stock_move", [column, "id"])
        op.drop_index(single, table_name="stock_move")
    op.create_index(
        "ix_stock_move_desk",
        "stock_move",
        ["operator_id", "id"],
        postgresql_where=sa.text("scan_id IS NULL"),
        sqlite_where=sa.text("scan_id IS NULL"),
    )
    op.create_index("ix_scan_log_operator_id_scan_id", "scan_log", ["operator_id", "scan_id"])
    for statement in _EVENTS:
        op.execute(statement)


def downgrade() -> None:
    for about in ("order", "carton", "sku", "place", "tote"):
        op.drop_index(f"ix_event_log_{about}", table_name="event_log")
    op.drop_index("ix_scan_log_operator_id_scan_id", table_name="scan_log")
    op.drop_index("ix_stock_move_desk", table_name="stock_move")
    op.create_index("ix_stock_move_item_id_lot_id", "stock_move", ["item_id", "lot_id"])
    for column in ("from_location_id", "to_location_id"):
        op.create_index(f"ix_stock_move_{column}", "stock_move", [column])
    for column in _LEDGER:
        op.drop_index(f"ix_stock_move_{column}_id", table_name="stock_move")

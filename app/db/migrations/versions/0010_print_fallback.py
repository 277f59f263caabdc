"""Printers in the order they are tried, and what the spool notes of held and moved papers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_ONE_A_KIND = "uq_print_route_station_id_document_kind"
_ONE_A_RANK = "uq_print_route_station_id_document_kind_rank"


def upgrade() -> None:
    with op.batch_alter_table("print_route") as route:
        route.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="1"))
        route.drop_constraint(_ONE_A_KIND, type_="unique")
        route.create_unique_constraint(_ONE_A_RANK, ["station_id", "document_kind", "rank"])
    for column in (
        sa.Column("renderings", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_from", sa.String(length=64), nullable=False, server_default=""),
    ):
        op.add_column("print_job", column)
    op.create_index("ix_print_job_station", "print_job", ["station", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_print_job_station", table_name="print_job")
    for column in ("moved_from", "held_since", "renderings"):
        op.drop_column("print_job", column)
    # The earlier program knows one printer a kind: the station's own stays, the others go.
    op.execute("DELETE FROM print_route WHERE rank > 1")
    with op.batch_alter_table("print_route") as route:
        route.drop_constraint(_ONE_A_RANK, type_="unique")
        route.create_unique_constraint(_ONE_A_KIND, ["station_id", "document_kind"])
        route.drop_column("rank")

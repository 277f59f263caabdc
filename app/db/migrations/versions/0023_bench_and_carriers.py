"""Weighing at the bench, parcels opened again, customs data of items, carriers' own manifests."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.altering import add_choice

revision = "0023"
down_revision = "0022"

_MOMENT = sa.DateTime(timezone=True)
_ITEM_WORDS = (("customs_description", 128), ("tariff_number", 12), ("origin_country", 2))


def upgrade() -> None:
    add_choice(
        "shipping_policy", "weighing", ("with_scale", "always", "never"), default="with_scale"
    )
    op.add_column("carton", sa.Column("reopened_at", _MOMENT, nullable=True))
    for name, length in _ITEM_WORDS:
        op.add_column(
            "item", sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        )
    op.add_column("item", sa.Column("customs_value_cents", sa.Integer(), nullable=True))
    add_choice(
        "manifest",
        "telling",
        ("not_wanted", "wanted", "told", "refused"),
        default="not_wanted",
    )
    op.add_column(
        "manifest", sa.Column("telling_words", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("manifest", sa.Column("tell_after", _MOMENT, nullable=True))
    op.add_column("manifest", sa.Column("carrier_document", sa.LargeBinary(), nullable=True))
    op.add_column("carrier_purchase", sa.Column("track_after", _MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("carrier_purchase", "track_after")
    for name in ("carrier_document", "tell_after", "telling_words"):
        op.drop_column("manifest", name)
    op.drop_column("item", "customs_value_cents")
    for name, _ in reversed(_ITEM_WORDS):
        op.drop_column("item", name)
    op.drop_column("carton", "reopened_at")
    for table, column in (("manifest", "telling"), ("shipping_policy", "weighing")):
        op.drop_column(table, column)

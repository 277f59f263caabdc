"""Transports bought from carriers, parcels on their way, cages, and manifests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RECORD = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)
_LIVE = sa.text("state not in ('voiding', 'voided')")
_OPEN = sa.text("state = 'open'")
_LOADED = sa.text("state = 'loaded'")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _house()
    _purchases()
    _dock()


def downgrade() -> None:
    for table in (
        "manifest_parcel",
        "manifest",
        "cage",
        "parcel_event",
        "carrier_purchase",
        "shipping_policy",
        "carrier_account",
    ):
        op.drop_table(table)


def _house() -> None:
    op.create_table(
        "carrier_account",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("adapter", sa.String(length=16), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("settings", _RECORD, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_carrier_account")),
    )
    op.create_table(
        "shipping_policy",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("hand_over", _choice("hand_over", "bench", "cage", "manifest"), nullable=False),
        sa.Column("rules", _RECORD, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_shipping_policy_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_policy")),
    )


def _purchases() -> None:
    op.create_table(
        "carrier_purchase",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("carton_id", _NUMBER, nullable=False),
        sa.Column("kind", _choice("kind", "outbound", "return"), nullable=False),
        sa.Column(
            "state",
            _choice(
                "state", "queued", "asking", "unknown", "bought", "rejected", "voiding", "voided"
            ),
            nullable=False,
        ),
        sa.Column("carrier", sa.String(length=32), nullable=False),
        sa.Column("idempotency_key", sa.String(length=96), nullable=False),
        sa.Column("request", _RECORD, nullable=False),
        sa.Column("rate", _RECORD, nullable=True),
        sa.Column("choice", _RECORD, nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tracking_number", sa.String(length=64), nullable=False),
        sa.Column("tracking_url", sa.String(length=255), nullable=False),
        sa.Column("carrier_ref", sa.String(length=128), nullable=False),
        sa.Column("cost_cents", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=True),
        sa.Column("label_format", sa.String(length=8), nullable=False),
        sa.Column("label_width_mm", sa.Integer(), nullable=False),
        sa.Column("label_height_mm", sa.Integer(), nullable=False),
        sa.Column("label_dpi", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("lease_until", _MOMENT, nullable=True),
        sa.Column("not_before", _MOMENT, nullable=True),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("operator_id", _NUMBER, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=True),
        sa.Column("bought_at", _MOMENT, nullable=True),
        sa.Column("voided_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["carton_id"], ["carton.id"], name=op.f("fk_carrier_purchase_carton_id_carton")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_carrier_purchase_operator_id_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_purchase")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_carrier_purchase_idempotency_key")),
    )
    op.create_index(
        op.f("ix_carrier_purchase_carton_id"), "carrier_purchase", ["carton_id"], unique=False
    )
    op.create_index("ix_carrier_purchase_state", "carrier_purchase", ["state", "id"], unique=False)
    op.create_index(
        "uq_carrier_purchase_live",
        "carrier_purchase",
        ["carton_id", "kind"],
        unique=True,
        postgresql_where=_LIVE,
        sqlite_where=_LIVE,
    )
    op.create_table(
        "parcel_event",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("carton_id", _NUMBER, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column(
            "status",
            _choice(
                "status",
                "announced",
                "handed_over",
                "in_transit",
                "out_for_delivery",
                "delivered",
                "delayed",
                "failed",
                "returned",
                "voided",
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=128), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["carton_id"], ["carton.id"], name=op.f("fk_parcel_event_carton_id_carton")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_event")),
        sa.UniqueConstraint(
            "carton_id",
            "at",
            "status",
            "place",
            name=op.f("uq_parcel_event_carton_id_at_status_place"),
        ),
    )


def _dock() -> None:
    op.create_table(
        "cage",
        sa.Column("location_id", _NUMBER, nullable=False),
        sa.Column("lane", sa.String(length=32), nullable=False),
        sa.Column("carrier", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("postcodes", sa.String(length=255), nullable=False),
        sa.Column("cut_off", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_cage_location_id_location")
        ),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_cage")),
    )
    op.create_table(
        "manifest",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("carrier", sa.String(length=32), nullable=False),
        sa.Column("state", _choice("state", "open", "closed", "signed"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("opened_by", _NUMBER, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("closed_by", _NUMBER, nullable=True),
        sa.Column("signed_at", _MOMENT, nullable=True),
        sa.Column("driver_name", sa.String(length=128), nullable=False),
        sa.Column("reopen_reason", sa.String(length=128), nullable=False),
        sa.Column("carrier_ref", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["operator.id"], name=op.f("fk_manifest_closed_by_operator")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["operator.id"], name=op.f("fk_manifest_opened_by_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifest")),
        sa.UniqueConstraint("number", name=op.f("uq_manifest_number")),
    )
    op.create_index(
        "uq_manifest_open",
        "manifest",
        ["carrier"],
        unique=True,
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )
    op.create_table(
        "manifest_parcel",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("manifest_id", _NUMBER, nullable=False),
        sa.Column("carton_id", _NUMBER, nullable=False),
        sa.Column("state", _choice("state", "loaded", "rolled", "removed"), nullable=False),
        sa.Column("cage_id", _NUMBER, nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("operator_id", _NUMBER, nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["cage_id"], ["location.id"], name=op.f("fk_manifest_parcel_cage_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["carton_id"], ["carton.id"], name=op.f("fk_manifest_parcel_carton_id_carton")
        ),
        sa.ForeignKeyConstraint(
            ["manifest_id"], ["manifest.id"], name=op.f("fk_manifest_parcel_manifest_id_manifest")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("fk_manifest_parcel_operator_id_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifest_parcel")),
        sa.UniqueConstraint(
            "manifest_id", "carton_id", name=op.f("uq_manifest_parcel_manifest_id_carton_id")
        ),
    )
    op.create_index(
        "uq_manifest_parcel_loaded",
        "manifest_parcel",
        ["carton_id"],
        unique=True,
        postgresql_where=_LOADED,
        sqlite_where=_LOADED,
    )

"""Goods that suppliers announce, and what came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("supplier", sa.String(length=128), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "expected",
                "receiving",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_by", _NUMBER, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("closed_by", _NUMBER, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["operator.id"], name=op.f("fk_receipt_made_by_operator")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["operator.id"], name=op.f("fk_receipt_closed_by_operator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
    )
    op.create_index(op.f("ix_receipt_state"), "receipt", ["state"], unique=False)
    op.create_table(
        "receipt_line",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("receipt_id", _NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", _NUMBER, nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_receipt_line_expected_not_negative")),
        sa.CheckConstraint("received >= 0", name=op.f("ck_receipt_line_received_not_negative")),
        sa.CheckConstraint("damaged >= 0", name=op.f("ck_receipt_line_damaged_not_negative")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.id"], name=op.f("fk_receipt_line_receipt_id_receipt")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_receipt_line_item_id_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_line")),
        sa.UniqueConstraint("receipt_id", "number", name=op.f("uq_receipt_line_receipt_id_number")),
    )
    op.create_index(op.f("ix_receipt_line_item_id"), "receipt_line", ["item_id"], unique=False)


def downgrade() -> None:
    op.drop_table("receipt_line")
    op.drop_table("receipt")

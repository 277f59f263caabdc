"""Goods that are past their last day wait in quarantine under a reason of their own."""

from app.db.migrations.altering import set_values

revision = "0032"
down_revision = "0031"

_REASONS = ("received", "taken_back", "cancelled", "surplus", "damaged", "returned", "transfer")


def upgrade() -> None:
    set_values("put_away_task", "reason", (*_REASONS, "expired"))


def downgrade() -> None:
    set_values("put_away_task", "reason", _REASONS)

"""Whether a house asks for the packaging of each carton."""

from alembic import op

from app.db.migrations.altering import add_choice

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    add_choice("shipping_policy", "boxing", ("asked", "proposed"), default="asked")


def downgrade() -> None:
    op.drop_column("shipping_policy", "boxing")

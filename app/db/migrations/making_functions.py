"""Makes functions anew in a migration on PostgreSQL, as they are today; SQLite has none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db.migrations.pick_functions import SIGNATURES, texts


def make_functions() -> None:
    """Make them all, callable by nobody who was not given them."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    schema = bind.execute(sa.text("SELECT current_schema()")).scalar_one()
    for definition in texts(bind.dialect.identifier_preparer.quote(schema)):
        op.execute(definition)
    for signature in SIGNATURES:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")

"""Changes to existing tables that keep rows, indices and triggers, on either database."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def set_values(table: str, column: str, values: Sequence[str]) -> None:
    """Let a guarded text column take exactly these values from now on.

    Rows that hold another value, as on the way down to an earlier schema, stay as they are.

    SQLite cannot alter a CHECK. Rebuilding a table that others refer to risks their rows, so the
    text of its definition is changed, as SQLite's own page on ALTER TABLE (section 7) describes for
    changes that leave the stored rows alone.

    Raises:
        RuntimeError: the table has no such guard.
    """
    listed = ", ".join(f"'{value}'" for value in values)
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        name = f"ck_{table}_{column}"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed})) NOT VALID"
        )
        others = sa.text(f"SELECT 1 FROM {table} WHERE {column} NOT IN ({listed}) LIMIT 1")  # noqa: S608 - our own names
        if bind.execute(others).first() is None:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
        return
    find = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    old = bind.execute(find, {"table": table}).scalar_one()
    guard = re.compile(rf"CHECK \({column} IN \([^)]*\)\)")
    new, changed = guard.subn(lambda _: f"CHECK ({column} IN ({listed}))", old)
    if changed != 1:
        raise RuntimeError(f"{table}.{column} has {changed} guards")
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"),
        {"sql": new, "table": table},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def add_reference(
    table: str, column: str, target: str, *, default: int | None = None, guard: str = ""
) -> None:
    """Add a column that names a row of another table by its number.

    Args:
        table: which gets the column.
        column: its name.
        target: table and key, such as "wave.id".
        default: the number existing rows get, and the column then always has one; else it is empty.
        guard: a CHECK about the column, as SQL has it. Written with the column, since SQLite
            takes no guard of its own later.
    """
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    other, key = target.split(".")
    filled = "" if default is None else f"DEFAULT {default} NOT NULL "
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {number} {filled}"
        f"CONSTRAINT fk_{table}_{column}_{other} REFERENCES {other} ({key}) {guard}"
    )


def add_choice(table: str, column: str, values: Sequence[str], *, default: str) -> None:
    """Add a guarded text column that takes one of `values`; existing rows get the default."""
    listed = ", ".join(f"'{value}'" for value in values)
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(32) DEFAULT '{default}' NOT NULL "
        f"CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({listed}))"
    )

"""Triggers that keep ledgers append-only, whoever is connected, and the look whether they do."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Connection, inspect, text

APPEND_ONLY_TABLES = ("event_log", "stock_move")
"""The tables whose rows are added and never changed or deleted."""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""

_POSTGRESQL_GUARDS = """
SELECT trigger.tgname
FROM pg_trigger AS trigger
JOIN pg_proc AS function ON function.oid = trigger.tgfoid AND function.proname = 'refuse_change'
WHERE trigger.tgrelid = to_regclass(:table) AND trigger.tgenabled IN ('O', 'A')
  AND position('RAISE EXCEPTION' IN function.prosrc) > 0
"""

_SQLITE_GUARDS = """
SELECT name FROM sqlite_master
WHERE type = 'trigger' AND tbl_name = :table AND instr(sql, 'RAISE(ABORT') > 0
"""


def forbid_changes(table: str) -> None:
    """Let rows of `table` be added, and never changed or deleted, on either database.

    Where SQLite rebuilds the table in a later revision, the triggers are gone with the old one:
    call this again after it. The upgrade refuses to lose them.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_FUNCTION)
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN {_would_replace(op.get_bind(), table)} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only and has this row already'); END"
    )


def allow_changes(table: str) -> None:
    """Take the triggers away again, for a downgrade that drops the table."""
    bind = op.get_bind()
    suffix = f" ON {table}" if bind.dialect.name == "postgresql" else ""
    for name in sorted(guards_of(bind, table)):
        op.execute(f"DROP TRIGGER {name}{suffix}")


def guards_wanted(connection: Connection, table: str) -> frozenset[str]:
    """The names of the triggers that `forbid_changes` makes on this kind of database."""
    if connection.dialect.name == "postgresql":
        return frozenset({f"{table}_append_only", f"{table}_no_truncate"})
    return frozenset({f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"})


def guards_of(connection: Connection, table: str) -> frozenset[str]:
    """The names of the triggers that are in force on a table and refuse what they should."""
    postgresql = connection.dialect.name == "postgresql"
    query = _POSTGRESQL_GUARDS if postgresql else _SQLITE_GUARDS
    return frozenset(connection.execute(text(query), {"table": table}).scalars())


def _would_replace(connection: Connection, table: str) -> str:
    """Whether a new row would push an old one out: INSERT OR REPLACE fires no DELETE trigger."""
    inspector = inspect(connection)
    keys = [inspector.get_pk_constraint(table)["constrained_columns"]]
    keys += [unique["column_names"] for unique in inspector.get_unique_constraints(table)]
    same = (" AND ".join(f"{name} = NEW.{name}" for name in key) for key in keys)
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {match})" for match in same)  # noqa: S608 - names of our own tables

"""Sees to it that an upgrade loses nothing in silence: rows, triggers or references."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT relation.relname, trigger.tgname FROM pg_trigger AS trigger "
    "JOIN pg_class AS relation ON relation.oid = trigger.tgrelid "
    "WHERE NOT trigger.tgisinternal AND relation.relnamespace = current_schema()::regnamespace",
}


class UpgradeLoses(Exception):
    """A revision would lose data or a guard; it was rolled back, the database is as before."""


@dataclass(frozen=True)
class Holdings:
    """How many rows each table has, and which triggers watch it."""

    rows: dict[str, int]
    triggers: frozenset[tuple[str, str]]


def holdings_of(connection: Connection) -> Holdings:
    """Count what a database holds."""
    quote = connection.dialect.identifier_preparer.quote
    counts = {
        name: connection.execute(text(f"SELECT count(*) FROM {quote(name)}")).scalar_one()  # noqa: S608 - names come from the database's own catalogue
        for name in inspect(connection).get_table_names()
        if name != "alembic_version"
    }
    triggers = connection.execute(text(_TRIGGERS[connection.dialect.name]))
    return Holdings(counts, frozenset((table, name) for table, name in triggers))


def refuse_losses(connection: Connection, before: Holdings) -> None:
    """Compare with what there was; rebuilding a table can drop its triggers and children's rows.

    Raises:
        UpgradeLoses: tables that are still there have fewer rows or triggers, or rows refer to
            rows that are gone.
    """
    after = holdings_of(connection)
    lost_rows = {
        name: (count, after.rows[name])
        for name, count in before.rows.items()
        if after.rows.get(name, count) < count
    }
    if lost_rows:
        raise UpgradeLoses(f"the upgrade would lose rows (before, after): {lost_rows}")
    lost_triggers = {
        (table, name) for table, name in before.triggers - after.triggers if table in after.rows
    }
    if lost_triggers:
        raise UpgradeLoses(f"the upgrade would lose triggers: {sorted(lost_triggers)}")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise UpgradeLoses(f"the upgrade would break references: {broken[:3]}")

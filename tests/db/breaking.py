"""Breaks a database on purpose, past the triggers and constraints that keep services from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session


def engine_without_references(url: str) -> Engine:
    """An engine whose connections check no reference, as SQLite wants it said beforehand."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def set_up(raw: object, _: object) -> None:
        for pragma in ("foreign_keys=OFF", "legacy_alter_table=ON"):
            raw.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined] # the driver's own

    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@contextmanager
def broken(
    engine: Engine, statements: Sequence[str] = (), *, without_constraints_of: Sequence[str] = ()
) -> Iterator[Session]:
    """What the database looks like after statements that no service would run.

    Each must change something. The triggers are in force again when this begins, and everything
    is as before when it ends.
    """
    with engine.connect() as connection, Session(connection) as session:
        triggers = _put_away_triggers(connection)
        for table in without_constraints_of:
            _drop_constraints(connection, table)
        for statement in statements:
            done = connection.execute(text(statement.replace(":", r"\:")))
            assert done.rowcount > 0, f"changed nothing: {statement}"
        for sql in triggers:
            connection.exec_driver_sql(sql)
        yield session
        session.rollback()


def _put_away_triggers(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return []
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = connection.exec_driver_sql(query).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return [sql for _, sql in triggers]


def _drop_constraints(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        names = connection.exec_driver_sql(
            f"SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass "  # noqa: S608 - a table of ours
            "AND contype IN ('c', 'u')"
        ).scalars()
        for name in list(names):
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return
    connection.exec_driver_sql(f"CREATE TABLE bare AS SELECT * FROM {table}")  # noqa: S608 - a table of ours
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE bare RENAME TO {table}")

"""Connections for copying whole databases, which takes longer than anything a station may wait for.

They do not count as stations: whoever asks who works in a database does not see them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.db.engine import POSTGRESQL_CONNECT_ARGUMENTS, make_engine
from app.db.unit_of_work import lost_a_race

APPLICATION_NAME = "pickstation-copies"
"""Unlike stations' connections, which are called `pickstation` and a code."""

LOCK_WAIT_MS = 5000


class InUse(Exception):
    """Others work in the database; the message names them where they are known."""

    def __init__(self, place: str, stations: Sequence[str] = ()) -> None:
        by = f" by {', '.join(stations)}" if stations else " by another program"
        super().__init__(
            f"{place} is in use{by}; close Pickstation there and try again. Nothing was changed."
        )
        self.stations = tuple(stations)


def engine_for_copies(url: URL) -> Engine:
    """An engine without time-outs, whose connections are closed when they are given back."""
    if url.get_backend_name() == "sqlite":
        return make_engine(url)
    arguments = {**POSTGRESQL_CONNECT_ARGUMENTS, "application_name": APPLICATION_NAME}
    return create_engine(url, poolclass=NullPool, connect_args=arguments)


@contextmanager
def copying(url: URL) -> Iterator[Engine]:
    """An engine for copies, closed whatever happens."""
    engine = engine_for_copies(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def one_moment(url: URL) -> Iterator[Connection]:
    """A connection that sees one state of the database and changes nothing, however long it reads.

    On SQLite writers wait for its end; on PostgreSQL they do not.
    """
    with (
        copying(url) as engine,
        _repeatable(engine, postgresql_readonly=True).connect() as connection,
    ):
        _without_time_outs(connection)
        yield connection
        connection.rollback()


@contextmanager
def kept_from_writers(url: URL, place: str) -> Iterator[Connection]:
    """A connection that sees one state, in which nobody else can write until it is closed.

    Raises:
        InUse: somebody writes and does not let go.
    """
    with copying(url) as engine, _repeatable(engine).connect() as connection:
        try:
            _without_time_outs(connection)
            _lock_all_tables(connection)
        except OperationalError as error:
            if lost_a_race(error):
                raise InUse(place) from error
            raise
        yield connection
        connection.rollback()


def _repeatable(engine: Engine, **options: bool) -> Engine:
    """An engine whose transactions see one state from their first statement to their last."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", **options)


def _without_time_outs(connection: Connection) -> None:
    """Begin the transaction; the server must not end it because its statements take long."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("SELECT 1")
        return
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {name} = 0")


def _lock_all_tables(connection: Connection) -> None:
    """Keep writers out, before the first statement that reads: its state is the one that is kept.

    SQLite's immediate transaction has done that already.
    """
    if connection.dialect.name == "sqlite":
        return
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_WAIT_MS}")
    quote = connection.dialect.identifier_preparer.quote
    with copying(connection.engine.url) as engine:
        tables = sorted(inspect(engine).get_table_names())
    if tables:
        connection.execute(text(f"LOCK TABLE {', '.join(map(quote, tables))} IN SHARE MODE"))

"""Copies every row of one database into another, of the same kind or not, and compares both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from app.db.fingerprints import (
    Fingerprint,
    RowPrint,
    Values,
    fingerprint_of,
    first_difference,
    read_rows,
)
from app.db.schema import Row

Counted = Callable[[str, int], None]
"""Called with a table and with how many of its rows were copied since the last call."""


class NotCopied(Exception):
    """A row cannot be copied, or came out another; the message names its table and its key."""


def our_tables() -> list[Table]:
    """All tables, those that others refer to first."""
    return list(Row.metadata.sorted_tables)


def rows_in(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in our_tables()
    }


def copy_rows(
    source: Connection, target: Connection, counted: Counted | None = None
) -> dict[str, Fingerprint]:
    """Copy every row with its id, in the transactions the connections are in; nothing is committed.

    Rows a new database is made with are replaced by those of the source. Tables are only added
    to, so guards of append-only tables have nothing to refuse.

    Args:
        source: read, never written.
        target: a database with the same schema, in which nobody has worked yet.
        counted: told of the rows as they go over.

    Returns:
        The fingerprint of each table of the source.

    Raises:
        NotCopied: a row cannot be stored as it is.
    """
    for table in reversed(our_tables()):
        target.execute(delete(table))
    if target.dialect.name == "sqlite":
        # A row may refer to a later one of its own table; all is looked at before the commit.
        target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    write = _write_postgresql if target.dialect.name == "postgresql" else _write_sqlite
    prints: dict[str, Fingerprint] = {}
    for table in our_tables():
        passing = _Passing(table, counted)
        try:
            write(target, table, passing.all(read_rows(source, table)))
        except (DBAPIError, psycopg.Error, ValueError, TypeError, LookupError) as error:
            raise NotCopied(_why(source, table, error)) from error
        prints[table.name] = passing.fingerprint()
    _set_sequences(target)
    return prints


def compare(
    prints: dict[str, Fingerprint],
    source: Connection,
    target: Connection,
    counted: Counted | None = None,
) -> None:
    """Read the target's rows back and compare them with the source's.

    Raises:
        NotCopied: a row is missing, another, or one too many.
    """
    for table in our_tables():

        def note(rows: int, name: str = table.name) -> None:
            if counted is not None:
                counted(name, rows)

        if fingerprint_of(target, table, note) != prints[table.name]:
            differing = first_difference(source, target, table)
            raise NotCopied(f"table {table.name}: the row {differing} in the copy")


class _Passing:
    """The rows of a table on their way: counted, and their fingerprints taken."""

    def __init__(self, table: Table, counted: Counted | None) -> None:
        self._table, self._counted = table, counted
        self._of_row, self._rows, self._total = RowPrint(table), 0, 0

    def all(self, chunks: Iterable[list[Any]]) -> Iterator[list[Any]]:
        for chunk in chunks:
            self._rows += len(chunk)
            self._total += sum(map(self._of_row, chunk))
            yield chunk
            if self._counted is not None:
                self._counted(self._table.name, len(chunk))

    def fingerprint(self) -> Fingerprint:
        return Fingerprint(self._rows, self._total % (1 << 128))


def _write_sqlite(target: Connection, table: Table, chunks: Iterable[list[Any]]) -> None:
    names = [column.key for column in table.columns]
    for chunk in chunks:
        target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in chunk])


def _write_postgresql(target: Connection, table: Table, chunks: Iterable[list[Any]]) -> None:
    """COPY, the server's own way for many rows: one statement, and references at its end."""
    raw = cast("psycopg.Connection[Any]", target.connection.driver_connection)
    columns = psycopg.sql.SQL(", ").join(psycopg.sql.Identifier(c.name) for c in table.columns)
    statement = psycopg.sql.SQL("COPY {} ({}) FROM STDIN").format(
        psycopg.sql.Identifier(table.name), columns
    )
    binders = _binders(target, table)
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in chunks:
            for row in chunk:
                copy.write_row(_bound(row, binders))


def _binders(target: Connection, table: Table) -> list[tuple[int, Callable[[Any], Any]]]:
    """What turns the program's values into the driver's, for the columns that need it."""
    dialect = target.dialect
    found = (
        (place, column.type.dialect_impl(dialect).bind_processor(dialect))
        for place, column in enumerate(table.columns)
    )
    return [(place, binder) for place, binder in found if binder is not None]


def _bound(row: Values, binders: Sequence[tuple[int, Callable[[Any], Any]]]) -> Values:
    values = list(row)
    for place, bind in binders:
        values[place] = bind(values[place])
    return values


def _set_sequences(target: Connection) -> None:
    """Let new rows be numbered behind the copied ones; SQLite does that by itself."""
    if target.dialect.name != "postgresql":
        return
    for table in our_tables():
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = target.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        highest = target.scalar(select(func.max(column))) or 0
        if sequence is not None:
            target.execute(
                text("SELECT setval(CAST(:sequence AS regclass), :number, :is_used)"),
                {"sequence": sequence, "number": max(highest, 1), "is_used": highest > 0},
            )


def _why(source: Connection, table: Table, error: Exception) -> str:
    """Name the row that could not be stored; the server may say so long after it was sent."""
    driver = error.orig if isinstance(error, DBAPIError) else error
    said = str(driver).strip().partition("\n")[0] or type(driver).__name__
    with suppress(Exception):  # rows that cannot be read are what is told of already
        keys = [place for place, column in enumerate(table.columns) if column.primary_key]
        for row in chain.from_iterable(read_rows(source, table)):
            if why := _cannot_be_stored(table, row):
                named = ", ".join(str(row[place]) for place in keys)
                return f"table {table.name}, row {named}: {why}"
    context = getattr(getattr(driver, "diag", None), "context", None)
    return f"table {table.name}: {said}{f' ({context})' if context else ''}"


def _cannot_be_stored(table: Table, row: Values) -> str:
    """Why PostgreSQL refuses a text that SQLite let in; nothing if it takes it."""
    for column, value in zip(table.columns, row, strict=True):
        if not isinstance(value, str):
            continue
        if "\x00" in value:
            return f"{column.name} contains a NUL character, which no text may have"
        length = getattr(column.type, "length", None)
        if length is not None and len(value) > length:
            return f"{column.name} has {len(value)} characters and may have {length}"
    return ""

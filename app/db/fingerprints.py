"""Fingerprints of tables, computed the same way on both databases, to compare a copy by.

A row's fingerprint is taken of its values as the program reads them, so that it does not matter
how a database stores a time, a truth value or a record; a table's is the sum of its rows', so
that it does not matter in which order they come.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from sqlalchemy import JSON, Connection, Numeric, Table, select

CHUNK = 2000
"""Rows read at a time."""

DIGEST_BYTES = 16
_MODULUS = 1 << (8 * DIGEST_BYTES)

Values = Sequence[Any]
"""A row's values in the order of its table's columns."""

Counted = Callable[[int], None]
"""Called with the number of rows that were read since the last call."""


@dataclass(frozen=True)
class Fingerprint:
    """How many rows a table has, and the sum of their fingerprints."""

    rows: int
    total: int


class RowPrint:
    """Takes the fingerprints of a table's rows."""

    def __init__(self, table: Table) -> None:
        """Know which columns have more than one way to write the same value."""
        self._unlike = [
            (place, _plain_json if isinstance(column.type, JSON) else _plain_number)
            for place, column in enumerate(table.columns)
            if isinstance(column.type, JSON | Numeric)
        ]

    def __call__(self, row: Values) -> int:
        """The fingerprint of one row."""
        values = list(row)
        for place, plain in self._unlike:
            values[place] = plain(values[place])
        digest = blake2b(repr(values).encode(), digest_size=DIGEST_BYTES).digest()
        return int.from_bytes(digest, "big")


def _plain_json(value: object) -> str:
    return json.dumps(_plain_number(value), sort_keys=True, ensure_ascii=False)


def _plain_number(value: object) -> object:
    """Numbers that are equal, written alike: PostgreSQL writes 1e3 as 1000, and 1.50 as 1.5."""
    if isinstance(value, dict):
        return {key: _plain_number(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain_number(each) for each in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def read_rows(connection: Connection, table: Table, chunk: int = CHUNK) -> Iterator[list[Any]]:
    """A table's rows in the order of their keys, some at a time and never all at once."""
    statement = select(table).order_by(*table.primary_key.columns)
    # Options of the statement, not of the connection, where they would stay.
    result = connection.execute(statement.execution_options(stream_results=True, yield_per=chunk))
    try:
        for rows in result.partitions():
            yield list(rows)
    finally:
        result.close()  # whoever reads may stop half-way


def fingerprint_of(
    connection: Connection, table: Table, counted: Counted | None = None
) -> Fingerprint:
    """Read a table and take its fingerprint."""
    of_row, rows, total = RowPrint(table), 0, 0
    for chunk in read_rows(connection, table):
        rows += len(chunk)
        total += sum(map(of_row, chunk))
        if counted is not None:
            counted(len(chunk))
    return Fingerprint(rows, total % _MODULUS)


def first_difference(one: Connection, other: Connection, table: Table) -> str | None:
    """The key of a row that is not the same on both sides, and how it differs; None if all are."""
    here, there = _prints_by_key(one, table), _prints_by_key(other, table)
    for key in sorted(here.keys() | there.keys(), key=repr):
        if here.get(key) == there.get(key):
            continue
        named = ", ".join(map(str, key))
        if key not in there:
            return f"{named} is missing"
        return f"{named} is {'other' if key in here else 'there too'}"
    return None


def _prints_by_key(connection: Connection, table: Table) -> dict[tuple[Any, ...], int]:
    of_row = RowPrint(table)
    keys = [place for place, column in enumerate(table.columns) if column.primary_key]
    return {
        tuple(row[place] for place in keys): of_row(row)
        for chunk in read_rows(connection, table)
        for row in chunk
    }

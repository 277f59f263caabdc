"""Takes guards out of the program and of its functions in a database, and puts them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from app.db.migrations import pick_functions
from tests.torture.meeting import (
    IN_DATABASE,
    TAKEN_DOWN_IN_DATABASE,
    WIDENED_IN_DATABASE,
    Meeting,
    Widened,
)

Patch = Callable[[Any, str, Any], None]
"""Sets an attribute: `setattr` in a process of its own, a monkeypatch's in a test."""

Remove = Callable[[Patch, Meeting], None]

BY_STATEMENTS = (
    (
        "IF request->>'revision' IS NULL OR jsonb",
        "IF true OR request->>'revision' IS NULL OR jsonb",
    ),
)
"""Has the function leave everything to the statements."""


@dataclass(frozen=True)
class Mutant:
    """A guard taken away.

    Attributes:
        guard: What is missing, in words.
        scenario: The scenario that shows it every time.
        remove: Takes it out of the services.
        sql: What to replace by what in the database's functions.
        anywhere: Whether it can be shown on SQLite as well.
    """

    guard: str
    scenario: str
    remove: Remove
    sql: tuple[tuple[str, str], ...] = ()
    anywhere: bool = False


MUTANTS: dict[str, Mutant] = {}
"""Each mutant by its name."""


def apply(name: str) -> None:
    """Take a guard out of this process's program; no name takes none."""
    if name:
        MUTANTS[name].remove(setattr, Widened())


def apply_in_database(connection: Connection, name: str, *, widened: bool = False) -> None:
    """Take the guard out of the database's functions."""
    for statement in (*IN_DATABASE, *(WIDENED_IN_DATABASE if widened else ())):
        connection.execute(text(statement))
    schema = connection.scalar(text("select quote_ident(current_schema())"))
    for definition in mutated(str(schema), MUTANTS[name].sql):
        connection.execute(text(definition))


def restore_in_database(connection: Connection) -> None:
    """Put the functions back as they are."""
    for statement in TAKEN_DOWN_IN_DATABASE:
        connection.execute(text(statement))
    schema = connection.scalar(text("select quote_ident(current_schema())"))
    for definition in pick_functions.texts(str(schema)):
        connection.execute(text(definition))


def mutated(schema: str, changes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The functions' texts with the changes made.

    Raises:
        LookupError: what is to be replaced is not there.
    """
    definitions = pick_functions.texts(schema)
    for old, new in changes:
        if not any(old in definition for definition in definitions):
            raise LookupError(f"no function says {old!r} any more")
        definitions = tuple(definition.replace(old, new) for definition in definitions)
    return definitions


def mutant(
    name: str,
    guard: str,
    scenario: str,
    *,
    sql: tuple[tuple[str, str], ...] = (),
    anywhere: bool = False,
) -> Callable[[Remove], Remove]:
    def register(remove: Remove) -> Remove:
        MUTANTS[name] = Mutant(guard, scenario, remove, sql, anywhere)
        return remove

    return register

"""A whole floor at random, all ways of picking mixed, on each database in each way it is written.

Whatever people do, the embedded database, PostgreSQL by statements, and PostgreSQL by its own
functions keep books that balance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Table

from app.db.unit_of_work import Database
from tests.services.conftest import OpenDatabase
from tests.services.pick_machine import run
from tests.services.ways import ByStatements, Way, embedded_way, shared_way


@pytest.fixture
def embedded() -> Iterator[Way]:
    with embedded_way() as way:
        yield way


@pytest.fixture
def shared(
    postgresql_databases: tuple[OpenDatabase, dict[str, Database]],
    rows_of_a_new_database: dict[Table, list[dict[str, Any]]],
) -> Iterator[Way]:
    with shared_way(postgresql_databases[0]("desk"), rows_of_a_new_database) as way:
        yield way


def test_whatever_people_do_the_books_balance(embedded: Way) -> None:
    acts, refusals = run(embedded, 13)
    assert acts.total() >= 2_000, acts
    assert len(refusals) > 20, refusals


@pytest.mark.postgresql
def test_the_books_balance_on_a_shared_database_by_statements(shared: Way) -> None:
    by_statements = ByStatements(shared.database)
    run(replace(shared, claim=by_statements.claim, sender=by_statements), 1)


@pytest.mark.postgresql
def test_the_books_balance_on_a_shared_database_in_one_round_trip(shared: Way) -> None:
    run(shared, 3)

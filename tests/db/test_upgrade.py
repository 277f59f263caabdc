"""An upgrade brings every earlier database to today's schema with all that is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from app.db.engine import parse_url
from app.db.migrations.append_only import APPEND_ONLY_TABLES, guards_of, guards_wanted
from app.db.migrations.upgrade import (
    NotOurDatabase,
    SchemaTooNew,
    SchemaTooOld,
    alembic_config,
    check_schema,
    upgrade,
)
from tests.db.schema_steps import (
    HEAD,
    ROWS,
    connected,
    execute,
    filled_up_to,
    revision_of,
    row_counts,
)
from tests.servers.postgresql import PostgresqlServer


def test_an_empty_database_is_set_up_and_a_second_upgrade_changes_nothing(
    database_url: str, tmp_path: Path
) -> None:
    first = upgrade(parse_url(database_url), copy_folder=tmp_path / "copies")
    second = upgrade(parse_url(database_url), copy_folder=tmp_path / "copies")

    assert (first.before, first.after, first.copy, first.changed) == (None, HEAD, None, True)
    assert (second.before, second.after, second.copy, second.changed) == (HEAD, HEAD, None, False)
    assert not (tmp_path / "copies").exists()


def test_models_and_migrations_say_the_same(migrated_url: str) -> None:
    with connected(migrated_url) as connection:
        command.check(alembic_config(connection))


@pytest.mark.parametrize("revision", list(ROWS))
def test_every_earlier_schema_is_upgraded_with_its_rows(
    database_url: str, revision: str, tmp_path: Path
) -> None:
    filled_up_to(database_url, revision)
    before = row_counts(database_url)

    report = upgrade(parse_url(database_url), copy_folder=tmp_path / "copies")

    assert (report.before, report.after) == (revision, HEAD)
    assert report.copy is not None
    after = row_counts(database_url)
    assert {table: after[table] for table in before} == before
    with connected(database_url) as connection:
        for table in APPEND_ONLY_TABLES:
            assert guards_of(connection, table) == guards_wanted(connection, table)


def test_of_several_counts_that_waited_for_one_place_the_first_is_left(
    database_url: str, tmp_path: Path
) -> None:
    filled_up_to(database_url, "0017")
    upgrade(parse_url(database_url), copy_folder=tmp_path / "copies")
    with connected(database_url) as connection:
        found = connection.exec_driver_sql(
            "SELECT reason, state, lot_id, is_doubt FROM count_task ORDER BY id DESC LIMIT 2"
        ).all()
    assert [tuple(row) for row in found] == [
        ("damaged", "cancelled", 0, True),
        ("empty", "open", 0, True),
    ]


def test_the_schema_goes_down_and_up_again(worked_url: str) -> None:
    with connected(worked_url) as connection:
        command.downgrade(alembic_config(connection), "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}

    report = upgrade(parse_url(worked_url))

    assert (report.before, report.after) == (None, HEAD)
    with connected(worked_url) as connection:
        command.check(alembic_config(connection))


def test_a_newer_schema_is_refused_and_not_touched(migrated_url: str, tmp_path: Path) -> None:
    execute(migrated_url, "UPDATE alembic_version SET version_num = '9999'")
    before = row_counts(migrated_url)

    with pytest.raises(SchemaTooNew, match=r"9999.*Update Pickstation on this station"):
        upgrade(parse_url(migrated_url), copy_folder=tmp_path / "copies")
    with connected(migrated_url) as connection, pytest.raises(SchemaTooNew):
        check_schema(connection)

    assert (revision_of(migrated_url), row_counts(migrated_url)) == ("9999", before)
    assert not (tmp_path / "copies").exists()


def test_an_older_or_empty_schema_is_not_worked_on(database_url: str) -> None:
    with connected(database_url) as connection, pytest.raises(SchemaTooOld, match="schema none"):
        check_schema(connection)
    upgrade(parse_url(database_url), revision="0002")
    with connected(database_url) as connection, pytest.raises(SchemaTooOld, match="schema 0002"):
        check_schema(connection)


def test_another_programs_tables_are_not_mixed_with_ours(database_url: str) -> None:
    execute(database_url, "CREATE TABLE wp_posts (id INTEGER)")

    with pytest.raises(NotOurDatabase, match="wp_posts"):
        upgrade(parse_url(database_url))

    assert list(row_counts(database_url)) == ["wp_posts"]


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "floor.sqlite"
    file.touch()
    assert upgrade(parse_url(f"sqlite:///{file}")).after == HEAD


@pytest.mark.postgresql
def test_an_account_that_may_not_change_the_schema_is_told_who_may(
    postgresql_server: PostgresqlServer,
) -> None:
    url = postgresql_server.new_database()
    upgrade(parse_url(url), revision="0003")
    execute(
        url,
        "DROP ROLE IF EXISTS floor_hand",
        "CREATE ROLE floor_hand LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO floor_hand",
    )

    with pytest.raises(SchemaTooOld, match="an account that owns the tables"):
        upgrade(parse_url(url.replace("//pickstation@", "//floor_hand@")), without_copy=True)

    assert revision_of(url) == "0003"

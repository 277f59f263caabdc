"""The sub-command `database`: what it prints, and what it tells scripts by its exit code."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.commands import database
from app.db.engine import make_engine, parse_url
from app.db.migrations.upgrade import head_revision, upgrade
from tests import builders

HEAD = head_revision()


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """An empty embedded database, for what does not depend on the kind of database."""
    return f"sqlite:///{tmp_path / 'floor.sqlite3'}"


@pytest.fixture
def ready_url(file_url: str) -> str:
    """An embedded database of today's schema without work."""
    builders.write_migrated_sqlite(Path(parse_url(file_url).database or ""))
    return file_url


def pickstation(*arguments: str, url: str) -> int:
    parser = argparse.ArgumentParser(prog="pickstation")
    database.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["database", *arguments, "--database", url])
    code: int = args.run(args)
    return code


def break_a_stock_row(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        for statement in (
            """
            INSERT INTO item (id, sku, name, fragile, lot_tracked)
            VALUES (1, 'MUG', 'Mug', false, false)
            """,
            """
            INSERT INTO location (id, code, kind, zone, aisle, side, bay, level, check_digits,
                                  pick_sequence)
            VALUES (1, 'A-01', 'pick_face', 'A', '', '', '', '', '', 1)
            """,
            "INSERT INTO stock VALUES (1, 1, 0, 7, 0)",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_an_upgrade_says_what_it_did_and_where_the_copy_is(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(parse_url(database_url), revision="0002")
    copies = tmp_path / "copies"

    assert pickstation("upgrade", "--copy-to", str(copies), url=database_url) == 0

    printed = capsys.readouterr().out
    assert f"was upgraded from schema 0002 to {HEAD}" in printed
    assert f"safety copy: {next(copies.iterdir())}" in printed
    assert pickstation("upgrade", url=database_url) == 0
    assert f"has schema {HEAD} already; nothing was changed" in capsys.readouterr().out


def test_an_upgrade_answers_machines_in_json(
    file_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("upgrade", "--json", url=file_url) == 0
    assert json.loads(capsys.readouterr().out) == {"before": None, "after": HEAD, "copy": None}


def test_an_upgrade_without_a_copy_has_to_be_asked_for(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(parse_url(file_url), revision="0002")
    (tmp_path / "file").touch()

    assert pickstation("upgrade", "--copy-to", str(tmp_path / "file"), url=file_url) == 1
    assert "no safety copy could be made" in capsys.readouterr().err
    assert pickstation("upgrade", "--without-copy", url=file_url) == 0
    assert "safety copy" not in capsys.readouterr().out


def test_a_sound_database_is_confirmed_line_by_line(
    ready_url: str, capsys: pytest.CaptureFixture[str]
) -> None:

    assert pickstation("check", url=ready_url) == 0

    lines = capsys.readouterr().out.splitlines()
    assert "  ok  No row refers to a row that does not exist." in lines
    assert "units: 0 received, 0 adjusted, 0 on hand, 0 shipped, 0 lost" in lines
    assert lines[-1].endswith("is sound")


def test_each_violation_is_named_below_its_invariant(
    migrated_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    break_a_stock_row(migrated_url)

    assert pickstation("check", url=migrated_url) == 1

    lines = capsys.readouterr().out.splitlines()
    broken = "   1  Of every item, what was received and adjusted is on hand, shipped or lost."
    assert lines[lines.index(broken) + 1] == "      item MUG: expected 0; found 7"
    assert "      item MUG at A-01: expected 0; found 7" in lines
    assert lines[-1].endswith("is NOT sound: 2 violations")


def test_violations_are_told_to_machines_in_json(
    ready_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    break_a_stock_row(ready_url)

    assert pickstation("check", "--json", url=ready_url) == 1

    answer = json.loads(capsys.readouterr().out)
    found = {each["code"]: each["violations"] for each in answer["invariants"] if each["broken"]}
    assert answer["sound"] is False
    assert answer["counts"]["units_on_hand"] == 7
    assert found["items_balance"] == [{"subject": "item MUG", "expected": "0", "found": "7"}]
    assert set(found) == {"items_balance", "stock_is_the_ledger"}


@pytest.mark.parametrize("action", ["upgrade", "check"])
def test_a_newer_schema_is_refused_with_the_remedy(
    action: str, ready_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = make_engine(ready_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    assert pickstation(action, url=ready_url) == 1
    assert "Update Pickstation on this station" in capsys.readouterr().err


def test_a_check_of_nothing_fails_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "floor.sqlite3"
    assert pickstation("check", url=f"sqlite:///{file}") == 1
    assert f"there is no database file {file}" in capsys.readouterr().err
    assert not file.exists()


@pytest.mark.parametrize("url", ["mysql://floor@host/depot", "no url"])
def test_a_url_that_cannot_be_used_is_wrong_usage(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("check", url=url) == 2
    assert "sqlite:///FILE" in capsys.readouterr().err


def test_an_action_has_to_be_named() -> None:
    parser = argparse.ArgumentParser(prog="pickstation")
    database.add_parser(parser.add_subparsers(required=True))
    with pytest.raises(SystemExit) as usage:
        parser.parse_args(["database"])
    assert usage.value.code == 2

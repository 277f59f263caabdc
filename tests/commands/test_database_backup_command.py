"""The sub-commands `database backup`, `restore` and `copy-to` as a person or script uses them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.commands import database
from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.services.workplace import Workplace
from tests import builders


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folders of their own."""
    folder = tmp_path / "home"
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture
def floor_url(migrated_url: str) -> str:
    """A database with an order in it, once on each kind."""
    opened = Database(make_engine(migrated_url))
    workplace = builders.a_workplace(opened)
    goods, _ = builders.some_stock(workplace, 5)
    builders.an_order(workplace, (goods, 2))
    opened.close()
    return migrated_url


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """An embedded database with an item in it."""
    url = f"sqlite:///{tmp_path / 'floor.sqlite3'}"
    builders.write_migrated_sqlite(tmp_path / "floor.sqlite3")
    opened = Database(make_engine(url))
    builders.an_item(Workplace(opened, "P-01"))
    opened.close()
    return url


def pickstation(*arguments: str | Path, url: str) -> int:
    parser = argparse.ArgumentParser(prog="pickstation")
    database.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["database", *map(str, arguments), "--database", url])
    code: int = args.run(args)
    return code


def test_backup_list_and_restore_speak_to_people(
    floor_url: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("backup", url=floor_url) == 0
    made = capsys.readouterr().out.splitlines()
    file = Path(made[0])
    assert file.is_relative_to(home)
    assert "sound" in made[1]
    assert "rows up to event 2, schema" in made[2]

    assert pickstation("backup", "--list", url=floor_url) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed == [*made, f"1 backups in {file.parent}"]

    assert pickstation("restore", file, url=floor_url) == 1
    assert "holds rows already; with --replace" in capsys.readouterr().err

    assert pickstation("restore", file, "--replace", url=floor_url) == 0
    words = capsys.readouterr().out
    assert "is what it was at" in words
    assert "what was there before is kept: " in words


def test_scripts_get_json_and_choose_the_file(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.zip"

    assert pickstation("backup", "--out", file, "--json", url=file_url) == 0
    made = json.loads(capsys.readouterr().out)
    into = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert pickstation("restore", file, "--into", into, "--json", url=file_url) == 0
    restored = json.loads(capsys.readouterr().out)
    third = f"sqlite:///{tmp_path / 'third.sqlite3'}"
    assert pickstation("copy-to", third, "--json", url=into) == 0
    moved = json.loads(capsys.readouterr().out)

    assert (made["file"], made["sound"], made["rows"]["item"]) == (str(file), True, 1)
    assert restored["mark"]["from_file"] == "mine.zip"
    assert restored["manifest"]["sha256"] == made["sha256"]
    assert (moved["rows"]["item"], moved["violations"]) == (1, 0)
    assert moved["total"] == sum(made["rows"].values()) + 1


def test_a_move_says_what_to_do_next(
    file_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("copy-to", f"sqlite:///{tmp_path / 'new.sqlite3'}", url=file_url) == 0
    assert "PICKSTATION_DATABASE" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("restore", "missing.zip"), 1, "missing.zip"),
        (("copy-to", "mysql://host/name"), 2, "is not supported"),
        (("restore", "x.zip", "--into", "no url"), 2, "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_trace(
    arguments: tuple[str, ...],
    code: int,
    said: str,
    file_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert pickstation(*arguments, url=file_url) == code
    assert said in capsys.readouterr().err


def test_a_backup_of_nothing_fails_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("backup", url=f"sqlite:///{tmp_path / 'none.sqlite3'}") == 1
    assert "there is no database file" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite3").exists()

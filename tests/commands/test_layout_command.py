"""`pickstation import layout`, `layout` and `aisle` say what the floor is and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.desk_shell import DeskShell
from tests.services.floor_plan import on_a_grid

GOOD = "[[cross_aisle]]\nat = 0.0\n[[cross_aisle]]\nat = 5.0\n"
TRAP = "[[cross_aisle]]\nat = 0.0\n[[aisle]]\naisle = '2'\none_way = 'up'\n"


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> DeskShell:
    made = DeskShell(f"sqlite:///{tmp_path / 'floor.sqlite'}", capsys)
    on_a_grid(made.workplace, aisles=3, bays=4)
    return made


def test_a_layout_file_is_brought_in_shown_and_given_back(shell: DeskShell, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    assert shell.run("layout", "export") == 1
    assert "no layout file was brought in" in shell.complained
    file.write_text(TRAP, encoding="utf-8")
    assert shell.run("import", "layout", str(file)) == 1
    assert "hall.toml: A02-01, A02-02, A02-03, A02-04 cannot be reached" in shell.complained
    assert "nothing was written" in shell.complained
    file.write_text(GOOD, encoding="utf-8")
    assert shell.run("import", "layout", str(file), "--dry-run") == 0
    assert "12 locations in 3 aisles, all in reach; 1 block, exact tours" in shell.said
    assert shell.run("layout", "export") == 1
    assert shell.run("import", "layout", str(file)) == 0
    assert shell.run("layout", "export") == 0
    assert shell.said == GOOD
    assert shell.run("layout", "show", "--json") == 0
    assert json.loads(shell.said)["blocks"] == 1
    assert shell.run("import", "layout", str(tmp_path / "none.toml")) == 1
    assert "cannot be read" in shell.complained


def test_aisles_are_closed_listed_and_opened(shell: DeskShell) -> None:
    assert shell.run("aisle", "list") == 0
    assert shell.said == "all aisles are open\n"
    assert shell.run("aisle", "close", "2", "--reason", "spill", "--until", "23:59") == 0
    assert "closed: aisle A 2: spill (by the desk" in shell.said
    assert "4 locations, 0 open pick lines" in shell.said
    assert shell.run("aisle", "list", "--json") == 0
    assert [each["aisle"] for each in shell.answer] == ["2"]
    assert shell.run("aisle", "open", "2") == 0
    assert shell.run("aisle", "open", "2") == 1
    assert "aisle A 2 is not closed" in shell.complained
    assert shell.run("aisle", "close", "7", "--reason", "x") == 1
    assert "no location is in aisle 7; write zone and aisle as the locations" in shell.complained


def test_what_a_cart_takes_is_shown_and_set(shell: DeskShell) -> None:
    assert shell.run("layout", "cart") == 0
    assert "a cart takes what its positions hold; the shortest walk chooses" in shell.said
    assert shell.run("layout", "cart", "--kg", "80", "--lines", "60", "--small-first", "yes") == 0
    assert shell.said == "a cart takes 60 lines, 80 kg; small rests go first\n"
    assert shell.run("layout", "cart", "--lines", "none") == 0
    assert shell.said == "a cart takes 80 kg; small rests go first\n"
    for words, complaint in (
        (("--kg", "much"), "--kg takes a number or none, not much"),
        (("--litres", "0"), "a cart takes 0 millilitres; name more than 0, or no limit"),
    ):
        assert shell.run("layout", "cart", *words) == 1
        assert complaint in shell.complained

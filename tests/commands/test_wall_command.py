"""`pickstation wall` sets walls and shelves up, says what it did, and what cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.__main__ import main
from app.services import sorting
from app.services.workplace import Workplace
from tests import builders

Run = Callable[..., int]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'floor.sqlite'}"


@pytest.fixture
def wall(url: str) -> Run:
    builders.a_database(url).close()
    return lambda *words: main(["--database", url, "wall", *words])


def listed(wall: Run, capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    capsys.readouterr()
    assert wall("list", "--json") == 0
    told: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return told


def test_a_wall_has_its_cubbies_and_a_place_for_what_no_order_wants(
    wall: Run, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wall("add", "w1", "--rows", "2", "--columns", "3") == 0
    assert "Wall W1 has 2 x 3 cubbies" in capsys.readouterr().out
    workplace = Workplace(builders.a_database(url), "P-01")
    state = sorting.open_wall(workplace, builders.an_operator(workplace))
    assert [cubby.code for cubby in state.cubbies] == [
        *("W1-1A", "W1-2A", "W1-3A"),
        *("W1-1B", "W1-2B", "W1-3B"),
    ]
    assert state.aside == "W1-Q"


def test_a_wall_grows_and_never_shrinks(wall: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert wall("add", "W1", "--rows", "1", "--columns", "2") == 0
    assert wall("add", "W1", "--rows", "2", "--columns", "2") == 0
    assert listed(wall, capsys)["walls"] == [
        {"name": "W1", "rows": 2, "columns": 2, "aside": "W1-Q", "taken": 0}
    ]
    assert wall("add", "W1", "--rows", "1", "--columns", "2") == 1
    assert "can only grow" in capsys.readouterr().err
    assert listed(wall, capsys)["walls"][0]["rows"] == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "W 1", "--rows", "1", "--columns", "1"), "is no name for a wall or shelf"),
        (("add", "W1", "--rows", "0", "--columns", "1"), "1 to 26 rows, not 0"),
        (("add", "W1", "--rows", "1", "--columns", "100"), "1 to 99 columns, not 100"),
        (("shelf", "C1", "--slots", "0"), "1 to 999 slots, not 0"),
        (("shelf", "", "--slots", "2"), "is no name for a wall or shelf"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    wall: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert wall(*words) == 1
    assert why in capsys.readouterr().err
    assert listed(wall, capsys) == {"walls": [], "slots": []}


def test_a_name_that_is_a_shelf_already_is_no_wall(
    wall: Run, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    workplace = Workplace(builders.a_database(url), "P-01")
    builders.a_location(workplace, "A01")
    assert wall("add", "A01", "--rows", "1", "--columns", "1") == 1
    assert "A01 is a pick_face already" in capsys.readouterr().err


def test_a_shelf_gets_slots_and_more_of_them_later(
    wall: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wall("shelf", "C1", "--slots", "2") == 0
    assert wall("shelf", "C1", "--slots", "3") == 0
    assert "1 slot added" in capsys.readouterr().out
    assert wall("list") == 0
    assert capsys.readouterr().out.splitlines() == [
        "slot C1-01: free",
        "slot C1-02: free",
        "slot C1-03: free",
    ]


def test_an_empty_floor_says_so(wall: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert wall("list") == 0
    assert capsys.readouterr().out == "There is no put wall and no consolidation shelf yet.\n"

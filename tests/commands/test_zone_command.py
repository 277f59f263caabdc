"""`pickstation zone` sets turns and lanes up, says what it did, and what cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.__main__ import main
from app.services.workplace import Workplace
from tests import builders
from tests.services.floor_plan import move_into

Run = Callable[..., int]


@pytest.fixture
def zone(tmp_path: Path) -> Run:
    url = f"sqlite:///{tmp_path / 'floor.sqlite'}"
    workplace = Workplace(builders.a_database(url), "P-01")
    builders.a_site(workplace)
    for code in ("A", "B"):
        move_into(workplace, builders.a_location(workplace), code)
    builders.a_location(workplace, "DESK-1")
    workplace.database.close()
    return lambda *words: main(["--database", url, "zone", *words])


def test_turns_and_lanes_are_set_and_listed(zone: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert zone("set", "B", "--turn", "0", "--lane", "lane-b") == 0
    assert "Zone B has turn 0; its totes are put on LANE-B." in capsys.readouterr().out
    assert zone("set", "A", "--turn", "5") == 0
    assert zone("lanes", "--scan", "yes", "--pack-lane", "PACK") == 0
    told = "Lanes are scanned at a hand-over; totes to be packed go to PACK.\n"
    assert capsys.readouterr().out.endswith(told)
    assert zone("list") == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "zone B: turn 0, LANE-B, 0 waiting",
        "zone A: turn 5, no lane, 0 waiting",
    ]
    assert zone("list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in listed["zones"]] == ["B", "A"]
    assert (listed["lanes_scanned"], listed["pack_lane"]) == (True, "PACK")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("set", "Z"), "no location lies in zone 'Z'; the zones are: A, B"),
        (("set", "A", "--lane", "DESK-1"), "DESK-1 is a pick_face already; choose another code"),
        (("set", "A", "--lane", "a lane!"), "'a lane!' is no code for a lane"),
        (("lanes", "--pack-lane", "DESK-1"), "DESK-1 is a pick_face already"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    zone: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    zone("list")
    before = capsys.readouterr().out
    assert zone(*words) == 1
    assert why in capsys.readouterr().err
    assert zone("list") == 0
    assert capsys.readouterr().out == before

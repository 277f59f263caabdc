"""`pickstation count` and `replenish` show and decide what the floor works on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.__main__ import main
from app.domain.locations import LocationKind
from app.domain.readings import Command
from app.services.counting import begin_count
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, stock_work

OK = Command.OK.value


class Shell:
    """A shell at one database; `said` and `complained` are the last command's."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.floor = Workplace(builders.a_database(url), "P-01")
        self.said = self.complained = ""
        self._url = url
        self._capsys = capsys

    def run(self, *words: str) -> int:
        code = main(["--database", self._url, *words])
        self.said, self.complained = self._capsys.readouterr()
        return code

    def told(self, *words: str) -> Any:
        assert self.run(*words, "--json") == 0, self.complained
        return json.loads(self.said)


@pytest.fixture
def shell(tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(f"sqlite:///{tmp_path_factory.mktemp('stock') / 'floor.sqlite'}", capsys)


def a_difference(floor: Workplace) -> str:
    """Have a place counted with so few units that somebody has to decide; its code."""
    mug, place = builders.some_stock(floor, 20)
    stock_work.doubt(floor, mug, place)
    bo = builders.an_operator(floor, "Bo")
    stock_work.count(floor, bo, begin_count(floor, bo), f"L-{place}", 9, OK, 9, OK)
    return place


def test_a_location_somebody_asks_about_is_listed_to_be_counted(shell: Shell) -> None:
    mug, place = builders.some_stock(shell.floor, 5)
    assert shell.run("count", "list") == 0
    assert shell.said == "No count waits.\n"
    assert shell.told("count", "ask", place.lower()) == {"raised": 1}
    assert shell.told("count", "ask", place) == {"raised": 0}
    (row,) = shell.told("count", "list")
    assert (row["location"], row["sku"], row["reason"]) == (place, mug.sku, "spot")
    assert row["difference"] is None


def test_a_location_of_another_house_cannot_be_counted(shell: Shell) -> None:
    assert shell.run("count", "ask", "Z99-01-A") == 1
    assert "Z99-01-A is no location where this can be done" in shell.complained


def test_an_approved_difference_is_in_the_books(shell: Shell) -> None:
    place = a_difference(shell.floor)
    assert shell.run("count", "list") == 0
    assert f"  {place}  " in shell.said
    assert "counted 9 of 20 (-11" in shell.said
    (row,) = shell.told("count", "list")
    number = str(row["count_id"])
    assert shell.run("count", "approve", number) == 0
    assert books.on_hand(shell.floor, place) == 9
    assert shell.run("count", "approve", number) == 1
    assert "waits for nobody's decision" in shell.complained
    books.audit(shell.floor.database)


def test_a_difference_nobody_believes_is_counted_again_or_taken_back(shell: Shell) -> None:
    place = a_difference(shell.floor)
    (row,) = shell.told("count", "list")
    number = str(row["count_id"])
    assert shell.run("count", "again", number) == 0
    assert shell.run("count", "again", number) == 1
    assert shell.run("count", "cancel", number) == 0
    assert shell.told("count", "list") == []
    assert books.on_hand(shell.floor, place) == 20


def test_rules_of_a_class_decide_what_a_plan_raises(shell: Shell) -> None:
    builders.some_stock(shell.floor, 3)
    assert shell.told("count", "plan")["raised"] == 0
    assert shell.run("count", "rule", "", "--below", "5") == 0
    assert "when fewer than 5 lie there" in shell.said
    assert shell.told("count", "plan") == {
        "raised": 1,
        "planned": 0,
        "threshold": 1,
        "left_out": 0,
    }
    assert shell.run("count", "rule", "", "--remove") == 0
    assert shell.said == "all others: up to 2 units and 2000 cents are believed; never by age\n"


def test_a_pick_face_below_its_bounds_gets_a_refill(shell: Shell) -> None:
    mug = builders.an_item(shell.floor)
    face = builders.a_location(shell.floor)
    reserve = builders.a_location(shell.floor, kind=LocationKind.RESERVE)
    builders.stock(shell.floor, mug, face, 3)
    builders.stock(shell.floor, mug, reserve, 50)
    assert shell.run("replenish", "raise") == 0
    assert shell.said == "No refill waits.\n"
    bounds = ("replenish", "bounds", mug.sku, face)
    assert shell.run(*bounds, "--below", "4", "--up-to", "20") == 0
    assert [row["need"] for row in shell.told("replenish", "bounds")] == ["due"]
    assert shell.run("replenish", "raise") == 0
    assert f"17 x {mug.sku} from {reserve} to {face}: minimum" in shell.said
    (row,) = shell.told("replenish", "list")
    assert (row["quantity"], row["target"]) == (17, face)
    assert shell.run(*bounds, "--remove") == 0


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("SKU-0", "Z99"), 2, "give --below and --up-to, or --remove"),
        (("SKU-0", "Z99", "--remove"), 1, "no item has the SKU SKU-0"),
        (("{sku}", "Z99", "--remove"), 1, "Z99 is no location where this can be done"),
        (("{sku}", "{face}", "--below", "5", "--up-to", "5"), 1, "not 5 and 5"),
    ],
)
def test_bounds_that_cannot_be_are_refused(
    shell: Shell, words: tuple[str, ...], code: int, why: str
) -> None:
    mug, face = builders.some_stock(shell.floor, 3)
    known = [word.format(sku=mug.sku, face=face) for word in words]
    assert shell.run("replenish", "bounds", *known) == code
    assert why in shell.complained


def test_what_lies_in_quarantine_waits_to_be_put_away(shell: Shell) -> None:
    mug = builders.an_item(shell.floor)
    aside = builders.a_location(shell.floor, kind=LocationKind.QUARANTINE)
    assert shell.told("replenish", "put-aways") == []
    builders.stock(shell.floor, mug, aside, 2)
    (row,) = shell.told("replenish", "put-aways")
    assert (row["source"], row["quantity"], row["reason"]) == (aside, 2, "damaged")
    assert len(shell.told("replenish", "put-aways")) == 1


def test_a_plan_of_counts_names_zone_class_and_age(shell: Shell) -> None:
    mug, place = builders.some_stock(shell.floor, 5)
    stock_work.price(shell.floor, mug, 500)
    builders.some_stock(shell.floor, 5)
    assert shell.told("count", "plan")["raised"] == 0
    assert shell.told("count", "plan", "--class", "B", "--days", "30")["raised"] == 0
    assert shell.told("count", "plan", "--class", "A", "--days", "30")["planned"] == 1
    assert [row["location"] for row in shell.told("count", "list")] == [place]
    assert shell.told("count", "plan", "--below", "6")["threshold"] == 1

"""`pickstation simulate` plays what waits, recommends a way, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from app.__main__ import main
from app.db.schema import Location
from app.db.unit_of_work import UnitOfWork
from app.services.allocating import allocate_waiting_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books
from tests.services.worked_record import a_worked_record


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'floor.sqlite'}"


def a_day(url: str, orders: int = 30) -> Workplace:
    """A small floor on which orders wait."""
    workplace = Workplace(builders.a_database(url), "P-01")
    stocked = [builders.some_stock(workplace, 200) for _ in range(8)]

    def verb(work: UnitOfWork) -> None:
        for number, (_, code) in enumerate(stocked):
            work.session.execute(
                update(Location)
                .where(Location.code == code)
                .values(aisle=str(number // 4), x_m=4.0 * (number // 4), y_m=2.0 + number % 4)
            )

    workplace.database.run(verb)
    for number in range(orders):
        items = [stocked[(number + more) % 8][0] for more in range(1 + number % 3)]
        builders.an_order(workplace, *((item, 1) for item in items))
    allocate_waiting_orders(workplace)
    return workplace


def simulate(url: str, *words: str) -> int:
    return main(["--database", url, "simulate", *words])


def test_ways_are_compared_and_one_recommended(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    workplace = a_day(url)
    before = books.everything(workplace)
    assert simulate(url, "--pickers", "1", "2", "--way", "single", "--way", "cluster:6:30") == 0
    said = capsys.readouterr().out
    assert "30 orders wait: 60 stops, 60 units" in said
    assert said.count("cluster, 6 a tour chosen from 30") == 3
    assert "recommended: cluster, 6 a tour chosen from 30, 1 pickers: done 08:" in said
    assert "% fewer metres than single" in said
    assert "assumed, since there are too few scans" in said
    assert books.everything(workplace) == before


def test_machines_get_the_same_as_json(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    a_day(url)
    assert simulate(url, "--pickers", "2", "--cubbies", "12", "--json", "--begin", "06:30") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["orders"] == 30
    assert "T06:30:00" in told["begins"]
    assert {way["method"] for way in told["ways"]} == {
        "single",
        "cluster",
        "batch",
        "zone",
        "wave",
    }
    assert told["recommended"]["than"]["method"] == "single"
    assert told["recommended"]["fewer_metres"] > 0


def test_the_same_day_gets_the_same_answer(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    a_day(url)
    words = ["--pickers", "2", "--way", "cluster:4:30", "--json"]
    assert simulate(url, *words) == 0
    first = capsys.readouterr().out
    assert simulate(url, *words) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--pickers", "0"], "--pickers takes 1 to 200"),
        (["--benches", "0"], "--benches takes 1 to 200"),
        (["--cubbies", "-1"], "--cubbies takes 0 or more"),
        (["--begin", "25:00"], "--begin takes a time such as 08:00, not 25:00"),
        (["--hours", "0"], "--hours takes more than 0"),
        (["--variation", "9"], "--variation takes a share"),
        (["--way", "walk"], "--way takes single, cluster, batch, zone, wave"),
        (["--way", "cluster:x"], "not cluster:x"),
        (["--today", "single:4"], "single takes 1 order a tour"),
    ],
)
def test_senseless_words_are_refused(
    words: list[str], complaint: str, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate(url, *words) == 2
    assert complaint in capsys.readouterr().err


def test_a_house_without_locations_or_work_is_told_so(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    builders.a_database(url)
    assert simulate(url) == 1
    assert "locations: there is none. Import locations first." in capsys.readouterr().err
    workplace = a_day(url, orders=0)
    assert simulate(url) == 1
    assert "there is no order to work" in capsys.readouterr().err
    workplace.database.close()


def test_a_wall_too_small_for_a_way_is_told_so(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_day(url)
    assert simulate(url, "--way", "wave:12:30") == 1
    assert "needs as many cubbies; the wall has 0" in capsys.readouterr().err


def test_a_wrong_layout_file_is_named(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_day(url)
    layout = tmp_path / "hall.toml"
    layout.write_text("[[depot]]\nname = 'x'\nx = 1.0")
    assert simulate(url, "--layout", str(layout)) == 1
    assert "hall.toml: [[depot]] 1: y is missing. Write it in metres." in capsys.readouterr().err


def test_the_record_is_told_method_by_method_from_what_was_picked_before(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_worked_record(Workplace(builders.a_database(url), "P-01"), 32)
    assert simulate(url, "--played") == 0
    said = capsys.readouterr().out
    assert said.startswith("16 tasks of 1 people, told from those before them")
    assert said.count(" single ") == 12
    assert "... and 4 more" in said
    assert "\n  single: 16 tasks, " in said
    assert "s a put, " in said
    assert simulate(url, "--played", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["by_method"]["single"]["tasks"] == 16
    assert told["by_method"]["single"]["told"] == pytest.approx(told["told"])


def test_a_house_with_too_short_a_record_is_told_so(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_worked_record(Workplace(builders.a_database(url), "P-01"), 4)
    assert simulate(url, "--played") == 1
    assert "60 are needed to learn a pace; pick more first" in capsys.readouterr().err

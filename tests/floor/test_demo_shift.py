"""The demo plays a shift on either database, leaves what it promises and spoils nobody's house."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.__main__ import main
from app.commands.demo import METHODS
from app.db.queries.inquiry import OrderSummary
from app.demo import warehouse
from app.demo.choosing import MOST_UNITS, choose_orders, is_latin
from app.demo.shift import OWN_FILES
from app.demo.warehouse import ORDER_FILES, PICKER, prepare_empty_database, set_up_demo_site
from app.demo.ways import Way, share_out
from app.domain.orders import OrderState
from app.services.checking import check_database
from app.services.inquiry import beginnings, house_report, knows_badge, orders_in
from app.services.workplace import Workplace
from printing.paper import Paper
from tests import builders
from tests.printing.decoding import page_texts, pages, printed_zpl, read
from tests.servers.postgresql import PostgresqlServer
from tests.servers.program import run_program

ALL_WAYS = 12
"""As many orders as each way of picking needs at least, to show all its screens."""

ORDERS = 2
FLAT = {
    "orders_imported",
    "orders_held",
    "orders_shipped",
    "scans",
    "wrong_scans_stopped",
    "units_received",
    "units_on_hand",
    "units_shipped",
    "slips",
    "labels",
    "seconds",
}


def play(folder: Path, orders: int, *words: str) -> dict[str, Any]:
    """Play a demo in a process of its own, as scripts do; return its report."""
    demo = ("demo", "--orders", str(orders), "--out", str(folder), "--seed", "3")
    done = run_program(*demo, *words, timeout=900)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert "NOT RIGHT" not in done.stdout
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return report


def check_report(report: dict[str, Any], shipped: int) -> None:
    """The figures agree with each other and with what was asked for."""
    assert {key for key, value in report.items() if isinstance(value, int | float)} == FLAT
    assert list(report)[-1] == "details"
    assert report["orders_imported"] == 2561
    assert report["orders_held"] > 0
    assert report["orders_shipped"] == report["slips"] == report["labels"] == shipped
    assert report["units_received"] == report["units_on_hand"] + report["units_shipped"]
    assert report["scans"] > report["wrong_scans_stopped"] > 0
    details = report["details"]
    assert report["wrong_scans_stopped"] == details["wrong_scans_made"]
    assert sum(details["wrong_scans_by_kind"].values()) == report["wrong_scans_stopped"]
    assert not any(details["database_check"].values())
    assert details["units_unaccounted"] == 0
    assert details["labels_not_read_back"] == []


def check_ways(report: dict[str, Any], names: set[str]) -> None:
    """Each way that was asked for took its share, and together they are the shift."""
    ways = report["methods"]
    assert set(ways) == names
    for figures in ways.values():
        assert figures["orders"] > 0
        assert figures["scans"] > figures["wrong_scans"]
        assert figures["metres"] > 0
        assert sum(figures["tasks"].values()) > 0
    assert sum(figures["orders"] for figures in ways.values()) == report["orders_shipped"]
    assert sum(figures["units"] for figures in ways.values()) == report["units_shipped"]
    assert sum(figures["scans"] for figures in ways.values()) < report["scans"], "and the dock"


def check_papers(folder: Path) -> set[str]:
    """Every label says its parcel's number as PDF and as ZPL, and every slip names it too."""
    numbers = {path.stem for path in (folder / "labels-pdf").glob("*.pdf")}
    for number in numbers:
        picture = pages((folder / "labels-pdf" / f"{number}.pdf").read_bytes(), 203)[0]
        assert ("]C1", f"00{number}".encode()) in read(picture)
    on_zpl = [
        data[2:].decode()
        for label in (folder / "labels").glob("*.zpl")
        for symbology, data in read(
            printed_zpl(label.read_bytes(), Paper.LABEL_4X6_IN.size_dots(203), 203)
        )
        if symbology == "]C1" and data.startswith(b"00")
    ]
    assert set(on_zpl) <= numbers
    slips = [
        "".join(page_texts(slip.read_bytes())).replace(" ", "")
        for slip in (folder / "slips").glob("*.pdf")
    ]
    for number in on_zpl:
        assert sum(number in slip for slip in slips) == 1
    return set(on_zpl)


def check_pictures(folder: Path) -> None:
    """There is a picture of every screen, and none of them is blank."""
    pictures = sorted((folder / "screenshots").glob("*.png"))
    assert {"01-sign-in", "02-home", "03-single-scan_item", "04-stop-wrong_item", "05-short",
            "03-cluster-scan_tote", "03-batch-scan_item", "03-zone_pass-scan_lane",
            "03-single-open_carton", "08-shelf-scan_slot", "07-qc-count", "11-pack-picked-carton",
            "08-wall-scan_cubby", "08-wall-stop-wrong_cubby", "10-pack-bulk-tote",
            "11-pack-scan_unit", "12-pack-papers-out", "14-pack-done", "15-station-set-up",
            "16-ship-scan_cage", "16-ship-signed"} <= {path.stem for path in pictures}  # fmt: skip
    for path in pictures:
        with Image.open(path) as picture:
            assert picture.size == (1920, 1080)
            # Pillow counts no further than to the colours that a blank picture may have.
            assert picture.convert("RGB").getcolors(20) is None, f"{path} is blank"


def test_a_shift_on_the_embedded_database_ships_its_orders_with_papers_that_scan(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "shift"
    report = play(folder, ALL_WAYS)
    check_report(report, ALL_WAYS)
    check_ways(report, {way.value for way in Way})
    assert report["methods"]["mixed"]["tasks"] == {"batch": 1, "cluster": 1}
    assert report["details"]["database"] == "sqlite"
    assert report["details"]["scans_over_serial"] > 0
    assert len(check_papers(folder)) == ALL_WAYS
    check_pictures(folder)
    left = {path.name for path in folder.iterdir()}
    assert left <= {*OWN_FILES, ".pickstation-demo"}
    database = builders.a_database(f"sqlite:///{folder / 'floor.sqlite3'}")
    assert check_database(Workplace(database, "P-01")).is_sound
    database.close()


@pytest.mark.postgresql
def test_a_second_shift_goes_on_where_the_first_one_left_the_shared_database(
    postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    url = postgresql_server.new_database()
    words = ("--database", url, "--no-pictures")
    first = play(tmp_path / "first", ORDERS, *words, "--method", "batch")
    check_report(first, ORDERS)
    check_ways(first, {"batch"})
    assert not (tmp_path / "first" / "screenshots").exists()
    assert first["details"]["database"] == "postgresql"
    printed = check_papers(tmp_path / "first")
    assert len(printed) == ORDERS

    second = play(tmp_path / "second", 1, *words, "--method", "single")
    check_report(second, 1)
    news = [(file["new"], file["changed"]) for file in second["details"]["imports"]]
    assert news == [(0, 0)] * 7
    assert second["units_received"] == first["units_received"]
    assert second["units_on_hand"] < first["units_on_hand"]
    again = check_papers(tmp_path / "second")
    assert len(again) == 1
    assert not again & printed
    postgresql_server.drop_database(url)


# Whose folder, whose house ----------------------------------------------------------------------


def test_things_in_the_folder_that_no_demo_left_stay_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "labels" / "mine.zpl"
    mine.parent.mkdir()
    mine.write_text("^XA^XZ")
    assert main(["demo", "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'labels'} is there already and no demo left it" in said
    assert mine.exists()


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["demo", "--out", str(tmp_path / "file" / "shift")]) == 1
    assert (
        capsys.readouterr().err == f"pickstation: {tmp_path / 'file' / 'shift'}: Not a directory\n"
    )


@pytest.mark.parametrize("words", [["demo", "--out", "{}/out"], ["bench", "--scans", "10"]])
def test_another_warehouse_is_left_as_it_is(
    words: list[str], floor: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    builders.some_stock(floor)
    before = house_report(floor)
    url = floor.database.engine.url.render_as_string(hide_password=False)
    assert main(["--database", url, *(word.format(tmp_path) for word in words)]) == 1
    assert "another warehouse lives in this database" in capsys.readouterr().err
    assert house_report(floor) == before
    assert not knows_badge(floor, PICKER.badge)
    prepare_empty_database(floor)
    assert house_report(floor) == before
    assert not knows_badge(floor, PICKER.badge)


def test_a_demo_warehouse_loaded_half_way_is_completed_and_left_alone_from_then_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "ORDER_FILES", ORDER_FILES[-1:])  # one file is as good as four
    database = builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite3'}")
    workplace = builders.a_workplace(database)
    assert not beginnings(workplace).has_anything
    set_up_demo_site(workplace, tmp_path)  # and then somebody pressed Ctrl+C
    prepare_empty_database(workplace)
    assert "loading the demo warehouse" in capsys.readouterr().err
    assert beginnings(workplace).has_work
    released = orders_in(workplace, OrderState.RELEASED)
    assert len(released) == 50
    before = house_report(workplace)
    prepare_empty_database(workplace)
    assert capsys.readouterr().err == ""
    assert house_report(workplace) == before
    database.close()


# Which orders -----------------------------------------------------------------------------------


def summaries(*orders: tuple[str, int, int]) -> Sequence[OrderSummary]:
    """Orders by recipient, lines and units."""
    return [
        OrderSummary(number, str(number), "shopify", recipient, "DE", lines, units, 100)
        for number, (recipient, lines, units) in enumerate(orders, 1)
    ]


def test_a_choice_of_orders_has_other_scripts_and_several_lines_in_it() -> None:
    foreign = [("小林 七夏", 1, 1), ("Νεκταρία Τσιομπάνη", 2, 3), ("אליאב ח'טיב", 1, 1)]
    orders = summaries(*[("Lena", 1, 1)] * 40, *[("José", 3, 5)] * 20, *foreign)
    chosen = choose_orders(orders, 20, seed=1)
    assert len({order.order_id for order in chosen}) == 20
    assert sum(not is_latin(order.recipient) for order in chosen) == 3
    assert sum(order.lines > 1 for order in chosen) >= 10
    assert choose_orders(orders, 20, seed=1) == chosen
    assert choose_orders(orders, 20, seed=2) != chosen


def test_orders_are_dealt_out_to_all_ways_and_zones_get_those_of_several_lines() -> None:
    several = (("José", 3, 5), ("José", 2, 2), ("José", 4, 4), ("José", 5, 5))
    orders = summaries(*[("Lena", 1, 1)] * 8, *several)
    shares = share_out(orders, tuple(Way))
    assert set(shares) == set(Way)
    assert tuple(Way) == METHODS
    assert sorted(order.order_id for some in shares.values() for order in some) == [*range(1, 13)]
    assert sorted(order.lines for order in shares[Way.MIXED]) == [1, 1, 5]
    assert [order.recipient for order in shares[Way.ZONE_PASS]] == ["José"]
    assert len(shares[Way.BATCH]) > len(shares[Way.SINGLE])
    assert set(share_out(orders[:2], (Way.WAVE, Way.CLUSTER, Way.SINGLE))) == {
        Way.SINGLE,
        Way.CLUSTER,
    }


def test_a_choice_of_orders_leaves_out_what_no_cart_takes_and_never_invents_any() -> None:
    orders = summaries(("Lena", 2, MOST_UNITS + 1), ("Ida", 1, 2))
    assert [order.recipient for order in choose_orders(orders, 10, seed=1)] == ["Ida"]
    assert choose_orders([], 10, seed=1) == ()

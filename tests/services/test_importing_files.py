"""Files against the database they come into: codes with two meanings, files that come at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.exchange.model import Kind, Problem, Source
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.importing import ImportReport, ImportRequest, import_file
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books

PLACES = "code,zone,aisle,side,bay,level,x_m,y_m\n"
FIRST_DAY = Path(__file__).parent.parent.parent / "resources" / "demo" / "shopify_first_day.csv"
ORDERS = "order number,order date,sku,quantity,payment,name,street,city,postcode,country\n"
HOME = "Lena Beispiel,Hauptstr. 1,Kiel,24103,DE"


@pytest.fixture
def bring(floor: Workplace, tmp_path: Path) -> Callable[[Kind, str], ImportReport]:
    """Imports a table."""

    def bring_table(kind: Kind, table: str) -> ImportReport:
        file = tmp_path / f"{kind}.csv"
        file.write_text(table, encoding="utf-8")
        return import_file(floor, ImportRequest(file, kind))

    return bring_table


def place(*codes: str) -> str:
    """A table of locations."""
    return PLACES + "".join(f"{code},A,1,L,{bay},1,0,{bay}\n" for bay, code in enumerate(codes, 1))


def only_problem(report: ImportReport) -> Problem:
    """The problem of a record that was left out."""
    (problem,) = report.problems
    assert (report.written, report.good) == (True, False)
    return problem


Bring = Callable[[Kind, str], ImportReport]


@pytest.mark.parametrize("sku", ["A01-01", "a01-01"])
def test_an_sku_that_a_location_has_is_refused_and_the_others_come_in(
    floor: Workplace, bring: Bring, sku: str
) -> None:
    bring(Kind.LOCATIONS, place("A01-01", "A01-02"))
    report = bring(Kind.ITEMS, f"sku,name\n{sku},Mug\nCUP,Cup\n")
    problem = only_problem(report)
    assert (problem.file, problem.row, problem.field, problem.value) == ("items.csv", 2, "sku", sku)
    assert "location" in problem.message
    assert problem.remedy
    assert books.rows(floor, "select sku from item") == [("CUP",)]


def test_a_location_that_an_item_has_as_its_sku_is_refused_and_the_others_come_in(
    floor: Workplace, bring: Bring
) -> None:
    bring(Kind.ITEMS, "sku,name\na01-01,Mug\n")
    report = bring(Kind.LOCATIONS, place("A01-02", "A01-01"))
    problem = only_problem(report)
    assert (problem.row, problem.field, problem.value) == (3, "code", "A01-01")
    assert "a01-01" in problem.message
    kind = "select code from location where kind = 'pick_face'"
    assert books.rows(floor, kind) == [("A01-02",)]


def test_a_tote_or_a_place_of_the_ledger_does_not_keep_an_sku_from_an_item(
    floor: Workplace, bring: Bring
) -> None:
    codes = [code for (code,) in books.rows(floor, "select code from location")]
    assert codes, "the ledger has places of its own"
    table = "sku,name\n" + "".join(f"{code},Mug\n" for code in codes)
    assert bring(Kind.ITEMS, table).new == len(codes)


def test_an_sku_known_in_other_capitals_is_refused(floor: Workplace, bring: Bring) -> None:
    bring(Kind.ITEMS, "sku,name\nMug-1,Mug\n")
    problem = only_problem(bring(Kind.ITEMS, "sku,name\nMUG-1,Mug\n"))
    assert (problem.field, problem.value) == ("sku", "MUG-1")
    assert "Mug-1" in problem.message
    assert books.value(floor, "select count(*) from item") == 1


def test_an_sku_that_is_another_item_s_barcode_is_refused_and_its_own_is_not(
    floor: Workplace, bring: Bring
) -> None:
    bring(Kind.ITEMS, "sku,name,barcode\nMUG,Mug,4006381333931\n")
    problem = only_problem(bring(Kind.ITEMS, "sku,name\n4006381333931,Cup\n"))
    assert (problem.field, problem.value) == ("sku", "4006381333931")
    assert "MUG" in problem.message
    own = bring(Kind.ITEMS, "sku,name,barcode\n96385074,Cup,96385074\n")
    assert own.good
    assert bring(Kind.ITEMS, "sku,name,barcode\n96385074,Cup,96385074\n").unchanged == 1
    assert books.value(floor, "select count(*) from item") == 2


def test_a_file_handed_in_by_stations_at_once_comes_in_once(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    stations = [floor, *(open_station(f"P-0{number}") for number in (2, 3))]
    together = Barrier(len(stations))

    def hand_in(station: Workplace) -> ImportReport:
        together.wait()
        return import_file(station, ImportRequest(FIRST_DAY, Kind.ORDERS))

    with ThreadPoolExecutor(len(stations)) as threads:
        reports = list(threads.map(hand_in, stations))
    assert sorted(report.new for report in reports) == [0, 0, 61]
    assert sorted(report.unchanged for report in reports) == [0, 61, 61]
    assert all(report.good for report in reports)
    assert books.value(floor, "select count(*) from orders") == 61
    assert books.value(floor, "select count(*) from import_file") == 1


def orders(*lines: Sequence[object]) -> str:
    """A table of order lines: number, SKU, quantity, payment."""
    return ORDERS + "".join(
        f"{number},2026-11-20,{sku},{quantity},{payment},{HOME}\n"
        for number, sku, quantity, payment in lines
    )


def test_an_order_changed_in_a_later_file_is_read_anew_and_on_the_floor_by_its_difference(
    floor: Workplace, bring: Bring
) -> None:
    mug, shelf = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    first = bring(Kind.ORDERS, orders((7, mug.sku, 4, "paid"), (8, lamp.sku, 1, "paid")))
    assert (first.source, first.new) == (Source.TABLE, 2)
    allocate_waiting_orders(floor)
    assert books.promised(floor, shelf) == 4

    fewer = bring(Kind.ORDERS, orders((7, mug.sku, 3, "paid"), (8, lamp.sku, 1, "paid")))
    assert (fewer.new, fewer.changed, fewer.unchanged) == (0, 1, 1)
    assert books.promised(floor, shelf) == 0
    assert books.order_state(floor, "7") == "paid"
    allocate_waiting_orders(floor)
    assert books.promised(floor, shelf) == 3
    assert set(release_ready_orders(floor).released) == {"7", "8"}

    late = bring(Kind.ORDERS, orders((7, mug.sku, 9, "paid"), (8, lamp.sku, 1, "refunded")))
    assert (late.new, late.changed, late.unchanged) == (0, 2, 0)
    assert (books.holds(floor, "7"), books.holds(floor, "8")) == (set(), {"refunded"})
    assert books.promised(floor, shelf) == 9, "only the difference is opened anew"
    again = bring(Kind.ORDERS, orders((7, mug.sku, 9, "paid"), (8, lamp.sku, 1, "refunded")))
    assert (again.changed, again.unchanged) == (0, 2)
    books.audit(floor.database)


def test_a_released_order_that_changes_is_given_to_a_picker_as_it_is_now(
    floor: Workplace, bring: Bring
) -> None:
    mug, _ = builders.some_stock(floor)
    bring(Kind.ORDERS, orders((7, mug.sku, 4, "paid")))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    bring(Kind.ORDERS, orders((7, mug.sku, 3, "paid")))
    state = picking.claim_work(floor, builders.an_operator(floor))
    assert sum(line.open for line in state.lines) == 3


def test_addresses_of_a_changed_order_are_not_kept(floor: Workplace, bring: Bring) -> None:
    mug, _ = builders.some_stock(floor)
    count = "select count(*) from address"
    before = books.value(floor, count)
    for quantity in (1, 2, 3):
        bring(Kind.ORDERS, orders((7, mug.sku, quantity, "paid")))
    assert books.value(floor, count) == before + 1

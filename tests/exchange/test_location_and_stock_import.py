"""Locations and stock in tables: the real files and rows that contradict each other."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.locations import LocationKind
from app.exchange.location_table import read_location_table
from app.exchange.stock_table import read_stock_table

WriteFile = Callable[[str | bytes], Path]

LOCATION_HEADER = "code,zone,aisle,side,bay,level,kind,x_m,y_m,check_digits"
LOCATION = "A01-01L-1,A,1,L,1,1,pick,0.0,2.6,19"
STOCK_HEADER = "sku,location,quantity,lot,expiry"
STOCK = "22961,A01-02R-1,154,L6435,2028-02-24"


def changed(line: str, column: int, value: str) -> str:
    cells = line.split(",")
    cells[column] = value
    return ",".join(cells)


def test_the_real_locations_arrive_whole(demo: Path) -> None:
    file = read_location_table(demo / "locations.csv")
    assert not file.problems
    assert (len(file.records), file.rows_read) == (3072, 3072)
    assert sum(place.kind is LocationKind.RESERVE for place in file.records) == 768
    assert {place.zone for place in file.records} == set("ABCD")
    last = file.records[-1]
    assert (last.code, last.side, last.bay, last.level) == ("D16-24R-4", "R", 24, 4)
    assert (last.x_m, last.y_m, last.check_digits) == (52.5, 34.35, "45")


def test_the_real_stock_arrives_whole(demo: Path) -> None:
    file = read_stock_table(demo / "stock.csv")
    assert not file.problems
    assert (len(file.records), file.rows_read) == (3653, 3653)
    with_lot = [record for record in file.records if record.lot]
    assert all(record.expiry for record in with_lot)
    assert (with_lot[0].lot, with_lot[0].expiry) == ("L6435", date(2028, 2, 24))


@pytest.mark.parametrize(
    ("cell", "equipment"),
    [("Forklift", "forklift"), ("  Picker  TRUCK ", "picker truck"), ("", "")],
)
def test_a_place_names_the_equipment_that_reaches_it(
    write_file: WriteFile, cell: str, equipment: str
) -> None:
    text = f"{LOCATION_HEADER},equipment\n{LOCATION},{cell}\n"
    (place,) = read_location_table(write_file(text)).records
    assert place.equipment == equipment
    (unsaid,) = read_location_table(write_file(f"{LOCATION_HEADER}\n{LOCATION}\n")).records
    assert unsaid.equipment is None


def test_codes_become_capitals_and_a_lost_zero_comes_back(write_file: WriteFile) -> None:
    line = changed(changed(LOCATION, 0, "a01-01l-1"), 9, "7")
    (place,) = read_location_table(write_file(f"{LOCATION_HEADER}\n{line}\n")).records
    assert (place.code, place.check_digits) == ("A01-01L-1", "07")


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        (0, "", "code"),
        (0, "A 01", "code"),
        (0, "Ä01", "code"),
        (0, "T-1234", "code"),
        (0, "XCK", "code"),
        (0, "A" * 33, "code"),
        (1, "", "zone"),
        (3, "middle", "side"),
        (4, "first", "bay"),
        (6, "shelf", "kind"),
        (7, "", "x_m"),
        (7, "near", "x_m"),
        (8, "40000", "y_m"),
        (9, "AB", "check_digits"),
    ],
)
def test_a_bad_location_is_named(
    write_file: WriteFile, column: int, value: str, field: str
) -> None:
    text = f"{LOCATION_HEADER}\n{changed(LOCATION, column, value)}\nB1,B,,,,,,1,1,\n"
    file = read_location_table(write_file(text))
    assert [place.code for place in file.records] == ["B1"]
    assert [(problem.row, problem.field) for problem in file.problems] == [(2, field)]


@pytest.mark.parametrize(("text", "metres"), [("34.350", 34.35), ("34,350", 34.35), ("-2", -2.0)])
def test_coordinates_have_decimals_and_never_thousands(
    write_file: WriteFile, text: str, metres: float
) -> None:
    (place,) = read_location_table(write_file(f"code;zone;x;y\nA1;A;{text};0\n")).records
    assert place.x_m == metres


def test_a_location_that_stands_there_twice_is_a_problem(write_file: WriteFile) -> None:
    text = f"{LOCATION_HEADER}\n{LOCATION}\n{LOCATION.lower()}\n"
    file = read_location_table(write_file(text))
    assert [place.row for place in file.records] == [2]
    assert [(problem.row, problem.field) for problem in file.problems] == [(3, "code")]


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        (0, "", "sku"),
        (1, "", "location"),
        (1, "T-1234", "location"),
        (2, "", "quantity"),
        (2, "-1", "quantity"),
        (2, "1.5", "quantity"),
        (2, "many", "quantity"),
        (2, "1000001", "quantity"),
        (3, "L\x006435", "lot"),
        (4, "24/02/2028 x", "expiry"),
        (4, "02/03/2028", "expiry"),
        (4, "2028-02-30", "expiry"),
        (4, "1899-12-30", "expiry"),
        (4, "46807", "expiry"),
    ],
)
def test_bad_stock_is_named(write_file: WriteFile, column: int, value: str, field: str) -> None:
    text = f"{STOCK_HEADER}\n{changed(STOCK, column, value)}\nA,B1,0,,\n"
    file = read_stock_table(write_file(text))
    assert [(record.sku, record.quantity) for record in file.records] == [("A", 0)]
    assert [(problem.row, problem.field) for problem in file.problems] == [(2, field)]


def test_the_same_place_twice_and_a_lot_with_two_expiries_are_problems(
    write_file: WriteFile,
) -> None:
    elsewhere = changed(changed(STOCK, 1, "B1"), 4, "2028-02-25")
    other_lot = changed(STOCK, 3, "L1")
    file = read_stock_table(
        write_file(f"{STOCK_HEADER}\n{STOCK}\n{STOCK}\n{elsewhere}\n{other_lot}")
    )
    assert [record.row for record in file.records] == [2, 5]
    assert [(problem.row, problem.field) for problem in file.problems] == [
        (3, "sku"),
        (4, "expiry"),
    ]

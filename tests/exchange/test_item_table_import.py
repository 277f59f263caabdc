"""Items in tables: the real file, barcodes that have been through spreadsheets, clashing codes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.exchange.item_table import read_item_table
from app.exchange.model import ImportedBarcode, ImportedCustoms

WriteFile = Callable[[str | bytes], Path]

HEADER = "sku,name,barcode,case_barcode,case_quantity,length_mm,weight_g,price,fragile,lot_tracked"
GOOD = "47566,Party Bunting,4006381333931,14006381333938,24,141,262,4.95,no,yes"


def test_the_real_file_arrives_whole(demo: Path) -> None:
    file = read_item_table(demo / "items.csv")
    assert not file.problems
    assert (len(file.records), file.rows_read) == (2000, 2000)
    assert all(len(item.barcodes) == 2 for item in file.records)
    assert sum(item.fragile for item in file.records) == 250
    assert sum(item.lot_tracked for item in file.records) == 121


def test_an_item_is_read_with_both_barcodes(write_file: WriteFile) -> None:
    (item,) = read_item_table(write_file(f"{HEADER}\n{GOOD}\n")).records
    assert item.barcodes == (
        ImportedBarcode("04006381333931", 1),
        ImportedBarcode("14006381333938", 24),
    )
    assert (item.length_mm, item.width_mm, item.weight_g, item.price_cents) == (141, None, 262, 495)
    assert (item.fragile, item.lot_tracked, item.row) == (False, True, 2)


def test_customs_data_is_read_and_a_column_that_is_not_there_says_nothing(
    write_file: WriteFile,
) -> None:
    text = (
        "sku,name,HS code,country of origin,customs value,goods description\n"
        "A,Mug,6912.00 23,uk,1.50,Stoneware mug\nB,Lamp,,,,\n"
    )
    mug, lamp = read_item_table(write_file(text)).records
    assert mug.customs == ImportedCustoms("Stoneware mug", "69120023", "GB", 150, has_value=True)
    assert lamp.customs == ImportedCustoms("", "", "", None, has_value=True)
    (none,) = read_item_table(write_file("sku,name\nC,Cup\n")).records
    assert none.customs == ImportedCustoms()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("tariff_number", "69AB", "no tariff number"),
        ("tariff_number", "12345", "no tariff number"),
        ("origin_country", "ZZ", "no such country"),
        ("customs_value", "much", "not a number"),
    ],
)
def test_bad_customs_data_names_its_field(
    write_file: WriteFile, column: str, value: str, words: str
) -> None:
    file = read_item_table(write_file(f"sku,name,{column}\nA,Mug,{value}\n"))
    (problem,) = file.problems
    assert (problem.row, problem.field) == (2, column)
    assert words in problem.message


def test_one_cell_may_hold_several_barcodes(write_file: WriteFile) -> None:
    text = "sku;name;barcode\nA;Mug;4006381333931 | 96385074,4006381333931\n"
    (item,) = read_item_table(write_file(text)).records
    assert [barcode.gtin14 for barcode in item.barcodes] == ["04006381333931", "00000096385074"]


@pytest.mark.parametrize(
    ("barcode", "words"),
    [
        ("4006381333932", "check digit is wrong, it should be 1"),
        ("4.00638E+12", "rounded"),
        ("4,00638E+12", "rounded"),
        ("400638133393", "check digit"),
        ("12345", "has 5"),
        ("1234567890128901", "has 16"),
        ("40063813339AB", "digits only"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "digits only"),
        ("4006381333931\u200b", "invisible"),
        ("=B2", "formula"),
        ("#N/A", "error"),
    ],
)
def test_a_bad_barcode_is_explained(write_file: WriteFile, barcode: str, words: str) -> None:
    file = read_item_table(write_file(f'sku,name,barcode\nA,Mug,"{barcode}"\n'))
    assert not file.records
    (problem,) = file.problems
    assert (problem.row, problem.field) == (2, "barcode")
    assert words in problem.message


@pytest.mark.parametrize(
    "barcode", ['="4006381333931"', "'4006381333931", "4006381333931.0", "4 006381 333931"]
)
def test_marks_of_spreadsheets_around_a_barcode_do_no_harm(
    write_file: WriteFile, barcode: str
) -> None:
    quoted = barcode.replace('"', '""')
    (item,) = read_item_table(write_file(f'sku,name,barcode\nA,Mug,"{quoted}"\n')).records
    assert item.barcodes[0].gtin14 == "04006381333931"


@pytest.mark.parametrize(
    "sku",
    ["L-1", "T-1234", "b-mug", "O-1001", "K-M2", "S-1", "XCK", "xc77", "]C1", "", "A\tB", "=A1"],
)
def test_reserved_and_unusable_skus_are_problems(write_file: WriteFile, sku: str) -> None:
    file = read_item_table(write_file(f"sku;name\n{sku};Mug\nB7;Cup\n"))
    assert [item.sku for item in file.records] == ["B7"]
    assert [(problem.row, problem.field) for problem in file.problems] == [(2, "sku")]


@pytest.mark.parametrize(
    ("lines", "row", "field"),
    [
        (("a7,Mug,", "A7,Cup,"), 3, "sku"),
        (("A,Mug,4006381333931", "B,Cup,4006381333931"), 3, "barcode"),
        (("A,Mug,4006381333931", "4006381333931,Cup,"), 3, "sku"),
        (("4006381333931,Cup,", "A,Mug,4006381333931"), 3, "barcode"),
        (("A,Mug,", "B,,"), 3, "name"),
    ],
)
def test_a_scan_must_mean_one_item(
    write_file: WriteFile, lines: tuple[str, ...], row: int, field: str
) -> None:
    file = read_item_table(write_file("\n".join(("sku,name,barcode", *lines))))
    assert [item.row for item in file.records] == [2]
    assert [(problem.row, problem.field) for problem in file.problems] == [(row, field)]


def test_an_sku_may_be_the_items_own_barcode(write_file: WriteFile) -> None:
    file = read_item_table(write_file("sku,name,barcode\n4006381333931,Mug,4006381333931\n"))
    assert not file.problems


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        (3, "4006381333931", "case_barcode"),
        (4, "", "case_quantity"),
        (4, "0", "case_quantity"),
        (5, "-1", "length_mm"),
        (5, "30000", "length_mm"),
        (6, "1.234", "weight_g"),
        (6, "heavy", "weight_g"),
        (7, "-4.95", "price"),
        (8, "perhaps", "fragile"),
    ],
)
def test_a_bad_value_is_named(write_file: WriteFile, column: int, value: str, field: str) -> None:
    cells = GOOD.split(",")
    cells[column] = value
    file = read_item_table(write_file(f"{HEADER}\n{','.join(cells)}\n"))
    assert not file.records
    assert [(problem.row, problem.field) for problem in file.problems] == [(2, field)]

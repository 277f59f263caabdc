"""Every form a table comes in: encodings, delimiters, workbooks, and files that are no tables."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.exchange.item_table import read_item_table
from app.exchange.readers import READERS
from app.exchange.stock_table import read_stock_table

WriteFile = Callable[[str | bytes], Path]

NAME = "Müller\u2019s Gläser \u2013 5 €"
TEXT = f"sku,name\nA1,{NAME}\n"


def workbook(*rows: tuple[Any, ...], sheets_before: int = 0) -> bytes:
    book = Workbook()
    for _ in range(sheets_before):
        book.create_sheet(index=0)
    sheet = book.worksheets[-1]
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("encoding", "known_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_recognised(write_file: WriteFile, encoding: str, known_as: str) -> None:
    file = read_item_table(write_file(TEXT.encode(encoding)))
    assert [item.name for item in file.records] == [NAME]
    assert file.encoding == known_as


@pytest.mark.parametrize(
    "name", ["Renée Brûlée", "Ångström crème", "Señor Niño: ¿qué?", "Öl über Äther"]
)
def test_western_letters_are_not_taken_for_japanese(write_file: WriteFile, name: str) -> None:
    (item,) = read_item_table(write_file(f"sku,name\nA1,{name}\n".encode("cp1252"))).records
    assert item.name == name


def test_a_few_damaged_bytes_in_utf8_spoil_only_their_rows(write_file: WriteFile) -> None:
    text = "sku,name\n" + "".join(f"A{n},Gläser für {n}\n" for n in range(20))
    file = read_item_table(write_file(text.encode().replace("ä".encode(), b"\xe4", 1)))
    assert len(file.records) == 19
    assert [(problem.row, problem.field) for problem in file.problems] == [(2, "name")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised(write_file: WriteFile, delimiter: str) -> None:
    text = f'"sku"{delimiter}"name, or; title"\nA1{delimiter}"Mug, red; large"\n'
    (item,) = read_item_table(write_file(text), {"name": "name, or; title"}).records
    assert item.name == "Mug, red; large"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_all_line_ends_and_blank_lines_count_as_an_editor_counts(
    write_file: WriteFile, line_end: str
) -> None:
    text = line_end.join(["", "sku,name", "", 'A1,"Mug', 'red"', ",", "A2,Cup"])
    assert [item.row for item in read_item_table(write_file(text)).records] == [4, 7]


def test_a_line_that_names_the_delimiter_is_obeyed(write_file: WriteFile) -> None:
    (item,) = read_item_table(write_file("sep=;\nsku;name\nA1;Mug, red, large\n")).records
    assert (item.name, item.row) == ("Mug, red, large", 3)


@pytest.mark.parametrize(
    "header",
    ["SKU,Name", " sku ,NAME", "Item-Code,Item name", "\uff33\uff2b\uff35,Title", "sku*,name:"],
)
def test_headings_are_compared_without_case_and_separators(
    write_file: WriteFile, header: str
) -> None:
    assert read_item_table(write_file(f"{header}\nA1,Mug\n")).records


def test_a_needed_heading_that_stands_there_twice_is_a_problem(write_file: WriteFile) -> None:
    file = read_item_table(write_file("sku,name,Name,x,x\nA1,Mug,Cup,1,1\n"))
    assert not file.records
    assert [(problem.row, problem.value) for problem in file.problems] == [(1, "2, 3")]


def test_a_workbook_is_read_with_numbers_dates_and_truth_values(write_file: WriteFile) -> None:
    path = write_file(
        workbook(
            ("sku", "location", "quantity", "lot", "expiry"),
            (22961, "A1", 5.0, "L1", date(2028, 2, 24)),
            (None, None, None, None, None),
            ("22962", "A1", "6", None, datetime(2028, 2, 25, 13, 0)),  # noqa: DTZ001 - as sheets store it
            ("22963", "A1", 7),
        )
    )
    file = read_stock_table(path)
    assert not file.problems
    assert [(record.sku, record.quantity, record.expiry) for record in file.records] == [
        ("22961", 5, date(2028, 2, 24)),
        ("22962", 6, date(2028, 2, 25)),
        ("22963", 7, None),
    ]
    assert [record.row for record in file.records] == [2, 4, 5]


def test_a_barcode_kept_as_a_number_keeps_its_digits(write_file: WriteFile) -> None:
    rows = (("sku", "name", "barcode", "fragile"), ("A", "Mug", 4006381333931, True))
    (item,) = read_item_table(write_file(workbook(*rows))).records
    assert (item.barcodes[0].gtin14, item.fragile) == ("04006381333931", True)


def test_the_first_filled_sheet_is_read(write_file: WriteFile) -> None:
    path = write_file(workbook(("sku", "name"), ("A", "Mug"), sheets_before=2))
    assert [item.sku for item in read_item_table(path).records] == ["A"]


def test_a_formula_without_result_is_a_problem(write_file: WriteFile) -> None:
    rows = (("sku", "name"), ("A", '="Mug"&1'), ("B", "Cup"))
    file = read_item_table(write_file(workbook(*rows)))
    assert [item.sku for item in file.records] == ["B"]
    (problem,) = file.problems
    assert (problem.row, problem.field) == (2, "name")
    assert "formula" in problem.message


def test_a_formula_with_its_stored_result_counts(write_file: WriteFile) -> None:
    content = workbook(("sku", "name"), ("A", "=1"))
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                assert b"<v></v>" in part or b"<v />" in part or b"<v/>" in part
                for blank in (b"<v></v>", b"<v />", b"<v/>"):
                    part = part.replace(blank, b"<v>77</v>")
            new.writestr(entry, part)
    (item,) = read_item_table(write_file(changed.getvalue())).records
    assert item.name == "77"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
        (b"<!DOCTYPE html><html><body>Sign in", "web page"),
        (b"PK\x03\x04" + bytes(100), "not a workbook"),
        (bytes(range(256)) * 20, "binary"),
        ("sku,name\nA,B\n".encode("utf-16")[:-1], "cut off"),
        (workbook(), "empty"),
        (workbook(("sku", "name"), ("A", "B"))[:2000], "damaged"),
    ],
)
def test_what_is_no_table_is_one_clear_problem_for_every_reader(
    write_file: WriteFile, content: bytes, words: str
) -> None:
    path = write_file(content)
    for read in READERS.values():
        file = read(path)
        assert not file.records
        assert len(file.problems) == 1
        assert file.problems[0].row is None
    assert words in read_item_table(path).problems[0].message


def test_a_missing_file_a_folder_and_a_huge_file_are_one_problem(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.write(b"sku,name\n")
        file.truncate((1 << 30) + 1)
    for path, words in ((tmp_path / "no.csv", "opened"), (tmp_path, "folder"), (huge, "larger")):
        for read in READERS.values():
            (problem,) = read(path).problems
            assert words in problem.message


def test_a_header_without_rows_is_no_problem(write_file: WriteFile) -> None:
    file = read_item_table(write_file("sku,name\n"))
    assert (file.records, file.problems, file.rows_read) == ((), (), 0)


def test_a_cell_longer_than_any_text_ends_the_reading(write_file: WriteFile) -> None:
    file = read_item_table(write_file("sku,name\nA,Mug\nB," + "x" * 200_000 + "\nC,Cup\n"))
    assert [item.sku for item in file.records] == ["A"]
    assert [problem.row for problem in file.problems] == [3]


def test_a_zip_file_that_is_no_workbook_is_one_problem(write_file: WriteFile) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("orders.csv", TEXT)
    (problem,) = read_item_table(write_file(content.getvalue())).problems
    assert "not a workbook" in problem.message


def test_very_many_problems_are_counted_and_not_all_listed(write_file: WriteFile) -> None:
    file = read_item_table(write_file("sku,name\n" + "A,\n" * 12_000))
    assert len(file.problems) == 10_001
    assert "2000 further" in file.problems[-1].message

"""Announced goods in tables: rows that contradict each other leave their whole receipt out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.exchange.receipt_table import read_receipt_table

WriteFile = Callable[[str | bytes], Path]

HEAD = "receipt,supplier,expected on,sku,quantity,lot,expiry"
GOOD = "PO-1,Acme,2026-12-01,22961,24,L6,2028-02-24"


def test_rows_become_lines_of_their_receipt(write_file: WriteFile) -> None:
    (line,) = read_receipt_table(write_file(f"{HEAD}\n{GOOD}\n")).records
    assert (line.receipt, line.supplier, line.sku, line.quantity) == ("PO-1", "Acme", "22961", 24)
    assert (line.expected_on, line.lot, line.expiry) == (
        date(2026, 12, 1),
        "L6",
        date(2028, 2, 24),
    )


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("PO-1,Acme,2026-12-01,22962,0,,", "quantity"),
        ("PO-1,Acme,2026-12-01,,3,,", "sku"),
        ("PO-1,Acme,soon,22962,3,,", "expected on"),
        ("PO-1,Other,2026-12-01,22962,3,,", "supplier"),
        ("PO-1,Acme,2026-12-01,22961,3,L6,", "sku"),
    ],
)
def test_a_receipt_with_one_bad_row_is_left_out_and_the_others_are_read(
    write_file: WriteFile, row: str, field: str
) -> None:
    other = "PO-2,Acme,,22963,5,,"
    file = read_receipt_table(write_file(f"{HEAD}\n{GOOD}\n{row}\n{other}\n"))
    assert [line.receipt for line in file.records] == ["PO-2"]
    assert {(problem.row, problem.field) for problem in file.problems} >= {(3, field)}
    assert all(problem.remedy for problem in file.problems)

"""Reads which goods a supplier has announced, and for when, from a table."""

from collections.abc import Mapping
from pathlib import Path

from app.exchange import model
from app.exchange.cells import Cells
from app.exchange.columns import Column
from app.exchange.findings import Findings
from app.exchange.model import ImportedFile, ImportedReceiptLine, Progress
from app.exchange.tables import read_cells

COLUMNS = (
    Column("receipt", ("receipt", "receipt number", "asn", "delivery", "po number"), required=True),
    Column("supplier", ("supplier", "supplier name", "vendor")),
    Column("expected_on", ("expected on", "expected", "expected date", "eta", "delivery date")),
    Column("sku", ("sku", "item code", "item"), required=True),
    Column("quantity", ("quantity", "qty", "expected quantity"), required=True),
    Column("lot", ("lot", "batch", "lot number", "batch number")),
    Column("expiry", ("expiry", "expiry date", "best before", "use by")),
)


def read_receipt_table(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedReceiptLine]:
    """Read announced goods, a row for each item (and lot) of a receipt.

    A receipt with any problem is left out whole: nobody should wait for part of what was sent.

    Args:
        path: CSV, TSV or XLSX.
        mapping: Headings by field (`COLUMNS` names the fields).
        progress: Told rows read and rows in all.
    """
    findings = Findings(path.name)
    lines: dict[tuple[str, str, str | None], ImportedReceiptLine] = {}
    heads: dict[str, ImportedReceiptLine] = {}
    spoilt: set[str] = set()
    for cells in read_cells(path, COLUMNS, mapping or {}, findings, progress):
        record = _line(cells)
        key = (record.receipt, record.sku, record.lot)
        if key in lines and cells.is_good:
            cells.problem(
                "sku",
                f"Row {lines[key].row} has this receipt, item and lot already.",
                "Put the two together in one row, or delete one.",
            )
        head = heads.setdefault(record.receipt, record)
        if (head.supplier, head.expected_on) != (record.supplier, record.expected_on):
            cells.problem(
                "supplier" if head.supplier != record.supplier else "expected_on",
                f"Row {head.row} says something else for the same receipt.",
                "Write the same supplier and day in all rows of a receipt.",
            )
        if cells.is_good:
            lines[key] = record
        else:
            spoilt.add(record.receipt)
    return findings.result(line for line in lines.values() if line.receipt not in spoilt)


def _line(cells: Cells) -> ImportedReceiptLine:
    """Read one row."""
    cells.require("receipt")
    cells.require("sku")
    return ImportedReceiptLine(
        receipt=cells.code("receipt", model.RECEIPT_NUMBER_LENGTH),
        supplier=cells.text("supplier", model.SUPPLIER_LENGTH),
        expected_on=cells.day("expected_on"),
        sku=cells.code("sku", model.SKU_LENGTH),
        quantity=cells.quantity("quantity"),
        lot=cells.code("lot", model.LOT_LENGTH) or None,
        expiry=cells.day("expiry"),
        row=cells.row,
    )

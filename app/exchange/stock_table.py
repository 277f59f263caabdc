"""Reads what lies where from a table."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from app.exchange import model
from app.exchange.cells import Cells
from app.exchange.codes import read_location_code
from app.exchange.columns import Column
from app.exchange.findings import Findings
from app.exchange.model import ImportedFile, ImportedStock, Progress
from app.exchange.tables import read_cells

COLUMNS = (
    Column("sku", ("sku", "item code", "item"), required=True),
    Column("location", ("location", "location code"), required=True),
    Column("quantity", ("quantity", "qty", "on hand"), required=True),
    Column("lot", ("lot", "batch", "lot number", "batch number")),
    Column("expiry", ("expiry", "expiry date", "best before", "use by")),
)


def read_stock_table(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedStock]:
    """Read stock.

    Each item, location and lot may stand there once, and a lot of an item expires on one day.
    A quantity of 0 is a record too.

    Args:
        path: CSV, TSV or XLSX.
        mapping: Headings by field (`COLUMNS` names the fields).
        progress: Told rows read and rows in all.
    """
    findings = Findings(path.name)
    stock: dict[tuple[str, str, str | None], ImportedStock] = {}
    expiries: dict[tuple[str, str], tuple[date, int]] = {}
    for cells in read_cells(path, COLUMNS, mapping or {}, findings, progress):
        if not cells.is_good:
            continue
        record = _stock(cells)
        key = (record.sku, record.location, record.lot)
        if key in stock:
            cells.problem(
                "sku",
                f"Row {stock[key].row} has this item, location and lot already.",
                "Put the two together in one row, or delete one.",
            )
        _check_expiry(cells, record, expiries)
        if cells.is_good:
            stock[key] = record
    return findings.result(stock.values())


def _stock(cells: Cells) -> ImportedStock:
    """Read one row."""
    cells.require("sku")
    cells.require("location")
    return ImportedStock(
        sku=cells.code("sku", model.SKU_LENGTH),
        location=cells.read(
            "location", lambda text: read_location_code(text, model.LOCATION_CODE_LENGTH), ""
        ),
        quantity=cells.quantity("quantity", minimum=0),
        lot=cells.code("lot", model.LOT_LENGTH) or None,
        expiry=cells.day("expiry"),
        row=cells.row,
    )


def _check_expiry(
    cells: Cells, record: ImportedStock, expiries: dict[tuple[str, str], tuple[date, int]]
) -> None:
    """Note a problem where a lot expires on two days."""
    if record.lot is None or record.expiry is None or not cells.is_good:
        return
    day, row = expiries.setdefault((record.sku, record.lot), (record.expiry, record.row))
    if day != record.expiry:
        cells.problem(
            "expiry",
            f"Row {row} says {day} for the same lot.",
            "Look at the goods and correct one of the two.",
        )

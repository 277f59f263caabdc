"""Reads items with their barcodes, sizes and weights from a table."""

import re
from collections.abc import Mapping
from pathlib import Path

from app.exchange import model
from app.exchange.bad_value import BadValue
from app.exchange.cells import Cells
from app.exchange.codes import read_gtin, read_own_code, refuse_rounded
from app.exchange.columns import Column
from app.exchange.findings import Findings
from app.exchange.model import (
    ImportedBarcode,
    ImportedCustoms,
    ImportedFile,
    ImportedItem,
    Progress,
)
from app.exchange.tables import read_cells

COLUMNS = (
    Column("sku", ("sku", "item code", "variant sku"), required=True),
    Column("name", ("name", "item name", "title", "description"), required=True),
    Column("barcode", ("barcode", "barcodes", "ean", "gtin", "upc", "variant barcode")),
    Column("case_barcode", ("case barcode", "case gtin", "outer barcode")),
    Column("case_quantity", ("case quantity", "case size", "pieces per case")),
    Column("length_mm", ("length mm", "length")),
    Column("width_mm", ("width mm", "width")),
    Column("height_mm", ("height mm", "height")),
    Column("weight_g", ("weight g", "weight", "variant grams")),
    Column("price", ("price", "unit price", "variant price")),
    Column("fragile", ("fragile",)),
    Column("this_side_up", ("this side up", "upright", "keep upright")),
    Column("lot_tracked", ("lot tracked", "batch tracked", "has batch no")),
    Column("storage_zone", ("storage zone", "zone")),
    Column("item_class", ("item class", "confirmation class", "pick class")),
    Column("serial_tracked", ("serial tracked", "serial numbers", "has serial no")),
    Column("customs_description", ("customs description", "goods description")),
    Column("tariff_number", ("tariff number", "hs code", "hs tariff code", "commodity code")),
    Column("origin_country", ("origin country", "country of origin", "origin")),
    Column("customs_value", ("customs value", "declared value")),
)
_LENGTH_MM_MAXIMUM = 20_000
_WEIGHT_G_MAXIMUM = 2_000_000
_TARIFF_DIGITS = 12
_BETWEEN_BARCODES = re.compile(r"\s*[;|,\n]\s*")


def read_item_table(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedItem]:
    """Read items.

    A cell may hold several barcodes of single pieces, separated by comma, semicolon or stroke.
    No two items may share a barcode, or have SKUs that differ by case only, and no SKU may be
    another item's barcode or begin like one of our own labels: a scan must mean one thing.
    Whether an SKU is also the code of a location can't be seen from this file.

    Args:
        path: CSV, TSV or XLSX.
        mapping: Headings by field (`COLUMNS` names the fields).
        progress: Told rows read and rows in all.
    """
    findings = Findings(path.name)
    codes = _Codes()
    items = []
    for cells in read_cells(path, COLUMNS, mapping or {}, findings, progress):
        if not cells.is_good:
            continue
        item = _item(cells)
        codes.note_conflicts(cells, item)
        if cells.is_good:
            codes.remember(item)
            items.append(item)
    return findings.result(items)


class _Codes:
    """The SKUs and barcodes of the file so far, each with its row."""

    def __init__(self) -> None:
        self._rows_of_skus: dict[str, int] = {}
        self._rows_of_barcodes: dict[str, int] = {}

    def remember(self, item: ImportedItem) -> None:
        """Take up a good item's codes."""
        self._rows_of_skus[item.sku.casefold()] = item.row
        for barcode in item.barcodes:
            self._rows_of_barcodes[barcode.gtin14] = item.row

    def note_conflicts(self, cells: Cells, item: ImportedItem) -> None:
        """Note where a scan could mean this item or another."""
        if row := self._rows_of_skus.get(item.sku.casefold()):
            cells.problem(
                "sku",
                f"Row {row} has this SKU already (capitals make no difference).",
                "Delete one of the rows, or give one item another SKU.",
            )
        if row := self._rows_of_barcodes.get(_as_barcode(item.sku)):
            cells.problem(
                "sku", f"This SKU is the barcode of the item in row {row}.", "Choose another SKU."
            )
        for barcode in item.barcodes:
            row = self._rows_of_barcodes.get(barcode.gtin14) or self._row_of_sku(barcode.gtin14)
            if row:
                cells.problem(
                    "barcode" if barcode.quantity == 1 else "case_barcode",
                    f"The barcode {barcode.gtin14.lstrip('0')} belongs to the item in row {row}.",
                    "Scan the goods to see which item it belongs to.",
                )

    def _row_of_sku(self, gtin14: str) -> int | None:
        """The row of an earlier item whose SKU is this number, however padded."""
        numbers = (gtin14, gtin14[1:], gtin14[2:], gtin14[6:])
        rows = (self._rows_of_skus.get(number) for number in numbers if number.zfill(14) == gtin14)
        return next((row for row in rows if row), None)


def _as_barcode(sku: str) -> str:
    """The SKU as a GTIN-14, empty if it is none."""
    try:
        return read_gtin(sku)
    except BadValue:
        return ""


def _item(cells: Cells) -> ImportedItem:
    """Read one row."""
    cells.require("sku")
    cells.require("name")
    return ImportedItem(
        sku=cells.read("sku", lambda text: read_own_code(text, model.SKU_LENGTH), ""),
        name=cells.text("name", model.ITEM_NAME_LENGTH),
        barcodes=_barcodes(cells),
        length_mm=cells.whole("length_mm", _LENGTH_MM_MAXIMUM),
        width_mm=cells.whole("width_mm", _LENGTH_MM_MAXIMUM),
        height_mm=cells.whole("height_mm", _LENGTH_MM_MAXIMUM),
        weight_g=cells.whole("weight_g", _WEIGHT_G_MAXIMUM),
        price_cents=cells.cents("price"),
        fragile=cells.flag("fragile", default=False),
        this_side_up=cells.flag("this_side_up", default=False),
        lot_tracked=cells.flag("lot_tracked", default=False),
        storage_zone=cells.text("storage_zone", model.ZONE_LENGTH),
        item_class=_item_class(cells),
        serial_tracked=_serial_tracked(cells),
        customs=_customs(cells),
        row=cells.row,
    )


def _item_class(cells: Cells) -> str | None:
    """Read how picks are confirmed; a column that is not there changes nothing."""
    text = cells.text("item_class", model.ITEM_CLASS_LENGTH)
    return text if cells.has("item_class") else None


def _serial_tracked(cells: Cells) -> bool | None:
    """Read whether each unit has a number; a column that is not there changes nothing."""
    is_tracked = cells.flag("serial_tracked", default=False)
    return is_tracked if cells.has("serial_tracked") else None


def _customs(cells: Cells) -> ImportedCustoms:
    """Read what customs want to know; a column that is not there changes nothing."""
    description = cells.text("customs_description", model.CUSTOMS_DESCRIPTION_LENGTH)
    tariff_number = cells.read("tariff_number", _read_tariff_number, "")
    country = cells.country("origin_country")
    return ImportedCustoms(
        description=description if cells.has("customs_description") else None,
        tariff_number=tariff_number if cells.has("tariff_number") else None,
        origin_country=country if cells.has("origin_country") else None,
        value_cents=cells.cents("customs_value"),
        has_value=cells.has("customs_value"),
    )


def _read_tariff_number(text: str) -> str:
    """Read an HS code, which countries make longer; points and blanks are how people write it."""
    refuse_rounded(text)
    digits = "".join(text.replace(".", " ").split())
    if not (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= _TARIFF_DIGITS):
        raise BadValue(
            "This is no tariff number.", "Write the 6 to 12 digits of the HS code, such as 691110."
        )
    return digits


def _barcodes(cells: Cells) -> tuple[ImportedBarcode, ...]:
    """Read the barcodes of the piece and of the case."""
    pieces: list[str] = cells.read("barcode", _read_gtins, [])
    barcodes = [ImportedBarcode(gtin, 1) for gtin in pieces]
    if case := cells.read("case_barcode", read_gtin, ""):
        quantity = cells.quantity("case_quantity")
        if case in pieces:
            cells.problem(
                "case_barcode",
                "The case has the barcode of the single piece.",
                "Leave the case barcode empty, or scan the case.",
            )
        barcodes.append(ImportedBarcode(case, quantity))
    return tuple(barcodes)


def _read_gtins(text: str) -> list[str]:
    """Read the barcodes of one cell, each once."""
    refuse_rounded(text)
    return list(dict.fromkeys(read_gtin(part) for part in _BETWEEN_BARCODES.split(text) if part))

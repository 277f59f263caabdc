"""Reads the first filled sheet of an XLSX workbook as rows of text."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook import Workbook

from app.exchange.cells import UNCALCULATED
from app.exchange.findings import Unreadable
from app.exchange.text_table import Rows

_UNPACKED_BYTES_MAXIMUM = 1 << 30
_SheetRow = tuple[Cell | MergedCell, ...]  # so the library's types say; they are read-only cells


@contextmanager
def open_workbook(path: Path) -> Iterator[tuple[int | None, Rows]]:
    """Open a workbook for reading row by row.

    Yields:
        How many rows its sheet says it has, and the rows, numbered as the sheet shows them.

    Raises:
        Unreadable: It is no workbook, is damaged, holds nothing, or would fill the memory.
    """
    with path.open("rb") as file, path.open("rb") as again:
        results = _load(file, results=True)
        formulas = _load(again, results=False) if _has_formulas(path) else None
        try:
            for name in results.sheetnames:
                compared = _sheet_rows(formulas, name) if formulas else None
                rows = _rows(_sheet_rows(results, name), compared)
                first = next(rows, None)
                if first is not None:
                    yield results[name].max_row, _even(first, rows)
                    return
        finally:
            results.close()
            if formulas is not None:
                formulas.close()
    raise Unreadable("The workbook is empty.", "Export it again.")


def _even(first: tuple[int, list[str]], rest: Rows) -> Rows:
    """Give all rows at least as many cells as the first, for sheets leave out blank ones."""
    yield first
    width = len(first[1])
    for number, cells in rest:
        yield number, cells + [""] * (width - len(cells))


def _load(file: BinaryIO, *, results: bool) -> Workbook:
    """Open a workbook for its results or for its formulas.

    Raises:
        Unreadable: openpyxl can't.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked <= _UNPACKED_BYTES_MAXIMUM:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions we do not read
                return load_workbook(file, read_only=True, data_only=results, keep_links=False)
    except Exception as error:  # a damaged workbook raises almost anything in openpyxl
        raise _damaged() from error
    raise Unreadable("The workbook is far too large.", "Export a shorter period.")


def _has_formulas(path: Path) -> bool:
    """Whether any sheet holds a formula, so that results and formulas must be compared."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(
                _holds_formula(archive, entry)
                for entry in archive.infolist()
                if entry.filename.startswith("xl/worksheets/")
            )
    except Exception as error:  # zipfile and zlib have no failure in common
        raise _damaged() from error


def _holds_formula(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether one sheet's XML holds a formula element."""
    with archive.open(entry) as part:
        tail = b""
        while block := part.read(1 << 20):
            if b"<f>" in tail + block or b"<f " in tail + block:
                return True
            tail = block[-3:]
    return False


def _damaged() -> Unreadable:
    """The one answer to everything that is wrong inside the file."""
    return Unreadable(
        "This is not a workbook, or it is damaged.", "Open it in a spreadsheet and save it as XLSX."
    )


def _sheet_rows(book: Workbook, name: str) -> Iterator[_SheetRow]:
    """Give a sheet's rows, turning every failure of the library into one of ours."""
    try:
        sheet = book[name]
        sheet.reset_dimensions()  # often wrong, and a sheet said to be huge takes for ever
        rows = iter(sheet.iter_rows())
    except AttributeError:  # a sheet that is only a chart
        return
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about single cells that claim to be dates
                row = next(rows, None)
        except Exception as error:  # a damaged sheet raises almost anything
            raise _damaged() from error
        if row is None:
            return
        yield row


def _rows(results: Iterator[_SheetRow], formulas: Iterator[_SheetRow] | None) -> Rows:
    """Turn sheet rows into text, leaving out blank ones."""
    for number, row in enumerate(results, start=1):
        cells = [_text(cell.value) for cell in row]
        if formulas is not None:
            compared = zip(cells, next(formulas, ()), strict=False)
            cells = [
                f"{UNCALCULATED}{cell.value}" if cell.data_type == "f" and not text else text
                for text, cell in compared
            ]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _text(value: object) -> str:
    """Write a cell's value as the text a CSV file would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time.min else value.isoformat(" ", "seconds")
    return str(value)

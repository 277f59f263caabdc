"""Reads CSV and other delimited text line by line, with the line numbers an editor shows."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from app.exchange.findings import Unreadable
from app.exchange.text_form import TextForm

Rows = Iterator[tuple[int, list[str]]]
"""Row number and cells, of every row that is not blank."""

_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*")


class BrokenTable(Unreadable):
    """The table ends in the middle of something; the rows before were given out."""

    def __init__(self, row: int, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.row = row


def text_rows(path: Path, form: TextForm, *, literal_quotes: bool) -> Rows:
    """Give the rows of a delimited text file.

    The delimiter is the one of comma, semicolon, tab and stroke that stands most often in the
    first line, or what a line `sep=;` before it says. A row's number is its first line, counted
    as an editor does, also where quoted cells hold line breaks.

    Args:
        path: The file.
        form: How to decode it.
        literal_quotes: A quotation mark is a character like any other, as in Amazon's reports.

    Raises:
        BrokenTable: A quotation mark is not closed, or a cell is longer than any text. What
            follows is not read, for where the next row begins can't be known.
    """
    with path.open(encoding=form.encoding, errors=form.errors, newline="") as file:
        delimiter, skipped = _find_delimiter(file)
        reader = csv.reader(
            file,
            delimiter=delimiter,
            strict=True,
            quoting=csv.QUOTE_NONE if literal_quotes else csv.QUOTE_MINIMAL,
        )
        while True:
            number = skipped + reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise BrokenTable(
                    number,
                    "A quotation mark that opens a cell in this row is not closed, or is followed "
                    f"by text; the rows from here on were not read ({error}).",
                    'Put the cell into quotation marks and double those inside: "12"" plate".',
                ) from error
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield number, [_unquoted(cell) for cell in cells] if literal_quotes else cells


def _find_delimiter(file: TextIO) -> tuple[str, int]:
    """Look at the first line with text, then go back; answer the delimiter and lines to skip."""
    skipped = 0
    start = 0
    delimiter = ""
    while line := file.readline():
        if separator := _SEPARATOR_LINE.fullmatch(line):
            delimiter, start, skipped = separator[1], file.tell(), skipped + 1
            break
        if line.strip():
            delimiter = max(_DELIMITERS, key=_QUOTED.sub("", line).count)
            break
        start, skipped = file.tell(), skipped + 1
    file.seek(start)
    return delimiter or ",", skipped


def _unquoted(cell: str) -> str:
    """Undo quoting where a whole cell is quoted by the rules after all."""
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and _QUOTED.fullmatch(cell) else cell

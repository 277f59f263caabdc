"""One way into every table, CSV, TSV or XLSX: opens, finds the columns, gives rows as cells."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.exchange.amounts import Notation
from app.exchange.cells import Cells
from app.exchange.columns import Column, match_columns
from app.exchange.findings import Findings, Unreadable
from app.exchange.model import Progress
from app.exchange.text_form import first_bytes, text_form
from app.exchange.text_table import BrokenTable, Rows, text_rows
from app.exchange.workbook import open_workbook

_PROGRESS_EVERY = 200
_ZIP = b"PK\x03\x04"


@contextmanager
def open_table(path: Path, *, literal_quotes: bool = False) -> Iterator[tuple[str, int, Rows]]:
    """Open a table, whatever its format, by its content and not by its name.

    Yields:
        The encoding (empty for a workbook), the rows it has in all, and the rows.

    Raises:
        Unreadable: It is no table.
    """
    if first_bytes(path).startswith(_ZIP):
        with open_workbook(path) as (total, rows):
            yield "", total or 0, rows
    else:
        form = text_form(path)
        yield form.encoding, form.lines, text_rows(path, form, literal_quotes=literal_quotes)


def read_header(path: Path) -> list[str]:
    """Read a table's first row that is not blank.

    Raises:
        Unreadable: It is no table.
    """
    with open_table(path) as (_, _, rows):
        return next(rows, (0, []))[1]


def read_cells(
    path: Path,
    columns: Sequence[Column],
    mapping: Mapping[str, str],
    findings: Findings,
    progress: Progress | None = None,
    *,
    notation: Notation = Notation.PEOPLE,
    literal_quotes: bool = False,
) -> Iterator[Cells]:
    """Give a table's rows after the header, each with its cells by field.

    Never raises for what is in the file: what can't be read is noted in `findings`, which also
    tell (`broke_off`) when the table stopped in the middle. A row with too few cells, or with
    text beyond the last heading, is given out too, but is not good.

    Args:
        path: The file.
        columns: Fields to look for.
        mapping: The user's own headings by field.
        findings: Takes up problems and counts rows.
        progress: Told rows read and rows in all.
        notation: Who wrote the numbers.
        literal_quotes: See `text_rows`.
    """
    try:
        with open_table(path, literal_quotes=literal_quotes) as (findings.encoding, total, rows):
            header_row, header = next(rows, (0, []))
            places = match_columns(columns, header, header_row, mapping, findings)
            if places is None:
                return
            labels = {field: header[place].strip() for field, place in places.items()}
            for number, row in rows:
                findings.rows_read += 1
                cells = Cells(number, _values(row, places), labels, findings, notation)
                _check_width(cells, row, len(header))
                yield cells
                if progress and findings.rows_read % _PROGRESS_EVERY == 0:
                    progress(number, max(number, total))
            if progress:
                progress(total, total)
    except Unreadable as unreadable:
        findings.broke_off = True
        findings.refuse(unreadable, unreadable.row if isinstance(unreadable, BrokenTable) else None)
    except (OSError, UnicodeDecodeError):
        findings.broke_off = True
        findings.refuse(
            Unreadable("The file changed or went away while it was read.", "Read it again.")
        )


def _values(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """Put a row's cells under their fields; a cell that is cut off is blank."""
    return {field: row[place] if place < len(row) else "" for field, place in places.items()}


def _check_width(cells: Cells, row: Sequence[str], width: int) -> None:
    """Note a row that was cut off, or whose cells have moved to the right."""
    if len(row) < width:
        cells.problem(
            "",
            f"The row has {len(row)} of {width} cells: it is cut off, or a delimiter is missing.",
            "Export the file again, or complete the row.",
        )
    elif any(cell.strip() for cell in row[width:]):
        cells.problem(
            "",
            f"The row has {len(row)} cells under {width} headings: its values may stand under "
            "the wrong ones.",
            "Put texts that hold the delimiter into quotation marks.",
        )

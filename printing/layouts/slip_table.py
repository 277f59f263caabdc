"""The lines of a packing slip as a table whose head is repeated on every page."""

from dataclasses import dataclass

from printing.captions import Captions, shown_date
from printing.documents import SlipLine
from printing.drawing import Align, Sheet
from printing.layouts.slip_head import MARGIN_MM
from printing.text import clean, cut, largest_size, wrap_to

_SIZE, _SMALL = 9.5, 8.0
_LEADING_MM = 4.1
_PADDING_MM = 1.3
_MOST_LINES = 6
"""A description that needs more is cut: no row may outgrow a page."""


@dataclass(frozen=True)
class _Columns:
    """Left edges and widths in dots: number, SKU, description, and the three quantities."""

    number: tuple[int, int]
    sku: tuple[int, int]
    description: tuple[int, int]
    quantities: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


def _columns(sheet: Sheet) -> _Columns:
    left, gap = sheet.mm(MARGIN_MM) + sheet.mm(1.5), sheet.mm(3)
    right = sheet.width - left
    number, sku, quantity = sheet.mm(9), sheet.mm(30), sheet.mm(18)
    first = right - 3 * quantity
    sku_x = left + number + gap
    description_x = sku_x + sku + gap
    return _Columns(
        (left, number),
        (sku_x, sku),
        (description_x, first - gap - description_x),
        ((first, quantity), (first + quantity, quantity), (first + 2 * quantity, quantity)),
    )


def draw_table_head(sheet: Sheet, words: Captions, top: int) -> int:
    """Grey row with the columns' names; returns where it ends."""
    left, height = sheet.mm(MARGIN_MM), sheet.mm(6.5)
    sheet.rectangle(left, top, sheet.width - 2 * left, height, 0.12)
    columns = _columns(sheet)
    baseline = top + sheet.mm(4.5)
    _heading(sheet, "#", columns.number, baseline, "right")
    _heading(sheet, words.sku, columns.sku, baseline, "left")
    _heading(sheet, words.description, columns.description, baseline, "left")
    names = (words.ordered, words.shipped, words.to_follow)
    for name, column in zip(names, columns.quantities, strict=True):
        _heading(sheet, name, column, baseline, "right")
    return top + height


def _heading(sheet: Sheet, name: str, column: tuple[int, int], baseline: int, align: Align) -> None:
    points = largest_size(name, column[1] / sheet.pt(1), (8, 5), bold=True) or 5
    sheet.words(name, column[0], baseline, column[1], points, bold=True, align=align)


class Row:
    """One line of the slip, broken into what each column shows.

    Attributes:
        height: In dots, padding included.
    """

    def __init__(self, sheet: Sheet, line: SlipLine, words: Captions) -> None:
        self._line = line
        columns = _columns(sheet)
        size = sheet.pt(_SIZE)
        self._description = wrap_to(
            clean(line.description), size, columns.description[1], _MOST_LINES
        )
        self._sku = wrap_to(clean(line.sku), size, columns.sku[1], 3)
        details = []
        if line.lot:
            details.append(f"{words.lot}: {clean(line.lot)}")
        if line.expiry:
            details.append(f"{words.expiry}: {shown_date(line.expiry, words)}")
        self._details = [cut(d, sheet.pt(_SMALL), columns.description[1]) for d in details]
        lines = max(1, len(self._description) + len(self._details), len(self._sku))
        self.height = lines * sheet.mm(_LEADING_MM) + 2 * sheet.mm(_PADDING_MM)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws the row and the thin rule below it."""
        columns, line = _columns(sheet), self._line
        step = sheet.mm(_LEADING_MM)
        first = top + sheet.mm(_PADDING_MM) + sheet.mm(3.1)
        number, description, sku = columns.number, columns.description, columns.sku
        sheet.words(str(line.number), number[0], first, number[1], _SIZE, align="right")
        for place, part in enumerate(self._sku):
            sheet.words(part, sku[0], first + place * step, sku[1], _SIZE)
        baseline = first
        for part in self._description:
            sheet.words(part, description[0], baseline, description[1], _SIZE)
            baseline += step
        for part in self._details:
            sheet.words(part, description[0], baseline, description[1], _SMALL)
            baseline += step
        for value, column in zip(
            (line.ordered, line.shipped, line.back_ordered), columns.quantities, strict=True
        ):
            bold = column == columns.quantities[1]
            sheet.words(str(value), *_at(column, first), _SIZE, bold=bold, align="right")
        left = sheet.mm(MARGIN_MM)
        sheet.rectangle(left, top + self.height, sheet.width - 2 * left, sheet.mm(0.15), 0.3)


def _at(column: tuple[int, int], baseline: int) -> tuple[int, int, int]:
    return column[0], baseline, column[1]

"""What rows of lists for the floor hold: places and items with codes to scan, boxes to fill."""

from dataclasses import dataclass

from printing import barcodes
from printing.barcodes import QUIET_MODULES, LinearSymbol, MatrixSymbol
from printing.drawing import Sheet
from printing.text import clean, cut, largest_size, width, wrap_to

BARS_MM = 8.0
TIMES = "\u00d7"
"""The sign before a number of units."""

_BAR_MODULE_MM = 0.33
"""Wide enough for a worn laser print: four dots at 300 dpi."""

_MATRIX_MODULE_MM = 0.42
_MATRIX_QUIET = 2


@dataclass(frozen=True)
class Code:
    """A code that a scanner reads, drawn at the left of its room.

    Attributes:
        height: In dots.
        width: In dots, with the quiet zone at its left.
    """

    symbol: LinearSymbol | MatrixSymbol
    module: int
    height: int
    width: int

    def draw(self, sheet: Sheet, x: int, top: int) -> None:
        """Draws it with its quiet zone beginning at `x`."""
        if isinstance(self.symbol, LinearSymbol):
            sheet.bars(self.symbol, x + QUIET_MODULES * self.module, top, self.module, self.height)
        else:
            sheet.matrix(self.symbol, x + _MATRIX_QUIET * self.module, top, self.module)


def bars_or_matrix(sheet: Sheet, payload: str, room: int) -> Code | None:
    """Bars where the room is wide enough for good ones, else a Data Matrix; None without a code.

    A payload that no code can carry has none: what stands beside it can be read and typed.
    """
    if not payload:
        return None
    try:
        symbol = barcodes.plain_code128(payload)
    except barcodes.NotEncodable:
        return None
    module = sheet.module(_BAR_MODULE_MM)
    total = (symbol.width + 2 * QUIET_MODULES) * module
    if total <= room:
        return Code(symbol, module, sheet.mm(BARS_MM), total)
    return matrix_code(sheet, payload)


def matrix_code(sheet: Sheet, payload: str) -> Code | None:
    """A Data Matrix, or None where there is nothing that it could carry."""
    try:
        symbol = barcodes.data_matrix(payload)
    except barcodes.NotEncodable:
        return None
    module = sheet.module(_MATRIX_MODULE_MM)
    side = symbol.width * module
    return Code(symbol, module, side, side + 2 * _MATRIX_QUIET * module)


class Lines:
    """Lines of text one below the other, each as large as it may be and fits.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, room: int) -> None:
        self._sheet = sheet
        self._room = room
        self._lines: list[tuple[str, float, bool, int]] = []
        self.height = 0

    def one(self, line: str, points: float, *, least: float = 7.0, bold: bool = False) -> None:
        """Adds a line that is made smaller, and cut at last, to fit."""
        line = clean(line)
        if not line:
            return
        room = self._room / self._sheet.pt(1)
        size = largest_size(line, room, (points, min(points, least)), bold=bold) or least
        self._add(cut(line, self._sheet.pt(size), self._room, bold=bold), size, bold=bold)

    def some(self, line: str, points: float, most: int) -> None:
        """Adds a text that is broken into at most so many lines."""
        for part in wrap_to(clean(line), self._sheet.pt(points), self._room, most):
            self._add(part, points, bold=False)

    def draw(self, x: int, top: int) -> None:
        """Draws them on the sheet they were made for."""
        self.draw_on(self._sheet, x, top)

    def draw_on(self, sheet: Sheet, x: int, top: int) -> None:
        """Draws them on another page of the same size."""
        for line, points, bold, baseline in self._lines:
            sheet.words(line, x, top + baseline, self._room, points, bold=bold)

    def _add(self, line: str, points: float, *, bold: bool) -> None:
        step = round(self._sheet.pt(points) * 1.22)
        self._lines.append((line, points, bold, self.height + round(self._sheet.pt(points) * 0.95)))
        self.height += step


def tick_box(sheet: Sheet, x: int, top: int, side_mm: float) -> None:
    """An empty box to tick."""
    side = sheet.mm(side_mm)
    sheet.frame(x, top, side, side, sheet.mm(0.35))


def blank(sheet: Sheet, x: int, top: int, width_mm: float, height_mm: float) -> None:
    """An empty box to write a number into."""
    sheet.frame(x, top, sheet.mm(width_mm), sheet.mm(height_mm), sheet.mm(0.2))


def draw_place(
    sheet: Sheet, name: str, check_digits: str, place: tuple[int, int, int], points: float
) -> None:
    """A location's code, bold, with its check digits in a frame at the right.

    Args:
        sheet: Where to draw.
        name: The code, cleaned; shrunk, and cut at last, to fit.
        check_digits: Or empty.
        place: Left edge, baseline and room.
        points: Largest type size.
    """
    x, baseline, room = place
    digits = clean(check_digits)
    if digits:
        small = points * 0.8
        wanted = round(width(digits, sheet.pt(small), bold=True)) + sheet.mm(2)
        box_x = x + room - wanted
        up = round(sheet.pt(small))
        sheet.frame(box_x, baseline - up, wanted, up + sheet.mm(1), sheet.mm(0.25))
        sheet.words(digits, box_x, baseline, wanted, small, bold=True, align="center")
        room -= wanted + sheet.mm(2)
    size = largest_size(name, room / sheet.pt(1), (points, 8), bold=True) or 8
    sheet.words(cut(name, sheet.pt(size), room, bold=True), x, baseline, room, size, bold=True)

"""Columns of lists whose cells are more than text: where each stands, and what it is called."""

from collections.abc import Mapping

from printing.drawing import Align, Sheet
from printing.layouts.pages import margin
from printing.text import cut, largest_size

_DRAWN_FOR_MM = 180.0


class Grid:
    """Named columns, given for 180 mm between the margins; other widths stretch them."""

    def __init__(self, columns_mm: Mapping[str, tuple[float, float]]) -> None:
        """Takes left edge and width of each column in mm from the left margin."""
        self._columns_mm = columns_mm

    def place(self, sheet: Sheet, column: str) -> tuple[int, int]:
        """Left edge and width of a column in dots."""
        left, room = margin(sheet), sheet.width - 2 * margin(sheet)
        start, width = self._columns_mm[column]
        return left + round(start / _DRAWN_FOR_MM * room), round(width / _DRAWN_FOR_MM * room)

    def rule(self, sheet: Sheet, y: int) -> None:
        """Draws the thin line that ends a row."""
        left = margin(sheet)
        sheet.rectangle(left, y, sheet.width - 2 * left, sheet.mm(0.15), 0.4)


class GridHead:
    """The grey row with the columns' names.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, grid: Grid, names: Mapping[str, tuple[str, Align]]) -> None:
        self._grid = grid
        self._names = names
        self.height = sheet.mm(6)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws it from `top` downwards."""
        left = margin(sheet)
        sheet.rectangle(left, top, sheet.width - 2 * left, self.height, 0.12)
        for column, (name, align) in self._names.items():
            x, room = self._grid.place(sheet, column)
            points = largest_size(name, room / sheet.pt(1), (8, 5), bold=True) or 5
            shown = cut(name, sheet.pt(points), room, bold=True)
            sheet.words(shown, x, top + sheet.mm(4.2), room, points, bold=True, align=align)

"""Tables of text: columns, a head that pages repeat, and rows whose cells break into lines."""

from dataclasses import dataclass

from printing.drawing import Align, Sheet
from printing.layouts.pages import margin
from printing.text import cut, largest_size, wrap_to

_LEADING = 1.22
_PADDING_MM = 1.3
_INSET_MM = 1.5
_LEAST_POINTS = 6.5
_SMALLER = 1.5
"""Points by which details are smaller than what they belong to."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: What its head says.
        width_mm: Its width; None for the one column that takes what the others leave.
        most_lines: Lines a cell may take; what needs more is cut with a mark. Where it is one, the
            type is made smaller first.
    """

    name: str
    width_mm: float | None
    align: Align = "left"
    bold: bool = False
    most_lines: int = 1


@dataclass(frozen=True)
class Cell:
    """What a row has in a column: cleaned text, and small lines below it."""

    text: str
    details: tuple[str, ...] = ()


class Table:
    """Columns laid out on a sheet's width.

    Attributes:
        points: Type size of the rows.
        edges: Left edge and width of each column in dots.
    """

    def __init__(
        self,
        sheet: Sheet,
        columns: tuple[Column, ...],
        points: float,
        *,
        colour: str = "",
        gap_mm: float = 3.0,
    ) -> None:
        """Shares the width out: fixed columns first, what is left to the open one."""
        self.sheet = sheet
        self.columns = columns
        self.points = points
        self.colour = colour
        inset, gap = sheet.mm(_INSET_MM), sheet.mm(gap_mm)
        x = margin(sheet) + inset
        room = sheet.width - 2 * x - gap * (len(columns) - 1)
        left = room - sum(sheet.mm(c.width_mm) for c in columns if c.width_mm is not None)
        self.edges: list[tuple[int, int]] = []
        for column in columns:
            width = left if column.width_mm is None else sheet.mm(column.width_mm)
            self.edges.append((x, width))
            x += width + gap

    def head(self) -> "Head":
        """The columns' names."""
        return Head(self)

    def row(self, cells: tuple[Cell, ...]) -> "Row":
        """One row; as many cells as there are columns."""
        return Row(self, cells)


class Head:
    """The grey row with the columns' names."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.height = table.sheet.mm(6.5)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws it from `top` downwards."""
        left = margin(sheet)
        sheet.rectangle(left, top, sheet.width - 2 * left, self.height, 0.12)
        baseline = top + sheet.mm(4.5)
        for column, (x, width) in zip(self._table.columns, self._table.edges, strict=True):
            points = largest_size(column.name, width / sheet.pt(1), (8, 5), bold=True) or 5
            name = cut(column.name, sheet.pt(points), width, bold=True)
            place = (x, baseline, width)
            colour = self._table.colour
            sheet.coloured(name, place, points, colour=colour, bold=True, align=column.align)


class Row:
    """One row, broken into what each column shows.

    Attributes:
        height: In dots, padding included.
    """

    def __init__(self, table: Table, cells: tuple[Cell, ...]) -> None:
        self._table = table
        sheet = table.sheet
        size, small = sheet.pt(table.points), sheet.pt(table.points - _SMALLER)
        self._cells: list[tuple[list[str], list[str], float]] = []
        for cell, column, (_, width) in zip(cells, table.columns, table.edges, strict=True):
            points, lines = table.points, [cell.text]
            if column.most_lines > 1:
                lines = wrap_to(cell.text, size, width, column.most_lines, bold=column.bold)
            else:
                points = _one_line_size(cell.text, width / sheet.pt(1), points, bold=column.bold)
                lines = [cut(cell.text, sheet.pt(points), width, bold=column.bold)]
            details = [cut(line, small, width) for line in cell.details]
            self._cells.append((lines, details, points))
        most = max([1, *(len(lines) + len(details) for lines, details, _ in self._cells)])
        self._step = round(size * _LEADING)
        self.height = most * self._step + 2 * sheet.mm(_PADDING_MM)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws the row and the thin rule below it."""
        points = self._table.points
        first = top + sheet.mm(_PADDING_MM) + round(sheet.pt(points) * 0.92)
        columns = zip(self._cells, self._table.columns, self._table.edges, strict=True)
        for (lines, details, own_points), column, (x, width) in columns:
            baseline = first
            for line in lines:
                bold, align = column.bold, column.align
                sheet.words(line, x, baseline, width, own_points, bold=bold, align=align)
                baseline += self._step
            for line in details:
                sheet.words(line, x, baseline, width, points - _SMALLER, align=column.align)
                baseline += self._step
        left = margin(sheet)
        sheet.rectangle(left, top + self.height, sheet.width - 2 * left, sheet.mm(0.15), 0.3)


def _one_line_size(line: str, room: float, points: float, *, bold: bool) -> float:
    least = min(points, _LEAST_POINTS)
    return largest_size(line, room, (points, least), bold=bold) or least

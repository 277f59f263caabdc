"""Paints a cell of a desk's table: words, a quieter second line, a state's shape, a bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.ui.theme import Theme
from app.ui.tokens import TARGET_MM, State, TextSize
from app.ui.widgets.canvas import END, START, Canvas, line_height, text_width
from app.ui.widgets.desk_rows import Cell

_GAP_MM, _BAR_MM = 1.6, 1.6
_SIGNED = frozenset({State.OK, State.LOOK, State.STOP})
"""States that are told by a shape beside the words, not by colour alone."""


def cell_width(cell: Cell) -> int:
    """Pixels in which the words of a cell are not cut."""
    theme = Theme.current()
    words = text_width(theme.font(TextSize.LABEL, bold=True), cell.text)
    detail = text_width(theme.font(TextSize.LABEL), cell.detail)
    gap = theme.mm(_GAP_MM)
    sign = line_height(TextSize.LABEL) + gap // 2 if cell.state in _SIGNED else 0
    return max(words, detail) + sign + 2 * gap + 1


class DeskCellPainter(QStyledItemDelegate):
    """Paints the cells of a table in the theme's colours.

    Args:
        table: The table.
        cell: What stands at an index of it.
        is_number: Whether a column holds figures.
    """

    def __init__(
        self,
        table: QTableView,
        cell: Callable[[QModelIndex | QPersistentModelIndex], Cell],
        is_number: Callable[[int], bool],
    ) -> None:
        super().__init__(table)
        self._table, self._cell, self._is_number = table, cell, is_number

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """A row is as high as a gloved finger."""
        del option, index
        edge = Theme.current().mm(TARGET_MM)
        return QSize(edge, edge)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's request to paint one cell."""
        place: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        with Canvas(self._table.viewport(), painter) as canvas:
            area = canvas.unmirrored(place)
            _ground(canvas, area, is_chosen=is_chosen)
            number = self._is_number(index.column())
            _paint(canvas, area, self._cell(index), is_chosen=is_chosen, is_number=number)
        painter.restore()


def _ground(canvas: Canvas, area: QRect, *, is_chosen: bool) -> None:
    colours = canvas.colours
    canvas.bar(area, canvas.theme.state(State.NEXT).fill if is_chosen else colours.surface)
    edge = QRect(area.left(), area.bottom(), area.width(), 1)
    canvas.bar(edge, colours.hairline)


def _paint(canvas: Canvas, area: QRect, cell: Cell, *, is_chosen: bool, is_number: bool) -> None:
    theme, gap = canvas.theme, canvas.theme.mm(_GAP_MM)
    chosen = theme.state(State.NEXT)
    ink = chosen.ink if is_chosen else canvas.colours.text
    quiet = chosen.ink if is_chosen else canvas.colours.quiet
    words = area.adjusted(gap, 0, -gap, 0)
    line = line_height(TextSize.LABEL)
    if cell.state in _SIGNED:
        paint_sign(
            canvas, QRect(words.left(), words.center().y() - line // 2, line, line), cell.state
        )
        words.setLeft(words.left() + line + gap // 2)
    bar = theme.mm(_BAR_MM) + gap // 2 if cell.share is not None else 0
    lines = 1 + bool(cell.detail)
    top = words.center().y() - (lines * line + bar) // 2
    align = END if is_number else START
    first = QRect(words.left(), top, words.width(), line)
    canvas.text(first, cell.text, TextSize.LABEL, ink, bold=True, align=align)
    if cell.detail:
        second = first.translated(0, line)
        canvas.text(second, cell.detail, TextSize.LABEL, quiet, align=align)
    if cell.share is not None:
        place = QRect(words.left(), top + lines * line + gap // 2, words.width(), bar - gap // 2)
        canvas.bar(place, canvas.colours.track)
        place.setWidth(round(place.width() * min(1.0, max(0.0, cell.share))))
        canvas.bar(place, ink)


def paint_sign(canvas: Canvas, place: QRect, state: State) -> None:
    """The shape of a state on its own colour, which stands out from a chosen row as well."""
    look = canvas.theme.state(state)
    canvas.card(place, look.fill, look.outline, width=2, corner_mm=1.0)
    canvas.icon(place.adjusted(3, 3, -3, -3), f"{state}_solid", look.ink)

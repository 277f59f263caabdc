"""The last papers of a station, one of them chosen: by a tap or by stepping through them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import END, Canvas, line_height
from app.ui.widgets.floor_widget import FloorWidget

_ROW_MM = 20.0


@dataclass(frozen=True)
class PickerRow:
    """One paper.

    Attributes:
        title: What it is, of what, and where it comes out.
        words: How far it is, and what to do.
        at: When it was asked for.
        state: Its colour and shape.
        icon: Name of a drawing.
    """

    title: str
    words: str
    at: str
    state: State
    icon: str


class PaperPicker(FloorWidget):
    """Shows rows, keeping the chosen one in sight.

    Signals:
        chosen(int): The place of a row that was tapped.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_rows((), 0, "")

    def show_rows(self, rows: tuple[PickerRow, ...], chosen: int, nothing: str) -> None:
        """Show other papers.

        Args:
            rows: The papers in their order.
            chosen: The place of the one that is chosen.
            nothing: What to say where there are none.
        """
        self.rows, self.place, self.nothing = rows, chosen, nothing
        said = [f"{row.at} {row.title}: {row.words}" for row in rows] or [nothing]
        self.told("; ".join(said))

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(self.theme.mm(240), max(3, len(self.rows)) * self._row_height)

    def minimumSizeHint(self) -> QSize:
        """The chosen row."""
        return QSize(self.theme.mm(120), self._row_height)

    @property
    def _row_height(self) -> int:
        return max(self.theme.mm(_ROW_MM), 2 * line_height(TextSize.LABEL) + self.theme.mm(PAD_MM))

    def visible_rows(self, height: int) -> range:
        """Which rows fit into a height, the chosen one among them."""
        fitting = max(1, height // self._row_height)
        first = min(max(0, self.place - fitting // 2), max(0, len(self.rows) - fitting))
        return range(first, min(len(self.rows), first + fitting))

    def row_at(self, y: int) -> int | None:
        """The place of the row at a height of this widget; None below the last one."""
        shown = self.visible_rows(self.height())
        place = shown.start + y // self._row_height
        return place if place in shown else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tap chooses."""
        place = self.row_at(int(event.position().y()))
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.chosen.emit(place)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the rows that fit."""
        canvas.card(area)
        if not self.rows:
            canvas.text(area, self.nothing, TextSize.ITEM, canvas.colours.quiet, align=_CENTRE)
            return
        top = area.top()
        for place in self.visible_rows(area.height()):
            row = QRect(area.left(), top, area.width(), self._row_height)
            self._draw_row(canvas, row, self.rows[place], is_chosen=place == self.place)
            top += self._row_height

    def _draw_row(self, canvas: Canvas, area: QRect, row: PickerRow, *, is_chosen: bool) -> None:
        colours, gap = canvas.colours, canvas.theme.mm(4)
        place = area.adjusted(gap // 2, gap // 4, -gap // 2, -gap // 4)
        if is_chosen:
            canvas.card(place, colours.surface, canvas.theme.state(State.NEXT).text, width=4)
        edge = canvas.theme.mm(10)
        icon = QRect(place.left() + gap, place.top(), edge, place.height())
        canvas.icon(icon, row.icon, colours.text)
        sign = QRect(place.right() - edge - gap, place.top(), edge, place.height())
        if row.state is not State.NEXT:
            canvas.icon(sign, f"{row.state}_solid", canvas.theme.state(row.state).text)
        at_width = canvas.theme.mm(24)
        at = QRect(sign.left() - gap - at_width, place.top(), at_width, place.height())
        canvas.text(at, row.at, TextSize.LABEL, colours.quiet, align=END)
        words = QRect(icon.right() + gap, place.top(), 0, place.height())
        words.setRight(at.left() - gap)
        line = line_height(TextSize.LABEL)
        top = words.center().y() - line
        title = QRect(words.left(), top, words.width(), line)
        canvas.text(title, row.title, TextSize.LABEL, colours.text, bold=True)
        below = QRect(words.left(), top + line, words.width(), line)
        ink = canvas.theme.state(State.LOOK).text if row.state is State.LOOK else colours.quiet
        canvas.text(below, row.words, TextSize.LABEL, ink)


_CENTRE = Qt.AlignmentFlag.AlignCenter

"""How far the papers of a parcel are: one row each, with shape, colour and words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, line_height
from app.ui.widgets.floor_widget import FloorWidget

_ROW_MM = 27.0
_LOW_ROW_MM = 21.0


@dataclass(frozen=True)
class PaperRow:
    """One document.

    Attributes:
        title: What, and on which printer.
        words: How far it is, and what to do.
        state: Its colour and shape.
        icon: Name of a drawing.
    """

    title: str
    words: str
    state: State
    icon: str


class PaperList(FloorWidget):
    """Shows rows; those that need a person stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_rows((), "")

    def show_rows(self, rows: tuple[PaperRow, ...], heading: str) -> None:
        """Show other papers."""
        self.rows, self.heading = rows, heading
        self.told("; ".join(f"{row.title}: {row.words}" for row in rows))

    def sizeHint(self) -> QSize:
        """The heading and all rows."""
        rows = max(2, len(self.rows)) * self.theme.mm(_ROW_MM)
        height = rows + line_height(TextSize.LABEL) + 2 * self.theme.mm(PAD_MM)
        return QSize(self.theme.mm(200), height)

    def minimumSizeHint(self) -> QSize:
        """A fault is read whole."""
        rows = max(2, len(self.rows)) * self.theme.mm(_LOW_ROW_MM)
        height = rows + line_height(TextSize.LABEL) + 2 * self.theme.mm(PAD_MM)
        return QSize(self.theme.mm(100), height)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint heading and rows."""
        canvas.card(area)
        pad, label = canvas.theme.mm(PAD_MM), line_height(TextSize.LABEL)
        inner = area.adjusted(pad, pad, -pad, -pad)
        share = (inner.height() - label) // max(1, len(self.rows))
        height = min(canvas.theme.mm(_ROW_MM), share)
        head = QRect(inner.left(), inner.top(), inner.width(), label)
        canvas.text(head, self.heading, TextSize.LABEL, canvas.colours.quiet, bold=True)
        top = head.bottom() + 1
        for row in self.rows:
            self._draw_row(canvas, QRect(inner.left(), top, inner.width(), height), row)
            top += height

    def _draw_row(self, canvas: Canvas, area: QRect, row: PaperRow) -> None:
        colours, gap = canvas.colours, canvas.theme.mm(4)
        place = area.adjusted(0, canvas.theme.mm(0.7), 0, -canvas.theme.mm(0.7))
        ink = colours.text
        if row.state is State.LOOK:
            state = canvas.theme.state(State.LOOK)
            canvas.card(place, state.fill, state.outline, width=2)
            ink = state.ink
        edge = canvas.theme.mm(12)
        icon = QRect(place.left() + gap, place.top(), edge, place.height())
        canvas.icon(icon, row.icon, ink)
        words = place.adjusted(edge + 2 * gap, 0, -edge - gap, 0)
        small, line = line_height(TextSize.LABEL), line_height(TextSize.ITEM)
        top = words.center().y() - (small + line) // 2
        canvas.text(QRect(words.left(), top, words.width(), small), row.title, TextSize.LABEL, ink)
        below = QRect(words.left(), top + small, words.width(), line)
        canvas.text(below, row.words, TextSize.ITEM, ink, bold=True)
        sign = QRect(place.right() - edge, place.top(), edge - gap // 2, place.height())
        if row.state is not State.NEXT:
            canvas.icon(sign, f"{row.state}_solid", ink)

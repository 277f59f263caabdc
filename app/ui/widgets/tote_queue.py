"""Totes that wait: one row each, the next one marked, late ones in colour, shape and word."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import END, Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_ROW_AIR_MM = 5.0


@dataclass(frozen=True)
class QueueRow:
    """One tote, or work that has none yet.

    Attributes:
        name: what is scanned, or what is to be taken.
        words: what is to be done with it.
        due: when it must be done; empty where nobody said so.
        age: how long it waits.
        state: LOOK for what is late or old; NEXT for what should be taken now; IDLE for the rest.
        warning: why somebody should look: late, or old.
    """

    name: str
    words: str
    due: str
    age: str
    state: State = State.IDLE
    warning: str = ""


class ToteQueue(FloorWidget):
    """Shows as many rows as fit, and how many more there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_rows((), "", "")

    def show_rows(self, rows: tuple[QueueRow, ...], heading: str, empty: str) -> None:
        """Show other rows; `empty` is said where there are none."""
        self.rows, self.heading, self.empty = rows, heading, empty
        told = "; ".join(
            " ".join(filter(None, (row.name, row.words, row.due, row.age, row.warning)))
            for row in rows
        )
        self.told(f"{heading}: {told or empty}")

    def sizeHint(self) -> QSize:
        """The heading and some rows."""
        return QSize(self.theme.mm(200), self._height(3))

    def minimumSizeHint(self) -> QSize:
        """The heading and a row; two where there is room."""
        return QSize(self.theme.mm(110), self._height(1 if self.theme.is_low else 2))

    @property
    def _sizes(self) -> tuple[TextSize, TextSize]:
        """Of a row's name, and of the words below."""
        if self.theme.is_low:
            return TextSize.ITEM, TextSize.LABEL
        return TextSize.PEEK, TextSize.ITEM

    @property
    def _row_height(self) -> int:
        return sum(map(line_height, self._sizes)) + self.theme.mm(_ROW_AIR_MM)

    def _height(self, rows: int) -> int:
        frame = line_height(TextSize.LABEL) + 2 * self.theme.mm(PAD_MM)
        return frame + rows * self._row_height

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint heading and rows."""
        canvas.card(area)
        pad, label = canvas.theme.mm(PAD_MM), line_height(TextSize.LABEL)
        inner = area.adjusted(pad, pad, -pad, -pad)
        head = QRect(inner.left(), inner.top(), inner.width(), label)
        canvas.text(head, self.heading, TextSize.LABEL, canvas.colours.quiet, bold=True)
        body = inner.adjusted(0, label, 0, 0)
        if not self.rows:
            canvas.text(body, self.empty, TextSize.PEEK, canvas.colours.quiet, wrap=True)
            return
        height = self._row_height
        fitting = body.height() // height
        if len(self.rows) > fitting:
            fitting = max(1, (body.height() - label) // height)
        side = self._side_width(self.rows[:fitting])
        top = body.top()
        for row in self.rows[:fitting]:
            place = QRect(body.left(), top, body.width(), height)
            self._draw_row(canvas, place, row, side)
            top += height
        if len(self.rows) > fitting:
            words = self.tr("and {0} more").format(len(self.rows) - fitting)
            rest = QRect(body.left(), top, body.width(), label)
            canvas.text(rest, words, TextSize.LABEL, canvas.colours.quiet)

    def _side_width(self, rows: tuple[QueueRow, ...]) -> int:
        """What the times of all rows need, so that they stand below each other."""
        large, small = (self.theme.font(size, bold=True) for size in self._sizes)
        widths = [text_width(large, row.due or row.age) for row in rows]
        widths += [text_width(small, _told(row)) for row in rows]
        return max(widths) + self.theme.mm(2)

    def _draw_row(self, canvas: Canvas, area: QRect, row: QueueRow, side: int) -> None:
        colours, gap = canvas.colours, canvas.theme.mm(3)
        place = area.adjusted(0, canvas.theme.mm(0.7), 0, -canvas.theme.mm(0.7))
        ink, quiet = colours.text, colours.quiet
        if row.state is State.LOOK:
            state = canvas.theme.state(State.LOOK)
            canvas.card(place, state.fill, state.outline, width=2)
            ink = quiet = state.ink
        elif row.state is State.NEXT:
            mark = canvas.theme.state(State.NEXT).text
            canvas.card(place, colours.surface, mark, width=4)
        edge = canvas.theme.mm(9)
        sign = QRect(place.left() + gap, place.top(), edge, place.height())
        if row.state is not State.IDLE:
            drawn = ink if row.state is State.LOOK else canvas.theme.state(row.state).text
            canvas.icon(sign, f"{row.state}_solid", drawn)
        name_size, size = self._sizes
        large, small = line_height(name_size), line_height(size)
        words = place.adjusted(edge + 2 * gap, 0, -side - 2 * gap, 0)
        top = words.center().y() - (small + large) // 2
        name = QRect(words.left(), top, words.width(), large)
        canvas.text(name, with_slashed_zeros(row.name), name_size, ink, bold=True)
        below = QRect(words.left(), top + large, words.width(), small)
        canvas.text(below, row.words, size, quiet)
        right = QRect(place.right() - side - gap, top, side, large)
        canvas.text(right, row.due or row.age, name_size, ink, bold=True, align=END)
        under = QRect(right.left(), top + large, side, small)
        canvas.text(under, _told(row), size, quiet, bold=bool(row.warning), align=END)


def _told(row: QueueRow) -> str:
    """What stands below the time: why somebody should look, else how long it waits."""
    return row.warning or (row.age if row.due else "")

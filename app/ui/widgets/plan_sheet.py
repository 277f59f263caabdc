"""Two plans side by side: what each comes to, line by line, and which of them is taken."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import END, Canvas, line_height, text_width
from app.ui.widgets.desk_cell import paint_sign
from app.ui.widgets.floor_widget import FloorWidget

_TITLE_SHARE = 0.34


@dataclass(frozen=True)
class PlanFigure:
    """A figure of a plan: the words, and a state where it is good, in danger or bad."""

    text: str
    state: State | None = None


@dataclass(frozen=True)
class PlanLine:
    """One line of the comparison: what it is, and the figure of each plan."""

    title: str
    figures: tuple[PlanFigure, ...]


@dataclass(frozen=True)
class PlanHead:
    """What stands above a plan: its number, how it works, and whether it is the one taken."""

    title: str
    detail: str
    is_taken: bool


class PlanSheet(FloorWidget):
    """Shows plans in columns, so that figures of one kind stand beside each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_plans((), ())

    def show_plans(self, heads: tuple[PlanHead, ...], lines: tuple[PlanLine, ...]) -> None:
        """Show other plans."""
        self.heads, self.lines = heads, lines
        said = [f"{head.title} {head.detail}" for head in heads]
        said += [
            f"{line.title} {' / '.join(figure.text for figure in line.figures)}" for line in lines
        ]
        self.told("; ".join(said))

    def sizeHint(self) -> QSize:
        """All lines."""
        lines = (len(self.lines) + 2) * line_height(TextSize.LABEL)
        return QSize(self.theme.mm(160), lines + 3 * self.theme.mm(PAD_MM))

    def minimumSizeHint(self) -> QSize:
        """All lines, close together."""
        lines = (len(self.lines) + 2) * line_height(TextSize.LABEL)
        return QSize(self.theme.mm(120), lines + self.theme.mm(PAD_MM))

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the heads, then the lines."""
        canvas.card(area)
        if not self.heads:
            return
        pad, line = canvas.theme.mm(PAD_MM), line_height(TextSize.LABEL)
        edge = min(pad, max(2, (area.height() - (len(self.lines) + 2) * line) // 3))
        inner = area.adjusted(pad, edge, -pad, -edge)
        left = inner.left() + round(inner.width() * _TITLE_SHARE)
        width = (inner.right() - left) // len(self.heads)
        for at, head in enumerate(self.heads):
            _head(canvas, QRect(left + at * width, inner.top(), width - pad, 2 * line), head)
        top = inner.top() + 2 * line + edge
        step = min(line + pad // 2, (inner.bottom() - top) // max(1, len(self.lines)))
        for row in self.lines:
            title = QRect(inner.left(), top, left - inner.left() - pad, step)
            canvas.text(title, row.title, TextSize.LABEL, canvas.colours.quiet)
            for at, figure in enumerate(row.figures):
                _figure(canvas, QRect(left + at * width, top, width - pad, step), figure)
            canvas.bar(QRect(inner.left(), top, inner.width(), 1), canvas.colours.hairline)
            top += step


def _head(canvas: Canvas, place: QRect, head: PlanHead) -> None:
    """The plan that is taken stands on the colour of what comes next."""
    colours, line = canvas.colours, place.height() // 2
    ink, quiet = colours.text, colours.quiet
    if head.is_taken:
        state = canvas.theme.state(State.NEXT)
        canvas.bar(place, state.fill)
        ink = quiet = state.ink
    gap = canvas.theme.mm(2)
    first = QRect(place.left() + gap, place.top(), place.width() - 2 * gap, line)
    canvas.text(first, head.title, TextSize.LABEL, ink, bold=True, align=END)
    canvas.text(first.translated(0, line), head.detail, TextSize.LABEL, quiet, align=END)


def _figure(canvas: Canvas, place: QRect, figure: PlanFigure) -> None:
    ink, gap = canvas.colours.text, canvas.theme.mm(2)
    words = place.adjusted(gap, 0, -gap, 0)
    if figure.state in (State.OK, State.LOOK, State.STOP):
        edge = line_height(TextSize.LABEL)
        width = text_width(canvas.theme.font(TextSize.LABEL, bold=True), figure.text)
        left = words.right() - width - edge - gap
        left = max(words.left(), left)
        paint_sign(canvas, QRect(left, words.center().y() - edge // 2, edge, edge), figure.state)
        words.setLeft(left + edge + gap // 2)
        ink = canvas.theme.state(figure.state).text
    canvas.text(words, figure.text, TextSize.LABEL, ink, bold=True, align=END)

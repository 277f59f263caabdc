"""Two plans side by side: what each comes to, line by line, and which of them is taken."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import END, Canvas, line_height, text_width
from app.ui.widgets.desk_cell import paint_sign
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.shared_width import shared_widths

_TITLE_SHARE = 0.34
_CLOSE = 1.2  # of a font's size, from one line to the next where the window is low


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
        lines = (len(self.lines) + 2) * round(self.theme.px(TextSize.LABEL) * _CLOSE)
        return QSize(self.theme.mm(120), lines + self.theme.mm(PAD_MM / 2))

    @property
    def _columns(self) -> range:
        return range(len(self.heads))

    @property
    def _title_width(self) -> int:
        font = self.theme.font(TextSize.LABEL)
        return max((text_width(font, line.title) for line in self.lines), default=0)

    def _column_width(self, at: int) -> int:
        """Pixels in which the words of a plan are not cut."""
        font, bold = (self.theme.font(TextSize.LABEL, bold=bold) for bold in (False, True))
        gap, head = 2 * self.theme.mm(2), self.heads[at]
        sign = line_height(TextSize.LABEL) + self.theme.mm(2)
        figures = [line.figures[at] for line in self.lines]
        widths = [text_width(bold, one.text) + sign * bool(one.state) for one in figures]
        return gap + max(text_width(bold, head.title), text_width(font, head.detail), *widths)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the heads, then the lines."""
        canvas.card(area)
        if not self.heads:
            return
        pad, line = canvas.theme.air(PAD_MM, PAD_MM / 3), line_height(TextSize.LABEL)
        edge = min(pad, max(2, (area.height() - (len(self.lines) + 2) * line) // 3))
        inner = area.adjusted(pad, edge, -pad, -edge)
        needs = [self._title_width + pad, *(self._column_width(at) + pad for at in self._columns)]
        weights = (_TITLE_SHARE, *((1 - _TITLE_SHARE) / len(self.heads) for _ in self.heads))
        titles, *columns = shared_widths(inner.width(), needs, weights)
        left, width = inner.left() + titles, min(columns)
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

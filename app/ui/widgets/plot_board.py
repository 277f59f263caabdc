"""Shows plots side by side, painted as on paper, with their formulas below them if wanted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.plot_colours import plot_colours
from app.ui.tokens import PAD_MM, SPACING_MM, TextSize
from app.ui.widgets.canvas import END, MIDDLE, START, Canvas, line_height, text_width, wrapped
from app.ui.widgets.floor_widget import FloorWidget
from printing.plots.brush import Align, Box, Tone
from printing.plots.model import Plot
from printing.plots.painting import paint

_ALIGNED = {"start": START, "middle": MIDDLE, "end": END}
_HAIR_MM = 0.25
_LEAST_LINES = 7
"""Lines of text that a picture with its title needs, at least."""


class CanvasBrush:
    """Paints plots on a screen, in the theme's text for tables; mirrored as the canvas is."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._colours = plot_colours(canvas.colours)
        self.line = float(line_height(TextSize.LABEL))
        self.hair = max(1.0, _HAIR_MM * canvas.theme.mm(10) / 10)

    def width(self, words: str, *, bold: bool = False) -> float:
        """How wide words are, in pixels."""
        return text_width(self._canvas.theme.font(TextSize.LABEL, bold=bold), words) + 1.0

    def fill(self, box: Box, tone: Tone) -> None:
        """Fill a rectangle; what is thinner than a pixel is one pixel thick."""
        left, top = round(box.x), round(box.y)
        width = max(1, round(box.right) - left)
        height = max(1, round(box.bottom) - top)
        self._canvas.bar(QRect(left, top, width, height), self._colours[tone])

    def write(
        self, words: str, box: Box, tone: Tone, *, align: Align = "start", bold: bool = False
    ) -> None:
        """Write words on one line; too long ones end in an ellipsis."""
        left, right = round(box.x), round(box.right)
        area = QRect(left, round(box.y), right - left, round(box.height))
        colour = self._colours[tone]
        self._canvas.text(area, words, TextSize.LABEL, colour, bold=bold, align=_ALIGNED[align])


class PlotBoard(FloorWidget):
    """One or two plots beside each other on cards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots: tuple[Plot, ...] = ()
        self.has_formulas = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_plots(self, plots: tuple[Plot, ...], *, has_formulas: bool) -> None:
        """Show other plots."""
        self.plots, self.has_formulas = plots, has_formulas
        words = "; ".join(plot_words(plot, has_formula=has_formulas) for plot in plots)
        self.told(words, (plots, has_formulas))

    def sizeHint(self) -> QSize:
        """Room for a picture that can be read."""
        return QSize(self.theme.mm(220), self.theme.mm(100))

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the cards."""
        gap, count = canvas.theme.mm(SPACING_MM), max(1, len(self.plots))
        width = (area.width() - gap * (count - 1)) // count
        for number, plot in enumerate(self.plots):
            left = area.left() + number * (width + gap)
            self._draw_plot(canvas, plot, QRect(left, area.top(), width, area.height()))

    def _draw_plot(self, canvas: Canvas, plot: Plot, card: QRect) -> None:
        canvas.card(card)
        pad = canvas.theme.air(PAD_MM, PAD_MM / 2)
        inner = card.adjusted(pad, pad, -pad, -pad)
        if self.has_formulas:
            words = [(word, False) for word in plot.formula.split()]
            lines = len(wrapped(words, TextSize.LABEL, inner.width()))
            height = lines * line_height(TextSize.LABEL)
            foot = QRect(inner.left(), inner.bottom() - height, inner.width(), height)
            canvas.flow(foot, words, TextSize.LABEL, canvas.colours.text)
            inner.setBottom(foot.top() - pad // 2)
            if inner.height() < _LEAST_LINES * line_height(TextSize.LABEL):
                title = QRect(card.left() + pad, card.top() + pad, card.width() - 2 * pad, height)
                title.setHeight(line_height(TextSize.LABEL))
                ink = canvas.colours.text
                canvas.text(title, plot.title, TextSize.LABEL, ink, bold=True)
                return  # and the formula: a picture behind its words helps nobody
        box = Box(inner.left(), inner.top(), inner.width(), inner.height())
        paint(plot, CanvasBrush(canvas), box)


def plot_words(plot: Plot, *, has_formula: bool) -> str:
    """What a plot shows, in words: for screen readers, and to find in tests."""
    if plot.is_empty:
        numbers = plot.nothing
    else:
        numbers = "; ".join(
            f"{each.name} " + ", ".join(plot.shown(value) for value in each.values)
            for each in plot.series
        )
    goal = plot.target.words if plot.target is not None else plot.no_target
    parts = (plot.title, *plot.measures, goal, numbers, plot.formula if has_formula else "")
    return ". ".join(filter(None, parts))

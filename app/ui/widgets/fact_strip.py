"""A row of facts at a glance: a quiet title above each figure, and a sign where it counts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.tokens import State, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.desk_cell import paint_sign
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.shared_width import shared_widths

_EDGE_MM = 2.5
_BESIDE_MM = 1.5  # from a title to its figure, where they share a line


@dataclass(frozen=True)
class Fact:
    """A figure and what it is.

    Attributes:
        title: What it is.
        figure: The figure with its unit, or a word.
        state: LOOK or STOP where somebody has to see to it; drawn with its shape.
        weight: Its share of the width.
    """

    title: str
    figure: str
    state: State | None = None
    weight: float = 1.0


class FactStrip(FloorWidget):
    """Shows facts side by side in one card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_facts(())

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show other facts."""
        self.facts = facts
        self.told("; ".join(f"{fact.title} {fact.figure}" for fact in facts), facts)

    def sizeHint(self) -> QSize:
        """A line for the titles and one for the figures; on low screens one for both if it fits."""
        figures = TextSize.LABEL if self.theme.is_low else TextSize.ITEM
        titles = 0 if self._is_one_line(self.width_at_hand(320)) else line_height(TextSize.LABEL)
        lines = titles + line_height(figures)
        return QSize(self.theme.mm(200), lines + 2 * self.theme.mm(_EDGE_MM))

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a second line where one has no room for all."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the card and the facts."""
        canvas.card(area)
        if not self.facts:
            return
        edge, gap = canvas.theme.mm(_EDGE_MM), canvas.theme.mm(2 * _EDGE_MM)
        inner = area.adjusted(gap, edge, -gap, -edge)
        is_one_line = self._is_one_line(area.width())
        needs = [_width(fact, is_one_line=is_one_line) + gap for fact in self.facts]
        weights = [fact.weight for fact in self.facts]
        left = inner.left()
        for fact, width in zip(
            self.facts, shared_widths(inner.width() + gap, needs, weights), strict=True
        ):
            place = QRect(left, inner.top(), width - gap, inner.height())
            _paint(canvas, place, fact, is_one_line=is_one_line)
            left += width

    def _is_one_line(self, width: int) -> bool:
        """Whether titles stand beside their figures: on low screens, if that cuts none."""
        gap = self.theme.mm(2 * _EDGE_MM)
        needs = sum(_width(fact, is_one_line=True) + gap for fact in self.facts)
        return self.theme.is_low and needs + gap <= width


def _width(fact: Fact, *, is_one_line: bool) -> int:
    """Pixels in which a fact is shown whole."""
    theme = Theme.current()
    size = TextSize.LABEL if theme.is_low else TextSize.ITEM
    title = text_width(theme.font(TextSize.LABEL), fact.title)
    figure = text_width(theme.font(size, bold=True), fact.figure)
    if fact.state in (State.LOOK, State.STOP):
        figure += line_height(size) + theme.mm(1)
    return 2 + (title + theme.mm(_BESIDE_MM) + figure if is_one_line else max(title, figure))


def _paint(canvas: Canvas, place: QRect, fact: Fact, *, is_one_line: bool) -> None:
    colours, head = canvas.colours, line_height(TextSize.LABEL)
    title = QRect(place.left(), place.top(), place.width(), head)
    canvas.text(title, fact.title, TextSize.LABEL, colours.quiet)
    size = TextSize.LABEL if canvas.theme.is_low else TextSize.ITEM
    line = line_height(size)
    figure = QRect(place.left(), place.top() + head, place.width(), line)
    if is_one_line:
        width = text_width(canvas.theme.font(TextSize.LABEL), fact.title)
        width += canvas.theme.mm(_BESIDE_MM)
        figure = QRect(place.left() + width, place.top(), place.width() - width, line)
    ink = colours.text
    if fact.state in (State.LOOK, State.STOP):
        paint_sign(canvas, QRect(figure.left(), figure.top(), line, line), fact.state)
        figure.setLeft(figure.left() + line + canvas.theme.mm(1))
        ink = canvas.theme.state(fact.state).text
    canvas.text(figure, fact.figure, size, ink, bold=True)

"""The scale of a heat map: what it shows, its steps from 0 to the end, and the unit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.floor_heat import STEPS, steps_end_at
from app.ui.tokens import PAD_MM, TextSize
from app.ui.widgets.canvas import MIDDLE, Canvas, line_height, text_width
from app.ui.widgets.floor_layers import paint_step
from app.ui.widgets.floor_widget import FloorWidget

_SWATCH_MM = 12.0


@dataclass(frozen=True)
class LegendView:
    """What the scale tells: its title, the end of the scale, and the unit of its figures."""

    title: str = ""
    top: int = STEPS
    unit: str = ""


class HeatLegend(FloorWidget):
    """Shows one `LegendView` on a line."""

    def __init__(self, parent: QWidget | None = None, size: TextSize = TextSize.LABEL) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_view(LegendView())

    def show_view(self, view: LegendView) -> None:
        """Show another scale."""
        self.view = view
        self.told(f"{view.title}: 0 .. {view.top} {view.unit}", view)

    def sizeHint(self) -> QSize:
        """Its line."""
        return QSize(self.theme.mm(120), line_height(self._size) + self.theme.mm(1))

    def minimumSizeHint(self) -> QSize:
        """The line never gives way."""
        return QSize(self.theme.mm(40), self.sizeHint().height())

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the title, a swatch with its last figure for each step, and the unit."""
        colours, pad = canvas.colours, canvas.theme.mm(PAD_MM)
        font = canvas.theme.font(self._size)
        ends = [str(end) for end in (0, *steps_end_at(self.view.top))]
        box_width = max(text_width(font, words) for words in ends) + pad
        swatch = box_width + canvas.theme.air(_SWATCH_MM, _SWATCH_MM / 2)
        left = area.left()
        left = self._words(canvas, area, left, self.view.title, bold=True) + pad
        for step, words in enumerate(ends):
            place = canvas.unmirrored(QRect(left, area.top(), swatch, area.height()))
            corners = [
                (float(place.left()), float(place.top())),
                (float(place.right()), float(place.top())),
                (float(place.right()), float(place.bottom())),
                (float(place.left()), float(place.bottom())),
            ]
            paint_step(canvas, corners, step)
            middle = left + (swatch - box_width) // 2
            box = QRect(middle, area.top() + 2, box_width, area.height() - 4)
            canvas.card(box, colours.surface, colours.line, corner_mm=0.8)
            canvas.text(box, words, self._size, colours.text, align=MIDDLE)
            left += swatch
        self._words(canvas, area, left + pad, self.view.unit)

    def _words(
        self, canvas: Canvas, area: QRect, left: int, words: str, *, bold: bool = False
    ) -> int:
        width = text_width(canvas.theme.font(self._size, bold=bold), words)
        place = QRect(left, area.top(), max(0, min(width + 2, area.right() - left)), area.height())
        canvas.text(place, words, self._size, canvas.colours.text, bold=bold)
        return left + width

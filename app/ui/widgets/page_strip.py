"""Names pages beside each other with the numbers that choose them; the one shown is bold."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import State, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_GAP_MM = 4.0


class PageStrip(FloorWidget):
    """One line of numbers and names, or as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.names: tuple[str, ...] = ()
        self.shown = 0

    def show_pages(self, names: tuple[str, ...], shown: int) -> None:
        """Show the names of pages.

        Args:
            names: in the order of their numbers.
            shown: place of the one that is shown, from 0.
        """
        self.names, self.shown = names, shown
        words = (
            f">{number} {name}<" if number == shown + 1 else f"{number} {name}"
            for number, name in enumerate(names, start=1)
        )
        self.told("  ".join(words), (names, shown))

    def sizeHint(self) -> QSize:
        """As many lines as the width asks for."""
        lines = len(self._lines(self.width_at_hand(300)))
        return QSize(self.theme.mm(200), lines * self._step)

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return self.sizeHint()

    @property
    def _step(self) -> int:
        return round(1.25 * line_height(TextSize.LABEL))

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        used = 0
        for at in range(len(self.names)):
            wide = self._width(at)
            if lines[-1] and used + wide > width:
                lines.append([])
                used = 0
            lines[-1].append(at)
            used += wide
        return lines

    def _width(self, at: int) -> int:
        font = self.theme.font(TextSize.LABEL, bold=True)
        return text_width(font, f"{at + 1} {self.names[at]}") + self.theme.mm(_GAP_MM)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint names, and a bar below the one that is shown."""
        colours, top = canvas.colours, area.top()
        for line in self._lines(area.width()):
            left = area.left()
            for at in line:
                wide, is_shown = self._width(at), at == self.shown
                place = QRect(left, top, wide, line_height(TextSize.LABEL))
                colour = colours.text if is_shown else colours.quiet
                words = f"{at + 1} {self.names[at]}"
                canvas.text(place, words, TextSize.LABEL, colour, bold=is_shown)
                if is_shown:
                    fill = canvas.theme.state(State.NEXT).text
                    under = wide - canvas.theme.mm(_GAP_MM)
                    canvas.bar(QRect(left, place.bottom() + 1, under, canvas.theme.mm(1)), fill)
                left += wide
            top += self._step

"""The foot of the screen on the wall: the clock, and loudly how old what it shows is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import END, Canvas, largest_fitting, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

SIZES = (TextSize.GIANT, TextSize.INSTRUCTION, TextSize.PEEK)


@dataclass(frozen=True)
class FootView:
    """A time of day, and words beside it; what is old is a band of another colour."""

    clock: str = ""
    words: str = ""
    is_old: bool = False


class HallFoot(FloorWidget):
    """Shows one `FootView`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view = FootView()

    def show_view(self, view: FootView) -> None:
        """Show another time."""
        if view != self.view:
            self.view = view
            self.told(f"{view.words} {view.clock}")

    def sizeHint(self) -> QSize:
        """One line for five metres."""
        return QSize(self.theme.mm(200), line_height(SIZES[0]))

    def minimumSizeHint(self) -> QSize:
        """The line never gives way."""
        return self.sizeHint()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the words, and the clock at the end."""
        pad, ink = canvas.theme.mm(PAD_MM), canvas.colours.text
        if self.view.is_old:
            look = canvas.theme.state(State.LOOK)
            canvas.card(area, look.fill, look.outline, width=4)
            ink = look.ink
        inner = area.adjusted(pad, 0, -pad, 0)
        clock = text_width(canvas.theme.font(SIZES[0], bold=True), self.view.clock)
        place = QRect(inner.right() - clock, inner.top(), clock + 1, inner.height())
        canvas.text(place, self.view.clock, SIZES[0], ink, bold=True, align=END)
        words = QRect(inner.left(), inner.top(), place.left() - inner.left() - pad, inner.height())
        if self.view.is_old:
            edge = line_height(TextSize.INSTRUCTION)
            sign = QRect(words.left(), words.center().y() - edge // 2, edge, edge)
            canvas.icon(sign, "look_solid", ink)
            words.setLeft(sign.right() + pad)
        size = largest_fitting(self.view.words, words.width(), SIZES, bold=self.view.is_old)
        canvas.text(words, self.view.words, size, ink, bold=self.view.is_old)

"""One line of words under a picture, cut where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import TextSize
from app.ui.widgets.canvas import Canvas, line_height
from app.ui.widgets.floor_widget import FloorWidget


class QueueLine(FloorWidget):
    """Shows what waits, on a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = ""

    def show_words(self, words: str) -> None:
        """Show other words."""
        if words != self.words:
            self.words = words
            self.told(words)

    def sizeHint(self) -> QSize:
        """Its line."""
        return QSize(self.theme.mm(60), line_height(TextSize.LABEL))

    def minimumSizeHint(self) -> QSize:
        """The line never gives way, its width does."""
        return self.sizeHint()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the words."""
        canvas.text(area, self.words, TextSize.LABEL, canvas.colours.text, bold=True)

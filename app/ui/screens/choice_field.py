"""A list to choose from, on screens whose fields take text."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QComboBox

from app.ui.theme import Theme
from app.ui.tokens import PAD_MM


class ChoiceField(QComboBox):
    """A list to choose from whose arrow can be seen and hit."""

    def __init__(self, entries: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.addItems(entries)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's request to paint: the field, then the arrow."""
        super().paintEvent(event)
        theme = Theme.current()
        edge, middle = theme.mm(2.5), self.rect().center().y()
        left = self.width() - theme.mm(PAD_MM) - edge
        if not self.isLeftToRight():
            left = theme.mm(PAD_MM) - edge
        corners = [(left, middle - edge // 2), (left + 2 * edge, middle - edge // 2)]
        corners.append((left + edge, middle + edge // 2 + 2))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours.text))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.end()

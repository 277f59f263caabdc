"""Shows what is being typed, without a text field: on the floor no widget takes text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, PRIMARY_TARGET_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_DOT = "●"


class EntryBox(FloorWidget):
    """A label above a framed line of characters; the active one has a mark where the next goes.

    Signals:
        pressed: It was tapped.
    """

    pressed = Signal()

    def __init__(
        self, label: str, parent: QWidget | None = None, *, is_secret: bool = False
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label = label
        self._is_secret = is_secret
        self.show_entry("", is_active=False)

    def show_entry(self, text: str, *, is_active: bool) -> None:
        """Show what has been typed so far; secrets are shown as dots."""
        self.shown = _DOT * len(text) if self._is_secret else text
        self.is_active = is_active
        self.told(f"{self._label} {self.shown}")

    def sizeHint(self) -> QSize:
        """Label and a target for a gloved finger."""
        height = line_height(TextSize.LABEL) + self.theme.mm(PRIMARY_TARGET_MM)
        return QSize(self.theme.mm(90), height)

    def minimumSizeHint(self) -> QSize:
        """Room for eight characters."""
        return QSize(self.theme.mm(60), self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report a tap."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.pressed.emit()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint label, frame, characters and the mark."""
        colours, pad = canvas.colours, canvas.theme.mm(PAD_MM)
        label = line_height(TextSize.LABEL)
        head = QRect(area.left(), area.top(), area.width(), label)
        canvas.text(head, self._label, TextSize.LABEL, colours.quiet, bold=True)
        frame = area.adjusted(0, label, 0, 0)
        mark = canvas.theme.state(State.NEXT).text
        outline = mark if self.is_active else colours.line
        canvas.card(frame, colours.surface, outline, width=5 if self.is_active else 2)
        inner = frame.adjusted(pad, 0, -pad, 0)
        canvas.text(inner, self.shown, TextSize.PEEK, colours.text, bold=True)
        if self.is_active:
            font = canvas.theme.font(TextSize.PEEK, bold=True)
            left = min(inner.left() + text_width(font, self.shown) + 4, inner.right())
            tall = line_height(TextSize.PEEK)
            canvas.bar(QRect(left, frame.center().y() - tall // 2, 4, tall), mark)

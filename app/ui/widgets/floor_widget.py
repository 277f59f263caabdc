"""What all floor widgets share: painted by hand, never focused, redrawn when the look changes."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.canvas import Canvas

_LOOK_CHANGES = {
    QEvent.Type.StyleChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.LayoutDirectionChange,
    QEvent.Type.LanguageChange,
}


class FloorWidget(QWidget):
    """A painted widget. A scanner's Enter can press nothing that has no focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._told: tuple[str, object] = ("", None)

    @property
    def theme(self) -> Theme:
        """The look to paint in."""
        return Theme.current()

    def told(self, words: str, shown: object = None) -> None:
        """Say in words what is shown, for screen readers and tests, and paint it.

        Args:
            words: Of all that is shown.
            shown: What is painted, compared by its value: what is shown already is not painted
                again. None paints in any case.
        """
        if shown is not None and (words, shown) == self._told:
            return
        self._told = (words, shown)
        self.setAccessibleName(" ".join(words.split()))
        self.updateGeometry()
        self.update()

    def width_at_hand(self, expected_mm: float) -> int:
        """The width a layout gave; before that one to expect, so that nothing wraps too early."""
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return self.width()
        return self.theme.mm(expected_mm)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the widget; `area` is all of it."""
        raise NotImplementedError

    def look_changed(self) -> None:
        """Take sizes and colours from a new theme."""
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's notice that style, palette, language or direction changed."""
        if event.type() in _LOOK_CHANGES:
            self.look_changed()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt's request to paint."""
        with Canvas(self) as canvas:
            self.draw(canvas, self.rect())

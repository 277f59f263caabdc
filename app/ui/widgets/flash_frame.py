"""A frame of colour around the window for a moment: the answer seen from the corner of an eye."""

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.ui.feedback import Flash
from app.ui.widgets.canvas import Canvas
from app.ui.widgets.floor_widget import FloorWidget

FLASH_MILLISECONDS = 450
_FRAME_MM = 5.0  # where nothing can be tapped anyway


class FlashFrame(FloorWidget):
    """Lies over its window, lets every tap through and is gone when the flash is over."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._flash: Flash | None = None
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.hide)
        self.hide()

    def flash(self, flash: Flash) -> None:
        """Show a colour now; the next flash replaces it."""
        self._flash = flash
        self.setAccessibleName(flash.word)
        self.setGeometry(self.window().rect())
        self.raise_()
        self.show()
        self.update()
        self._over.start(FLASH_MILLISECONDS)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the four edges."""
        if self._flash is None:
            return
        colour, thick = canvas.theme.state(self._flash.state).fill, canvas.theme.mm(_FRAME_MM)
        for edge in (
            QRect(0, 0, area.width(), thick),
            QRect(0, area.height() - thick, area.width(), thick),
            QRect(0, 0, thick, area.height()),
            QRect(area.width() - thick, 0, thick, area.height()),
        ):
            canvas.bar(edge, colour)

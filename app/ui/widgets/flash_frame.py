"""A frame of colour around the window: for a moment as an answer, and for as long as off line."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.ui.feedback import Flash
from app.ui.tokens import State
from app.ui.widgets.canvas import Canvas
from app.ui.widgets.floor_widget import FloorWidget

FLASH_MILLISECONDS = 450
_FRAME_MM = 5.0  # where nothing can be tapped anyway
_STANDING_MM = 1.5  # where no word is


class FlashFrame(FloorWidget):
    """Lies over its window, lets every tap through and is gone when the flash is over.

    What a standing frame says, the words of a notice say as well: it is seen from where they can't
    be read.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._flash: Flash | None = None
        self._standing: State | None = None
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self._end)
        window.installEventFilter(self)
        self.hide()

    def flash(self, flash: Flash) -> None:
        """Show a colour now; the next flash replaces it."""
        self._flash = flash
        self.setAccessibleName(flash.word)
        self._appear()
        self._over.start(FLASH_MILLISECONDS)

    def stand(self, state: State | None) -> None:
        """Show a thin frame in a state's colour until told otherwise; None shows none."""
        if state is self._standing:
            return
        self._standing = state
        if self._flash is None:
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the window's edges when these move."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.window().rect())
        return super().eventFilter(watched, event)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the four edges."""
        state = self._standing if self._flash is None else self._flash.state
        if state is None:
            return
        millimetres = _STANDING_MM if self._flash is None else _FRAME_MM
        colour, thick = canvas.theme.state(state).fill, canvas.theme.mm(millimetres)
        for edge in (
            QRect(0, 0, area.width(), thick),
            QRect(0, area.height() - thick, area.width(), thick),
            QRect(0, 0, thick, area.height()),
            QRect(area.width() - thick, 0, thick, area.height()),
        ):
            canvas.bar(edge, colour)

    def _appear(self) -> None:
        self.setGeometry(self.window().rect())
        self.raise_()
        self.show()
        self.update()

    def _end(self) -> None:
        self._flash = None
        if self._standing is None:
            self.hide()
        else:
            self._appear()

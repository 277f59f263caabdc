"""Paints a picture of many things a piece at a time, so that keys and scans are heard in between.

What was painted last stays on the glass until the next picture is whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.widgets.canvas import Canvas
from app.ui.widgets.floor_widget import FloorWidget


class SheetWidget(FloorWidget):
    """A widget that is painted on a sheet beside the screen. Subclasses paint in `pieces`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: QPixmap | None = None
        self._next: _Sheet | None = None
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._paint_a_piece)

    def pieces(self, canvas: Canvas, area: QRect) -> Iterator[None]:
        """Paint, and yield wherever the window may see to something else first."""
        raise NotImplementedError

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint all of it at once."""
        for _ in self.pieces(canvas, area):
            pass

    def repaint_in_pieces(self, words: str) -> None:
        """Something else is shown: say it in words, and paint it turn by turn."""
        self.setAccessibleName(" ".join(words.split()))
        self._drop()
        if self._sheet is None or not self.isVisible():
            self._sheet = None
            self.update()
        else:
            self._next = _Sheet(self)
            self._turn.start()

    def look_changed(self) -> None:
        """Take sizes and colours from a new theme."""
        self._drop()
        self._sheet = None
        super().look_changed()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt's request to paint; what is asked for now is never an old picture."""
        if self._next is not None and self._next.fits(self):
            while self._next is not None:
                self._paint_a_piece()
        sheet = self._sheet
        if sheet is None or not _fits(sheet, self):
            self._drop()
            whole = _Sheet(self)
            while whole.paint_a_piece():
                pass
            sheet = self._sheet = whole.pixmap
        painter = QPainter(self)
        painter.drawPixmap(0, 0, sheet)
        painter.end()

    def _paint_a_piece(self) -> None:
        if self._next is None or self._next.paint_a_piece():
            return
        self._sheet, self._next = self._next.pixmap, None
        self._turn.stop()
        self.update()

    def _drop(self) -> None:
        """Forget a picture that is half painted."""
        self._turn.stop()
        self._next = None


class _Sheet:
    """A picture that is being painted."""

    def __init__(self, widget: SheetWidget) -> None:
        ratio = widget.devicePixelRatioF()
        self.pixmap = QPixmap(widget.size() * ratio)
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self.pixmap)
        self._canvas = Canvas(widget, painter)
        self._pieces = widget.pieces(self._canvas, widget.rect())
        painter.end()

    def fits(self, widget: SheetWidget) -> bool:
        """Whether it has the widget's size."""
        return _fits(self.pixmap, widget)

    def paint_a_piece(self) -> bool:
        """Paint on; says whether anything is left."""
        # A painter of its own for each piece: whoever goes away meanwhile leaves none at work.
        painter = QPainter(self.pixmap)
        self._canvas.take_up(painter)
        is_left = next(self._pieces, _Sheet) is not _Sheet
        painter.end()
        return is_left


def _fits(pixmap: QPixmap, widget: SheetWidget) -> bool:
    ratio = widget.devicePixelRatioF()
    return pixmap.size() == widget.size() * ratio and pixmap.devicePixelRatio() == ratio

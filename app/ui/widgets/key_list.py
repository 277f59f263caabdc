"""Lists what can be pressed or typed, and what it stands for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_KEY_MM = 32.0


class KeyList(FloorWidget):
    """Lists keys, or numbers, under a title, and what they stand for."""

    def __init__(
        self, title: str, parent: QWidget | None = None, *, key_mm: float = _KEY_MM
    ) -> None:
        super().__init__(parent)
        self._title, self._key_mm = title, key_mm
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_keys(())

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show pairs of key and meaning."""
        self.keys = keys
        self.told("; ".join(f"{key} {words}" for key, words in keys))

    def sizeHint(self) -> QSize:
        """All keys."""
        rows = (len(self.keys) + 1) * self._row_height
        return QSize(self.theme.mm(160), rows + 2 * self._pad)

    @property
    def _pad(self) -> int:
        return self.theme.air(PAD_MM, PAD_MM / 2)

    @property
    def _row_height(self) -> int:
        return line_height(TextSize.ITEM) + self.theme.mm(1)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the heading and the keys."""
        canvas.card(area)
        colours, pad = canvas.colours, self._pad
        inner = area.adjusted(pad, pad, -pad, -pad)
        head = QRect(inner.left(), inner.top(), inner.width(), line_height(TextSize.LABEL))
        canvas.text(head, self._title, TextSize.LABEL, colours.quiet, bold=True)
        top = head.bottom() + pad // 2
        # Rows move together where the window is low, rather than that the last ones are missing.
        height = min(self._row_height, (inner.bottom() - top) // max(1, len(self.keys)))
        size = self._size_for(inner.width(), height)
        column = self._column(size)
        for key, words in self.keys:
            row = QRect(inner.left(), top, inner.width(), height)
            canvas.text(row, key, size, colours.text, bold=True)
            row.setLeft(row.left() + column)
            canvas.text(row, words, size, colours.text)
            top += height

    def _column(self, size: TextSize) -> int:
        """Pixels from a key to its meaning; no more than the keys need where words are small."""
        font = self.theme.font(size, bold=True)
        keys = max((text_width(font, key) for key, _ in self.keys), default=0)
        needed = keys + self.theme.mm(PAD_MM)
        wanted = max(needed, self.theme.mm(self._key_mm))
        return wanted if size is TextSize.ITEM else needed

    def _size_for(self, width: int, height: int) -> TextSize:
        """The larger size if each row has room for its words, else the smaller one."""
        font = self.theme.font(TextSize.ITEM)
        words = max((text_width(font, words) for _, words in self.keys), default=0)
        fits = self._column(TextSize.ITEM) + words <= width
        is_high = height >= self.theme.px(TextSize.ITEM)
        return TextSize.ITEM if fits and is_high else TextSize.LABEL

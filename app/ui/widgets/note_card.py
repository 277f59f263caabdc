"""Words that must be read whole, such as a customer's note: wrapped, in any script, never cut."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, line_height
from app.ui.widgets.floor_widget import FloorWidget

_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_SIZES = (TextSize.INSTRUCTION, TextSize.PEEK, TextSize.ITEM, TextSize.LABEL)


class NoteCard(FloorWidget):
    """Shows paragraphs under a heading, in the largest size in which all of them fit."""

    def __init__(
        self, parent: QWidget | None = None, *, largest: TextSize = TextSize.INSTRUCTION
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._sizes = _SIZES[_SIZES.index(largest) :]
        self.show_note("", ())

    def show_note(
        self, heading: str, paragraphs: tuple[str, ...], state: State | None = None
    ) -> None:
        """Show other words; a state frames them in its colour and shape."""
        self.heading, self.paragraphs, self.state = heading, paragraphs, state
        self.told(f"{heading} {' '.join(paragraphs)}", (heading, paragraphs, state))

    def sizeHint(self) -> QSize:
        """Heading and a few lines."""
        return QSize(self.theme.mm(100), self.theme.mm(40))

    def minimumSizeHint(self) -> QSize:
        """Heading and a line."""
        height = line_height(TextSize.LABEL) * 2 + 2 * self.theme.mm(PAD_MM)
        return QSize(self.theme.mm(50), height)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint frame, heading and words."""
        colours, pad = canvas.colours, canvas.theme.mm(PAD_MM)
        if self.state is None:
            canvas.card(area)
        else:
            outline = canvas.theme.state(self.state).outline
            canvas.card(area, colours.surface, outline, width=canvas.theme.mm(1.5))
        inner = area.adjusted(pad, pad, -pad, -pad)
        line = line_height(TextSize.LABEL)
        head = QRect(inner.left(), inner.top(), inner.width(), line)
        if self.state is not None:
            edge = round(line * 1.2)
            sign = QRect(head.left(), head.top(), edge, line)
            canvas.icon(sign, f"{self.state}_solid", canvas.theme.state(self.state).text)
            head.setLeft(head.left() + edge + pad // 2)
        canvas.text(head, self.heading, TextSize.LABEL, colours.quiet, bold=True)
        words = inner.adjusted(0, line + pad // 2, 0, 0)
        text = "\n".join(self.paragraphs)
        size = self._size_for(text, words)
        canvas.text(words, text, size, colours.text, align=_TOP, wrap=True)

    def _size_for(self, text: str, area: QRect) -> TextSize:
        for size in self._sizes:
            metrics = QFontMetrics(self.theme.font(size))
            flags = Qt.TextFlag.TextWordWrap.value | _TOP.value
            if area.contains(metrics.boundingRect(area, flags, text)):
                return size
        return self._sizes[-1]

"""Words that must be read whole, such as a customer's note: wrapped, in any script, never cut."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, line_height, wrapped
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
        return QSize(self.theme.mm(100), max(self.theme.mm(40), self.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Heading and all words in the smallest size, up to half of the window."""
        pad = self._pad
        width = self.width_at_hand(200) - 2 * pad
        around = self._head_height(width) + 2 * pad + pad // 2
        words = _bounds(self._text, QRect(0, 0, width, 0), TextSize.LABEL).height()
        least = line_height(TextSize.LABEL)
        most = max(least, self.window().height() // 2 - around)
        return QSize(self.theme.mm(50), around + min(max(words, least), most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for more height where the words wrap more often."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @property
    def _sign_width(self) -> int:
        return round(line_height(TextSize.LABEL) * 1.2)

    def _head_height(self, width: int) -> int:
        """Pixels of the heading, which wraps where it is long."""
        room = width - (0 if self.state is None else self._sign_width + self._pad // 2)
        words = [(word, True) for word in self.heading.split()]
        return line_height(TextSize.LABEL) * max(1, len(wrapped(words, TextSize.LABEL, room)))

    @property
    def _pad(self) -> int:
        return self.theme.air(PAD_MM, PAD_MM / 2)

    @property
    def _text(self) -> str:
        return "\n".join(self.paragraphs)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint frame, heading and words."""
        colours, pad = canvas.colours, self._pad
        if self.state is None:
            canvas.card(area)
        else:
            outline = canvas.theme.state(self.state).outline
            canvas.card(area, colours.surface, outline, width=canvas.theme.mm(1.5))
        inner = area.adjusted(pad, pad, -pad, -pad)
        line = self._head_height(inner.width())
        head = QRect(inner.left(), inner.top(), inner.width(), line)
        if self.state is not None:
            edge = self._sign_width
            sign = QRect(head.left(), head.top(), edge, line_height(TextSize.LABEL))
            canvas.icon(sign, f"{self.state}_solid", canvas.theme.state(self.state).text)
            head.setLeft(head.left() + edge + pad // 2)
        canvas.text(
            head, self.heading, TextSize.LABEL, colours.quiet, bold=True, align=_TOP, wrap=True
        )
        words = inner.adjusted(0, line + pad // 2, 0, 0)
        size = self._size_for(words)
        canvas.text(words, self._fitting(words, size), size, colours.text, align=_TOP, wrap=True)

    def _fitting(self, area: QRect, size: TextSize) -> str:
        """All words; where they have no room, whole paragraphs and how many more there are."""
        if area.contains(_bounds(self._text, area, size)):
            return self._text
        for shown in range(len(self.paragraphs) - 1, 0, -1):
            more = self.tr("and {0} more").format(len(self.paragraphs) - shown)
            text = "\n".join((*self.paragraphs[:shown], more))
            if area.contains(_bounds(text, area, size)):
                return text
        return self._text

    def _size_for(self, area: QRect) -> TextSize:
        fitting = (size for size in self._sizes if area.contains(_bounds(self._text, area, size)))
        return next(fitting, self._sizes[-1])


def _bounds(text: str, area: QRect, size: TextSize) -> QRect:
    """Where words stand that are wrapped into the width of an area."""
    flags = Qt.TextFlag.TextWordWrap.value | _TOP.value
    return QFontMetrics(Theme.current().font(size)).boundingRect(area, flags, text)

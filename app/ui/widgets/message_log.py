"""The last five answers, for whoever looked away: time, shape, words."""

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

KEPT = 5


@dataclass(frozen=True)
class LoggedMessage:
    """One answer given.

    Attributes:
        at: When, as shown, e.g. "06:12:40".
        state: Its state.
        text: What it said.
    """

    at: str
    state: State
    text: str


class MessageLog(FloorWidget):
    """Shows the newest message on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._messages: deque[LoggedMessage] = deque(maxlen=KEPT)
        self.told("")

    @property
    def messages(self) -> list[LoggedMessage]:
        """The kept messages, newest first."""
        return list(self._messages)

    def add(self, message: LoggedMessage) -> None:
        """Keep a message; the sixth newest is forgotten."""
        self._messages.appendleft(message)
        self.told("; ".join(f"{entry.at} {entry.text}" for entry in self._messages))

    def sizeHint(self) -> QSize:
        """Title and five lines."""
        rows = KEPT * self._row_height + line_height(TextSize.LABEL)
        return QSize(self.theme.mm(240), rows + 2 * self.theme.mm(PAD_MM))

    @property
    def _row_height(self) -> int:
        return line_height(TextSize.ITEM) + self.theme.mm(3)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the messages."""
        canvas.card(area)
        colours, pad = canvas.colours, canvas.theme.air(PAD_MM, PAD_MM / 2)
        inner = area.adjusted(pad, pad, -pad, -pad)
        head = QRect(inner.left(), inner.top(), inner.width(), line_height(TextSize.LABEL))
        canvas.text(head, self.tr("LAST MESSAGES"), TextSize.LABEL, colours.quiet, bold=True)
        top = head.bottom()
        for message in self._messages:
            if top + line_height(TextSize.ITEM) > inner.bottom() + 1:
                break  # half a line says nothing
            row = QRect(inner.left(), top, inner.width(), self._row_height)
            canvas.text(row, message.at, TextSize.ITEM, colours.quiet)
            row.setLeft(row.left() + text_width(canvas.theme.font(TextSize.ITEM), message.at) + pad)
            edge = line_height(TextSize.ITEM)
            colour = canvas.theme.state(message.state).text
            sign = QRect(row.left(), row.top(), edge, row.height())
            canvas.icon(sign, f"{message.state}_solid", colour)
            row.setLeft(row.left() + edge + pad // 2)
            canvas.text(row, message.text, TextSize.ITEM, colours.text)
            top += self._row_height

"""A full-width strip for what concerns the whole station, such as a scanner that is not heard."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import OUTER_MARGIN_MM, SPACING_MM, TARGET_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, largest_fitting, line_height
from app.ui.widgets.floor_widget import FloorWidget


@dataclass(frozen=True)
class Notice:
    """What is wrong and what to do.

    Attributes:
        state: LOOK or IDLE as a rule; decides colour and shape.
        text: At most two lines, verb first where something is to be done.
    """

    state: State
    text: str


class NoticeStrip(FloorWidget):
    """Shows one `Notice`, or takes no room while there is none.

    Signals:
        pressed: The strip was tapped, e.g. to give the window back to the scanner.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.notice: Notice | None = None
        self.show_notice(None)

    def show_notice(self, notice: Notice | None) -> None:
        """Show a notice, or none."""
        self.notice = notice
        self.told(notice.text if notice else "")
        self.setVisible(notice is not None)

    def sizeHint(self) -> QSize:
        """A target for a gloved finger; a line in a low window, where any tap wakes it as well."""
        line = line_height(TextSize.ITEM) + self.theme.mm(2)
        height = line if self.theme.is_low else self.theme.mm(TARGET_MM)
        return QSize(self.theme.mm(300), height)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report a tap."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.pressed.emit()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint colour, shape and words."""
        if self.notice is None:
            return
        state = canvas.theme.state(self.notice.state)
        canvas.bar(area, state.fill)
        is_low = canvas.theme.is_low
        edge = line_height(TextSize.ITEM if is_low else TextSize.PEEK)
        gap = canvas.theme.air(OUTER_MARGIN_MM, SPACING_MM)
        sign = QRect(area.left() + gap, area.top(), edge, area.height())
        canvas.icon(sign, f"{self.notice.state}_solid", state.ink)
        words = area.adjusted(gap + edge + gap // 2, 0, -gap, 0)
        sizes = (TextSize.ITEM, TextSize.LABEL)
        size = largest_fitting(self.notice.text, words.width(), sizes, bold=True)
        canvas.text(words, self.notice.text, size, state.ink, bold=True)

"""The lines after this one, so that feet can start before eyes come back."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget


@dataclass(frozen=True)
class NextLine:
    """One coming line.

    Attributes:
        code: Location code.
        text: What then, e.g. "x1 into S2".
    """

    code: str
    text: str = ""


class NextPeek(FloorWidget):
    """Shows as many coming lines as fit whole, then a remark such as "last in this aisle"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_lines(())

    def show_lines(self, lines: tuple[NextLine, ...], remark: str = "") -> None:
        """Show what comes next.

        Args:
            lines: The coming lines in order; none after the last line.
            remark: Such as "last in this aisle".
        """
        self.lines, self.remark = lines, remark
        said = " | ".join(f"{line.code} {line.text}" for line in lines)
        self.told(f"{self.tr('NEXT')} {said} {remark}" if lines or remark else "")

    def sizeHint(self) -> QSize:
        """One line of text readable from two metres."""
        return QSize(self.theme.mm(200), line_height(TextSize.PEEK) + self.theme.mm(2))

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return QSize(self.theme.mm(60), self.sizeHint().height())

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the coming lines."""
        colours, gap = canvas.colours, canvas.theme.mm(8)
        left = area.left()
        if self.lines:
            label = self.tr("NEXT")
            head = QRect(left, area.top(), area.width(), area.height())
            canvas.text(head, label, TextSize.LABEL, colours.quiet, bold=True)
            left += text_width(canvas.theme.font(TextSize.LABEL, bold=True), label) + gap // 2
        bold, plain = (canvas.theme.font(TextSize.PEEK, bold=weight) for weight in (True, False))
        for number, line in enumerate(self.lines):
            code = with_slashed_zeros(line.code)
            width = text_width(bold, code) + text_width(plain, f" {line.text}")
            if left + width > area.right():
                break
            if number:
                canvas.bar(QRect(left, area.top() + gap // 2, 2, area.height() - gap), colours.line)
                left += gap
            row = QRect(left, area.top(), area.right() - left, area.height())
            canvas.runs(row, [(code, True), (f" {line.text}", False)], TextSize.PEEK, colours.text)
            left += width + gap
        if self.remark:
            row = QRect(left, area.top(), area.right() - left, area.height())
            canvas.text(row, self.remark, TextSize.ITEM, colours.text)

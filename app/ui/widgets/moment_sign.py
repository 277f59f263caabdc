"""Says in large letters whether a board tells of now or of the past."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, TARGET_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, line_height
from app.ui.widgets.floor_widget import FloorWidget


@dataclass(frozen=True)
class MomentView:
    """A word, LIVE or PAST, and which moment it is."""

    word: str = ""
    detail: str = ""
    is_past: bool = False


class MomentSign(FloorWidget):
    """Shows one `MomentView`; the past is a band of another colour with its own sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_view(MomentView())

    def show_view(self, view: MomentView) -> None:
        """Show another moment."""
        self.view = view
        self.told(f"{view.word} {view.detail}", view)

    def sizeHint(self) -> QSize:
        """As high as a finger, or as its two lines."""
        lines = line_height(TextSize.ITEM) + line_height(TextSize.LABEL)
        return QSize(self.theme.mm(70), max(self.theme.mm(TARGET_MM), lines))

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return QSize(self.theme.mm(50), self.sizeHint().height())

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the word over the moment."""
        colours, pad, look = canvas.colours, canvas.theme.mm(PAD_MM), canvas.theme.state(State.LOOK)
        ink = colours.text
        if self.view.is_past:
            canvas.card(area, look.fill, look.outline, width=3)
            ink = look.ink
        else:
            canvas.card(area)
        inner = area.adjusted(pad, 0, -pad, 0)
        if self.view.is_past:
            edge = line_height(TextSize.ITEM)
            sign = QRect(inner.left(), inner.center().y() - edge // 2, edge, edge)
            canvas.icon(sign, "clock", ink)
            inner.setLeft(sign.right() + pad)
        first, second = line_height(TextSize.ITEM), line_height(TextSize.LABEL)
        top = inner.center().y() - (first + second) // 2
        word = QRect(inner.left(), top, inner.width(), first)
        canvas.text(word, self.view.word, TextSize.ITEM, ink, bold=True)
        detail = QRect(inner.left(), top + first, inner.width(), second)
        canvas.text(detail, self.view.detail, TextSize.LABEL, ink)

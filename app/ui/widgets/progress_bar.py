"""How far the task is: "line 7/25" in figures, and as blocks while lines can be told apart."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import TextSize
from app.ui.widgets.canvas import END, Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_MOST_BLOCKS = 60


@dataclass(frozen=True)
class ProgressView:
    """Progress of a task.

    Attributes:
        done: Lines, units or totes finished.
        total: Of how many.
        label: What is counted, e.g. "line".
        is_ordinal: Whether the figures name the one at work (line 7/25 with six done).
        note: Words at the far end, e.g. "4 of 10 units".
    """

    done: int
    total: int
    label: str
    is_ordinal: bool = False
    note: str = ""


class ProgressBar(FloorWidget):
    """Shows one `ProgressView` in neutral colours: progress is normal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_view(ProgressView(0, 0, ""))

    def show_view(self, view: ProgressView) -> None:
        """Show another state."""
        self.view = view
        self.told(f"{self.figures} {view.note}")

    @property
    def figures(self) -> str:
        """The words and figures at the leading edge."""
        view = self.view
        at = min(view.done + 1, view.total) if view.is_ordinal else view.done
        return f"{view.label} {at}/{view.total}"

    def sizeHint(self) -> QSize:
        """One line of item text."""
        return QSize(self.theme.mm(150), line_height(TextSize.ITEM) + self.theme.mm(1))

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return QSize(self.theme.mm(40), self.sizeHint().height())

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint figures, bar and note."""
        colours, gap = canvas.colours, canvas.theme.mm(6)
        canvas.text(area, self.figures, TextSize.ITEM, colours.text, bold=True)
        left = area.left() + gap
        left += text_width(canvas.theme.font(TextSize.ITEM, bold=True), self.figures)
        right = area.right()
        if self.view.note:
            canvas.text(area, self.view.note, TextSize.ITEM, colours.quiet, align=END)
            right -= text_width(canvas.theme.font(TextSize.ITEM), self.view.note) + gap
        thick = canvas.theme.mm(4)
        track = QRect(left, area.center().y() - thick // 2, right - left, thick)
        if 0 < self.view.total <= _MOST_BLOCKS:
            self._draw_blocks(canvas, track)
        elif track.width() > 0:
            canvas.card(track, colours.track, colours.track, corner_mm=1)
            track.setWidth(round(track.width() * self._share))
            canvas.card(track, colours.text, colours.text, corner_mm=1)

    @property
    def _share(self) -> float:
        return min(1.0, self.view.done / self.view.total) if self.view.total else 0.0

    def _draw_blocks(self, canvas: Canvas, track: QRect) -> None:
        colours, total = canvas.colours, self.view.total
        gap = max(2, canvas.theme.mm(0.8))
        for number in range(total):
            start = track.left() + (track.width() + gap) * number // total
            end = track.left() + (track.width() + gap) * (number + 1) // total - gap
            block = QRect(start, track.top(), max(1, end - start), track.height())
            if number < self.view.done:
                canvas.card(block, colours.text, colours.text, corner_mm=0.6)
            elif number == self.view.done:
                canvas.card(block, colours.surface, colours.text, width=3, corner_mm=0.6)
            else:
                canvas.card(block, colours.track, colours.track, corner_mm=0.6)

"""The last accepted scan beside the instruction: a green OK for a moment, a quiet tick after."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import State, TextSize
from app.ui.widgets.canvas import Canvas, largest_fitting, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.instruction_line import band_height

FLASH_MILLISECONDS = 1200


@dataclass(frozen=True)
class LastScanView:
    """What was accepted last.

    Attributes:
        text: The scan in short, e.g. "..4470".
        count: What it brought, e.g. "2/3".
        label: Small words above, e.g. "last scan"; empty for the usual ones.
    """

    text: str
    count: str = ""
    label: str = ""


class LastScan(FloorWidget):
    """Shows one `LastScanView`; `accept` flashes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self.update)
        self.view: LastScanView | None = None
        self.show_view(None)

    @property
    def is_flashing(self) -> bool:
        """Whether the green OK still stands."""
        return self._calm.isActive()

    def show_view(self, view: LastScanView | None) -> None:
        """Show the last accepted scan quietly; none at the start of a task."""
        self.view = view
        self._calm.stop()
        self.told(f"{self.tr('Last scan')}: OK {view.text} {view.count}" if view else "")

    def accept(self, view: LastScanView) -> None:
        """Show a scan that was accepted just now."""
        self.show_view(view)
        self._calm.start(FLASH_MILLISECONDS)
        self.update()

    def sizeHint(self) -> QSize:
        """The height of the instruction line, room for OK to be read from 2 m."""
        ok_width = text_width(self.theme.font(TextSize.VERDICT, bold=True), "OK")
        mm = self.theme.mm
        return QSize(ok_width + mm(26) + mm(48), band_height(self.theme))

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint circle, OK and what was scanned."""
        if self.view is None:
            return
        state, pad = canvas.theme.state(State.OK), canvas.theme.mm(4)
        ink, quiet = canvas.colours.text, canvas.colours.quiet
        if self.is_flashing:
            canvas.card(area, state.fill, state.outline, width=3)
            ink = quiet = state.ink
        else:
            label = QRect(area.left() + pad, area.top(), area.width(), line_height(TextSize.LABEL))
            canvas.text(label, self.view.label or self.tr("Last scan"), TextSize.LABEL, quiet)
            area = area.adjusted(0, label.height(), 0, 0)
        edge = canvas.theme.mm(22 if self.is_flashing else 12)
        sign = QRect(area.left() + pad, area.top(), edge, area.height())
        canvas.icon(sign, "ok_solid" if self.is_flashing else "ok", ink)
        left = sign.right() + pad
        flash_size = TextSize.GIANT if canvas.theme.is_low else TextSize.VERDICT
        size = flash_size if self.is_flashing else TextSize.INSTRUCTION
        width = text_width(canvas.theme.font(size, bold=True), "OK")
        canvas.text(QRect(left, area.top(), width + 4, area.height()), "OK", size, ink, bold=True)
        left += width + pad
        self._draw_scan(
            canvas, QRect(left, area.top(), area.right() - left - 8, area.height()), ink
        )

    def _draw_scan(self, canvas: Canvas, area: QRect, ink: str) -> None:
        if self.view is None:
            return
        lines = [with_slashed_zeros(self.view.text), self.view.count]
        shown = [words for words in lines if words]
        height = line_height(TextSize.ITEM)
        top = area.center().y() - height * len(shown) // 2
        for words in shown:
            row = QRect(area.left(), top, area.width(), height)
            sizes = (TextSize.ITEM, TextSize.LABEL)
            size = largest_fitting(words, row.width(), sizes, bold=words is shown[0])
            canvas.text(row, words, size, ink, bold=words is shown[0])
            top += height

"""The last accepted scan beside the instruction: a green OK for a moment, a quiet tick after."""

from dataclasses import dataclass, replace

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
        is_stored: Whether the station keeps it and the database has not confirmed it yet.
    """

    text: str
    count: str = ""
    label: str = ""
    is_stored: bool = False


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
        self._say()

    def accept(self, view: LastScanView) -> None:
        """Show a scan that was accepted just now."""
        self.show_view(view)
        self._calm.start(FLASH_MILLISECONDS)
        self.update()

    def confirm(self) -> None:
        """Show that the database has what was only stored here."""
        if self.view is not None and self.view.is_stored:
            self.view = replace(self.view, is_stored=False)
            self._say()
            self.update()

    def _say(self) -> None:
        view = self.view
        self.told(f"{self._label}: OK {view.text} {view.count}" if view else "")

    @property
    def _label(self) -> str:
        """What has become of the scan, in small words."""
        if self.view is not None and self.view.is_stored:
            return self.tr("Stored here, not sent")
        return (self.view.label if self.view else "") or self.tr("Last scan")

    def sizeHint(self) -> QSize:
        """The height of the instruction line, room for OK to be read from 2 m."""
        ok_width = text_width(self.theme.font(TextSize.VERDICT, bold=True), "OK")
        mm = self.theme.mm
        return QSize(ok_width + mm(26) + mm(48), band_height(self.theme))

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint circle, OK and what was scanned; a scan that is only stored wears a bar."""
        if self.view is None:
            return
        state, pad = canvas.theme.state(State.OK), canvas.theme.mm(4)
        ink, quiet = canvas.colours.text, canvas.colours.quiet
        height = line_height(TextSize.LABEL)
        if self.is_flashing:
            canvas.card(area, state.fill, state.outline, width=3)
            ink = quiet = state.ink
        label = QRect(area.left() + pad, area.top(), area.width() - 2 * pad, height)
        if self.view.is_stored:
            self._draw_stored(canvas, label.adjusted(-pad, 0, pad, 0))
            area = area.adjusted(0, height, 0, 0)
        elif not self.is_flashing:
            canvas.text(label, self._label, TextSize.LABEL, quiet)
            area = area.adjusted(0, height, 0, 0)
        edge = canvas.theme.mm(22 if self.is_flashing else 12)
        sign = QRect(area.left() + pad, area.top(), edge, area.height())
        canvas.icon(sign, "ok_solid" if self.is_flashing else "ok", ink)
        left = sign.right() + pad
        is_small = canvas.theme.is_low or self.view.is_stored
        flash_size = TextSize.GIANT if is_small else TextSize.VERDICT
        if canvas.theme.is_low and self.view.is_stored:
            flash_size = TextSize.INSTRUCTION
        size = flash_size if self.is_flashing else TextSize.INSTRUCTION
        width = text_width(canvas.theme.font(size, bold=True), "OK")
        canvas.text(QRect(left, area.top(), width + 4, area.height()), "OK", size, ink, bold=True)
        left += width + pad
        self._draw_scan(
            canvas, QRect(left, area.top(), area.right() - left - 8, area.height()), ink
        )

    def _draw_stored(self, canvas: Canvas, bar: QRect) -> None:
        """Paint the bar that tells a stored scan from a confirmed one, without colour as well."""
        idle, pad = canvas.theme.state(State.IDLE), canvas.theme.mm(4)
        canvas.bar(bar, idle.fill)
        sign = QRect(bar.left() + pad, bar.top(), bar.height(), bar.height())
        canvas.icon(sign, "unsent", idle.ink)
        words = bar.adjusted(pad + sign.width() + pad // 2, 0, -pad, 0)
        canvas.text(words, self._label, TextSize.LABEL, idle.ink, bold=True)

    def _draw_scan(self, canvas: Canvas, area: QRect, ink: str) -> None:
        if self.view is None:
            return
        lines = [with_slashed_zeros(self.view.text), self.view.count]
        shown = [words for words in lines if words]
        height = line_height(TextSize.ITEM)
        if len(shown) > 1 and 2 * height > area.height() + canvas.theme.mm(3):
            shown = [" ".join(shown)]
        top = area.center().y() - height * len(shown) // 2
        for words in shown:
            row = QRect(area.left(), top, area.width(), height)
            sizes = (TextSize.ITEM, TextSize.LABEL)
            size = largest_fitting(words, row.width(), sizes, bold=words is shown[0])
            canvas.text(row, words, size, ink, bold=words is shown[0])
            top += height

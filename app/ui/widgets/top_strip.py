"""The strip on top of every floor screen: who, which task, by when, what is unsent or broken."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.ui.tokens import OUTER_MARGIN_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.lamp import Lamp, LampView

_SHARE_OF_LAMPS = 0.66  # the rest belongs to operator and task


@dataclass(frozen=True)
class CutOff:
    """When the carrier leaves.

    Attributes:
        name: Carrier and time, e.g. "DHL 09:30".
        remaining: Time left in words, e.g. "in 1 h 12".
        is_late: Whether it will probably be missed.
    """

    name: str
    remaining: str
    is_late: bool = False


@dataclass(frozen=True)
class TopStripView:
    """All that the strip shows; texts are translated by the screen."""

    operator: str
    role: str
    task: str = ""
    task_detail: str = ""
    cut_off: CutOff | None = None
    unsent: int = 0
    is_offline: bool = False
    offline_for: str = ""
    devices: tuple[LampView, ...] = ()


class TopStrip(FloorWidget):
    """Shows one `TopStripView`; as high as two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._lamps: list[Lamp] = []
        self.view = TopStripView("", "")
        self._show_lamps()

    def show_view(self, view: TopStripView) -> None:
        """Show another state; lamps that stay keep their place."""
        if view != self.view:
            self.view = view
            self._show_lamps()

    def _show_lamps(self) -> None:
        view = self.view
        signs = [*self._cut_off_sign(view), self._unsent_sign(view), *view.devices]
        if len(signs) == len(self._lamps):
            for lamp, sign in zip(self._lamps, signs, strict=True):
                lamp.show_view(sign)
        else:
            self._place_lamps(signs)
        self._fit_lamps()
        self.told(f"{view.operator} {view.role} {view.task} {view.task_detail}")

    @property
    def lamps(self) -> list[Lamp]:
        """The lamps from left to right: cut-off if there is one, unsent, devices."""
        return list(self._lamps)

    def sizeHint(self) -> QSize:
        """Two lines of label text and some air."""
        return QSize(self.theme.mm(300), 2 * line_height(TextSize.LABEL) + self.theme.mm(5))

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out names of lamps where the strip is narrow."""
        super().resizeEvent(event)
        self._fit_lamps()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the ground and the words at the leading edge."""
        colours, line = canvas.colours, line_height(TextSize.LABEL)
        canvas.bar(area, colours.surface)
        canvas.bar(QRect(area.left(), area.bottom(), area.width(), 1), colours.hairline)
        edge, gap = canvas.theme.mm(10), canvas.theme.mm(3)
        left = area.left() + canvas.theme.mm(OUTER_MARGIN_MM)
        limit = self._lamps[0].geometry() if self._lamps else area
        right = (limit.left() if self.isLeftToRight() else area.width() - limit.right()) - gap
        canvas.icon(QRect(left, area.top(), edge, area.height()), "operator", colours.quiet)
        left += edge + gap
        for head, detail in ((self.view.operator, self.view.role), self._task_words):
            font = canvas.theme.font(TextSize.LABEL, bold=True)
            width = max(text_width(font, head), text_width(font, detail)) + gap
            width = max(0, min(width, right - left))
            words = QRect(left, area.center().y() - line, width, line)
            canvas.text(words, head, TextSize.LABEL, colours.text, bold=True)
            canvas.text(words.translated(0, line), detail, TextSize.LABEL, colours.quiet)
            left += width + 2 * gap

    @property
    def _task_words(self) -> tuple[str, str]:
        return self.view.task, self.view.task_detail

    def _place_lamps(self, signs: list[LampView]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lamps = [Lamp(sign, self) for sign in signs]
        gap = self.theme.mm(1.5)
        edge = self.theme.mm(OUTER_MARGIN_MM)
        self._row.setContentsMargins(edge, gap, edge, gap)
        self._row.setSpacing(gap)
        self._row.addStretch(1)
        for lamp in self._lamps:
            self._row.addWidget(lamp, 0, Qt.AlignmentFlag.AlignVCenter)
            lamp.show()

    def _fit_lamps(self) -> None:
        for lamp in self._lamps:
            lamp.set_compact(False)
        wanted = sum(lamp.sizeHint().width() for lamp in self._lamps)
        for lamp in self._lamps:
            lamp.set_compact(wanted > self.width_at_hand(500) * _SHARE_OF_LAMPS)

    def _cut_off_sign(self, view: TopStripView) -> list[LampView]:
        if view.cut_off is None:
            return []
        state = State.LOOK if view.cut_off.is_late else State.OK
        word = view.cut_off.remaining
        if view.cut_off.is_late:
            word = self.tr("LATE") + f" {word}"
        return [LampView(view.cut_off.name, word, state, "clock")]

    def _unsent_sign(self, view: TopStripView) -> LampView:
        if view.is_offline:
            name = f"{self.tr('OFFLINE')} {self.view.offline_for}".strip()
            return LampView(name, f"{view.unsent} " + self.tr("unsent"), State.IDLE, "offline")
        return LampView(self.tr("Unsent"), str(view.unsent), State.OK, "unsent")

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
_ICON_MM, _WORDS_GAP_MM, _LAMP_GAP_MM = 10.0, 3.0, 1.5


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
        edge, gap = canvas.theme.mm(_ICON_MM), canvas.theme.mm(_WORDS_GAP_MM)
        left = area.left() + canvas.theme.mm(OUTER_MARGIN_MM)
        limit = next((lamp.geometry() for lamp in self._lamps if lamp.isVisibleTo(self)), area)
        right = (limit.left() if self.isLeftToRight() else area.width() - limit.right()) - gap
        canvas.icon(QRect(left, area.top(), edge, area.height()), "operator", colours.quiet)
        left += edge + gap
        for head, detail in self._words:
            font = canvas.theme.font(TextSize.LABEL, bold=True)
            width = max(text_width(font, head), text_width(font, detail)) + gap
            width = max(0, min(width, right - left))
            words = QRect(left, area.center().y() - line, width, line)
            canvas.text(words, head, TextSize.LABEL, colours.text, bold=True)
            canvas.text(words.translated(0, line), detail, TextSize.LABEL, colours.quiet)
            left += width + 2 * gap

    @property
    def _words(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Who and what, each with a quieter second line."""
        view = self.view
        return (view.operator, view.role), (view.task, view.task_detail)

    def _place_lamps(self, signs: list[LampView]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._lamps = [Lamp(sign, self) for sign in signs]
        gap = self.theme.mm(_LAMP_GAP_MM)
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
            lamp.setVisible(True)
        room = self.width_at_hand(500)
        lamps, words = self._width_of_lamps(), self._width_of_words()
        is_compact = lamps > room * _SHARE_OF_LAMPS or words + lamps > room
        for lamp in self._lamps:
            lamp.set_compact(is_compact)
        if is_compact and words + self._width_of_lamps() > room:
            for lamp in self._lamps:
                lamp.set_compact(True, is_bare=True)
            # While something else takes the room, devices that are well are not spoken of.
            has_room = words + self._width_of_lamps() <= room
            for lamp in self._lamps:
                lamp.setVisible(has_room or not lamp.is_bare)

    def _width_of_lamps(self) -> int:
        """Pixels of all lamps as they are worn, and of the gaps between them."""
        gaps = (len(self._lamps) - 1) * self.theme.mm(_LAMP_GAP_MM)
        return sum(lamp.sizeHint().width() for lamp in self._lamps) + gaps

    def _width_of_words(self) -> int:
        """Pixels in which operator and task are shown whole, with both edges of the strip."""
        gap, font = self.theme.mm(_WORDS_GAP_MM), self.theme.font(TextSize.LABEL, bold=True)
        words = sum(
            max(text_width(font, head), text_width(font, detail)) + 3 * gap
            for head, detail in self._words
        )
        return words + self.theme.mm(_ICON_MM) + gap + 2 * self.theme.mm(OUTER_MARGIN_MM)

    def _cut_off_sign(self, view: TopStripView) -> list[LampView]:
        if view.cut_off is None:
            return []
        state = State.LOOK if view.cut_off.is_late else State.OK
        word = view.cut_off.remaining
        if view.cut_off.is_late:
            word = self.tr("LATE") + f" {word}"
        return [LampView(view.cut_off.name, word, state, "clock", is_device=False)]

    def _unsent_sign(self, view: TopStripView) -> LampView:
        if view.is_offline:
            name = f"{self.tr('OFFLINE')} {self.view.offline_for}".strip()
            return LampView(name, f"{view.unsent} " + self.tr("unsent"), State.IDLE, "offline")
        return LampView(self.tr("Unsent"), str(view.unsent), State.OK, "unsent", is_device=False)

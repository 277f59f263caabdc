"""A two-line sign for one device, count or time: drawing, name, word, and a shape if not fine."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import State, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget


@dataclass(frozen=True)
class LampView:
    """What a lamp says.

    Attributes:
        name: What it is about, e.g. "Scanner" or "DHL 09:30".
        word: How it is, e.g. "OK", "NO PAPER", "in 1 h 12", "3".
        state: OK and NEXT are painted quietly; all others as a filled sign.
        icon: Name of a drawing.
        is_device: Whether it is about a device, whose being well needs no words.
    """

    name: str
    word: str
    state: State
    icon: str
    is_device: bool = True


class Lamp(FloorWidget):
    """Shows one `LampView`."""

    def __init__(self, view: LampView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_compact = self._is_bare = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_view(view)

    def set_compact(self, is_compact: bool, *, is_bare: bool = False) -> None:
        """Leave out words while all is well, where the strip is too narrow for all of them.

        Args:
            is_compact: Without its name.
            is_bare: Of a device without its word, too: its drawing alone says that it is well.
        """
        if (is_compact, is_bare) != (self._is_compact, self._is_bare):
            self._is_compact, self._is_bare = is_compact, is_bare
            self.updateGeometry()
            self.update()

    def show_view(self, view: LampView) -> None:
        """Show another state."""
        self.view = view
        self.told(f"{view.name}: {view.word}", view)

    @property
    def is_quiet(self) -> bool:
        """Whether all is well: saturated colour belongs to what is not."""
        return self.view.state in {State.OK, State.NEXT}

    def sizeHint(self) -> QSize:
        """Room for the drawing and two lines of words."""
        line = line_height(TextSize.LABEL)
        if self.is_bare:
            return QSize(self._icon_edge + self.theme.mm(4), 2 * line + self.theme.mm(2))
        font = self.theme.font(TextSize.LABEL, bold=True)
        words = text_width(font, self.view.word)
        if not self._hides_name:
            words = max(words, text_width(font, self.view.name))
        sign = 0 if self.is_quiet else line
        return QSize(self._icon_edge + words + sign + self.theme.mm(7), 2 * line + self.theme.mm(2))

    def minimumSizeHint(self) -> QSize:
        """Words are never cut: a fault must be read whole."""
        return self.sizeHint()

    @property
    def _hides_name(self) -> bool:
        return self._is_compact and self.is_quiet

    @property
    def is_bare(self) -> bool:
        """Whether it shows its drawing alone."""
        return self._is_bare and self.is_quiet and self.view.is_device

    @property
    def _icon_edge(self) -> int:
        return self.theme.mm(8)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint drawing, name and word."""
        colours, state = canvas.colours, canvas.theme.state(self.view.state)
        ink, quiet = (colours.text, colours.quiet) if self.is_quiet else (state.ink, state.ink)
        line, pad = line_height(TextSize.LABEL), canvas.theme.mm(2)
        if not self.is_quiet:
            canvas.card(area, state.fill, state.outline, width=2)
        icon = QRect(area.left() + pad, area.top(), self._icon_edge, area.height())
        canvas.icon(icon, self.view.icon, quiet)
        if self.is_bare:
            return
        left = icon.right() + pad
        top = area.center().y() - line
        words = QRect(left, top, area.right() - left, line)
        if self._hides_name:
            words.translate(0, line // 2)
        else:
            canvas.text(words, self.view.name, TextSize.LABEL, quiet)
            words.translate(0, line)
        if not self.is_quiet:
            canvas.icon(QRect(left, words.top(), line - 6, line), f"{self.view.state}_solid", ink)
            words.setLeft(left + line)
        canvas.text(words, self.view.word, TextSize.LABEL, ink, bold=True)

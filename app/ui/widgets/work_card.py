"""A piece of work to take: large enough to be read from two metres and tapped in a glove."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import Canvas, largest_fitting, line_height, text_width

_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FACT_SIZES = (TextSize.ITEM, TextSize.LABEL)
_SMALLER = (TextSize.INSTRUCTION, TextSize.PEEK, TextSize.ITEM)


@dataclass(frozen=True)
class WorkView:
    """Work on offer.

    Attributes:
        label: Small words above, e.g. "RESUME".
        title: What it is, e.g. "Order 10881".
        facts: Lines below, e.g. "line 2/5".
        key: How to take it, e.g. "NEXT or Enter".
        icon: Name of a drawing.
        is_default: Whether OK takes it; it is drawn solid.
    """

    label: str
    title: str
    facts: tuple[str, ...] = ()
    key: str = ""
    icon: str = ""
    is_default: bool = False


class WorkCard(QAbstractButton):
    """Shows one `WorkView`.

    Signals:
        clicked: As in Qt.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view = WorkView("", "")

    def show_view(self, view: WorkView) -> None:
        """Show other work."""
        if view == self.view:
            return
        self.view = view
        words = " ".join(part for part in (view.label, view.title, *view.facts, view.key) if part)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Label, title and facts."""
        theme = Theme.current()
        width = self.width() - 4 * theme.air(PAD_MM, PAD_MM / 2)
        facts = sum(_fact_height(words, width) for words in self.view.facts)
        facts = max(line_height(TextSize.ITEM), facts)
        title = TextSize.PEEK if theme.is_low else TextSize.GIANT
        labels = (1 + bool(self.view.key)) * line_height(TextSize.LABEL)
        height = labels + line_height(title) + facts
        return QSize(theme.mm(200), height + 2 * theme.air(PAD_MM * 1.5, PAD_MM / 2))

    def minimumSizeHint(self) -> QSize:
        """The words are never cut from top to bottom."""
        return QSize(Theme.current().mm(80), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Take sizes from a new theme."""
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt's request to paint."""
        with Canvas(self) as canvas:
            self._draw(canvas)

    def _draw(self, canvas: Canvas) -> None:
        colours, pad = canvas.colours, canvas.theme.air(PAD_MM, PAD_MM / 2)
        ink, quiet = colours.text, colours.quiet
        if self.view.is_default:
            state = canvas.theme.state(State.NEXT)
            canvas.card(self.rect(), state.fill, state.outline, width=3)
            ink = quiet = state.ink
        else:
            canvas.card(self.rect(), colours.surface, colours.line, width=2)
        inner = self.rect().adjusted(pad, pad, -pad, -pad)
        if self.view.icon:
            edge = canvas.theme.mm(26)
            sign = QRect(inner.left(), inner.top(), edge, inner.height())
            canvas.icon(sign, self.view.icon, ink)
            inner.setLeft(inner.left() + edge + pad)
        self._draw_words(canvas, inner, ink, quiet)

    def _draw_words(self, canvas: Canvas, inner: QRect, ink: str, quiet: str) -> None:
        label = line_height(TextSize.LABEL)
        row = QRect(inner.left(), inner.top(), inner.width(), label)
        canvas.text(row, self.view.label, TextSize.LABEL, quiet, bold=True)
        sizes = _SMALLER if canvas.theme.is_low else (TextSize.GIANT, *_SMALLER)
        size = largest_fitting(self.view.title, inner.width(), sizes, bold=True)
        title, fact = line_height(size), line_height(TextSize.ITEM)
        used = title + sum(_fact_height(words, inner.width()) for words in self.view.facts)
        room = inner.height() - label - (label if self.view.key else 0)
        top = inner.top() + label + max(0, (room - used) // 2)
        row = QRect(inner.left(), top, inner.width(), title)
        canvas.text(row, self.view.title, size, ink, bold=True)
        top += title
        for words in self.view.facts:
            height = _fact_height(words, inner.width())
            line = QRect(inner.left(), top, inner.width(), height)
            fitting = largest_fitting(words, line.width(), _FACT_SIZES, bold=False)
            canvas.text(line, words, fitting, ink, align=_START, wrap=height > fact)
            top += height
        if self.view.key:
            width = text_width(canvas.theme.font(TextSize.LABEL), self.view.key)
            foot = QRect(inner.left(), inner.bottom() - label, min(width + 8, inner.width()), label)
            canvas.text(foot, self.view.key, TextSize.LABEL, quiet)


def _fact_height(words: str, width: int) -> int:
    """Pixels of a line below the title, or of two where even small words have to wrap."""
    font = Theme.current().font(TextSize.LABEL)
    if text_width(font, words) <= width:
        return line_height(TextSize.ITEM)
    return 2 * line_height(TextSize.LABEL)

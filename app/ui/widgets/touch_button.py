"""The one button of floor screens: big enough for a glove, its key printed, never focused."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.tokens import PRIMARY_TARGET_MM, TARGET_MM, State, TextSize
from app.ui.widgets.canvas import END, MIDDLE, START, Canvas, line_height, text_width, wrapped

_MOST_LINES = 2


@dataclass(frozen=True)
class ButtonFace:
    """What a button shows.

    Attributes:
        text: One or two words, translated.
        key: The key that does the same, e.g. F6; empty where there is none.
        note: What exactly it would do, e.g. "OK ..4470".
        icon: Name of a drawing.
        count: How much waits, in place of the drawing.
        size: Of its words.
        is_default: Whether OK takes it; it is drawn solid.
        is_chosen: Whether it is the current choice among several.
        is_warning: Whether something waits behind it; it is drawn as LOOK.
    """

    text: str
    key: str = ""
    note: str = ""
    icon: str = ""
    count: str = ""
    size: TextSize = TextSize.LABEL
    is_default: bool = False
    is_chosen: bool = False
    is_warning: bool = False


def tile_size() -> TextSize:
    """Words of a tile among many, which stand in lower rows where the window is low."""
    return TextSize.LABEL if Theme.current().is_low else TextSize.ITEM


class TouchButton(QAbstractButton):
    """A painted button of 20 mm at least, 25 mm if it is the default one.

    Signals:
        clicked: As in Qt.
    """

    def __init__(self, face: ButtonFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = ButtonFace("")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_face(face)

    def show_face(self, face: ButtonFace) -> None:
        """Show other words on the same button."""
        if face == self.face:
            return
        self.face = face
        self.setText(face.text)
        self.setAccessibleName(
            " ".join(part for part in (face.key, face.text, face.count, face.note) if part)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for its words, never less than a gloved finger."""
        theme = Theme.current()
        pad = theme.mm(3)
        text = text_width(theme.font(self.face.size, bold=True), self.face.text)
        note = text_width(theme.font(TextSize.LABEL), self.face.note)
        width = max(text, note) + 2 * pad + 4
        if self.face.icon and not self.face.key:
            width += theme.mm(9)
        least = theme.mm(PRIMARY_TARGET_MM)
        lines = line_height(self.face.size) + line_height(TextSize.LABEL) * bool(self.face.note)
        return QSize(max(width, least), max(lines + theme.mm(3), least))

    def minimumSizeHint(self) -> QSize:
        """A gloved finger, and the key above the words."""
        least = Theme.current().mm(TARGET_MM)
        lines = line_height(self.face.size) + line_height(TextSize.LABEL) * bool(self.face.key)
        return QSize(least, max(least, lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the scan capture, even if something gave the button the focus."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the scan capture."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Take sizes from a new theme."""
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt's request to paint."""
        with Canvas(self) as canvas:
            self._draw_ground(canvas)
            if self.face.key or self.face.note:
                self._draw_keyed(canvas)
            else:
                self._draw_plain(canvas)

    def _inks(self) -> tuple[str, str]:
        colours = Theme.current().colours
        if self.face.is_warning:
            ink = Theme.current().state(State.LOOK).ink
            return ink, ink
        if self.face.is_default:
            return colours.surface, colours.surface
        return colours.text, colours.quiet

    def _draw_ground(self, canvas: Canvas) -> None:
        colours = canvas.colours
        pressed = self.isDown()
        if self.face.is_warning:
            look = canvas.theme.state(State.LOOK)
            canvas.card(self.rect(), look.fill, look.outline, width=4 if pressed else 2)
        elif self.face.is_default:
            canvas.card(self.rect(), colours.quiet if pressed else colours.text, colours.text)
        elif self.isEnabled():
            fill = colours.hairline if pressed else colours.surface
            edge = colours.text if self.face.is_chosen else colours.line
            canvas.card(self.rect(), fill, edge, width=4 if self.face.is_chosen else 2)
        else:
            canvas.card(self.rect(), colours.page, colours.hairline, width=2)

    def _draw_plain(self, canvas: Canvas) -> None:
        ink, _ = self._inks()
        area = self.rect().adjusted(8, 4, -8, -4)
        if self.face.icon:
            edge = canvas.theme.mm(7)
            words = text_width(canvas.theme.font(self.face.size, bold=True), self.face.text)
            left = max(area.left(), area.center().x() - (edge + words) // 2 - 6)
            canvas.icon(QRect(left, area.top(), edge, area.height()), self.face.icon, ink)
            area.setLeft(left + edge + 12)
            canvas.text(area, self.face.text, self.face.size, ink, bold=True, align=START)
        else:
            canvas.text(
                area, self.face.text, self.face.size, ink, bold=True, align=MIDDLE, wrap=True
            )

    def _draw_beside_key(self, canvas: Canvas, inner: QRect) -> None:
        """Words of two lines where there is room for no third: the first begins beside the key."""
        ink, _ = self._inks()
        pieces = self._pieces(inner.width())
        words = [(self.face.key, False), *((word, True) for word in pieces)]
        used = line_height(self.face.size) * len(wrapped(words, self.face.size, inner.width()))
        area = QRect(inner.left(), inner.center().y() - used // 2, inner.width(), used)
        canvas.flow(area, words, self.face.size, ink)
        if self.face.count:
            head = QRect(area.left(), area.top(), area.width(), line_height(TextSize.LABEL))
            canvas.text(head, self.face.count, TextSize.LABEL, ink, bold=True, align=END)

    def _draw_note_beside(self, canvas: Canvas, key: QRect, ink: str) -> None:
        """What a key would do, beside it where there is no line for it, if all of it fits."""
        font = canvas.theme.font(TextSize.LABEL)
        left = key.left() + text_width(font, self.face.key) + canvas.theme.mm(3)
        place = QRect(left, key.top(), key.right() - left - key.height(), key.height())
        if text_width(font, self.face.note) <= place.width():
            canvas.text(place, self.face.note, TextSize.LABEL, ink)

    def _pieces(self, width: int) -> list[str]:
        """The words; one that is too long breaks behind its hyphen."""
        font = Theme.current().font(self.face.size, bold=True)
        words = self.face.text.split()
        if any(text_width(font, word) > width for word in words):
            return self.face.text.replace("-", "- ").split()
        return words

    def _draw_keyed(self, canvas: Canvas) -> None:
        """Key and drawing on the first line, then the words, then the note."""
        ink, quiet = self._inks()
        pad, line = canvas.theme.air(2.5, 2), line_height(TextSize.LABEL)
        inner = self.rect().adjusted(pad, 0, -pad, 0)
        words = [(word, True) for word in self._pieces(inner.width())]
        size = self.face.size
        if len(wrapped(words, size, inner.width())) > _MOST_LINES:
            size = TextSize.LABEL
        lines = len(wrapped(words, size, inner.width()))
        head = line if self.face.key else 0
        has_note_room = inner.height() >= head + line_height(size) + line
        note = line if self.face.note and has_note_room else 0
        if head and lines > 1 and not note and inner.height() < head + 2 * line:
            self._draw_beside_key(canvas, inner)
            return
        body = line_height(size) * (1 if note else min(_MOST_LINES, lines))
        top = inner.top() + max(2, (inner.height() - head - body - note) // 2)
        if self.face.count:
            corner = QRect(inner.left(), top, inner.width(), line)
            canvas.text(corner, self.face.count, TextSize.LABEL, ink, bold=True, align=END)
        elif self.face.icon:
            edge = min(line, canvas.theme.mm(7))
            canvas.icon(QRect(inner.right() - edge, top, edge, line), self.face.icon, ink)
        key = QRect(inner.left(), top, inner.width(), line)
        canvas.text(key, self.face.key, TextSize.LABEL, quiet)
        if self.face.note and not note:
            self._draw_note_beside(canvas, key, quiet)
        area = QRect(inner.left(), top + head, inner.width(), body)
        if lines > 1 and not note:
            canvas.flow(area, words, size, ink)
        else:
            canvas.text(area, self.face.text, size, ink, bold=True)
        if note:
            foot = QRect(inner.left(), area.bottom() + 1, inner.width(), line)
            canvas.text(foot, self.face.note, TextSize.LABEL, quiet)

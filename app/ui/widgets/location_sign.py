"""Where to go, read from two metres: the code in groups, what changed bold, the way in words."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import PAD_MM, TextSize
from app.ui.widgets.canvas import Canvas, Run, largest_fitting, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_LONGEST_GROUP = 3  # what is read at one glance
_WAY_SIZES = (TextSize.ITEM, TextSize.LABEL)


@dataclass(frozen=True)
class LocationView:
    """A place to go to.

    Attributes:
        code: The location's code, e.g. "A-12-04-C".
        words: The way in words, e.g. ("aisle 12", "left", "level C").
        previous: The code of the line before; what differs from it is painted bold.
        label: Small words above, e.g. "GO TO"; empty for the usual ones.
    """

    code: str
    words: tuple[str, ...] = ()
    previous: str = ""
    label: str = ""


def groups(code: str) -> list[str]:
    """The code in pieces of at most three characters; a dash stays with the piece before it."""
    pieces: list[str] = []
    parts = code.split("-")
    for number, part in enumerate(parts):
        cut = [part[at : at + _LONGEST_GROUP] for at in range(0, len(part), _LONGEST_GROUP)]
        if number < len(parts) - 1:
            cut = [*cut[:-1], f"{cut[-1] if cut else ''}-"]
        pieces += cut
    return pieces


def changed_groups(code: str, previous: str) -> list[Run]:
    """The groups of a code, marked where they differ from the code before; all if none does."""
    before = groups(previous)
    now = groups(code)
    marks = [at >= len(before) or piece != before[at] for at, piece in enumerate(now)]
    if not any(marks):
        marks = [True] * len(now)
    return list(zip(now, marks, strict=True))


class LocationSign(FloorWidget):
    """Shows one `LocationView`; too long a code wraps between groups and never shrinks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_view(LocationView(""))

    def show_view(self, view: LocationView) -> None:
        """Show another place."""
        self.view = view
        self.told(f"{self._label} {view.code} {' '.join(view.words)}")

    @property
    def _label(self) -> str:
        return self.view.label or self.tr("GO TO")

    def sizeHint(self) -> QSize:
        """The whole code on one line."""
        wanted = self._width(changed_groups(self.view.code, self.view.previous))
        width = max(wanted, self.theme.mm(60)) + 2 * self._pad
        way = line_height(TextSize.ITEM) if self.theme.is_low and not self.theme.is_tight else 0
        return QSize(width, self.minimumSizeHint().height() + way)

    def minimumSizeHint(self) -> QSize:
        """The code wrapped into the width at hand; in a low window the way beside its label."""
        width = self.width_at_hand(500) - 2 * self._pad
        code = len(self._lines(width)) * self._code_height
        words = line_height(TextSize.LABEL)
        words += 0 if self.theme.is_low else line_height(TextSize.ITEM)
        return QSize(self.theme.mm(60), code + words + 2 * self._pad)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for more height where a narrow place makes the code wrap."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint label, code and the way in words."""
        canvas.card(area)
        inner = area.adjusted(self._pad, self._pad, -self._pad, -self._pad)
        label = line_height(TextSize.LABEL)
        head = QRect(inner.left(), inner.top(), inner.width(), label)
        canvas.text(head, self._label, TextSize.LABEL, canvas.colours.quiet, bold=True)
        lines = self._lines(inner.width())
        used = len(lines) * self._code_height
        below = line_height(TextSize.ITEM)
        way = below if inner.height() >= label + used + below else 0
        top = inner.top() + label + max(0, (inner.height() - label - way - used) // 2)
        for line in lines:
            row = QRect(inner.left(), top, inner.width(), self._code_height)
            painted = [(with_slashed_zeros(piece), bold) for piece, bold in line]
            canvas.runs(row, painted, TextSize.GIANT, canvas.colours.text, gap=self._gap)
            top += self._code_height
        words = "  ·  ".join(self.view.words)
        if way:
            foot = QRect(inner.left(), inner.bottom() - way, inner.width(), way)
            size = largest_fitting(words, foot.width(), _WAY_SIZES, bold=False)
            canvas.text(foot, words, size, canvas.colours.text)
            return
        taken = text_width(self.theme.font(TextSize.LABEL, bold=True), self._label)
        head.setLeft(head.left() + taken + self.theme.mm(PAD_MM))
        if text_width(self.theme.font(TextSize.LABEL), words) <= head.width():
            canvas.text(head, words, TextSize.LABEL, canvas.colours.text)
            return
        beside = inner.adjusted(self._width(lines[-1]) + self.theme.mm(PAD_MM), label, 0, 0)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        canvas.text(beside, words, TextSize.LABEL, canvas.colours.text, align=align, wrap=True)

    @property
    def _pad(self) -> int:
        return self.theme.air(PAD_MM, PAD_MM / 2)

    @property
    def _gap(self) -> int:
        return self.theme.mm(2)

    @property
    def _code_height(self) -> int:
        return round(self.theme.px(TextSize.GIANT) * 1.15)

    def _width(self, runs: list[Run]) -> int:
        fonts = {bold: self.theme.font(TextSize.GIANT, bold=bold) for bold in (False, True)}
        return sum(text_width(fonts[bold], piece) + self._gap for piece, bold in runs)

    def _lines(self, width: int) -> list[list[Run]]:
        lines: list[list[Run]] = [[]]
        for run in changed_groups(self.view.code, self.view.previous):
            if lines[-1] and self._width([*lines[-1], run]) - self._gap > width:
                lines.append([])
            lines[-1].append(run)
        return lines

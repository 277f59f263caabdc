"""The one giant line that answers: what do I do now?"""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.theme import Theme
from app.ui.tokens import State, TextSize
from app.ui.widgets.canvas import END, Canvas, Run, line_height, text_width, wrapped
from app.ui.widgets.floor_widget import FloorWidget

_BAND_MM = 38.0  # of this line and of the last accepted scan beside it
_LOW_BAND_MM = 26.0


def band_height(theme: Theme) -> int:
    """Pixels of the instruction, and of what stands beside it or in its place."""
    return theme.air(_BAND_MM, _LOW_BAND_MM)


@dataclass(frozen=True)
class Instruction:
    """What to do.

    Attributes:
        text: Verb first, e.g. "SCAN ITEM".
        code: The end of the code to scan, e.g. "..4471"; painted so that 0 is no O.
        detail: A shorter second way, e.g. "or OK = M2".
        lead: Small words before it, e.g. "DO THIS".
        is_working: Whether the last scan is still being answered.
    """

    text: str
    code: str = ""
    detail: str = ""
    lead: str = ""
    is_working: bool = False


class InstructionLine(FloorWidget):
    """Shows one `Instruction` on a bar that points on; starts with ">"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_instruction(Instruction(""))

    def show_instruction(self, instruction: Instruction) -> None:
        """Show what to do now."""
        self.instruction = instruction
        self.told(f"> {instruction.text} {instruction.code} {instruction.detail}", instruction)

    def sizeHint(self) -> QSize:
        """Room for one giant line or two large ones."""
        return QSize(self.theme.mm(200), band_height(self.theme))

    def minimumSizeHint(self) -> QSize:
        """The height never gives way."""
        return QSize(self.theme.mm(60), band_height(self.theme))

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the arrow bar and its words."""
        draw_instruction(canvas, area, self.instruction)


def draw_instruction(canvas: Canvas, area: QRect, instruction: Instruction) -> None:
    """Paint the arrow bar of what to do, for the line itself and for a held STOP in its place."""
    canvas.arrow_bar(area)
    ink = canvas.theme.state(State.NEXT).ink
    inner = area.adjusted(canvas.theme.mm(6), 0, -area.height() // 3, 0)
    canvas.text(inner, canvas.onward, TextSize.INSTRUCTION, ink, bold=True)
    width = text_width(canvas.theme.font(TextSize.INSTRUCTION, bold=True), ">")
    inner.setLeft(inner.left() + width + canvas.theme.mm(5))
    if instruction.lead:
        canvas.text(inner, instruction.lead, TextSize.ITEM, ink)
        width = text_width(canvas.theme.font(TextSize.ITEM), instruction.lead)
        inner.setLeft(inner.left() + width + canvas.theme.mm(5))
    words: list[Run] = [(word, True) for word in instruction.text.split()]
    if instruction.code:
        words.append((with_slashed_zeros(instruction.code), False))
    largest = (TextSize.INSTRUCTION, TextSize.PEEK)
    sizes = (*largest, TextSize.ITEM) if canvas.theme.is_low else largest
    detail = "…" if instruction.is_working else instruction.detail
    if detail:
        beside = QRect(inner)
        width = text_width(canvas.theme.font(TextSize.ITEM), detail)
        beside.setRight(inner.right() - width - canvas.theme.mm(5))
        # A second way to do it gives way where it would cut the first one.
        if _fits(words, sizes[-1], QRect(beside.topLeft(), QSize(beside.width(), area.height()))):
            canvas.text(inner, detail, TextSize.ITEM, ink, align=END)
            inner = beside
    canvas.fitted(inner, words, sizes, ink)


def _fits(words: list[Run], size: TextSize, area: QRect) -> bool:
    """Whether words, wrapped, leave an area on no side."""
    lines = wrapped(words, size, area.width())
    font = Theme.current().font(size, bold=True)
    widest = max((text_width(font, word) for word, _ in words), default=0)
    return widest <= area.width() and line_height(size) * len(lines) <= area.height()

"""The held answer to a scan: what it was, what is needed, what to do, what it counted."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import PAD_MM, SPACING_MM, State, TextSize
from app.ui.widgets.canvas import (
    END,
    Canvas,
    Run,
    emphasised,
    largest_fitting,
    line_height,
    text_width,
)
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.instruction_line import Instruction, band_height, draw_instruction

_HEAD_MM = 44.0
_LOW_HEAD_MM = 33.0
_LOW_PAD_MM = 2.0
_CLOSE = 1.1  # of a font's size, from one row to the next where there is least room
_HINT_SIZES = (TextSize.ITEM, TextSize.LABEL)


@dataclass(frozen=True)
class VerdictRow:
    """One thing that was scanned or is needed.

    Attributes:
        label: Whose it is, e.g. "you scanned".
        text: Its name, e.g. "Red mug 330 ml".
        code: The end of its code, e.g. "..4488".
        place: Where it belongs, e.g. "lives in A-12-05-C".
        emphasis: Words of the text that tell the two apart.
        picture: A photograph, if there is one.
    """

    label: str
    text: str
    code: str = ""
    place: str = ""
    emphasis: tuple[str, ...] = ()
    picture: QImage | None = None


@dataclass(frozen=True)
class Verdict:
    """The whole answer; texts are translated by the screen.

    Attributes:
        state: STOP holds until the right scan; LOOK and OK use the same form.
        word: The state's word, e.g. "STOP".
        title: What happened, e.g. "WRONG ITEM".
        rows: What was scanned and what is needed.
        do_this: The way out, verb first, e.g. "Put it back, take BLUE mug, scan it."
        counted: What it changed, e.g. "Nothing was counted: still 0/3."
        hint: A second way, e.g. "Only red mugs here? F7 Wrong location".
        times: How often the same wrong code came in a row.
    """

    state: State
    word: str
    title: str
    rows: tuple[VerdictRow, ...] = ()
    do_this: str = ""
    counted: str = ""
    hint: str = ""
    times: int = 1


class VerdictBand(FloorWidget):
    """Shows one `Verdict` in place of evidence and instruction; no dialog, takes no key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_verdict(Verdict(State.IDLE, "", ""))

    def show_verdict(self, verdict: Verdict) -> None:
        """Show an answer; the screen decides how long it is held."""
        self.verdict = verdict
        rows = " ".join(f"{row.label} {row.text} {row.code} {row.place}." for row in verdict.rows)
        said = f"{verdict.word}: {verdict.title}. {rows} {verdict.counted} {verdict.do_this}"
        self.told(f"{said} {verdict.hint}")

    def sizeHint(self) -> QSize:
        """Head, two rows, count and way out."""
        return QSize(self.theme.mm(300), self.theme.mm(180))

    def minimumSizeHint(self) -> QSize:
        """Head, one line a row, count and way out."""
        row = self._row_sizes[-1 if self.theme.is_low else 0]
        lines = len(self.verdict.rows) * round(self.theme.px(row) * _CLOSE)
        size = TextSize.ITEM if self.theme.is_low else TextSize.PEEK
        counted = round(self.theme.px(size) * _CLOSE)
        lines += counted * bool(self.verdict.counted)
        lines += line_height(TextSize.LABEL if self.theme.is_low else TextSize.ITEM) * bool(
            self.verdict.hint
        )
        theme = self.theme
        head = theme.air(_HEAD_MM, _LOW_HEAD_MM) + 3 * theme.air(PAD_MM, _LOW_PAD_MM)
        foot = band_height(theme) + theme.mm(SPACING_MM) if self.verdict.do_this else 0
        return QSize(theme.mm(120), head + lines + foot)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the frame, the head, the rows and the way out from top to bottom."""
        state = canvas.theme.state(self.verdict.state)
        gap = canvas.theme.mm(SPACING_MM)
        foot_height = band_height(canvas.theme) if self.verdict.do_this else -gap
        frame = area.adjusted(0, 0, 0, -foot_height - gap)
        canvas.card(frame, canvas.colours.surface, state.outline, width=canvas.theme.mm(1.5))
        head = QRect(
            area.left(), area.top(), area.width(), canvas.theme.air(_HEAD_MM, _LOW_HEAD_MM)
        )
        canvas.card(head, state.fill, state.outline, width=3)
        self._draw_head(canvas, head, state.ink)
        self._draw_body(canvas, frame.adjusted(0, head.height(), 0, 0))
        if self.verdict.do_this:
            foot = QRect(area.left(), frame.bottom() + 1 + gap, area.width(), foot_height)
            draw_instruction(
                canvas, foot, Instruction(self.verdict.do_this, lead=self.tr("DO THIS"))
            )

    def _draw_head(self, canvas: Canvas, head: QRect, ink: str) -> None:
        pad = canvas.theme.mm(PAD_MM)
        edge = head.height() - 2 * canvas.theme.mm(4)
        sign = QRect(head.left() + pad, head.center().y() - edge // 2, edge, edge)
        canvas.icon(sign, f"{self.verdict.state}_solid", ink)
        left = sign.right() + pad
        size = TextSize.GIANT if canvas.theme.is_low else TextSize.VERDICT
        width = text_width(canvas.theme.font(size, bold=True), self.verdict.word)
        word = QRect(left, head.top(), width + 4, head.height())
        canvas.text(word, self.verdict.word, size, ink, bold=True)
        rest = QRect(word.right() + 2 * pad, head.top(), 0, head.height())
        rest.setRight(head.right() - pad)
        if self.verdict.times > 1:
            canvas.text(rest, f"x{self.verdict.times}", TextSize.INSTRUCTION, ink, align=END)
            rest.setRight(rest.right() - canvas.theme.mm(30))
        title: list[Run] = [(word, False) for word in self.verdict.title.split()]
        canvas.fitted(rest, title, (TextSize.GIANT, TextSize.INSTRUCTION, TextSize.PEEK), ink)

    @property
    def _row_sizes(self) -> tuple[TextSize, ...]:
        """Text of a row: the largest in which it needs one line, else wrapped in the last."""
        if self.theme.is_low:
            return (TextSize.PEEK, TextSize.ITEM)
        return (TextSize.INSTRUCTION, TextSize.PEEK)

    def _draw_body(self, canvas: Canvas, body: QRect) -> None:
        side, pad = canvas.theme.mm(PAD_MM * 1.5), canvas.theme.air(PAD_MM, _LOW_PAD_MM)
        inner = body.adjusted(side, pad, -side, -pad)
        hint_size = largest_fitting(self.verdict.hint, inner.width(), _HINT_SIZES, bold=False)
        hint = line_height(hint_size) if self.verdict.hint else 0
        least = hint + len(self.verdict.rows) * line_height(self._row_sizes[-1])
        has_room = inner.height() >= least + line_height(TextSize.PEEK)
        counted_size = TextSize.PEEK if has_room else TextSize.ITEM
        counted = line_height(counted_size) if self.verdict.counted else 0
        room = inner.height() - counted - hint - pad
        rows = len(self.verdict.rows)
        labels = [row.label for row in self.verdict.rows]
        font = canvas.theme.font(TextSize.ITEM)
        column = max((text_width(font, label) for label in labels), default=0) + canvas.theme.mm(4)
        for number, row in enumerate(self.verdict.rows):
            top = inner.top() + room * number // rows
            place = QRect(inner.left(), top, inner.width(), room // rows)
            self._draw_row(canvas, place, row, column)
            if number:
                line = QRect(inner.left(), top, inner.width(), 1)
                canvas.bar(line, canvas.colours.hairline)
        foot = QRect(inner.left(), inner.bottom() - hint - counted, inner.width(), counted)
        colour = canvas.theme.state(self.verdict.state).text
        canvas.text(foot, self.verdict.counted, counted_size, colour, bold=True)
        if hint:
            foot = QRect(inner.left(), inner.bottom() - hint, inner.width(), hint)
            canvas.text(foot, self.verdict.hint, hint_size, canvas.colours.quiet)

    def _draw_row(self, canvas: Canvas, area: QRect, row: VerdictRow, column: int) -> None:
        colours, sizes = canvas.colours, self._row_sizes
        if canvas.theme.is_low:
            sizes = (*sizes, TextSize.LABEL)
        if line_height(sizes[0]) > area.height() + canvas.theme.mm(1):
            sizes = sizes[1:]
        canvas.text(area, row.label, TextSize.ITEM, colours.quiet)
        words = area.adjusted(column, 0, 0, 0)
        if row.picture is not None:
            edge = area.height() - canvas.theme.mm(3)
            canvas.picture(
                QRect(words.left(), area.center().y() - edge // 2, edge, edge), row.picture
            )
            words.setLeft(words.left() + edge + canvas.theme.mm(PAD_MM))
        if row.place:
            size = TextSize.PEEK if TextSize.PEEK in sizes else sizes[0]
            width = text_width(canvas.theme.font(size), row.place)
            canvas.text(words, with_slashed_zeros(row.place), size, colours.text, align=END)
            words.setRight(words.right() - width - canvas.theme.mm(PAD_MM))
        runs: list[Run] = emphasised(row.text, row.emphasis)
        if row.code:
            runs.append((with_slashed_zeros(row.code), False))
        canvas.fitted(words, runs, sizes, colours.text)

"""Where it goes: the target's number large, and its position drawn on the cart or wall."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import MIDDLE, Canvas, largest_fitting, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_SMALLEST_TOTE_MM = 12.0  # a smaller drawing says nothing
_SMALLEST_POSITION_MM = 10.0
_LOW_MM = 52.0  # label and number


@dataclass(frozen=True)
class TotePosition:
    """One slot of a cart or cubby of a wall.

    Attributes:
        label: What is written on it, e.g. "S5".
        row: From the top, 0 first.
        column: From the left, 0 first.
        note: A short second line, e.g. "T-0442" or "x2".
        is_done: Whether nothing more goes in.
        is_empty: Whether no tote stands there.
    """

    label: str
    row: int = 0
    column: int = 0
    note: str = ""
    is_done: bool = False
    is_empty: bool = False


@dataclass(frozen=True)
class ToteMapView:
    """A cart, a wall, or the one tote of a single order.

    Attributes:
        positions: All of them.
        target: The label of the one to use now; empty while none is.
        title: Small words above, e.g. "INTO"; empty for the usual ones.
        quantity: How many go there, e.g. "x2".
    """

    positions: tuple[TotePosition, ...]
    target: str = ""
    title: str = ""
    quantity: str = ""


class ToteMap(FloorWidget):
    """Shows one `ToteMapView`; the left side of the picture stays left in every language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.show_view(ToteMapView(()))

    def show_view(self, view: ToteMapView) -> None:
        """Show another target or cart."""
        self.view = view
        target = self._target
        place = ""
        if target is not None and len(view.positions) > 1:
            place = self.tr("row") + f" {target.row + 1} "
            place += self.tr("place") + f" {target.column + 1}"
        self.told(f"{self._title} {view.target} {view.quantity} {place}")

    @property
    def _title(self) -> str:
        return self.view.title or self.tr("INTO")

    @property
    def _target(self) -> TotePosition | None:
        return next((p for p in self.view.positions if p.label == self.view.target), None)

    def sizeHint(self) -> QSize:
        """The target's number and a cart of two rows; in a low window the number alone."""
        if self.theme.is_low:
            return self.minimumSizeHint()
        return QSize(self.theme.mm(142), self.theme.mm(130))

    def minimumSizeHint(self) -> QSize:
        """The target's number and a glance at the cart; in a low window the number alone."""
        if not self.theme.is_low:
            return QSize(self.theme.mm(90), self.theme.mm(75))
        number = text_width(self.theme.font(TextSize.INSTRUCTION, bold=True), self.view.target)
        title = text_width(self.theme.font(TextSize.LABEL, bold=True), self._title)
        width = max(number + 4, title + 1, self.theme.mm(50)) + 2 * self._pad
        return QSize(width, self.theme.mm(_LOW_MM))

    @property
    def _pad(self) -> int:
        return self.theme.air(PAD_MM, PAD_MM / 2)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the number, then the picture."""
        canvas.card(area)
        colours, pad = canvas.colours, self._pad
        inner = area.adjusted(pad, pad, -pad, -pad)
        label, giant = line_height(TextSize.LABEL), round(canvas.theme.px(TextSize.GIANT) * 1.15)
        head = QRect(inner.left(), inner.top(), inner.width(), label)
        canvas.text(head, self._title, TextSize.LABEL, colours.quiet, bold=True)
        if self.view.target:
            words = f"{with_slashed_zeros(self.view.target)} {self.view.quantity}".strip()
            sizes = (TextSize.GIANT, TextSize.INSTRUCTION)
            size = largest_fitting(words, inner.width(), sizes, bold=True)
            row = QRect(inner.left(), head.bottom() + pad // 2, inner.width(), giant)
            canvas.text(row, words, size, colours.text, bold=True)
            inner.setTop(row.bottom() + pad // 2)
        else:
            inner.setTop(head.bottom() + pad // 2)
        if len(self.view.positions) == 1:
            self._draw_single(canvas, inner)
        elif self.view.positions:
            self._draw_grid(canvas, inner)

    def _draw_single(self, canvas: Canvas, area: QRect) -> None:
        colours = canvas.colours
        edge = min(area.height(), area.width(), canvas.theme.mm(60))
        if edge < canvas.theme.mm(_SMALLEST_TOTE_MM):
            return
        place = QRect(area.center().x() - edge // 2, area.center().y() - edge // 2, edge, edge)
        canvas.icon(place, "tote", colours.text)
        note = self.view.positions[0].note
        if note:
            foot = QRect(
                place.left(), place.bottom() - edge // 2, edge, line_height(TextSize.LABEL)
            )
            canvas.text(foot, note, TextSize.LABEL, colours.text, bold=True, align=MIDDLE)

    def _draw_grid(self, canvas: Canvas, area: QRect) -> None:
        rows = max(position.row for position in self.view.positions) + 1
        columns = max(position.column for position in self.view.positions) + 1
        gap = canvas.theme.mm(2)
        width = (area.width() - gap * (columns - 1)) // columns
        height = min((area.height() - gap * (rows - 1)) // rows, width)
        if height < canvas.theme.mm(_SMALLEST_POSITION_MM):
            return
        top = area.top() + (area.height() - rows * height - gap * (rows - 1)) // 2
        for position in self.view.positions:
            place = QRect(
                area.left() + position.column * (width + gap),
                top + position.row * (height + gap),
                width,
                height,
            )
            self._draw_position(canvas, canvas.unmirrored(place), position)

    def _draw_position(self, canvas: Canvas, place: QRect, position: TotePosition) -> None:
        colours, state = canvas.colours, canvas.theme.state(State.NEXT)
        is_target = position.label == self.view.target
        ink = colours.quiet if position.is_empty or position.is_done else colours.text
        if is_target:
            canvas.card(place, state.fill, state.outline, width=4)
            ink = state.ink
        else:
            edge = colours.hairline if position.is_empty else colours.line
            canvas.card(place, colours.page, edge, width=2)
        label = f">{position.label}<" if is_target else position.label
        words = QRect(place)
        second = position.note or ("✓" if position.is_done else "")
        if second:
            half = place.height() // 2
            words.setHeight(half + 6)
            foot = QRect(place.left(), place.top() + half, place.width(), half - 4)
            canvas.text(foot, second, TextSize.LABEL, ink, align=MIDDLE)
        canvas.text(words, label, TextSize.ITEM, ink, bold=not position.is_empty, align=MIDDLE)

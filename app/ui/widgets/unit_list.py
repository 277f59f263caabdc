"""What belongs into the parcel, line by line: picture, name, how many of how many, its state."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import State, TextSize
from app.ui.widgets.canvas import END, Canvas, emphasised, line_height, wrapped
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.item_card import ItemView, draw_item_picture

_ROW_MM = 27.0
_TALL_ROW_MM = 42.0  # where few lines leave room for larger pictures and names


class UnitState(StrEnum):
    """How far a line is."""

    OPEN = "open"
    CURRENT = "current"
    DONE = "done"
    SHORT = "short"


@dataclass(frozen=True)
class UnitRow:
    """One line to verify.

    Attributes:
        item: What it is.
        verified: Units scanned.
        expected: Units that belong in.
        state: How far it is.
        note: Such as "scan shelf card M-14" or "1 missing".
    """

    item: ItemView
    verified: int
    expected: int
    state: UnitState = UnitState.OPEN
    note: str = ""


class UnitList(FloorWidget):
    """Shows rows, keeping the current one in sight; tells how many do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_rows(())

    def show_rows(self, rows: tuple[UnitRow, ...]) -> None:
        """Show the lines of a parcel in their order."""
        self.rows = rows
        self.told(
            "; ".join(f"{row.item.name} {row.verified}/{row.expected} {row.note}" for row in rows)
        )

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(self.theme.mm(240), max(3, len(self.rows)) * self.theme.mm(_ROW_MM))

    def minimumSizeHint(self) -> QSize:
        """Two rows and the count of hidden ones."""
        return QSize(self.theme.mm(120), 2 * self.theme.mm(_ROW_MM) + line_height(TextSize.ITEM))

    def _row_height(self, height: int) -> int:
        """Pixels a row gets out of a height: taller while there are few."""
        low, tall = self.theme.mm(_ROW_MM), self.theme.mm(_TALL_ROW_MM)
        return max(low, min(tall, height // max(1, len(self.rows))))

    def visible_rows(self, height: int) -> range:
        """Which rows fit into a height, the current one among them."""
        count, row_height = len(self.rows), self._row_height(height)
        if count * row_height <= height:
            return range(count)
        fitting = max(1, (height - line_height(TextSize.ITEM)) // row_height)
        states = [row.state for row in self.rows]
        current = states.index(UnitState.CURRENT) if UnitState.CURRENT in states else 0
        first = min(max(0, current - fitting // 2), count - fitting)
        return range(first, first + fitting)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the rows that fit."""
        shown = self.visible_rows(area.height())
        row_height = self._row_height(area.height())
        canvas.card(QRect(area.left(), area.top(), area.width(), len(shown) * row_height))
        top = area.top()
        for number in shown:
            place = QRect(area.left(), top, area.width(), row_height)
            if number != shown.start:
                canvas.bar(QRect(place.left(), top, place.width(), 1), canvas.colours.hairline)
            self._draw_row(canvas, place, self.rows[number])
            top += row_height
        hidden = len(self.rows) - len(shown)
        if hidden:
            words = self.tr("and {0} more lines").format(hidden)
            row = QRect(area.left(), top, area.width(), line_height(TextSize.ITEM))
            canvas.text(row, words, TextSize.ITEM, canvas.colours.quiet)

    def _draw_row(self, canvas: Canvas, place: QRect, row: UnitRow) -> None:
        colours, gap = canvas.colours, canvas.theme.mm(4)
        ink = colours.quiet if row.state is UnitState.DONE else colours.text
        if row.state is UnitState.CURRENT:
            mark = canvas.theme.state(State.NEXT).text
            canvas.card(place, colours.surface, mark, width=4)
        edge = place.height() - 2 * canvas.theme.mm(2.5)
        left = place.left() + gap
        picture = QRect(left, place.center().y() - edge // 2, edge, edge)
        draw_item_picture(canvas, picture, _without_words(row.item))
        right = self._draw_count(canvas, place, row, ink)
        words = QRect(picture.right() + gap, place.top(), 0, place.height())
        words.setRight(right - gap)
        self._draw_words(canvas, words, row, ink)

    def _draw_words(self, canvas: Canvas, words: QRect, row: UnitRow, ink: str) -> None:
        sizes: tuple[TextSize, ...] = (TextSize.ITEM, TextSize.LABEL)
        size = TextSize.LABEL
        if words.height() >= canvas.theme.mm(_TALL_ROW_MM - 6):
            sizes, size = (TextSize.PEEK, *sizes), TextSize.ITEM
        small = line_height(size)
        name = emphasised(row.item.name, row.item.emphasis)
        for name_size in sizes:
            line = line_height(name_size) * len(wrapped(name, name_size, words.width()))
            if line + small <= words.height():
                break
        top = words.center().y() - (line + small) // 2
        canvas.flow(QRect(words.left(), top, words.width(), line), name, name_size, ink)
        codes = with_slashed_zeros(f"{row.item.sku}   ..{row.item.barcode_end}")
        detail = "   ".join(part for part in (codes, *row.item.remarks, row.note) if part)
        below = QRect(words.left(), top + line, words.width(), small)
        canvas.text(below, detail, size, canvas.colours.quiet)

    def _draw_count(self, canvas: Canvas, place: QRect, row: UnitRow, ink: str) -> int:
        gap, edge = canvas.theme.mm(4), canvas.theme.mm(11)
        sign = QRect(place.right() - gap - edge, place.top(), edge, place.height())
        colours = canvas.colours
        if row.state is UnitState.DONE:
            canvas.icon(sign, "ok", canvas.theme.state(State.OK).text)
        elif row.state is UnitState.SHORT:
            canvas.icon(sign, "look_solid", canvas.theme.state(State.LOOK).text)
        elif row.state is UnitState.CURRENT:
            canvas.icon(sign, "next_solid", canvas.theme.state(State.NEXT).text)
        width = canvas.theme.mm(34)
        figures = QRect(sign.left() - gap - width, place.top(), width, place.height())
        words = f"{row.verified}/{row.expected}"
        is_open = row.state is not UnitState.DONE
        size = TextSize.PEEK
        canvas.text(
            figures, words, size, ink if is_open else colours.quiet, bold=is_open, align=END
        )
        return figures.left()


def _without_words(item: ItemView) -> ItemView:
    return ItemView(item.name, item.sku, picture=item.picture)

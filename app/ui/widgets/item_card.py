"""What the right item looks like: picture, name with the telling word bold, ends of its codes."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fonts import with_slashed_zeros
from app.ui.tokens import PAD_MM, TextSize
from app.ui.widgets.canvas import (
    END,
    MIDDLE,
    Canvas,
    Run,
    emphasised,
    line_height,
    text_width,
    wrapped,
)
from app.ui.widgets.floor_widget import FloorWidget

PICTURE_MM = 52.0  # 40 mm is the least that tells look-alikes apart at arm's length


@dataclass(frozen=True)
class ItemView:
    """An item to recognise.

    Attributes:
        name: As customers know it; data, never translated.
        sku: Our code.
        barcode_end: Last digits of its barcode, e.g. "4471".
        case_quantity: Units in a case with its own code; 0 where there is none.
        emphasis: Words of the name that tell it from its neighbours.
        picture: A photograph, if there is one.
        remarks: Such as ("fragile", "lot 2214").
    """

    name: str
    sku: str
    barcode_end: str = ""
    case_quantity: int = 0
    emphasis: tuple[str, ...] = ()
    picture: QImage | None = None
    remarks: tuple[str, ...] = ()


def draw_item_picture(canvas: Canvas, area: QRect, item: ItemView) -> None:
    """The photograph, or a drawn parcel with the telling word in place of one."""
    if item.picture is not None and not item.picture.isNull():
        canvas.picture(area, item.picture)
        return
    colours = canvas.colours
    canvas.card(area, colours.page, colours.hairline, width=2)
    font = canvas.theme.font(TextSize.LABEL, bold=True)
    word = ""
    for more in item.emphasis:
        longer = f"{word} {more.upper()}".strip()
        if text_width(font, longer) <= area.width() - 12:
            word = longer
    if not word:
        edge = area.height() // 4
        canvas.icon(area.adjusted(edge, edge, -edge, -edge), "item", colours.quiet)
        return
    words = line_height(TextSize.LABEL) + canvas.theme.mm(3)
    edge = area.height() // 6
    icon = area.adjusted(edge, edge // 2, -edge, -words - edge // 3)
    canvas.icon(icon, "item", colours.quiet)
    foot = QRect(area.left() + 6, area.bottom() - words, area.width() - 12, words - 4)
    canvas.text(foot, word, TextSize.LABEL, colours.text, bold=True, align=MIDDLE)


class ItemCard(FloorWidget):
    """Shows one `ItemView`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_view(ItemView("", ""))

    def show_view(self, view: ItemView) -> None:
        """Show another item."""
        self.view = view
        self.told(" ".join([view.name, *self._facts]))

    def sizeHint(self) -> QSize:
        """The picture and its margins; in a low window two lines of text."""
        if self.theme.is_low:
            lines = line_height(TextSize.PEEK) + line_height(TextSize.ITEM)
            return QSize(self.theme.mm(180), lines + 2 * self._pad)
        edge = self.theme.mm(PICTURE_MM) + 2 * self.theme.mm(PAD_MM)
        return QSize(self.theme.mm(180), edge)

    def minimumSizeHint(self) -> QSize:
        """The smallest useful picture beside two lines of text; in a low window the name."""
        least = line_height(TextSize.PEEK) if self.theme.is_low else self.theme.mm(40)
        return QSize(self.theme.mm(90), least + 2 * self._pad)

    @property
    def _pad(self) -> int:
        return self.theme.air(PAD_MM, 1.5)

    @property
    def _facts(self) -> list[str]:
        view = self.view
        facts = [view.sku]
        if view.barcode_end:
            facts.append(self.tr("barcode ends") + f" ..{view.barcode_end}")
        if view.case_quantity > 1:
            facts.append(self.tr("case code") + f" = x{view.case_quantity}")
        return [*facts, *view.remarks]

    def _draw_beside(
        self, canvas: Canvas, words: QRect, name: list[Run], size: TextSize, facts: list[Run]
    ) -> None:
        """Facts beside a name that leaves no line below it, if that cuts none of them."""
        bold = canvas.theme.font(size, bold=True)
        taken = text_width(bold, " ".join(word for word, _ in name)) + canvas.theme.mm(PAD_MM)
        line = line_height(size)
        place = QRect(words.left() + taken, words.top() - line, words.width() - taken, line)
        text = " ".join(fact for fact, _ in facts)
        if text_width(canvas.theme.font(TextSize.LABEL), text) <= place.width():
            canvas.text(place, text, TextSize.LABEL, canvas.colours.text, align=END)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint picture, name and facts."""
        canvas.card(area)
        pad = self._pad
        inner = area.adjusted(pad, pad, -pad, -pad)
        edge = min(inner.height(), canvas.theme.mm(PICTURE_MM))
        picture = QRect(inner.left(), inner.center().y() - edge // 2, edge, edge)
        draw_item_picture(canvas, picture, self.view)
        words = QRect(picture.right() + canvas.theme.mm(PAD_MM), picture.top(), 0, edge)
        words.setRight(inner.right())
        name = emphasised(self.view.name, self.view.emphasis)
        sizes = (TextSize.INSTRUCTION, TextSize.PEEK)[self.theme.is_low :]
        size = next((s for s in sizes if len(wrapped(name, s, words.width())) == 1), sizes[-1])
        used = canvas.flow(words, name, size, canvas.colours.text)
        words.setTop(words.top() + used + canvas.theme.air(3, 0))
        *others, last = self._facts
        facts: list[Run] = [(with_slashed_zeros(f"{fact} ·"), False) for fact in others]
        facts.append((with_slashed_zeros(last), False))
        if words.height() < canvas.theme.px(TextSize.ITEM):
            self._draw_beside(canvas, words, name, size, facts)
            return
        sizes = (TextSize.ITEM, TextSize.LABEL)
        size = next((s for s in sizes if len(wrapped(facts, s, words.width())) == 1), sizes[0])
        canvas.flow(words, facts, size, canvas.colours.text)

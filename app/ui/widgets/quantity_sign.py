"""How many to take, readable from two metres, with the unit and where they go."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, TextSize
from app.ui.widgets.canvas import Canvas, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

_BESIDE_MM = 3.0


@dataclass(frozen=True)
class QuantityView:
    """A quantity to handle.

    Attributes:
        quantity: How many in all.
        unit: Of what, e.g. "each" or "case x6".
        into: Where to, e.g. "into S5"; empty where nothing is put.
        counted: How many are scanned already; None where units are not counted one by one.
        label: Small words above, e.g. "PICK"; empty for the usual ones.
    """

    quantity: int
    unit: str
    into: str = ""
    counted: int | None = None
    label: str = ""


class QuantitySign(FloorWidget):
    """Shows one `QuantityView`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_view(QuantityView(0, ""))

    def show_view(self, view: QuantityView) -> None:
        """Show another quantity."""
        self.view = view
        self.told(f"{self._label} {view.quantity} {view.unit} {view.into} {self._count_words}")

    @property
    def _label(self) -> str:
        return self.view.label or self.tr("PICK")

    @property
    def _count_words(self) -> str:
        if self.view.counted is None:
            return ""
        return self.tr("scanned") + f" {self._share}"

    @property
    def _share(self) -> str:
        return "" if self.view.counted is None else f"{self.view.counted}/{self.view.quantity}"

    @property
    def _short_foot(self) -> str:
        """What stands beside the label where there is no room below the quantity."""
        return self._share or self.view.into

    @property
    def _foot(self) -> str:
        # A wide foot would take its room from the location beside it, on a small screen all of it.
        if self.theme.is_low and self._count_words:
            return self._count_words
        return "  ·  ".join(words for words in (self.view.into, self._count_words) if words)

    @property
    def _side(self) -> int:
        return self.theme.mm(PAD_MM / 2 if self.theme.is_tight else PAD_MM)

    def sizeHint(self) -> QSize:
        """The whole quantity and its unit side by side."""
        mm = self.theme.mm
        figure = text_width(self.theme.font(TextSize.GIANT, bold=True), str(self.view.quantity))
        unit = text_width(self.theme.font(TextSize.PEEK), self.view.unit)
        foot = text_width(self.theme.font(TextSize.ITEM), self._foot)
        head = text_width(self.theme.font(TextSize.LABEL, bold=True), self._label)
        head += mm(_BESIDE_MM) + text_width(self.theme.font(TextSize.LABEL), self._short_foot)
        foot = 0 if self.theme.is_tight else foot
        width = max(figure + mm(6) + unit, head, foot) + 2 * self._side
        lines = line_height(TextSize.LABEL)
        lines += 0 if self.theme.is_tight else line_height(TextSize.ITEM)
        height = lines + 2 * self.theme.air(PAD_MM, PAD_MM / 2)
        return QSize(width, height + round(self.theme.px(TextSize.GIANT) * 1.15))

    def minimumSizeHint(self) -> QSize:
        """A quantity is never cut; in a low window words below it may move beside its label."""
        foot = line_height(TextSize.ITEM) if self.theme.is_low and not self.theme.is_tight else 0
        return self.sizeHint() - QSize(0, foot)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint label, figure, unit and where to."""
        canvas.card(area)
        colours, pad = canvas.colours, self._side
        edge = canvas.theme.air(PAD_MM, PAD_MM / 2)
        inner = area.adjusted(pad, edge, -pad, -edge)
        label, foot = line_height(TextSize.LABEL), line_height(TextSize.ITEM)
        if inner.height() < label + foot + canvas.theme.px(TextSize.GIANT):
            foot = 0
        head = QRect(inner.left(), inner.top(), inner.width(), label)
        canvas.text(head, self._label, TextSize.LABEL, colours.quiet, bold=True)
        figure = str(self.view.quantity)
        width = text_width(canvas.theme.font(TextSize.GIANT, bold=True), figure)
        middle = QRect(inner.left(), inner.top() + label, width + 4, inner.height() - label - foot)
        canvas.text(middle, figure, TextSize.GIANT, colours.text, bold=True)
        unit = QRect(middle)
        unit.setLeft(middle.right() + canvas.theme.mm(4))
        unit.setRight(inner.right())
        canvas.text(unit, self.view.unit, TextSize.PEEK, colours.text)
        row = QRect(inner.left(), inner.bottom() - foot, inner.width(), foot)
        if not foot:
            taken = text_width(canvas.theme.font(TextSize.LABEL, bold=True), self._label)
            row = head.adjusted(taken + canvas.theme.mm(_BESIDE_MM), 0, 0, 0)
        words, size = self._foot, TextSize.ITEM
        if not foot:
            words, size = self._short_foot, TextSize.LABEL
        canvas.text(row, words, size, colours.text)

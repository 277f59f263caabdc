"""The brush of hand-painted widgets: text, codes, cards and drawings in the theme's colours."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from types import TracebackType
from typing import Self

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QStyle, QWidget

from app.ui import icons
from app.ui.theme import Theme
from app.ui.tokens import CORNER_MM, State, TextSize

START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter

Run = tuple[str, bool]  # words and whether they stand out


class Canvas:
    """Paints on a widget; areas are given as for left-to-right reading and mirrored if need be.

    Args:
        widget: What is painted on.
        painter: One that paints on it already and goes on afterwards, as in a table's cell.
    """

    def __init__(self, widget: QWidget, painter: QPainter | None = None) -> None:
        self.theme = Theme.current()
        self.colours = self.theme.colours
        self._direction = widget.layoutDirection()
        self._bounds = widget.rect()
        self._is_lent = painter is not None
        self.take_up(QPainter(widget) if painter is None else painter)

    def take_up(self, painter: QPainter) -> None:
        """Go on with another painter: a picture that is painted in pieces has one for each."""
        self._painter = painter
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._is_lent:
            self._painter.end()

    def text(
        self,
        area: QRect,
        words: str,
        size: TextSize,
        colour: str,
        *,
        bold: bool = False,
        align: Qt.AlignmentFlag = START,
        wrap: bool = False,
    ) -> None:
        """Write words into an area; what does not fit ends in an ellipsis, or wraps."""
        font = self.theme.font(size, bold=bold)
        area = self._place(area)
        if not wrap and align & Qt.AlignmentFlag.AlignVCenter:
            area.translate(0, _capital_drop(font))
        flags = QStyle.visualAlignment(self._direction, align).value | _reading(words)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        if wrap:
            self._painter.drawText(area, flags | Qt.TextFlag.TextWordWrap.value, words)
        else:
            if text_width(font, words) > area.width():
                metrics = QFontMetrics(font)
                words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
            self._painter.drawText(area, flags, words)

    def runs(
        self, area: QRect, runs: Iterable[Run], size: TextSize, colour: str, *, gap: int = 0
    ) -> int:
        """Write words of two weights on one line, vertically centred.

        Args:
            area: Where; the words start at its leading edge and may leave it at the other.
            runs: Words, and whether they are bold.
            size: Text size of all.
            colour: #RRGGBB.
            gap: Pixels between two runs.

        Returns:
            Pixels used.
        """
        fonts = {bold: self.theme.font(size, bold=bold) for bold in (False, True)}
        parts = [(words, fonts[bold], text_width(fonts[bold], words)) for words, bold in runs]
        used = sum(width + gap for _, _, width in parts) - gap
        block = self._place(QRect(area.left(), area.top(), used, area.height()))
        self._painter.setPen(QColor(colour))
        left = block.left()
        flags = MIDDLE.value | Qt.TextFlag.TextDontClip.value
        # A mirrored layout moves the block, but a code or a Latin name still reads from the left.
        for at in order_as_seen([words for words, _, _ in parts]):
            words, font, width = parts[at]
            place = QRect(left, block.top() + _capital_drop(font), width, block.height())
            self._painter.setFont(font)
            self._painter.drawText(place, flags | _reading(words), words)
            left += width + gap
        return max(0, used)

    def flow(self, area: QRect, runs: Iterable[Run], size: TextSize, colour: str) -> int:
        """Write words of two weights, wrapped into the width of an area.

        Returns:
            Pixels of height used.
        """
        height, space = line_height(size), text_width(self.theme.font(size), " ")
        top = area.top()
        for line in wrapped(runs, size, area.width()):
            self.runs(QRect(area.left(), top, area.width(), height), line, size, colour, gap=space)
            top += height
        return top - area.top()

    def fitted(
        self, area: QRect, runs: list[Run], sizes: tuple[TextSize, ...], colour: str
    ) -> None:
        """Write words in the first size that needs one line only, else wrapped in the last size."""
        size = next((s for s in sizes if len(wrapped(runs, s, area.width())) == 1), sizes[-1])
        used = line_height(size) * len(wrapped(runs, size, area.width()))
        top = area.center().y() - used // 2
        self.flow(QRect(area.left(), top, area.width(), used), runs, size, colour)

    def card(
        self,
        area: QRect,
        fill: str | None = None,
        outline: str | None = None,
        *,
        width: int = 1,
        corner_mm: float = CORNER_MM,
    ) -> None:
        """A rounded rectangle: the surface with a hairline, or as told."""
        inset = width / 2
        corner = self.theme.mm(corner_mm)
        self._painter.setBrush(QColor(fill or self.colours.surface))
        self._painter.setPen(QPen(QColor(outline or self.colours.hairline), width))
        place = QRectF(self._place(area)).adjusted(inset, inset, -inset, -inset)
        self._painter.drawRoundedRect(place, corner, corner)

    def bar(self, area: QRect, fill: str) -> None:
        """A plain filled rectangle."""
        self._painter.fillRect(self._place(area), QColor(fill))

    def shape(
        self, corners: Iterable[tuple[float, float]], fill: str | None, outline: str, width: float
    ) -> None:
        """A polygon, not mirrored: a picture of real things, filled if a colour is given."""
        pen = QPen(QColor(outline), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        self._painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    def hatch(
        self, corners: Iterable[tuple[float, float]], ink: str, every: float, *, crossed: bool
    ) -> None:
        """Slanting lines within a polygon, not mirrored, so many pixels apart; in both ways."""
        outline = QPainterPath()
        outline.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        bounds = outline.boundingRect()
        self._painter.save()
        self._painter.setClipPath(outline)
        self._painter.setPen(QPen(QColor(ink), 1.5))
        left, top, bottom, height = bounds.left(), bounds.top(), bounds.bottom(), bounds.height()
        count = int((bounds.width() + height) / every) + 1
        starts = [left - height + number * every for number in range(count)]
        lines = [QLineF(at, bottom, at + height, top) for at in starts]
        if crossed:
            lines += [QLineF(at, top, at + height, bottom) for at in starts]
        self._painter.drawLines(lines)
        self._painter.restore()

    def path(self, spots: Iterable[tuple[float, float]], colour: str, width: float) -> None:
        """A line through spots, not mirrored: a picture of real things."""
        pen = QPen(QColor(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)
        self._painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in spots]))

    def disc(
        self, at: tuple[float, float], radius: float, fill: str, outline: str, width: float = 2.0
    ) -> None:
        """A filled circle, not mirrored."""
        self._painter.setPen(QPen(QColor(outline), width))
        self._painter.setBrush(QColor(fill))
        self._painter.drawEllipse(QPointF(*at), radius, radius)

    def arrow_bar(self, area: QRect, state: State = State.NEXT) -> None:
        """A bar whose trailing end points on: the shape of what to do next."""
        colours = self.theme.state(state)
        place = QRectF(self._place(area)).adjusted(1.5, 1.5, -1.5, -1.5)
        tip = min(place.height() / 3, place.width() / 4)
        corners = [
            QPointF(place.left(), place.top()),
            QPointF(place.right() - tip, place.top()),
            QPointF(place.right(), place.center().y()),
            QPointF(place.right() - tip, place.bottom()),
            QPointF(place.left(), place.bottom()),
        ]
        if self._direction is Qt.LayoutDirection.RightToLeft:
            axis = place.left() + place.right()
            corners = [QPointF(axis - corner.x(), corner.y()) for corner in corners]
        pen = QPen(QColor(colours.outline), 3)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(QColor(colours.fill))
        self._painter.drawPolygon(QPolygonF(corners))

    def icon(self, area: QRect, name: str, colour: str) -> None:
        """A drawing, as large as fits, in the middle of an area."""
        edge = min(area.width(), area.height())
        place = self._place(area)
        ratio = self._painter.device().devicePixelRatioF()
        corner = place.center() - QRect(0, 0, edge, edge).center()
        self._painter.drawImage(corner, icons.picture(name, edge, colour, ratio))

    def picture(self, area: QRect, picture: QImage) -> None:
        """A photograph, whole, in the middle of an area."""
        fitted = picture.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(area.topLeft(), fitted)
        target.moveCenter(area.center())
        self._painter.drawImage(self._place(target), picture)

    @property
    def onward(self) -> str:
        """The sign that points the way words run."""
        return "<" if self._direction is Qt.LayoutDirection.RightToLeft else ">"

    def unmirrored(self, area: QRect) -> QRect:
        """The area to paint on where left must stay left, as on a picture of a real cart."""
        return self._place(area)  # mirroring twice changes nothing

    def _place(self, area: QRect) -> QRect:
        return QStyle.visualRect(self._direction, self._bounds, area)


def _reads_right_to_left(words: str) -> bool:
    if words.isascii():
        return False
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)


def _reading(words: str) -> int:
    """Qt's flag that keeps the dashes and dots of a code where they are in a mirrored layout."""
    return 0 if _reads_right_to_left(words) else Qt.TextFlag.TextForceLeftToRight.value


def order_as_seen(parts: list[str]) -> list[int]:
    """The numbers of parts from left to right; a Latin name within other words keeps its order."""
    order = list(range(len(parts)))
    from_right = [_reads_right_to_left(words) for words in parts]
    if not any(from_right):
        return order
    seen: list[int] = []
    for is_from_right, group in groupby(reversed(order), key=lambda at: from_right[at]):
        numbers = list(group)
        seen += numbers if is_from_right else reversed(numbers)
    return seen


def _capital_drop(font: QFont) -> int:
    """Pixels to move a centred line down so that its capitals, not its line box, stand centred."""
    metrics = QFontMetrics(font)
    return (metrics.capHeight() - metrics.ascent() + metrics.descent()) // 2


def text_width(font: QFont, words: str) -> int:
    """Pixels that words take on one line."""
    return QFontMetrics(font).horizontalAdvance(words)


def line_height(size: TextSize) -> int:
    """Pixels from one line of text to the next in the current theme."""
    return QFontMetrics(Theme.current().font(size)).height()


def largest_fitting(words: str, width: int, sizes: Iterable[TextSize], *, bold: bool) -> TextSize:
    """The first of the sizes (largest first) in which words fit on one line; else the last."""
    size = TextSize.LABEL
    for size in sizes:
        if text_width(Theme.current().font(size, bold=bold), words) <= width:
            break
    return size


def wrapped(runs: Iterable[Run], size: TextSize, width: int) -> list[list[Run]]:
    """Runs broken into lines of at most `width` pixels; a single longer word keeps its line."""
    theme = Theme.current()
    space = text_width(theme.font(size), " ")
    lines: list[list[Run]] = [[]]
    used = 0
    for words, bold in runs:
        needed = text_width(theme.font(size, bold=bold), words)
        if lines[-1] and used + space + needed > width:
            lines.append([])
            used = 0
        used += needed + (space if lines[-1] else 0)
        lines[-1].append((words, bold))
    return lines


def emphasised(words: str, distinguishing: Iterable[str]) -> list[Run]:
    """Words one by one, marked where they tell this item from its neighbours, any case."""
    wanted = {word.casefold() for word in distinguishing}
    return [(word, word.strip(",.;:()").casefold() in wanted) for word in words.split()]

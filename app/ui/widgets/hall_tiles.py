"""Large tiles for a screen on the wall: a title and a figure each, read from five metres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, SPACING_MM, State, TextSize
from app.ui.widgets.canvas import END, Canvas, largest_fitting, line_height, text_width
from app.ui.widgets.floor_widget import FloorWidget

FIGURES = (TextSize.WALL, TextSize.VERDICT, TextSize.GIANT, TextSize.INSTRUCTION)
TITLES = (TextSize.GIANT, TextSize.INSTRUCTION, TextSize.PEEK)
"""Sizes of figures and titles, the largest that fits; the first is for five metres."""

_BAR_MM = 8.0


@dataclass(frozen=True)
class Tile:
    """One figure.

    Attributes:
        title: what it is of.
        figure: the figure with its unit.
        detail: a quieter word beside the title.
        state: LOOK and STOP are drawn as bands with their sign; None for plain.
        share: how much is done, 0 to 1, as a bar; None for no bar.
    """

    title: str
    figure: str
    detail: str = ""
    state: State | None = None
    share: float | None = None


class HallTiles(FloorWidget):
    """Shows tiles in rows of equal size, or in one row, each on a line."""

    def __init__(self, parent: QWidget | None = None, *, is_row: bool = False) -> None:
        super().__init__(parent)
        self._is_row = is_row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.tiles: tuple[Tile, ...] = ()

    def show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        """Show other figures."""
        if tiles != self.tiles:
            self.tiles = tiles
            self.told("; ".join(f"{tile.title} {tile.figure} {tile.detail}" for tile in tiles))

    def sizeHint(self) -> QSize:
        """Whatever there is; a row asks for its line."""
        height = line_height(TITLES[0]) + self.theme.mm(PAD_MM)
        return QSize(self.theme.mm(200), height if self._is_row else self.theme.mm(120))

    def minimumSizeHint(self) -> QSize:
        """A row's line never gives way."""
        return self.sizeHint() if self._is_row else super().minimumSizeHint()

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the tiles."""
        paint = _paint_line if self._is_row else _paint
        for tile, place in zip(self.tiles, self._places(area), strict=True):
            paint(canvas, place, tile)

    def _places(self, area: QRect) -> Iterator[QRect]:
        count, gap = len(self.tiles), self.theme.mm(SPACING_MM)
        columns = 1 if count == 1 else 2 if count <= 6 else 3
        if self._is_row:
            columns = max(1, count)
        rows = -(-count // columns)
        width = (area.width() - (columns - 1) * gap) // columns
        height = (area.height() - (rows - 1) * gap) // max(1, rows)
        for number in range(count):
            row, column = divmod(number, columns)
            left, top = area.left() + column * (width + gap), area.top() + row * (height + gap)
            yield QRect(left, top, width, height)


def _paint_line(canvas: Canvas, place: QRect, tile: Tile) -> None:
    """Title and figure beside each other."""
    canvas.card(place)
    pad = canvas.theme.mm(PAD_MM)
    inner = place.adjusted(pad, 0, -pad, 0)
    words = f"{tile.title} {tile.figure}"
    size = largest_fitting(words, inner.width(), TITLES, bold=True)
    canvas.text(inner, words, size, canvas.colours.text, bold=True)


def _paint_title(canvas: Canvas, inner: QRect, tile: Tile, ink: str) -> QRect:
    """The title, and its detail in the room that is left beside it.

    Returns:
        The line they are on.
    """
    both = f"{tile.title} {tile.detail}".strip()
    size = largest_fitting(both, inner.width(), TITLES, bold=False)
    line = QRect(inner.left(), inner.top(), inner.width(), line_height(size))
    canvas.text(line, tile.title, size, ink)
    used = text_width(canvas.theme.font(size), f"{tile.title} ")
    beside = line.adjusted(used, 0, 0, 0)
    if tile.detail and beside.width() > 0:
        size = largest_fitting(tile.detail, beside.width(), TITLES, bold=False)
        canvas.text(beside, tile.detail, size, ink, align=END)
    return line


def _paint(canvas: Canvas, place: QRect, tile: Tile) -> None:
    colours, pad, ink = canvas.colours, canvas.theme.mm(PAD_MM), canvas.colours.text
    if tile.state is None:
        canvas.card(place)
    else:
        look = canvas.theme.state(tile.state)
        canvas.card(place, look.fill, look.outline, width=4)
        ink = look.ink
    inner = place.adjusted(2 * pad, pad, -2 * pad, -pad)
    quiet = colours.quiet if tile.state is None else ink
    title = _paint_title(canvas, inner, tile, quiet)
    bar = canvas.theme.mm(_BAR_MM) + pad if tile.share is not None else 0
    height = inner.bottom() - title.bottom() - bar
    below = QRect(inner.left(), title.bottom(), inner.width(), height)
    if tile.state is not None:
        edge = min(below.height(), line_height(TextSize.GIANT))
        sign = QRect(below.left(), below.center().y() - edge // 2, edge, edge)
        canvas.icon(sign, f"{tile.state}_solid", ink)
        below.setLeft(sign.right() + pad)
    fits = [each for each in FIGURES if line_height(each) <= below.height()] or [FIGURES[-1]]
    size = largest_fitting(tile.figure, below.width(), fits, bold=True)
    canvas.text(below, tile.figure, size, ink, bold=True)
    if tile.share is not None:
        track = QRect(inner.left(), inner.bottom() - bar + pad, inner.width(), bar - pad)
        canvas.bar(track, colours.track)
        track.setWidth(round(track.width() * min(1.0, max(0.0, tile.share))))
        canvas.bar(track, ink)

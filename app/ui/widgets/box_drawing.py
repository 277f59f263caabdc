"""Shows how units lie in a carton: the whole from above its corner, and each layer from above."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, TextSize
from app.ui.widgets.canvas import MIDDLE, Canvas, line_height
from app.ui.widgets.floor_widget import FloorWidget

MOST_LAYERS = 4
"""Layers drawn one by one; more are told by their number."""

_ACROSS = math.cos(math.radians(30))
_DOWN = math.sin(math.radians(30))

Point = tuple[float, float]


@dataclass(frozen=True)
class BoxPart:
    """One unit in a carton, in mm.

    Attributes:
        label: The letter of its item in the legend.
        corner: Lower corner along length, width and height.
        sides: Its sides along them.
        layer: Counted from 1 on the floor.
    """

    label: str
    corner: tuple[int, int, int]
    sides: tuple[int, int, int]
    layer: int


@dataclass(frozen=True)
class BoxView:
    """A carton with its units.

    Attributes:
        title: What it is and how full.
        inner: Length, width and height inside, in mm.
        parts: The units, in the order of laying.
        legend: Letter, words and units of each item.
        more: Said below, e.g. what comes after this carton; may be empty.
    """

    title: str
    inner: tuple[int, int, int]
    parts: tuple[BoxPart, ...]
    legend: tuple[tuple[str, str], ...]
    layer_words: tuple[str, ...]
    more: str = ""


class BoxDrawing(FloorWidget):
    """A carton as a packer fills it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view: BoxView | None = None

    def show_view(self, view: BoxView | None) -> None:
        """Show another carton; nothing for None."""
        self.view = view
        words = () if view is None else (view.title, *(" ".join(each) for each in view.legend))
        more = "" if view is None else view.more
        self.told(" ".join((*words, more)))

    def sizeHint(self) -> QSize:
        """A carton that is recognised at arm's length."""
        return QSize(self.theme.mm(110), self.theme.mm(80))

    def minimumSizeHint(self) -> QSize:
        """Title and a small carton."""
        return QSize(self.theme.mm(60), self.theme.mm(40))

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint card, title, carton, layers and legend."""
        canvas.card(area)
        view = self.view
        if view is None:
            return
        pad, line = canvas.theme.mm(PAD_MM / 2), line_height(TextSize.LABEL)
        inner = area.adjusted(pad, pad, -pad, -pad)
        head = QRect(inner.left(), inner.top(), inner.width(), line)
        canvas.text(head, view.title, TextSize.LABEL, canvas.colours.quiet, bold=True)
        rows = [f"{label}  {words}" for label, words in view.legend]
        rows += [view.more] if view.more else []
        fitting = max(0, min(len(rows), (inner.height() - line) // (2 * line)))
        foot = inner.bottom() - fitting * line
        for number, row in enumerate(_shortened(rows, fitting)):
            place = QRect(inner.left(), foot + number * line, inner.width(), line)
            canvas.text(place, row, TextSize.LABEL, canvas.colours.text)
        body = QRect(
            inner.left(), head.bottom() + pad, inner.width(), foot - head.bottom() - 2 * pad
        )
        self._draw_body(canvas, canvas.unmirrored(body), view)

    def _draw_body(self, canvas: Canvas, body: QRect, view: BoxView) -> None:
        layers = max((part.layer for part in view.parts), default=1)
        shown = min(layers, MOST_LAYERS)
        plans = body.width() // 3 if layers > 1 and body.width() > body.height() else 0
        _draw_whole(
            canvas, QRect(body.left(), body.top(), body.width() - plans, body.height()), view
        )
        if not plans:
            return
        columns = 1 if shown < 3 else 2
        rows = -(-shown // columns)
        width, height = plans // columns, body.height() // rows
        for layer in range(1, shown + 1):
            column, row = (layer - 1) % columns, (layer - 1) // columns
            left = body.right() + 1 - plans + column * width
            place = QRect(left, body.top() + row * height, width, height)
            _draw_plan(canvas, place, view, layer)


def _shortened(rows: Sequence[str], fitting: int) -> list[str]:
    """The rows that have room; the last one says that there are more."""
    if len(rows) <= fitting or fitting < 1:
        return list(rows[:fitting])
    return [*rows[: fitting - 1], f"+ {len(rows) - fitting + 1}"]


# The whole, from above its right front corner -----------------------------------------------


@dataclass(frozen=True)
class _Sight:
    """Where points of the carton are on the screen: an isometric drawing.

    Length runs to the lower right, width to the lower left, height up; all equally long.
    """

    left: float
    top: float
    scale: float
    inner: tuple[int, int, int]

    def at(self, x: float, y: float, z: float) -> Point:
        _, width, height = self.inner
        across = (x - y + width) * _ACROSS
        down = (x + y) * _DOWN + height - z
        return self.left + across * self.scale, self.top + down * self.scale


def _sight(area: QRect, inner: tuple[int, int, int]) -> _Sight:
    length, width, height = inner
    across, down = (length + width) * _ACROSS, (length + width) * _DOWN + height
    scale = min(area.width() / across, area.height() / down)
    left = area.left() + (area.width() - across * scale) / 2
    top = area.top() + (area.height() - down * scale) / 2
    return _Sight(left, top, scale, inner)


def _draw_whole(canvas: Canvas, area: QRect, view: BoxView) -> None:
    if area.width() < 10 or area.height() < 10:
        return
    sight = _sight(area, view.inner)
    length, width, height = view.inner
    colours = canvas.colours
    floor = [(0, 0, 0), (length, 0, 0), (length, width, 0), (0, width, 0)]
    back = [(0, 0, 0), (length, 0, 0), (length, 0, height), (0, 0, height)]
    side = [(0, 0, 0), (0, width, 0), (0, width, height), (0, 0, height)]
    for wall in (floor, back, side):
        canvas.shape([sight.at(*each) for each in wall], colours.page, colours.line, 2)
    for part in from_the_back(view.parts):
        _draw_part(canvas, sight, part)


def _draw_part(canvas: Canvas, sight: _Sight, part: BoxPart) -> None:
    colours = canvas.colours
    (x, y, z), (dx, dy, dz) = part.corner, part.sides
    right = [(x + dx, y, z), (x + dx, y + dy, z), (x + dx, y + dy, z + dz), (x + dx, y, z + dz)]
    front = [(x, y + dy, z), (x + dx, y + dy, z), (x + dx, y + dy, z + dz), (x, y + dy, z + dz)]
    top = [(x, y, z + dz), (x + dx, y, z + dz), (x + dx, y + dy, z + dz), (x, y + dy, z + dz)]
    for face, fill in ((right, colours.track), (front, colours.hairline), (top, colours.surface)):
        canvas.shape([sight.at(*each) for each in face], fill, colours.text, 1.5)
    across, down = sight.at(x + dx / 2, y + dy / 2, z + dz)
    _draw_letter(canvas, (across, down), min(dx, dy) * sight.scale, part.label)


def _draw_letter(canvas: Canvas, middle: Point, room: float, letter: str) -> None:
    line = line_height(TextSize.LABEL)
    if room < line * 0.9:
        return
    place = QRect(round(middle[0] - line), round(middle[1] - line / 2), 2 * line, line)
    canvas.text(
        canvas.unmirrored(place),
        letter,
        TextSize.LABEL,
        canvas.colours.text,
        bold=True,
        align=MIDDLE,
    )


def from_the_back(parts: Sequence[BoxPart]) -> list[BoxPart]:
    """Parts in the order of painting: what may hide another one comes after it."""
    left = list(parts)
    drawn: list[BoxPart] = []
    while left:
        free = next(
            (part for part in left if not any(_hides(part, other) for other in left)), left[0]
        )
        left.remove(free)
        drawn.append(free)
    return drawn


def _hides(part: BoxPart, other: BoxPart) -> bool:
    """Whether a part lies before another one, seen from the right front corner above."""
    if part is other:
        return False
    behind = all(
        begin < far + side
        for begin, far, side in zip(other.corner, part.corner, part.sides, strict=True)
    )
    return behind and any(
        begin >= far + side
        for begin, far, side in zip(part.corner, other.corner, other.sides, strict=True)
    )


# A layer, from above ------------------------------------------------------------------------


def _draw_plan(canvas: Canvas, area: QRect, view: BoxView, layer: int) -> None:
    line, gap = line_height(TextSize.LABEL), canvas.theme.mm(2)
    length, width, _ = view.inner
    room = area.adjusted(gap, line + gap, 0, -gap)
    if room.width() < 10 or room.height() < 10:
        return
    scale = min(room.width() / length, room.height() / width)
    left = room.left() + (room.width() - length * scale) / 2
    top = float(room.top())
    words = view.layer_words[layer - 1] if layer <= len(view.layer_words) else str(layer)
    head = QRect(area.left() + gap, area.top(), area.width() - gap, line)
    canvas.text(canvas.unmirrored(head), words, TextSize.LABEL, canvas.colours.quiet, align=MIDDLE)
    colours = canvas.colours
    outline = ((0, 0), (length, 0), (length, width), (0, width))
    canvas.shape(
        [(left + x * scale, top + y * scale) for x, y in outline], colours.page, colours.line, 2
    )
    for part in view.parts:
        if part.layer != layer:
            continue
        (x, y, _), (dx, dy, _) = part.corner, part.sides
        corners = ((x, y), (x + dx, y), (x + dx, y + dy), (x, y + dy))
        canvas.shape(
            [(left + a * scale, top + b * scale) for a, b in corners],
            colours.surface,
            colours.text,
            1.5,
        )
        middle = (left + (x + dx / 2) * scale, top + (y + dy / 2) * scale)
        _draw_letter(canvas, middle, min(dx, dy) * scale, part.label)

"""What lies over a floor map: the heat of its aisles with a figure in each, and people's tags."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QRect, QRectF

from app.services.floor_map import Spot
from app.ui.tokens import State, TextSize
from app.ui.widgets.canvas import MIDDLE, Canvas, line_height, text_width
from app.ui.widgets.floor_scale import Pixels, StoreyScale

NARROWEST_M, BROADEST_M = 1.6, 6.0
"""How broad an aisle's heat is painted: four fifths of the way to its neighbour, within these."""

HATCH_MM = {2: 6.0, 3: 3.0, 4: 6.0}
"""By step of the scale, how far apart the lines of its hatching are; the last step is crossed."""

SHARES = (0.5, 0.72, 0.28, 0.86, 0.14)
"""Where along an aisle its figure may stand, tried in this order."""

TIP_MM, PAD_MM, FOOT_MM = 2.2, 1.2, 1.1

NOTCH = 4.0
"""A flag's notch is this part of its height."""

TAGS_AT_A_TIME = 12
"""So many people are painted before the window may see to something else."""

FLAG_TRIES = 8
"""Half heights by which a flag is moved up until it hides nothing."""


@dataclass(frozen=True)
class HeatCell:
    """The heat of an aisle.

    Attributes:
        storey: its storey.
        start: where it begins.
        end: where it ends.
        step: on which step of the scale it is, 0 for nothing.
        figure: what is printed in it.
        is_chosen: it is the one that is looked at.
        is_warning: it is drawn with a sign to look there.
    """

    storey: str
    start: Spot
    end: Spot
    step: int
    figure: str
    is_chosen: bool = False
    is_warning: bool = False


@dataclass(frozen=True)
class PersonTag:
    """Somebody on the map: a flag with their name, hollow where they have not scanned for long."""

    storey: str
    at: Spot
    text: str
    is_hollow: bool = False
    is_chosen: bool = False


def paint_banner(canvas: Canvas, area: QRect, words: str) -> int:
    """Paint a border around a picture that is not of now, and the words over it.

    Returns:
        The pixel below the words.
    """
    look, edge = canvas.theme.state(State.LOOK), canvas.theme.mm(TIP_MM)
    band = QRect(area.left(), area.top(), area.width(), line_height(TextSize.ITEM) + edge)
    canvas.card(area, canvas.colours.surface, look.outline, width=edge)
    canvas.card(area.adjusted(2, 2, -2, -2), canvas.colours.surface, look.fill, width=edge - 3)
    canvas.card(band, look.fill, look.outline, width=2)
    canvas.text(band, words, TextSize.ITEM, look.ink, bold=True, align=MIDDLE)
    return band.bottom() + edge


def paint_heat(canvas: Canvas, scale: StoreyScale, cells: Sequence[HeatCell]) -> None:
    """Paint tint and hatching of the cells of a storey."""
    here = [cell for cell in cells if cell.storey == scale.storey]
    half = _breadth(here) / 2
    for cell in sorted(here, key=lambda each: each.is_chosen):
        corners = [scale.at(spot) for spot in _around(cell, half)]
        paint_step(canvas, corners, cell.step)
        if cell.is_chosen:
            outline = canvas.theme.state(State.NEXT).outline
            canvas.shape(corners, None, outline, 4)


def paint_step(canvas: Canvas, corners: Sequence[Pixels], step: int) -> None:
    """Paint a piece of floor, or of the legend, on a step of the scale."""
    colours = canvas.colours
    fill = colours.heat[step - 1] if step else colours.surface
    canvas.shape(corners, fill, colours.line, 1)
    if step in HATCH_MM:
        every, last = float(canvas.theme.mm(HATCH_MM[step])), max(HATCH_MM)
        ink = colours.heat[-1] if step < last else colours.surface
        canvas.hatch(corners, ink, every, crossed=step == last)


def paint_figures(
    canvas: Canvas,
    scale: StoreyScale,
    cells: Iterable[HeatCell],
    taken: list[QRectF],
    size: TextSize = TextSize.LABEL,
) -> None:
    """Print the figure of each cell where it covers no other one; the hottest first."""
    here = [cell for cell in cells if cell.storey == scale.storey]
    for cell in sorted(here, key=lambda each: (not each.is_chosen, -each.step)):
        width = text_width(canvas.theme.font(size, bold=True), cell.figure)
        sign = line_height(size) if cell.is_warning else 0
        box = QRectF(0, 0, width + sign + 2 * canvas.theme.mm(PAD_MM), line_height(size))
        place = _free_place(box, cell, scale, taken)
        if place is not None:
            taken.append(place)
            _figure(canvas, place.toRect(), cell, size)


def _figure(canvas: Canvas, place: QRect, cell: HeatCell, size: TextSize) -> None:
    colours, pad = canvas.colours, canvas.theme.mm(PAD_MM)
    place = canvas.unmirrored(place)
    look = canvas.theme.state(State.LOOK)
    fill, outline = (look.fill, look.outline) if cell.is_warning else (None, colours.line)
    canvas.card(place, fill, outline, corner_mm=0.8)
    ink = look.ink if cell.is_warning else colours.text
    words = place.adjusted(pad, 0, -pad, 0)
    if cell.is_warning:
        edge = words.height()
        canvas.icon(
            QRect(words.left(), words.top(), edge, edge).adjusted(3, 3, -3, -3), "look", ink
        )
        words.setLeft(words.left() + edge)
    canvas.text(words, cell.figure, size, ink, bold=cell.step > 0, align=MIDDLE)


def _free_place(
    box: QRectF, cell: HeatCell, scale: StoreyScale, taken: Sequence[QRectF]
) -> QRectF | None:
    for share in SHARES:
        spot = tuple(a + share * (b - a) for a, b in zip(cell.start, cell.end, strict=True))
        x, y = scale.at((spot[0], spot[1]))
        place = box.translated(x - box.width() / 2, y - box.height() / 2)
        if not any(place.intersects(other) for other in taken):
            return place
    return None


def paint_tags(
    canvas: Canvas,
    scale: StoreyScale,
    tags: Iterable[PersonTag],
    taken: list[QRectF],
    size: TextSize = TextSize.LABEL,
) -> Iterator[None]:
    """Paint a foot at everybody's spot, and their flag where it hides nothing; a few at a time."""
    height = line_height(size)
    here = [tag for tag in tags if tag.storey == scale.storey]
    for number, tag in enumerate(sorted(here, key=lambda each: not each.is_chosen), start=1):
        width = text_width(canvas.theme.font(size, bold=True), tag.text) + height / NOTCH
        box = QRectF(0, 0, width + 2 * canvas.theme.mm(PAD_MM), height)
        foot = scale.at(tag.at)
        place = _free_flag(box, foot, scale, taken) if tag.text else None
        if place is not None:
            taken.append(place)
            _flag(canvas, place, foot, tag, size)
        canvas.disc(foot, canvas.theme.mm(FOOT_MM), *_foot_colours(canvas, tag))
        if number % TAGS_AT_A_TIME == 0:
            yield


def _free_flag(
    box: QRectF, foot: Pixels, scale: StoreyScale, taken: Sequence[QRectF]
) -> QRectF | None:
    """Where a flag hides nothing: above its foot, beside it, or farther up; None for nowhere."""
    room, height = QRectF(scale.room), box.height()
    start = box.translated(foot[0] - 2, foot[1] - 1.4 * height)
    for step in range(FLAG_TRIES):
        for side in (0.0, -box.width() + 4):
            place = start.translated(side, -step * height / 2)
            if room.contains(place) and not any(place.intersects(other) for other in taken):
                return place
    return None


def _flag(canvas: Canvas, box: QRectF, foot: Pixels, tag: PersonTag, size: TextSize) -> None:
    """A flag whose corner hangs on a mast from its spot."""
    ground, outline = _foot_colours(canvas, tag)
    ink = canvas.colours.text if tag.is_hollow else canvas.colours.surface
    if tag.is_chosen:
        ink = canvas.theme.state(State.NEXT).ink
    notch = box.height() / NOTCH
    corners = [
        (box.left(), box.top()),
        (box.right(), box.top()),
        (box.right() - notch, box.center().y()),
        (box.right(), box.bottom()),
        (box.left(), box.bottom()),
    ]
    mast = min(max(foot[0], box.left()), box.right())
    canvas.path(((mast, box.bottom()), foot), outline, 2)
    canvas.shape(corners, ground, outline, 2)
    words = canvas.unmirrored(box.toRect().adjusted(0, 0, -round(notch / 2), 0))
    canvas.text(words, tag.text, size, ink, bold=True, align=MIDDLE)


def _foot_colours(canvas: Canvas, tag: PersonTag) -> tuple[str, str]:
    """Fill and outline of somebody's foot and flag."""
    colours, chosen = canvas.colours, canvas.theme.state(State.NEXT)
    if tag.is_chosen:
        return chosen.fill, chosen.outline
    return (colours.surface if tag.is_hollow else colours.text), colours.text


def _breadth(cells: Sequence[HeatCell]) -> float:
    """How broad aisles can be painted without covering one another, in metres."""
    middles = [_middle(cell) for cell in cells]
    nearest = min((math.dist(*pair) for pair in combinations(middles, 2)), default=BROADEST_M)
    return max(NARROWEST_M, min(BROADEST_M, 0.8 * nearest))


def _middle(cell: HeatCell) -> Spot:
    return (cell.start[0] + cell.end[0]) / 2, (cell.start[1] + cell.end[1]) / 2


def _around(cell: HeatCell, half: float) -> list[Spot]:
    """The corners of an aisle with its shelves, in metres."""
    (ax, ay), (bx, by) = cell.start, cell.end
    length = math.dist(cell.start, cell.end)
    ux, uy = ((bx - ax) / length, (by - ay) / length) if length else (0.0, 1.0)
    ax, ay, bx, by = ax - ux / 2, ay - uy / 2, bx + ux / 2, by + uy / 2
    sx, sy = -uy * half, ux * half
    return [(ax + sx, ay + sy), (bx + sx, by + sy), (bx - sx, by - sy), (ax - sx, ay - sy)]

"""The floor as a map: aisles, ways across, depots, closed aisles, and a walk with its stops.

Layers are drawn one over the other: the floor, then a walk, then marks. A mark is whatever happens
at a spot (somebody stands there, something is short, an aisle is crowded), in a state's colour with
its own sign, so that a board adds to the map without changing it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.floor_map import (
    NO_FLOOR,
    NO_WALK,
    FloorMap,
    MapStop,
    MapStorey,
    MapWalk,
    Spot,
)
from app.ui.message import translate
from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import MIDDLE, Canvas, line_height, text_width
from app.ui.widgets.floor_layers import (
    HeatCell,
    PersonTag,
    paint_banner,
    paint_figures,
    paint_heat,
    paint_tags,
)
from app.ui.widgets.floor_scale import StoreyScale, scale_of, side_by_side
from app.ui.widgets.sheet_widget import SheetWidget

AISLE_M, WAY_M = 1.4, 1.8
"""How broad an aisle and a way across it are drawn, in metres."""

NEXT_MM, STOP_MM = 5.0, 3.6
"""Radius of the next stop and of the ones after it."""

DOT_MM = 1.4


@dataclass(frozen=True)
class MapMark:
    """Something that happens at a spot.

    Attributes:
        storey: The storey.
        at: Where, in metres.
        label: A few letters.
        state: What it means; its colour.
        icon: Name of a drawing beside the label; "" for none.
    """

    storey: str
    at: Spot
    label: str
    state: State = State.IDLE
    icon: str = ""


@dataclass(frozen=True)
class FloorPictureView:
    """The floor, a walk, marks over both, and words for screen readers.

    Attributes:
        floor: where one can walk.
        walk: of a task.
        marks: what happens at spots.
        words: for screen readers.
        heat: of the aisles, under everything.
        tags: people, over everything.
        size: of figures and names.
        banner: what is not of now is drawn within a border, under these words.
    """

    floor: FloorMap = NO_FLOOR
    walk: MapWalk = NO_WALK
    marks: tuple[MapMark, ...] = ()
    words: str = ""
    heat: tuple[HeatCell, ...] = ()
    tags: tuple[PersonTag, ...] = ()
    size: TextSize = TextSize.LABEL
    banner: str = ""


class FloorPicture(SheetWidget):
    """Shows one `FloorPictureView`; left stays left in every language.

    Signals:
        pressed(str, float, float): Storey and metres, to the right and to the back.
    """

    pressed = Signal(str, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scales: list[StoreyScale] = []
        self.view = FloorPictureView()

    def show_view(self, view: FloorPictureView) -> None:
        """Show another floor, or the same with another walk."""
        if view == self.view:
            return
        self.view = view
        self.repaint_in_pieces(view.words or map_words(view))

    def sizeHint(self) -> QSize:
        """Room for a hall."""
        return QSize(self.theme.mm(220), self.theme.mm(130))

    def minimumSizeHint(self) -> QSize:
        """A map smaller than this shows nothing."""
        return QSize(self.theme.mm(70), self.theme.mm(45))

    def pieces(self, canvas: Canvas, area: QRect) -> Iterator[None]:
        """Paint the storeys side by side, each as large as its share of the room allows."""
        canvas.card(area)
        pad = canvas.theme.mm(PAD_MM)
        inner = area.adjusted(pad, pad, -pad, -pad)
        if self.view.banner:
            inner.setTop(paint_banner(canvas, area, self.view.banner))
        if not self.view.floor.storeys:
            why = self.view.floor.why_none or translate("map", "The floor is being read")
            canvas.text(inner, why, TextSize.ITEM, canvas.colours.quiet, align=MIDDLE, wrap=True)
            return
        scales = []
        for storey, place in side_by_side(self.view.floor.storeys, inner, pad):
            painter = _StoreyPainter(canvas, self.view, storey, canvas.unmirrored(place))
            scales.append(painter.scale)
            yield from painter.pieces()
        self._scales = scales

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which spot of the floor was pressed."""
        at = event.position().toPoint()
        for scale in self._scales:
            if scale.room.contains(at):
                self.pressed.emit(scale.storey, *scale.spot(at))
                return
        super().mousePressEvent(event)


class _StoreyPainter:
    """Paints one storey: metres become pixels here, the front of the floor at the bottom."""

    def __init__(
        self, canvas: Canvas, view: FloorPictureView, storey: MapStorey, place: QRect
    ) -> None:
        self._canvas, self._view, self._storey = canvas, view, storey
        head = line_height(TextSize.LABEL) if storey.name else 0
        self._head = QRect(place.left(), place.top(), place.width(), head)
        self.scale = scale_of(storey, place.adjusted(0, head, 0, -line_height(TextSize.LABEL)))
        self._taken: list[QRectF] = []

    def pieces(self) -> Iterator[None]:
        """Paint layer by layer."""
        if self._storey.name:
            canvas = self._canvas
            canvas.text(self._head, self._storey.name, TextSize.LABEL, canvas.colours.quiet)
        paint_heat(self._canvas, self.scale, self._view.heat)
        yield
        self._paint_ways()
        self._paint_walk()
        self._paint_stops()
        yield
        paint_figures(self._canvas, self.scale, self._view.heat, self._taken, self._view.size)
        yield
        self._paint_marks()
        self._paint_signs()
        yield
        tags = (self._canvas, self.scale, self._view.tags, self._taken, self._view.size)
        yield from paint_tags(*tags)

    def _at(self, spot: Spot) -> tuple[float, float]:
        return self.scale.at(spot)

    def _paint_ways(self) -> None:
        colours = self._canvas.colours
        look = self._canvas.theme.state(State.LOOK)
        for way in sorted(self._storey.ways, key=lambda each: (each.is_closed, each.is_aisle)):
            ends = self._at(way.start), self._at(way.end)
            width = max(3.0, self.scale.per_metre * (AISLE_M if way.is_aisle else WAY_M))
            if way.is_closed:
                self._canvas.path(ends, look.outline, width + 3)
                self._canvas.path(ends, look.fill, width)
                self._paint_crosses(ends, look.ink, width)
            elif not (way.is_aisle and self._view.heat):
                self._canvas.path(ends, colours.track, width)
            if way.one_way:
                self._paint_arrow(ends, colours.quiet, width)

    def _paint_crosses(
        self, ends: tuple[tuple[float, float], tuple[float, float]], ink: str, width: float
    ) -> None:
        """Crosses along a closed aisle: closed is not told by colour alone."""
        for x, y in _along(ends, max(24.0, 3 * width)):
            arm = max(3.0, width / 3)
            self._canvas.path(((x - arm, y - arm), (x + arm, y + arm)), ink, 2)
            self._canvas.path(((x - arm, y + arm), (x + arm, y - arm)), ink, 2)

    def _paint_arrow(
        self, ends: tuple[tuple[float, float], tuple[float, float]], ink: str, width: float
    ) -> None:
        (ax, ay), (bx, by) = ends
        length = math.dist(*ends) or 1.0
        ux, uy, arm = (bx - ax) / length, (by - ay) / length, max(4.0, width / 2.5)
        for x, y in _along(ends, 90.0):
            tip = (x + arm * ux, y + arm * uy)
            sides = [
                (x - arm * ux - turn * arm * uy, y - arm * uy + turn * arm * ux) for turn in (1, -1)
            ]
            self._canvas.path((sides[0], tip, sides[1]), ink, 2)

    def _paint_walk(self) -> None:
        state = self._canvas.theme.state(State.NEXT)
        for storey, spots in self._view.walk.legs:
            if storey == self._storey.name and len(spots) > 1:
                self._canvas.path([self._at(spot) for spot in spots], state.outline, 4)

    def _paint_stops(self) -> None:
        """The next stop first, so that its number is never hidden by another one's."""
        theme, colours = self._canvas.theme, self._canvas.colours
        state = theme.state(State.NEXT)
        stops = [stop for stop in self._view.walk.stops if stop.storey == self._storey.name]
        numbered: list[tuple[MapStop, float]] = []
        for stop in stops:
            radius = float(theme.mm(NEXT_MM if stop.number == 1 else STOP_MM))
            if self._is_room(self._at(stop.at), radius):
                numbered.append((stop, radius))
        for stop in stops:
            self._canvas.disc(self._at(stop.at), theme.mm(DOT_MM), state.fill, state.outline)
        for stop, radius in reversed(numbered):
            is_next = stop.number == 1
            fill, ink = (state.fill, state.ink) if is_next else (colours.surface, colours.text)
            self._canvas.disc(self._at(stop.at), radius, fill, state.outline, 3)
            self._label(self._at(stop.at), str(stop.number), ink, bold=is_next)
        here = self._view.walk.here
        if here is not None and here.storey == self._storey.name:
            at = self._at(here.at)
            self._canvas.disc(at, theme.mm(DOT_MM * 1.6), colours.text, colours.surface)

    def _paint_marks(self) -> None:
        theme = self._canvas.theme
        for mark in self._view.marks:
            if mark.storey != self._storey.name:
                continue
            state, radius = theme.state(mark.state), theme.mm(STOP_MM)
            self._canvas.disc(self._at(mark.at), radius, state.fill, state.outline, 2)
            if mark.icon:
                x, y = self._at(mark.at)
                box = QRect(round(x - radius / 2), round(y - radius / 2), radius, radius)
                self._canvas.icon(self._canvas.unmirrored(box), mark.icon, state.ink)
            else:
                self._label(self._at(mark.at), mark.label, state.ink, bold=True)

    def _paint_signs(self) -> None:
        """Names of aisles before their front ends, and depots; none over another."""
        colours = self._canvas.colours
        line, edge = line_height(TextSize.LABEL), self._canvas.theme.mm(DOT_MM)
        drop = edge + 0.6 * line
        for depot in self._storey.depots:
            x, y = self._at(depot.at)
            corners = [(x - edge, y - edge), (x + edge, y - edge), (x + edge, y + edge)]
            self._canvas.shape([*corners, (x - edge, y + edge)], colours.text, colours.text, 1)
            self._sign((x, y + drop), depot.text, colours.text)
        below = max(3.0, self.scale.per_metre * WAY_M) / 2 + 0.5 * line
        for aisle in self._storey.aisles:
            x, y = self._at(aisle.at)
            self._sign((x, y + below), aisle.text, colours.quiet)

    def _sign(self, at: tuple[float, float], text: str, ink: str) -> None:
        width = text_width(self._canvas.theme.font(TextSize.LABEL), text)
        height = line_height(TextSize.LABEL)
        left = max(
            self.scale.room.left() + width / 2, min(at[0], self.scale.room.right() - width / 2)
        )
        at = (left, at[1])
        box = QRectF(left - width / 2, at[1] - height / 2, width, height)
        if any(box.intersects(other) for other in self._taken):
            return
        self._taken.append(box)
        self._label(at, text, ink)

    def _is_room(self, at: tuple[float, float], radius: float) -> bool:
        """Whether a number fits there; if so the room is taken."""
        box = QRectF(at[0] - radius, at[1] - radius, 2 * radius, 2 * radius)
        if any(box.intersects(other) for other in self._taken):
            return False
        self._taken.append(box)
        return True

    def _label(self, at: tuple[float, float], text: str, ink: str, *, bold: bool = False) -> None:
        width = text_width(self._canvas.theme.font(TextSize.LABEL, bold=bold), text) + 8
        height = line_height(TextSize.LABEL)
        box = QRect(round(at[0] - width / 2), round(at[1] - height / 2), width, height)
        place = self._canvas.unmirrored(box)
        self._canvas.text(place, text, TextSize.LABEL, ink, bold=bold, align=MIDDLE)


def _along(
    ends: tuple[tuple[float, float], tuple[float, float]], every: float
) -> Iterator[tuple[float, float]]:
    """Spots along a line, about so many pixels apart, at least one."""
    (ax, ay), (bx, by) = ends
    count = max(1, int(math.dist(*ends) / every))
    for number in range(count):
        share = (number + 0.5) / count
        yield ax + share * (bx - ax), ay + share * (by - ay)


def map_words(view: FloorPictureView) -> str:
    """What the map shows, in words."""
    if not view.floor.storeys:
        return view.floor.why_none
    aisles = sum(len(storey.aisles) for storey in view.floor.storeys)
    words = [translate("map", "Floor map, {0} aisles").format(aisles)]
    if view.floor.closed:
        words.append(translate("map", "closed: {0}").format(", ".join(view.floor.closed)))
    if view.walk.stops:
        first = view.walk.stops[0]
        next_words = translate("map", "next stop {0}, {1} stops left")
        if len(view.walk.stops) == 1:
            next_words = translate("map", "next stop {0}, the last one")
        words.append(next_words.format(", ".join(first.codes), len(view.walk.stops)))
    return "; ".join(words)

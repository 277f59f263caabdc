"""Turns metres of a storey into pixels of its picture, and pixels back into metres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF

from app.services.floor_map import MapStorey, Spot

MARGIN_M = 2.0
"""Floor that is shown around everything."""

Pixels = tuple[float, float]


@dataclass(frozen=True)
class StoreyScale:
    """Where a storey is painted; the front of the floor is at the bottom.

    Attributes:
        storey: its name.
        room: pixels it may use.
        per_metre: pixels of a metre.
        left: pixel of 0 metres to the right.
        bottom: pixel of 0 metres to the back.
    """

    storey: str
    room: QRect
    per_metre: float
    left: float
    bottom: float

    def at(self, spot: Spot) -> Pixels:
        """Where a spot is painted."""
        return self.left + self.per_metre * spot[0], self.bottom - self.per_metre * spot[1]

    def spot(self, at: QPoint) -> Spot:
        """Which spot is painted there."""
        return (at.x() - self.left) / self.per_metre, (self.bottom - at.y()) / self.per_metre


def scale_of(storey: MapStorey, room: QRect) -> StoreyScale:
    """The largest scale at which a storey fits."""
    span = span_of(storey)
    per_metre = min(room.width() / span.width(), room.height() / span.height())
    left = room.center().x() - per_metre * span.center().x()
    bottom = room.center().y() + per_metre * span.center().y()
    return StoreyScale(storey.name, room, per_metre, left, bottom)


def span_of(storey: MapStorey) -> QRectF:
    """What a storey takes up, in metres."""
    spots = [spot for way in storey.ways for spot in (way.start, way.end)]
    spots += [sign.at for sign in (*storey.depots, *storey.aisles)]
    xs, ys = [spot[0] for spot in spots], [spot[1] for spot in spots]
    left, low = min(xs) - MARGIN_M, min(ys) - MARGIN_M
    return QRectF(left, low, max(xs) + MARGIN_M - left, max(ys) + MARGIN_M - low)


def side_by_side(
    storeys: Sequence[MapStorey], area: QRect, gap: int
) -> Iterator[tuple[MapStorey, QRect]]:
    """Each storey with its part of an area, as broad as the storey is."""
    broad = [span_of(storey).width() for storey in storeys]
    room, left = area.width() - gap * (len(storeys) - 1), float(area.left())
    for storey, share in zip(storeys, broad, strict=True):
        width = room * share / sum(broad)
        yield storey, QRect(round(left), area.top(), round(width), area.height())
        left += width + gap

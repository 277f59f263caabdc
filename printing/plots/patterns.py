"""Fills and lines that are told apart without colour: plain, striped, open, dotted, dashed."""

from collections.abc import Iterator

from printing.plots.brush import Box, Brush, Tone

_STRIPE = 0.34
"""Distance of stripes and dots, in lines of text."""


def fill_pattern(brush: Brush, box: Box, number: int) -> None:
    """Fill a bar as the series of this number: plain, striped across, open, striped along, dots."""
    if box.width <= 0 or box.height <= 0:
        return
    kind = number % 5
    tone = Tone.PLAIN if number % 2 == 0 else Tone.SECOND
    brush.fill(box, tone)
    if kind == 0:
        return
    edge = 2 * brush.hair
    inner = Box(box.x + edge, box.y + edge, box.width - 2 * edge, box.height - 2 * edge)
    if inner.width <= 0 or inner.height <= 0:
        return
    if kind == 2:
        brush.fill(inner, Tone.GROUND)
        return
    for hole in _holes(inner, kind, brush.line * _STRIPE):
        brush.fill(hole, Tone.GROUND)


def _holes(box: Box, kind: int, step: float) -> Iterator[Box]:
    if kind == 1:
        for y, height in _stretches(box.y, box.bottom, step):
            yield Box(box.x, y, box.width, height)
    elif kind == 3:
        for x, width in _stretches(box.x, box.right, step):
            yield Box(x, box.y, width, box.height)
    else:
        for y, height in _stretches(box.y, box.bottom, step):
            for x, width in _stretches(box.x, box.right, step):
                yield Box(x, y, width, height)


def _stretches(begin: float, end: float, step: float) -> Iterator[tuple[float, float]]:
    """Every second half of a step between two ends."""
    at = begin + step / 2
    while at < end:
        yield at, min(step / 2, end - at)
        at += step


def lay_line(brush: Brush, box: Box, number: int) -> None:
    """Draw a thin line as the series of this number: plain, dashed, dotted, plain and thick."""
    tone = Tone.PLAIN if number % 2 == 0 else Tone.SECOND
    kind = number % 4
    if kind == 3:
        more = min(box.width, box.height)
        wide = box.width + (more if box.width <= box.height else 0.0)
        high = box.height + (more if box.height < box.width else 0.0)
        box = Box(box.x, box.y, wide, high)
    dashes(brush, box, tone, (0.0, 0.9, 0.35, 0.0)[kind] * brush.line)


def dashes(brush: Brush, box: Box, tone: Tone, dash: float) -> None:
    """Draw a line in dashes of a length along its longer side; one stroke if that is 0."""
    if dash <= 0:
        brush.fill(box, tone)
    elif box.width >= box.height:
        at = box.x
        while at < box.right:
            brush.fill(Box(at, box.y, min(dash / 2, box.right - at), box.height), tone)
            at += dash
    else:
        at = box.y
        while at < box.bottom:
            brush.fill(Box(box.x, at, box.width, min(dash / 2, box.bottom - at)), tone)
            at += dash

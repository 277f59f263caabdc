"""Counts that hold until they change, as lines of steps: no slope claims what nobody counted."""

from itertools import pairwise

from printing.plots.bars import name_columns, upright_axis
from printing.plots.brush import Box, Brush, Tone
from printing.plots.model import Plot, Series
from printing.plots.patterns import dashes, lay_line


def paint_steps(plot: Plot, brush: Brush, area: Box) -> None:
    """One line a series, its last number at its end."""
    widest = max(brush.width(plot.shown(_last(each))) for each in plot.series)
    side = widest + 0.8 * brush.line
    whole = Box(area.x, area.y, max(1.0, area.width - side), area.height)
    picture, scale = upright_axis(plot, brush, whole)
    name_columns(plot, brush, picture)
    if plot.target is not None:
        y = picture.bottom - plot.target.value * scale
        line = Box(picture.x, y, picture.width, 3 * brush.hair)
        dashes(brush, line, Tone.TARGET, 0.6 * brush.line)
    for number, each in enumerate(plot.series):
        _paint_line(brush, picture, each, number, scale)
    _write_ends(plot, brush, picture, scale)
    brush.fill(Box(picture.x, picture.bottom, picture.width, 2 * brush.hair), Tone.QUIET)


def _write_ends(plot: Plot, brush: Brush, picture: Box, scale: float) -> None:
    """Write the last number of each line at its end, or right above the one below it."""
    ends = sorted(last for each in plot.series if (last := _last(each)) is not None)
    tops: list[float] = []
    for last in ends:
        own = picture.bottom - last * scale - brush.line / 2
        tops.append(min(own, tops[-1] - brush.line) if tops else own)
    down = max(0.0, picture.y - brush.line / 2 - min(tops, default=picture.y))
    for last, top in zip(ends, tops, strict=True):
        place = Box(picture.right + 0.3 * brush.line, top + down, picture.width, brush.line)
        brush.write(plot.shown(last), place, Tone.TEXT)


def _paint_line(brush: Brush, picture: Box, each: Series, number: int, scale: float) -> None:
    room, thick = picture.width / max(1, len(each.values)), 3 * brush.hair
    for at, value in enumerate(each.values):
        if value is not None:
            y = picture.bottom - value * scale
            lay_line(brush, Box(picture.x + at * room, y, room, thick), number)
    for at, (before, after) in enumerate(pairwise(each.values), start=1):
        if before is not None and after is not None and before != after:
            high, low = max(before, after), min(before, after)
            top = picture.bottom - high * scale
            rise = Box(picture.x + at * room, top, thick, (high - low) * scale + thick)
            lay_line(brush, rise, number)


def _last(each: Series) -> float | None:
    return next((value for value in reversed(each.values) if value is not None), None)

"""Heat cells with their number in them, and dots of single values with n and the middle one."""

import math
from statistics import median

from printing.plots.bars import ROW_LINES
from printing.plots.brush import HEAT, HEAT_STEPS, ON_HEAT, Box, Brush, Tone
from printing.plots.model import Plot
from printing.plots.patterns import dashes
from printing.plots.scales import ticks


def heat_step(value: float, largest: float) -> int:
    """How strong a cell is, from 1 to `HEAT_STEPS`; 0 for nothing."""
    if value <= 0 or largest <= 0:
        return 0
    return max(1, min(HEAT_STEPS, math.ceil(HEAT_STEPS * value / largest - 1e-9)))


def paint_heat(plot: Plot, brush: Brush, area: Box) -> None:
    """Rows of cells; stronger is more, and each says how much."""
    line, gap = brush.line, 2 * brush.hair
    left = min(0.3 * area.width, max(brush.width(each.name) for each in plot.series) + 0.6 * line)
    fitting = max(1, int((area.height - 1.2 * line) / (1.15 * line)))
    rows = plot.series[:fitting]
    room = (area.width - left) / max(1, len(plot.labels))
    height = min(2.4 * line, (area.height - 1.2 * line) / max(1, len(rows)))
    for at, label in enumerate(plot.labels):
        head = Box(area.x + left + at * room, area.y, room, line)
        brush.write(label, head, Tone.QUIET, align="middle")
    for row, each in enumerate(rows):
        y = area.y + 1.2 * line + row * height
        brush.write(each.name, Box(area.x, y, left - 0.3 * line, height), Tone.TEXT)
        for at, value in enumerate(each.values):
            cell = Box(area.x + left + at * room, y, room - gap, height - gap)
            step = heat_step(value or 0.0, plot.largest)
            brush.fill(cell, HEAT[step - 1] if step else Tone.GRID)
            if not step:  # nothing is an open cell
                inner = Box(cell.x + gap, cell.y + gap, cell.width - 2 * gap, cell.height - 2 * gap)
                brush.fill(inner, Tone.GROUND)
            if value is not None:
                tone = ON_HEAT[step - 1] if step else Tone.QUIET
                brush.write(plot.shown(value), cell, tone, align="middle")


def paint_dots(plot: Plot, brush: Brush, area: Box) -> None:
    """A row a series: each value a dot, the middle one a bar, n and its number behind."""
    line = brush.line
    fitting = max(1, int((area.height - 1.3 * line) / (ROW_LINES * line)))
    rows = plot.series if len(plot.series) <= fitting else plot.series[: max(1, fitting - 1)]
    left_out = len(plot.series) - len(rows)
    height = min(2.2 * line, (area.height - 1.3 * line) / max(1, len(rows) + (left_out > 0)))
    left = min(0.35 * area.width, max(brush.width(each.name) for each in rows) + 0.6 * line)
    right = max(brush.width(_dots_end(plot, each.values)) for each in rows) + line
    picture = Box(area.x + left, area.y, max(line, area.width - left - right), height * len(rows))
    scale = _lay_axis(plot, brush, picture)
    for row, each in enumerate(rows):
        band = Box(picture.x, picture.y + row * height, picture.width, height)
        brush.write(each.name, Box(area.x, band.y, left - 0.3 * line, height), Tone.TEXT)
        _paint_band(brush, band, each.values, scale)
        end = Box(picture.right + 0.6 * line, band.y, right, height)
        brush.write(_dots_end(plot, each.values), end, Tone.TEXT)
    if left_out:
        rest = Box(area.x, picture.bottom + 1.2 * line, left, line)
        brush.write(f"+ {left_out}", rest, Tone.QUIET)


def _lay_axis(plot: Plot, brush: Brush, picture: Box) -> float:
    """Draw round numbers below the rows, and the target through them; returns the scale."""
    line = brush.line
    marks = ticks(plot.largest, max(1, min(6, int(picture.width / (4 * line)))))
    scale = picture.width / marks[-1]
    for mark in marks:
        x = picture.x + mark * scale
        brush.fill(Box(x, picture.y, brush.hair, picture.height), Tone.GRID)
        place = Box(x - 2 * line, picture.bottom + 0.1 * line, 4 * line, line)
        brush.write(f"{mark:,g}", place, Tone.QUIET, align="middle")
    if plot.target is not None:
        x = picture.x + plot.target.value * scale
        upright = Box(x, picture.y, 3 * brush.hair, picture.height)
        dashes(brush, upright, Tone.TARGET, 0.6 * line)
    return scale


def _paint_band(brush: Brush, band: Box, values: tuple[float | None, ...], scale: float) -> None:
    """The dots of one row, and its middle one."""
    known = [value for value in values if value is not None]
    side = 0.45 * brush.line
    for value in known:
        x = band.x + value * scale - side / 2
        y, edge = band.y + (band.height - side) / 2, 2 * brush.hair
        brush.fill(Box(x, y, side, side), Tone.SECOND)
        brush.fill(Box(x + edge, y + edge, side - 2 * edge, side - 2 * edge), Tone.GROUND)
    if known:
        x = band.x + median(known) * scale
        middle = Box(x, band.y + 0.15 * band.height, 4 * brush.hair, 0.7 * band.height)
        brush.fill(middle, Tone.PLAIN)


def _dots_end(plot: Plot, values: tuple[float | None, ...]) -> str:
    known = [value for value in values if value is not None]
    return f"n {len(known)} · {plot.shown(median(known))}" if known else "n 0"

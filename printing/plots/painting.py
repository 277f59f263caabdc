"""Paints a plot with any brush: title and measures above, below them the picture."""

from collections.abc import Callable, Mapping, Sequence

from printing.plots.bars import paint_columns, paint_rows
from printing.plots.brush import Box, Brush, Tone
from printing.plots.cells import paint_dots, paint_heat
from printing.plots.model import Plot, PlotKind
from printing.plots.patterns import dashes, fill_pattern, lay_line
from printing.plots.steps import paint_steps

_PAINTERS: Mapping[PlotKind, Callable[[Plot, Brush, Box], None]] = {
    PlotKind.COLUMNS: paint_columns,
    PlotKind.ROWS: paint_rows,
    PlotKind.STEPS: paint_steps,
    PlotKind.HEAT: paint_heat,
    PlotKind.DOTS: paint_dots,
}
_NAMED_IN_PICTURE = frozenset({PlotKind.HEAT, PlotKind.DOTS})
"""Kinds whose series are named beside them."""


def paint(plot: Plot, brush: Brush, area: Box) -> None:
    """Paint a plot into an area; what is too wide is cut, what is too much is counted.

    Args:
        plot: What it says.
        brush: What it is painted with.
        area: Where.
    """
    line = brush.line
    brush.write(plot.title, Box(area.x, area.y, area.width, line), Tone.TEXT, bold=True)
    rest = area.without_top(line)
    for words in broken(brush, plot.measures, " · ", rest.width):
        brush.write(words, Box(rest.x, rest.y, rest.width, line), Tone.QUIET)
        rest = rest.without_top(line)
    rest = rest.without_top(0.1 * line)
    rest = rest.without_top(_legend(plot, brush, rest))
    if plot.is_empty:
        middle = Box(rest.x, rest.y, rest.width, min(rest.height, 3 * line))
        brush.write(plot.nothing, middle, Tone.QUIET)
    else:
        _PAINTERS[plot.kind](plot, brush, rest)


def broken(brush: Brush, parts: Sequence[str], between: str, room: float) -> list[str]:
    """Parts on as few lines as they fit on; one that is wider than the room keeps its line."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{between}{part}" if lines else part
        if lines and brush.width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _legend(plot: Plot, brush: Brush, area: Box) -> float:
    """Name the series where there are several, and the target; returns the height used."""
    names = [each.name for each in plot.series]
    if len(names) < 2 or plot.kind in _NAMED_IN_PICTURE:
        names = []
    goal = "" if plot.target is None else plot.target.words
    used = _entries(plot, brush, area, names, goal) if names or goal else 0.0
    if plot.target is not None or not plot.no_target:
        return used
    rest = area.without_top(used)
    for words in broken(brush, plot.no_target.split(), " ", rest.width):
        brush.write(words, Box(rest.x, rest.y, rest.width, brush.line), Tone.QUIET)
        rest = rest.without_top(brush.line)
    return rest.y - area.y + 0.2 * brush.line


def _entries(plot: Plot, brush: Brush, area: Box, names: Sequence[str], goal: str) -> float:
    """Signs and names beside each other, in as many lines as they need; returns the height."""
    line, swatch = brush.line, 1.2 * brush.line
    x, y = area.x, area.y
    entries = [(name, number) for number, name in enumerate(names)]
    for words, number in [*entries, *([(goal, -1)] if goal else [])]:
        used = brush.width(words) + line
        if x > area.x and x + 1.3 * swatch + used - line > area.right:
            x, y = area.x, y + line
        _swatch(plot, brush, Box(x, y + 0.15 * line, swatch, 0.7 * line), number)
        x += 1.3 * swatch
        brush.write(words, Box(x, y, min(used, area.right - x), line), Tone.QUIET)
        x += used
    return y + 1.2 * line - area.y


def _swatch(plot: Plot, brush: Brush, box: Box, number: int) -> None:
    middle = Box(box.x, box.y + box.height / 2, box.width, 3 * brush.hair)
    if number < 0:
        dashes(brush, middle, Tone.TARGET, 0.6 * brush.line)
    elif plot.kind is PlotKind.STEPS:
        lay_line(brush, middle, number)
    else:
        fill_pattern(brush, box, number)

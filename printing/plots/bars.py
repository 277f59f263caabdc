"""Columns over a time axis, and lying bars with their numbers behind them."""

from printing.plots.brush import Box, Brush, Tone
from printing.plots.model import Plot
from printing.plots.patterns import dashes, fill_pattern
from printing.plots.scales import every, ticks

_GAP = 0.25
"""Part of a column's or row's room that stays empty."""

ROW_LINES = 1.25
"""Lines of text that a row is high, at least."""


def upright_axis(plot: Plot, brush: Brush, area: Box) -> tuple[Box, float]:
    """Draw the axis of the numbers and leave room for labels below; returns picture and scale.

    Returns:
        Where the numbers are drawn, and how high one of them is.
    """
    line = brush.line
    inner = Box(area.x, area.y + line, area.width, max(line, area.height - 2.3 * line))
    marks = ticks(plot.largest, max(1, min(5, int(inner.height / (1.6 * line)))))
    digits = plot.decimals if marks[1] >= 1 else 2
    names = [f"{mark:,.0f}" if mark == int(mark) else f"{mark:,.{digits}f}" for mark in marks]
    left = max(brush.width(name) for name in names) + 0.4 * line
    picture = Box(inner.x + left, inner.y, max(1.0, inner.width - left), inner.height)
    scale = picture.height / marks[-1]
    for mark, name in zip(marks, names, strict=True):
        y = picture.bottom - mark * scale
        brush.fill(Box(picture.x, y, picture.width, brush.hair), Tone.GRID)
        place = Box(area.x, y - line / 2, left - 0.4 * line, line)
        brush.write(name, place, Tone.QUIET, align="end")
    return picture, scale


def name_columns(plot: Plot, brush: Brush, picture: Box) -> None:
    """Write labels below columns, as many as fit without touching."""
    if not plot.labels:
        return
    room = picture.width / len(plot.labels)
    widest = max(brush.width(label) for label in plot.labels) + 0.6 * brush.line
    step = every(len(plot.labels), widest, picture.width)
    for place, label in enumerate(plot.labels):
        if place % step == 0:
            middle = picture.x + (place + 0.5) * room
            left = max(picture.x - 0.5 * widest, middle - widest / 2)
            left = min(left, picture.right - widest + 0.6 * brush.line)
            box = Box(left, picture.bottom + 0.2 * brush.line, widest, brush.line)
            brush.write(label, box, Tone.QUIET, align="middle")


def paint_columns(plot: Plot, brush: Brush, area: Box) -> None:
    """One column a label; its number stands above it where there is room."""
    picture, scale = upright_axis(plot, brush, area)
    name_columns(plot, brush, picture)
    room = picture.width / max(1, len(plot.labels))
    are_numbered = _widest_sum(plot, brush) <= 0.96 * room
    for place in range(len(plot.labels)):
        x, bottom, total = picture.x + (place + _GAP / 2) * room, picture.bottom, 0.0
        for number, each in enumerate(plot.series):
            value = each.values[place]
            height = (value or 0.0) * scale
            fill_pattern(brush, Box(x, bottom - height, room * (1 - _GAP), height), number)
            bottom, total = bottom - height, total + (value or 0.0)
        shown = plot.shown(total)
        if are_numbered and total:
            top = max(area.y, bottom - brush.line)
            brush.write(
                shown,
                Box(picture.x + place * room, top, room, brush.line),
                Tone.TEXT,
                align="middle",
            )
    if plot.target is not None:
        y = picture.bottom - plot.target.value * scale
        line = Box(picture.x, y, picture.width, 3 * brush.hair)
        dashes(brush, line, Tone.TARGET, 0.6 * brush.line)
    brush.fill(Box(picture.x, picture.bottom, picture.width, 2 * brush.hair), Tone.QUIET)


def _widest_sum(plot: Plot, brush: Brush) -> float:
    """How wide the widest number above a column is: all of them are written, or none."""
    stacks = zip(*(each.values for each in plot.series), strict=True)
    return max(brush.width(plot.shown(sum(value or 0.0 for value in stack))) for stack in stacks)


def paint_rows(plot: Plot, brush: Brush, area: Box) -> None:
    """One lying bar a label, its number and note behind it; those that do not fit are counted."""
    line, total = brush.line, len(plot.labels)
    fitting = max(1, int(area.height / (ROW_LINES * line)))
    shown = total if total <= fitting else fitting - 1
    height = min(2.2 * line, area.height / max(1, shown + (shown < total)))
    ends = [_row_end(plot, at) for at in range(total)]
    left = min(0.4 * area.width, max(brush.width(name) for name in plot.labels) + 0.6 * line)
    longest = max(brush.width(value, bold=True) + brush.width(note) for value, note in ends)
    right = min(0.85 * area.width - left, longest + 1.4 * line)
    picture = Box(area.x + left, area.y, max(line, area.width - left - right), shown * height)
    scale = picture.width / (plot.largest or 1.0)
    if plot.target is not None:
        x = picture.x + plot.target.value * scale
        upright = Box(x, picture.y, 3 * brush.hair, picture.height)
        dashes(brush, upright, Tone.TARGET, 0.6 * line)
    for at in range(shown):
        y, x = area.y + at * height, picture.x
        brush.write(plot.labels[at], Box(area.x, y, left - 0.3 * line, height), Tone.TEXT)
        for number, each in enumerate(plot.series):
            width = (each.values[at] or 0.0) * scale
            thick = height * (1 - 2 * _GAP)
            fill_pattern(brush, Box(x, y + _GAP * height, width, thick), number)
            x += width
        _write_end(brush, Box(x + 0.3 * line, y, area.right - x - 0.3 * line, height), ends[at])
    brush.fill(Box(picture.x, picture.y, 2 * brush.hair, picture.height), Tone.QUIET)
    if shown < total:
        rest = Box(area.x, area.y + shown * height, area.width, line)
        brush.write(f"+ {total - shown}", rest, Tone.QUIET)


def _row_end(plot: Plot, at: int) -> tuple[str, str]:
    """A row's number, and the note behind it."""
    known = [each.values[at] for each in plot.series if each.values[at] is not None]
    note = plot.notes[at] if at < len(plot.notes) else ""
    return plot.shown(sum(value or 0.0 for value in known) if known else None), note


def _write_end(brush: Brush, box: Box, end: tuple[str, str]) -> None:
    """Write number and note on clear ground, so that no target line runs through them."""
    value, note = end
    wide, gap = brush.width(value, bold=True), 0.6 * brush.line
    used = min(box.width, wide + (gap + brush.width(note) if note else 0.0))
    middle = box.y + (box.height - brush.line) / 2
    brush.fill(Box(box.x, middle, used, brush.line), Tone.GROUND)
    brush.write(value, Box(box.x, box.y, min(wide, box.width), box.height), Tone.TEXT, bold=True)
    x = box.x + wide + gap
    brush.write(note, Box(x, box.y, max(0.0, box.right - x), box.height), Tone.QUIET)

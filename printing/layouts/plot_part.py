"""A plot as part of a page: the painter of plots, with a brush that leaves marks on a sheet."""

import math
from collections.abc import Mapping

from printing import drawing
from printing.drawing import Sheet
from printing.layouts.pages import margin
from printing.plots.bars import ROW_LINES
from printing.plots.brush import Align, Box, Tone
from printing.plots.model import Plot, PlotKind
from printing.plots.painting import paint
from printing.text import clean, cut, width, wrap_to

_POINTS = 7.5
_HAIR_MM = 0.15
_FORMULA_POINTS = 6.5
_FORMULA_LINES = 3
_HEAD_LINES = 3.4
"""Title, measures and legend."""

_LEAST_LINES, _CURVE_LINES, _MOST_LINES = 6.0, 12.0, 26.0

_COLOURS = {
    Tone.TEXT: "#000000",
    Tone.QUIET: "#404040",
    Tone.GRID: "#B8BEC5",
    Tone.GROUND: "#FFFFFF",
    Tone.TARGET: "#000000",
    Tone.PLAIN: "#0B4F9E",
    Tone.SECOND: "#6B737D",
    Tone.HEAT_1: "#E3EDF8",
    Tone.HEAT_2: "#B5D2F0",
    Tone.HEAT_3: "#7DB8FF",
    Tone.HEAT_4: "#0B4F9E",
    Tone.ON_HEAT_1: "#000000",
    Tone.ON_HEAT_2: "#000000",
    Tone.ON_HEAT_3: "#000000",
    Tone.ON_HEAT_4: "#FFFFFF",
}
"""On white paper; a printer without colours makes greys of them that differ as much."""

_ALIGNED: Mapping[Align, drawing.Align] = {"start": "left", "middle": "center", "end": "right"}


def paper_colours() -> dict[Tone, str]:
    """#rrggbb by tone on white paper."""
    return dict(_COLOURS)


class SheetBrush:
    """Paints plots on a sheet, in whole dots."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._size = sheet.pt(_POINTS)
        self.line = 1.3 * self._size
        self.hair = float(max(1, sheet.mm(_HAIR_MM)))

    def width(self, words: str, *, bold: bool = False) -> float:
        """How wide words are, in dots."""
        return math.ceil(width(clean(words), self._size, bold=bold)) + 1.0

    def fill(self, box: Box, tone: Tone) -> None:
        """Fill a rectangle; what is thinner than a dot is one dot thick."""
        left, top = round(box.x), round(box.y)
        across, down = max(1, round(box.right) - left), max(1, round(box.bottom) - top)
        self._sheet.rectangle(left, top, across, down, colour=_COLOURS[tone])

    def write(
        self, words: str, box: Box, tone: Tone, *, align: Align = "start", bold: bool = False
    ) -> None:
        """Write words on one line; too long ones are cut, with the mark of that."""
        room = math.ceil(box.width)
        if room <= 0:
            return
        line = cut(clean(words), self._size, room, bold=bold)
        baseline = round(box.y + box.height / 2 + 0.36 * self._size)
        self._sheet.coloured(
            line,
            (round(box.x), baseline, room),
            _POINTS,
            colour=_COLOURS[tone],
            align=_ALIGNED[align],
            bold=bold,
        )


class PlotPart:
    """A plot across the page, with its formula below.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, plot: Plot) -> None:
        room = sheet.width - 2 * margin(sheet)
        self._plot = plot
        self._picture = round(_lines_of(plot) * SheetBrush(sheet).line)
        size = sheet.pt(_FORMULA_POINTS)
        self._formula = wrap_to(clean(plot.formula), size, room, _FORMULA_LINES)
        self._step = round(1.25 * size)
        self.height = self._picture + len(self._formula) * self._step + sheet.mm(6)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws it from `top` downwards."""
        left = margin(sheet)
        room = sheet.width - 2 * left
        paint(self._plot, SheetBrush(sheet), Box(left, top + sheet.mm(2), room, self._picture))
        y = top + sheet.mm(3) + self._picture
        for line in self._formula:
            y += self._step
            sheet.words(line, left, y, room, _FORMULA_POINTS)


def _lines_of(plot: Plot) -> float:
    """Lines of text that a plot is high: as many as its rows need, within reason."""
    match plot.kind:
        case PlotKind.ROWS:
            needed = _HEAD_LINES + ROW_LINES * len(plot.labels)
        case PlotKind.HEAT | PlotKind.DOTS:
            needed = _HEAD_LINES + 1.3 + ROW_LINES * len(plot.series)
        case PlotKind.COLUMNS | PlotKind.STEPS:
            needed = _CURVE_LINES
    return min(_MOST_LINES, max(_LEAST_LINES, needed))

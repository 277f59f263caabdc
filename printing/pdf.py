"""Draws sheets as one PDF file, the same bytes every time."""

from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing import shaping, text
from printing.drawing import Bars, Image, Matrix, Rectangle, Sheet, Words
from printing.fonts import EAST_ASIAN, EAST_ASIAN_BOLD_EMS, registered
from printing.paper import POINTS_PER_INCH
from printing.raster import decoded

_SHAVED_DOTS = 0.02
"""Taken off the page, because a rasteriser that rounds its size up to a dot more stretches all bars
over that dot, and then some of them are a dot too wide."""

_NON_ZERO = 1
"""reportlab's FILL_NON_ZERO, which its type stubs leave out."""


def to_pdf(sheets: list[Sheet], title: str) -> bytes:
    """PDF file with one page a sheet.

    Args:
        sheets: The pages in order; each may have its own size.
        title: Shown by viewers and queues.
    """
    target = BytesIO()
    canvas = new_canvas(target)
    draw_sheets(canvas, sheets, title)
    canvas.save()
    return target.getvalue()


def new_canvas(target: BytesIO) -> Canvas:
    """An empty PDF; without time and random id in it, so that equal documents are equal files."""
    return Canvas(target, invariant=1, pageCompression=1)


def draw_sheets(canvas: Canvas, sheets: list[Sheet], title: str) -> None:
    """Draws sheets, one a page, and names the file."""
    canvas.setTitle(title)
    canvas.setCreator("Pickstation")
    for sheet in sheets:
        _Page(canvas, sheet).draw()


class _Page:
    """One sheet on the canvas: turns dots from the top into points from the bottom."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self._canvas = canvas
        self._sheet = sheet
        self._scale = POINTS_PER_INCH / sheet.dpi
        self._height = sheet.height

    def draw(self) -> None:
        self._canvas.setPageSize(
            (
                (self._sheet.width - _SHAVED_DOTS) * self._scale,
                (self._height - _SHAVED_DOTS) * self._scale,
            )
        )
        for mark in self._sheet.marks:
            match mark:
                case Words():
                    self._words(mark)
                case Rectangle():
                    self._take(mark.colour, 1.0 - mark.ink)
                    self._fill([(mark.x, mark.y, mark.width, mark.height)])
                    self._take("")
                case Bars():
                    self._bars(mark)
                case Matrix():
                    self._matrix(mark)
                case Image():
                    self._image(mark)
        self._canvas.showPage()

    def _take(self, colour: str, grey: float = 0.0) -> None:
        """Draws what follows in a colour, or where that is empty, in a shade of grey."""
        if colour:
            self._canvas.setFillColorRGB(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
        else:
            self._canvas.setFillGray(grey)

    def _image(self, mark: Image) -> None:
        self._canvas.drawImage(
            ImageReader(decoded(mark.picture).convert("RGB")),
            mark.x * self._scale,
            (self._height - mark.y - mark.height) * self._scale,
            mark.width * self._scale,
            mark.height * self._scale,
        )

    def _words(self, mark: Words) -> None:
        x, baseline = mark.left, self._height - mark.baseline
        if mark.colour:
            self._take(mark.colour)
        for run in text.runs(mark.line, bold=mark.bold):
            size = mark.size * self._scale
            self._canvas.setFont(registered(run.face), size)
            at = x * self._scale, baseline * self._scale
            if run.face.is_shaped:
                self._outlines(run, at, size, bold=mark.bold)
                # The outlines are no text; unseen letters on them can be found and copied.
                self._canvas.drawString(*at, run.text, mode=3)
            elif mark.bold and run.face is EAST_ASIAN:
                self._canvas.setLineWidth(size * EAST_ASIAN_BOLD_EMS)
                self._canvas.drawString(*at, run.text, mode=2)
            else:
                self._canvas.drawString(*at, run.text, mode=0)
            x += run.advance * mark.size
        if mark.colour:
            self._take("")

    def _outlines(self, run: text.Run, at: tuple[float, float], size: float, *, bold: bool) -> None:
        path = self._canvas.beginPath()
        for placed in shaping.shape(run.face, run.text).glyphs:
            x, y = at[0] + placed.x * size, at[1] + placed.y * size
            for stroke in shaping.outline(run.face, placed.glyph, bold=bold):
                ends = [(x + right * size, y + up * size) for right, up in stroke.points]
                match stroke.step:
                    case "M":
                        path.moveTo(*ends[0])
                    case "L":
                        path.lineTo(*ends[0])
                    case "C":
                        path.curveTo(*ends[0], *ends[1], *ends[2])
                    case _:
                        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=_NON_ZERO)

    def _bars(self, mark: Bars) -> None:
        self._fill(
            [
                (mark.x + start * mark.module, mark.y, width * mark.module, mark.height)
                for start, width in mark.symbol.bars
            ]
        )

    def _matrix(self, mark: Matrix) -> None:
        self._fill(
            [
                (
                    mark.x + start * mark.module,
                    mark.y + row * mark.module,
                    width * mark.module,
                    mark.module,
                )
                for row, stretches in enumerate(mark.symbol.rows)
                for start, width in stretches
            ]
        )

    def _fill(self, rectangles: list[tuple[int, int, int, int]]) -> None:
        path = self._canvas.beginPath()
        for x, y, width, height in rectangles:
            path.rect(
                x * self._scale,
                (self._height - y - height) * self._scale,
                width * self._scale,
                height * self._scale,
            )
        self._canvas.drawPath(path, stroke=0, fill=1)

"""Draws marks as 1-bit pictures in printer dots: for label printers, and to look at on a screen."""

import base64
from io import BytesIO

from PIL import Image as Pictures
from PIL import ImageDraw
from PIL.Image import Image as Bitmap

from printing import shaping, text
from printing.drawing import Bars, Image, Matrix, Rectangle, Sheet, Words
from printing.fonts import EAST_ASIAN, EAST_ASIAN_BOLD_EMS, raster
from printing.stationery.model import Picture

_MARGIN = 8
"""Dots left of the first letter, because some letters reach out over where they begin."""

_HALVED = [0] * 128 + [255] * 128
"""What each shade of grey becomes where there is only black and white."""

_PRINTED = [255] + [0] * 255
"""What dots look like on paper: those that are set are black."""

_TURNED = list(range(255, -1, -1))


def to_bitmap(sheet: Sheet) -> Bitmap:
    """The sheet as a label printer prints it, but in our letters where that has its own.

    Returns:
        A picture of mode `1`; what is printed is black.
    """
    ink = Pictures.new("1", (sheet.width, sheet.height), 0)
    pen = ImageDraw.Draw(ink)
    for mark in sheet.marks:
        match mark:
            case Rectangle():
                _fill(pen, mark.x, mark.y, mark.width, mark.height)
            case Bars():
                for start, width in mark.symbol.bars:
                    x = mark.x + start * mark.module
                    _fill(pen, x, mark.y, width * mark.module, mark.height)
            case Words():
                dots, x, y = words_in_dots(mark)
                ink.paste(1, (x, y), dots)
            case Matrix():
                ink.paste(1, (mark.x, mark.y), matrix_in_dots(mark))
            case Image():
                ink.paste(1, (mark.x, mark.y), image_in_dots(mark))
    return ink.point(_PRINTED, "1")


def words_in_dots(mark: Words) -> tuple[Bitmap, int, int]:
    """A line of text in dots, set where it is printed, and where its upper left corner goes."""
    pixels = round(mark.size)
    ascent = pixels * 5 // 4
    width = round(text.width(mark.line, mark.size, bold=mark.bold)) + 4 * _MARGIN
    image = Pictures.new("L", (width, ascent * 2), 0)
    pen = ImageDraw.Draw(image)
    x = float(_MARGIN)
    for run in text.runs(mark.line, bold=mark.bold):
        if run.face.is_shaped:
            letters, left, base = shaping.drawn(run.face, run.text, pixels, bold=mark.bold)
            image.paste(255, (round(x) - left, ascent - base), letters)
        else:
            thicken = EAST_ASIAN_BOLD_EMS * pixels / 2
            stroke = thicken if mark.bold and run.face is EAST_ASIAN else 0.0
            font = raster(run.face, pixels)
            pen.text((x, ascent), run.text, 255, font, anchor="ls", stroke_width=stroke)
        x += run.advance * mark.size
    return _halved(image), round(mark.left) - _MARGIN, mark.baseline - ascent


def matrix_in_dots(mark: Matrix) -> Bitmap:
    """A square symbol in dots, set where it is dark."""
    side = mark.symbol.width * mark.module
    image = Pictures.new("1", (side, side), 0)
    pen = ImageDraw.Draw(image)
    for row, stretches in enumerate(mark.symbol.rows):
        for start, width in stretches:
            x, y = start * mark.module, row * mark.module
            _fill(pen, x, y, width * mark.module, mark.module)
    return image


def image_in_dots(mark: Image) -> Bitmap:
    """A picture in dots, set where it is printed; shades become patterns."""
    grey = decoded(mark.picture).convert("L")
    sized = grey.resize((mark.width, mark.height), Pictures.Resampling.LANCZOS)
    return sized.point(_TURNED).convert("1")


def decoded(picture: Picture) -> Bitmap:
    """The picture that a record holds."""
    return Pictures.open(BytesIO(base64.b64decode(picture.png)), formats=["PNG"])


def _halved(image: Bitmap) -> Bitmap:
    return image.point(_HALVED, "1")


def _fill(pen: ImageDraw.ImageDraw, x: int, y: int, width: int, height: int) -> None:
    if width > 0 and height > 0:
        pen.rectangle((x, y, x + width - 1, y + height - 1), 1)

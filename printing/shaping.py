"""Sets the letters of scripts that join, stack and reorder, as South and South-East Asia write."""

from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz
from PIL import Image

from printing.fonts import SHAPED_BOLD_EMS, Face, data


@dataclass(frozen=True)
class PlacedGlyph:
    """A glyph and where it stands, in ems right of and above where the text begins."""

    glyph: int
    x: float
    y: float


@dataclass(frozen=True)
class Shape:
    """A text as the glyphs that draw it; `advance` is its width in ems."""

    glyphs: tuple[PlacedGlyph, ...]
    advance: float


@dataclass(frozen=True)
class Stroke:
    """A step of an outline as PDF has them: `M`ove, `L`ine, `C`ubic curve, or `Z`, which closes it.

    Points are in ems, to the right of and above the glyph's origin.
    """

    step: str
    points: tuple[tuple[float, float], ...] = ()


@lru_cache(maxsize=4096)
def shape(face: Face, text: str) -> Shape:
    """Glyphs of a text in one script, in reading order from left to right."""
    font = _font(face, bold=False)
    upem = font.face.upem
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    placed = []
    pen = 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x, y = pen + position.x_offset, position.y_offset
        placed.append(PlacedGlyph(info.codepoint, x / upem, y / upem))
        pen += position.x_advance
    return Shape(tuple(placed), pen / upem)


@lru_cache(maxsize=4096)
def outline(face: Face, glyph: int, *, bold: bool) -> tuple[Stroke, ...]:
    """Outline of a glyph; overlapping parts are to be filled by the non-zero rule."""
    font = _font(face, bold=bold)
    strokes: list[Stroke] = []
    font.draw_glyph(glyph, _outline_steps(), (strokes, font.face.upem))
    return tuple(strokes)


@lru_cache(maxsize=1)
def _outline_steps() -> uharfbuzz.DrawFuncs:
    """Writes what HarfBuzz tells of an outline into a list; its curves become PDF's cubic ones."""

    def add(step: str, numbers: tuple[float, ...], target: tuple[list[Stroke], int]) -> None:
        strokes, upem = target
        ems = [number / upem for number in numbers]
        strokes.append(Stroke(step, tuple(zip(ems[::2], ems[1::2], strict=True))))

    def quadratic(cx: float, cy: float, x: float, y: float, to: tuple[list[Stroke], int]) -> None:
        left, up = (number * to[1] for number in to[0][-1].points[-1])
        first = (left + 2 * (cx - left) / 3, up + 2 * (cy - up) / 3)
        second = (x + 2 * (cx - x) / 3, y + 2 * (cy - y) / 3)
        add("C", (*first, *second, x, y), to)

    steps = uharfbuzz.DrawFuncs()
    steps.set_move_to_func(lambda x, y, to: add("M", (x, y), to))
    steps.set_line_to_func(lambda x, y, to: add("L", (x, y), to))
    steps.set_quadratic_to_func(quadratic)
    steps.set_cubic_to_func(lambda a, b, c, d, x, y, to: add("C", (a, b, c, d, x, y), to))
    steps.set_close_path_func(lambda to: add("Z", (), to))
    return steps


def drawn(face: Face, text: str, pixels: int, *, bold: bool) -> tuple[Image.Image, int, int]:
    """A text as a grey picture, white on black.

    Args:
        face: What draws it.
        text: What `shape` takes.
        pixels: Dots an em.
        bold: Whether the letters are made heavier.

    Returns:
        The picture, and the dots from its upper left corner to where the text begins: right to
        its left edge, down to its baseline. Letters may reach out over both.
    """
    found = shape(face, text)
    font = _font(face, bold=bold)
    scale = pixels / font.face.upem
    margin = pixels
    width, height = round(found.advance * pixels) + 2 * margin, 3 * pixels
    raster = uharfbuzz.RasterDraw()
    raster.extents = uharfbuzz.RasterExtents(0, 0, width, height)
    for placed in found.glyphs:
        x, y = margin + placed.x * pixels, pixels + placed.y * pixels
        raster.transform = (scale, 0, 0, scale, x, y)
        raster.draw_glyph(font, placed.glyph)
    image = raster.render()
    if image is None:
        raise MemoryError(f"no room for a picture of {width} x {height} dots")
    # Its rows run upwards, from the lowest to the highest, and may be padded.
    grey = Image.frombuffer(
        "L", (width, height), image.buffer, "raw", "L", image.extents.stride, -1
    )
    return grey, margin, height - pixels


@lru_cache(maxsize=64)
def _font(face: Face, *, bold: bool) -> uharfbuzz.Font:
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data(face.file))))
    if bold:
        font.synthetic_bold = (SHAPED_BOLD_EMS, SHAPED_BOLD_EMS, True)
    return font

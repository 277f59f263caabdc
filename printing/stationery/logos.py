"""Turns the logo file that somebody chose into the picture that is printed."""

import base64
import re
from importlib.resources import files
from io import BytesIO

import resvg_py
from PIL import Image, UnidentifiedImageError

from printing.stationery.model import Picture

MOST_WIDTH, MOST_HEIGHT = 425, 260
"""Dots at which a logo is kept: 36 x 22 mm at 300 dpi, the most that any document shows of it.

Every document that is queued carries it."""

MOST_FILE_BYTES = 4 * 1024 * 1024
_MOST_PIXELS = 40_000_000
_COLOURS = 64
_REFERENCE = re.compile(
    r"""(?:href|src)\s*=\s*["']\s*(?!#|data:)|url\(\s*["']?(?!#|data:)|<!ENTITY"""
)


class UnusableLogo(ValueError):
    """A file that is no PNG or SVG picture, or one that cannot be printed; says why."""


def logo_from(content: bytes) -> Picture:
    """The picture that a PNG or SVG file shows, without its empty margin, as it is printed.

    Args:
        content: Of the file.

    Raises:
        UnusableLogo: It is too large, no picture, empty, or an SVG that refers to other files.
    """
    if len(content) > MOST_FILE_BYTES:
        raise UnusableLogo(f"the file is larger than {MOST_FILE_BYTES // 1024 // 1024} MB")
    image = _from_svg(content) if b"<svg" in content[:4096] else _from_png(content)
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    flat = white.convert("RGB")
    box = flat.convert("L").point(lambda level: 255 if level < 250 else 0).getbbox()
    if box is None:
        raise UnusableLogo("the picture is empty, or white on white")
    flat = flat.crop(box)
    flat.thumbnail((MOST_WIDTH, MOST_HEIGHT), Image.Resampling.LANCZOS)
    few = flat.quantize(_COLOURS, dither=Image.Dither.NONE)
    target = BytesIO()
    few.save(target, "PNG", optimize=True)
    return Picture(base64.b64encode(target.getvalue()).decode(), few.width, few.height)


def _from_png(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UnusableLogo(
                    f"the picture has {image.width} x {image.height} dots; shrink it"
                )
            return image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise UnusableLogo("the file is no PNG or SVG picture") from error


def _from_svg(content: bytes) -> Image.Image:
    """An SVG drawn as large as a logo is kept, with the bundled fonts for its text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusableLogo("the SVG is not written in UTF-8") from error
    if _REFERENCE.search(text):
        raise UnusableLogo("the SVG refers to other files; embed them")
    fonts = files("resources") / "fonts"
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=text,
            height=4 * MOST_HEIGHT,
            skip_system_fonts=True,
            font_files=[str(fonts / "DejaVuSans.ttf"), str(fonts / "DejaVuSans-Bold.ttf")],
            font_family="DejaVu Sans",
        )
    except ValueError as error:
        raise UnusableLogo(f"the SVG cannot be drawn: {error}") from error
    return _from_png(bytes(png))

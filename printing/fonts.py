"""The bundled fonts: which one has a letter, how wide it is, and how to load it for each output."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

BOX = "\u25a1"
"""What is printed for a letter that no bundled font has."""


@dataclass(frozen=True)
class Face:
    """One face of a bundled font file; the name is also reportlab's name for it.

    Attributes:
        is_shaped: Whether its letters join, stack or change places, so that `printing.shaping` has
            to set them.
    """

    name: str
    file: str
    is_shaped: bool = False

    def covers(self, char: str) -> bool:
        """Whether the face's own character map has this letter."""
        return ord(char) in _widths(self)

    def advance(self, text: str) -> float:
        """Width of `text` in ems; every letter must be covered, and the face must not be shaped."""
        widths = _widths(self)
        return sum(widths[ord(char)] for char in text) / 1000.0


REGULAR = Face("PickstationSans", "DejaVuSans.ttf")
BOLD = Face("PickstationSans-Bold", "DejaVuSans-Bold.ttf")
EAST_ASIAN = Face("PickstationEastAsian", "wqy-microhei.ttc")
EAST_ASIAN_BOLD_EMS = 0.035
"""Width of the outline that makes East Asian letters bold; the font has no bold face."""


SHAPED_BOLD_EMS = 0.03
"""By how much the letters of shaped faces are made heavier where bold is asked for."""


def _shaped(script: str) -> Face:
    return Face(f"PickstationSans-{script}", f"NotoSans{script}-Regular.ttf", is_shaped=True)


_BLOCKS: tuple[tuple[int, int, Face], ...] = (
    (0x0900, 0x097F, _shaped("Devanagari")),
    (0x0980, 0x09FF, _shaped("Bengali")),
    (0x0A00, 0x0A7F, _shaped("Gurmukhi")),
    (0x0A80, 0x0AFF, _shaped("Gujarati")),
    (0x0B00, 0x0B7F, _shaped("Oriya")),
    (0x0B80, 0x0BFF, _shaped("Tamil")),
    (0x0C00, 0x0C7F, _shaped("Telugu")),
    (0x0C80, 0x0CFF, _shaped("Kannada")),
    (0x0D00, 0x0D7F, _shaped("Malayalam")),
    (0x0D80, 0x0DFF, _shaped("Sinhala")),
    (0x0E00, 0x0E7F, _shaped("Thai")),
    (0x0E80, 0x0EFF, _shaped("Lao")),
    (0x1000, 0x109F, _shaped("Myanmar")),
    (0x1200, 0x139F, _shaped("Ethiopic")),
    (0x1780, 0x17FF, _shaped("Khmer")),
)
"""First and last letter of each script that has a face of its own (Unicode blocks)."""


def read_all() -> None:
    """Read every bundled font, so that no document waits for it."""
    for face in (REGULAR, BOLD, EAST_ASIAN, *(face for _, _, face in _BLOCKS)):
        registered(face)


def face_for(char: str, *, bold: bool) -> Face | None:
    """First bundled face that has the letter, or None where none has."""
    if _BLOCKS[0][0] <= ord(char) <= _BLOCKS[-1][1]:
        for first, last, face in _BLOCKS:
            if first <= ord(char) <= last and face.covers(char):
                return face
    for face in (BOLD if bold else REGULAR, EAST_ASIAN):
        if face.covers(char):
            return face
    return None


@cache
def data(file: str) -> bytes:
    """Content of a bundled font file."""
    return (files("resources") / "fonts" / file).read_bytes()


@cache
def registered(face: Face) -> str:
    """Name under which reportlab knows the face, which is loaded at the first call."""
    pdfmetrics.registerFont(_loaded(face))
    return face.name


@cache
def _loaded(face: Face) -> TTFont:
    # A PDF takes the letters it prints along, and not all of ASCII so that its source is legible.
    return TTFont(face.name, BytesIO(data(face.file)), asciiReadable=0)


@cache
def _widths(face: Face) -> dict[int, float]:
    widths: dict[int, float] = _loaded(face).face.charWidths
    return widths


@cache
def raster(face: Face, pixels: int) -> ImageFont.FreeTypeFont:
    """The face for drawing into pictures, `pixels` high per em.

    The basic layout engine is asked for, so that a picture does not depend on which text libraries
    a machine happens to have; letters arrive here already joined and ordered.
    """
    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(BytesIO(data(face.file)), pixels, layout_engine=engine)

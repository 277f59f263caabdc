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
    """One face of a bundled font file; the name is also reportlab's name for it."""

    name: str
    file: str

    def covers(self, char: str) -> bool:
        """Whether the face's own character map has this letter."""
        return ord(char) in _widths(self)

    def advance(self, text: str) -> float:
        """Width of `text` in ems; every letter must be covered."""
        widths = _widths(self)
        return sum(widths[ord(char)] for char in text) / 1000.0


REGULAR = Face("PickstationSans", "DejaVuSans.ttf")
BOLD = Face("PickstationSans-Bold", "DejaVuSans-Bold.ttf")
EAST_ASIAN = Face("PickstationEastAsian", "wqy-microhei.ttc")
EAST_ASIAN_BOLD_EMS = 0.035
"""Width of the outline that makes East Asian letters bold; the font has no bold face."""


def face_for(char: str, *, bold: bool) -> Face | None:
    """First bundled face that has the letter, or None where none has."""
    for face in (BOLD if bold else REGULAR, EAST_ASIAN):
        if face.covers(char):
            return face
    return None


@cache
def _data(file: str) -> bytes:
    return (files("resources") / "fonts" / file).read_bytes()


@cache
def registered(face: Face) -> str:
    """Name under which reportlab knows the face, which is loaded at the first call."""
    pdfmetrics.registerFont(_loaded(face))
    return face.name


@cache
def _loaded(face: Face) -> TTFont:
    return TTFont(face.name, BytesIO(_data(face.file)))


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
    return ImageFont.truetype(BytesIO(_data(face.file)), pixels, layout_engine=engine)

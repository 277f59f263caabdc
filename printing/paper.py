"""Sizes of the paper and label stock that documents are laid out for."""

from enum import StrEnum

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0


class Format(StrEnum):
    """What a printer is sent: a page description for queues, or Zebra's label language."""

    PDF = "pdf"
    ZPL = "zpl"


class Paper(StrEnum):
    """Stock a document can be laid out for; the value is what settings and records store."""

    A4 = "a4"
    LETTER = "letter"
    LABEL_4X6_IN = "label_4x6_in"
    LABEL_100X150_MM = "label_100x150_mm"
    LABEL_100X50_MM = "label_100x50_mm"
    LABEL_86X54_MM = "label_86x54_mm"
    TAPE_62_MM = "tape_62_mm"

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in millimetres, upright as it leaves the printer.

        Continuous stock is cut off where the document ends; its height is the most of one piece.
        """
        return _SIZES_MM[self]

    @property
    def is_continuous(self) -> bool:
        """Whether this is a roll that the printer cuts to length."""
        return self is Paper.TAPE_62_MM

    @property
    def is_label(self) -> bool:
        """Whether this is label stock rather than an office sheet."""
        return self not in {Paper.A4, Paper.LETTER}

    def size_dots(self, dpi: int) -> tuple[int, int]:
        """Width and height in whole dots of a printer with `dpi` dots per inch."""
        width, height = self.size_mm
        return dots(width, dpi), dots(height, dpi)


_SIZES_MM: dict[Paper, tuple[float, float]] = {
    Paper.A4: (210.0, 297.0),
    Paper.LETTER: (215.9, 279.4),
    Paper.LABEL_4X6_IN: (101.6, 152.4),
    Paper.LABEL_100X150_MM: (100.0, 150.0),
    Paper.LABEL_100X50_MM: (100.0, 50.0),
    Paper.LABEL_86X54_MM: (86.0, 54.0),
    Paper.TAPE_62_MM: (62.0, 297.0),
}


def dots(millimetres: float, dpi: int) -> int:
    """Nearest whole number of dots for a length in millimetres."""
    return round(millimetres / MM_PER_INCH * dpi)

"""A page as a list of marks in printer dots, which the PDF and the ZPL output both draw.

Layouts place everything in whole dots from the top left corner, so a bar is never a fraction of a
dot wide and both outputs agree about where things are.
"""

from dataclasses import dataclass, field
from typing import Literal

from printing import text
from printing.barcodes import QUIET_MODULES, LinearSymbol, MatrixSymbol
from printing.paper import POINTS_PER_INCH, Paper, dots
from printing.stationery.model import Picture

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Words:
    """A cleaned line of text.

    Attributes:
        x: Left edge of the room the line has; alignment is within it.
        room: Width of that room, which the line must not exceed.
        baseline: Where the letters stand.
        size: Height of an em.
        as_picture: Whether a label printer gets a picture of it even where its own font would do,
            so that the lines of a block look alike.
        colour: As `#rrggbb` on paper that has colours; empty for black.
    """

    x: int
    baseline: int
    room: int
    line: str
    size: float
    bold: bool
    align: Align
    as_picture: bool = False
    colour: str = ""

    @property
    def left(self) -> float:
        """Where the first letter begins."""
        spare = self.room - text.width(self.line, self.size, bold=self.bold)
        return self.x + {"left": 0.0, "center": spare / 2, "right": spare}[self.align]


@dataclass(frozen=True)
class Rectangle:
    """A filled rectangle.

    Attributes:
        ink: 1 for black and less for grey, which only pages have.
        colour: As `#rrggbb` on paper that has colours, in place of `ink`; or empty.
    """

    x: int
    y: int
    width: int
    height: int
    ink: float = 1.0
    colour: str = ""


@dataclass(frozen=True)
class Bars:
    """A linear symbol with its first bar at `x`; modules are `module` dots wide."""

    x: int
    y: int
    module: int
    height: int
    symbol: LinearSymbol


@dataclass(frozen=True)
class Matrix:
    """A square symbol with its top left module at (x, y)."""

    x: int
    y: int
    module: int
    symbol: MatrixSymbol


@dataclass(frozen=True)
class Image:
    """A picture, stretched to fill its place; what is outside of white is printed."""

    x: int
    y: int
    width: int
    height: int
    picture: Picture


Mark = Words | Rectangle | Bars | Matrix | Image


@dataclass
class Sheet:
    """One page or label under construction.

    Attributes:
        paper: Stock it is laid out for.
        dpi: Dots per inch of the printer.
        marks: What has been drawn so far, lowest first.
        cut_at: Where continuous stock is cut, in dots from its upper edge; None elsewhere.
    """

    paper: Paper
    dpi: int
    marks: list[Mark] = field(default_factory=list)
    cut_at: int | None = None

    @property
    def width(self) -> int:
        """Width in dots."""
        return self.paper.size_dots(self.dpi)[0]

    @property
    def height(self) -> int:
        """Height in dots; of continuous stock, up to where it is cut."""
        return self.paper.size_dots(self.dpi)[1] if self.cut_at is None else self.cut_at

    def cut(self, height: int) -> None:
        """Ends continuous stock at this height; other stock is as high as it is."""
        if self.paper.is_continuous:
            self.cut_at = height

    def mm(self, millimetres: float) -> int:
        """Whole dots nearest to a length."""
        return dots(millimetres, self.dpi)

    def pt(self, points: float) -> float:
        """Dots in a type size."""
        return points * self.dpi / POINTS_PER_INCH

    def module(self, smallest_mm: float) -> int:
        """Smallest whole number of dots that is not narrower than `smallest_mm`."""
        nearest = self.mm(smallest_mm)
        return nearest if nearest * 25.4 / self.dpi >= smallest_mm - 1e-9 else nearest + 1

    def words(
        self,
        line: str,
        x: int,
        baseline: int,
        room: int,
        points: float,
        *,
        bold: bool = False,
        align: Align = "left",
        as_picture: bool = False,
    ) -> None:
        """Writes a cleaned line; an empty one leaves no mark."""
        if line:
            size = self.pt(points)
            self.marks.append(Words(x, baseline, room, line, size, bold, align, as_picture))

    def coloured(
        self,
        line: str,
        place: tuple[int, int, int],
        points: float,
        *,
        colour: str,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """Writes a cleaned line in colour; `place` is left edge, baseline and room."""
        if line:
            x, baseline, room = place
            words = Words(x, baseline, room, line, self.pt(points), bold, align, colour=colour)
            self.marks.append(words)

    def rectangle(
        self, x: int, y: int, width: int, height: int, ink: float = 1.0, *, colour: str = ""
    ) -> None:
        """Fills a rectangle."""
        self.marks.append(Rectangle(x, y, width, height, ink, colour))

    def image(self, picture: Picture, x: int, y: int, room: int, height: int) -> int:
        """Draws a picture as large as room and height let it be, and returns how wide that is."""
        scale = min(room / picture.width, height / picture.height)
        width, height = (max(1, round(side * scale)) for side in (picture.width, picture.height))
        self.marks.append(Image(x, y, width, height, picture))
        return width

    def frame(self, x: int, y: int, width: int, height: int, line: int) -> None:
        """Draws the outline of a rectangle with lines inside its edges."""
        self.rectangle(x, y, width, line)
        self.rectangle(x, y + height - line, width, line)
        self.rectangle(x, y, line, height)
        self.rectangle(x + width - line, y, line, height)

    def bars(self, symbol: LinearSymbol, x: int, y: int, module: int, height: int) -> None:
        """Draws a linear symbol; the caller leaves its quiet zones empty."""
        self.marks.append(Bars(x, y, module, height, symbol))

    def matrix(self, symbol: MatrixSymbol, x: int, y: int, module: int) -> None:
        """Draws a square symbol; the caller leaves its quiet zone empty."""
        self.marks.append(Matrix(x, y, module, symbol))

    def widest_module(self, symbol: LinearSymbol, room: int, most_mm: float) -> int | None:
        """Module width in dots, at most about `most_mm`, at which the symbol fits with quiet zones.

        Returns:
            None where even 0.25 mm, the narrowest that hand scanners read well, is too wide.
        """
        total = symbol.width + 2 * QUIET_MODULES
        fitting = min(self.module(most_mm), room // total)
        return fitting if fitting >= self.module(0.25) else None

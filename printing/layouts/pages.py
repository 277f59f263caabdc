"""Fills pages from top to bottom and starts new ones, for every document that may be long."""

from collections.abc import Callable
from typing import Protocol

from printing.drawing import Sheet
from printing.paper import Paper

PAGE_MARGIN_MM = 15.0
LABEL_MARGIN_MM = 3.0


def margin(sheet: Sheet) -> int:
    """Empty edge in dots at the left and at the right."""
    return sheet.mm(LABEL_MARGIN_MM if sheet.paper.is_label else PAGE_MARGIN_MM)


class Part(Protocol):
    """Something of known height that is never split between pages."""

    @property
    def height(self) -> int:
        """Height in dots."""

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws it from `top` downwards."""


class Pages:
    """Places parts one below the other.

    Attributes:
        sheets: The pages so far; the last one is being filled.
    """

    def __init__(
        self, paper: Paper, dpi: int, head: Callable[[Sheet, int], int], foot_mm: float
    ) -> None:
        """Starts the first page.

        Args:
            paper: Stock of all pages.
            dpi: Of the printer.
            head: Draws the head of a page, of which it is told the number, and says where it ends.
            foot_mm: Height left empty at the lower edge.
        """
        self._paper = paper
        self._dpi = dpi
        self._head = head
        self._foot_mm = foot_mm
        self.sheets: list[Sheet] = []
        self._new_page()

    @property
    def sheet(self) -> Sheet:
        """The page being filled."""
        return self.sheets[-1]

    @property
    def y(self) -> int:
        """Where the next part begins."""
        return self._y

    def reserve(self, height: int, repeated: Part | None = None) -> None:
        """Starts a new page, with `repeated` on it, where `height` dots are not left here."""
        if self._y + height <= self.sheet.height - self.sheet.mm(self._foot_mm):
            return
        self._new_page()
        if repeated is not None:
            self._draw(repeated)

    def place(self, part: Part, repeated: Part | None = None) -> None:
        """Draws a part here or, where it does not fit, on the next page."""
        self.reserve(part.height, repeated)
        self._draw(part)

    def place_table(self, head: Part, rows: list[Part], end: Part | None = None) -> None:
        """Draws rows below a head that is repeated on each page; `end` stays with the last row."""
        last = rows[-1:]
        together = sum(part.height for part in (*last, end) if part is not None)
        self.reserve(head.height + (rows[0].height if rows[1:] else together))
        self._draw(head)
        for row in rows[:-1]:
            self.place(row, head)
        self.reserve(together, head)
        for part in (*last, end):
            if part is not None:
                self._draw(part)

    def finish(self, foot: Callable[[Sheet, int, int], None]) -> list[Sheet]:
        """Draws each page's foot with its number and count, and ends.

        Continuous stock is cut off below what stands on it.
        """
        self._cut()
        for number, sheet in enumerate(self.sheets, start=1):
            foot(sheet, number, len(self.sheets))
        return self.sheets

    def _draw(self, part: Part) -> None:
        part.draw(self.sheet, self._y)
        self._y += part.height

    def _cut(self) -> None:
        self.sheet.cut(self._y + self.sheet.mm(self._foot_mm))

    def _new_page(self) -> None:
        if self.sheets:
            self._cut()
        self.sheets.append(Sheet(self._paper, self._dpi))
        self._y = self._head(self.sheet, len(self.sheets))

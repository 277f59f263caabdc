"""The packing slip: as many pages as its lines need, each with head, order barcode and number."""

from typing import Protocol

from printing.captions import captions
from printing.documents import PackingSlip, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts.slip_head import FOOT_MM, draw_foot, draw_head, draw_parties
from printing.layouts.slip_notes import Totals, notes
from printing.layouts.slip_table import Row, draw_table_head
from printing.text import clean


class _Part(Protocol):
    """Something of known height that is never split between pages."""

    height: int

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws it from `top` downwards."""


def lay_out(slip: PackingSlip, dpi: int) -> list[Sheet]:
    """The slip's pages in order.

    Raises:
        UnprintableDocument: The order number is missing or a country is unknown.
    """
    if not clean(slip.order_number):
        raise UnprintableDocument("order_number", Unprintable.MISSING)
    flow = _Flow(slip, dpi)
    rows = [Row(flow.sheet, line, flow.words) for line in slip.lines]
    totals = Totals(flow.sheet, slip, flow.words)
    flow.table_head()
    for row in rows[:-1]:
        flow.place(row, in_table=True)
    # The totals never stand alone: the last line goes with them.
    last = rows[-1:]
    flow.reserve(sum(part.height for part in last) + totals.height, in_table=True)
    for row in last:
        flow.place(row)
    flow.place(totals)
    for note in notes(flow.sheet, slip, flow.words):
        flow.place(note)
    for number, sheet in enumerate(flow.sheets, start=1):
        draw_foot(sheet, slip, flow.words, number, len(flow.sheets))
    return flow.sheets


class _Flow:
    """Fills pages from top to bottom and starts new ones."""

    def __init__(self, slip: PackingSlip, dpi: int) -> None:
        self._slip = slip
        self._dpi = dpi
        self.words = captions(slip.language)
        self.sheets: list[Sheet] = []
        self._y = self._new_page()
        self._y = draw_parties(self.sheet, slip, self.words, self._y)

    @property
    def sheet(self) -> Sheet:
        """The page being filled."""
        return self.sheets[-1]

    def table_head(self) -> None:
        """Draws the columns' names where the page stands."""
        self._y = draw_table_head(self.sheet, self.words, self._y)

    def reserve(self, height: int, *, in_table: bool = False) -> None:
        """Starts a new page where `height` dots are not left on this one."""
        if self._y + height <= self.sheet.height - self.sheet.mm(FOOT_MM):
            return
        self._y = self._new_page()
        if in_table:
            self.table_head()

    def place(self, part: _Part, *, in_table: bool = False) -> None:
        """Draws a part on this page or, where it does not fit, on the next."""
        self.reserve(part.height, in_table=in_table)
        part.draw(self.sheet, self._y)
        self._y += part.height

    def _new_page(self) -> int:
        self.sheets.append(Sheet(self._slip.paper, self._dpi))
        return draw_head(self.sheet, self._slip, self.words)

"""The totes of a pick list: where each stands on the cart, and whose order goes into it."""

from printing.captions import Captions
from printing.documents import PickCarrier, PickList
from printing.drawing import Sheet
from printing.layouts.list_cells import Code, matrix_code
from printing.layouts.pages import margin
from printing.text import clean, cut, largest_size

_CELL_MM = 43.0
_ROW_MM = 11.0


class Carriers:
    """A grid of the totes, in the order in which they are given.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, document: PickList, words: Captions) -> None:
        self._totes = document.totes
        self._caption = words.totes
        room = sheet.width - 2 * margin(sheet)
        self._across = max(1, room // sheet.mm(_CELL_MM))
        rows = -(-len(self._totes) // self._across)
        shown = document.template.shows_barcodes
        codes = [matrix_code(sheet, tote.payload) if shown else None for tote in self._totes]
        self._codes: list[Code | None] = codes
        self.height = sheet.mm(4) + rows * sheet.mm(_ROW_MM) + sheet.mm(2)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws caption and grid."""
        left = margin(sheet)
        cell = (sheet.width - 2 * left) // self._across
        sheet.words(self._caption, left, top + sheet.mm(3), cell, 7.5)
        for place, (tote, code) in enumerate(zip(self._totes, self._codes, strict=True)):
            row, column = divmod(place, self._across)
            y = top + sheet.mm(4) + row * sheet.mm(_ROW_MM)
            _draw_tote(sheet, tote, code, (left + column * cell, y, cell - sheet.mm(1)))


def _draw_tote(
    sheet: Sheet, tote: PickCarrier, code: Code | None, place: tuple[int, int, int]
) -> None:
    x, top, room = place
    height = sheet.mm(_ROW_MM) - sheet.mm(1)
    sheet.frame(x, top, room, height, sheet.mm(0.2))
    right = x + room
    if code is not None and code.height <= height:
        right -= code.width
        code.draw(sheet, right, top + (height - code.height) // 2)
    x += sheet.mm(1.5)
    position = clean(tote.position)
    if position:
        used = sheet.mm(11)
        points = largest_size(position, used / sheet.pt(1), (18, 8), bold=True) or 8
        shown = cut(position, sheet.pt(points), used, bold=True)
        sheet.words(shown, x, top + sheet.mm(7), used, points, bold=True)
        x += used + sheet.mm(1)
    text_room = right - x - sheet.mm(1)
    for line, down_mm, points, bold in (
        (tote.tote, 4.2, 10, True),
        (tote.order_number, 8.2, 8, False),
    ):
        shown = cut(clean(line), sheet.pt(points), text_room, bold=bold)
        sheet.words(shown, x, top + sheet.mm(down_mm), text_room, points, bold=bold)

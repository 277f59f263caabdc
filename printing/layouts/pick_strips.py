"""The lines of a pick list stacked, as label printers have room for."""

from printing.documents import PickList, PickListLine
from printing.drawing import Sheet
from printing.layouts.list_cells import TIMES, Lines, draw_place, matrix_code, tick_box
from printing.layouts.pages import margin
from printing.layouts.pick_rows import details
from printing.text import clean, largest_size, width


class PickStrip:
    """One stop: the place and how many above, the item below, with two codes at the right.

    The left one of the two codes is the location's, the right one the item's.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, line: PickListLine, document: PickList) -> None:
        self._line = line
        shown = document.template.shows_barcodes
        payloads = (line.location_payload, line.item_payload) if shown else ()
        found = [matrix_code(sheet, payload) for payload in payloads if payload]
        self._codes = [code for code in found if code is not None]
        self._gap = sheet.mm(3)
        codes_room = sum(code.width + self._gap for code in self._codes)
        inner = sheet.width - 2 * margin(sheet)
        self._points = points = document.template.text_points
        self._text = Lines(sheet, inner - codes_room)
        self._text.one(line.sku, points, bold=True)
        if document.template.shows_descriptions or not clean(line.sku):
            self._text.some(line.description, points - 1.5, 3)
        for detail in details(line, document):
            self._text.one(detail, points - 1)
        for target in line.targets:
            self._text.one(f"→ {target.name} {TIMES} {target.quantity}", points, bold=True)
        self._top_height = sheet.mm(7.5)
        codes_height = max([code.height for code in self._codes], default=0) + sheet.mm(1)
        below = max(self._text.height, codes_height)
        self.height = self._top_height + below + sheet.mm(1.5)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws the strip and the rule below it."""
        left = margin(sheet)
        room = sheet.width - 2 * left
        baseline = top + sheet.mm(5.8)
        tick_box(sheet, left, top + sheet.mm(1.3), 5)
        quantity = f"{TIMES} {self._line.quantity}"
        points = largest_size(quantity, room / 3 / sheet.pt(1), (17, 8), bold=True) or 8
        used = round(width(quantity, sheet.pt(points), bold=True)) + sheet.mm(2)
        sheet.words(quantity, left, baseline, room, points, bold=True, align="right")
        x = left + sheet.mm(7)
        place = (x, baseline, room - sheet.mm(7) - used)
        draw_place(sheet, clean(self._line.location), self._line.check_digits, place, 14)
        y = top + self._top_height
        self._text.draw_on(sheet, left, y)
        x = left + room
        for code in reversed(self._codes):
            x -= code.width
            code.draw(sheet, x, y + sheet.mm(0.5))
            x -= self._gap
        sheet.rectangle(left, top + self.height, room, sheet.mm(0.2))

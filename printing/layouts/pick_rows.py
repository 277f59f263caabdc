"""The lines of a pick list side by side in columns, as wide paper has them."""

from printing.captions import Captions, captions, shown_date
from printing.documents import PickList, PickListLine
from printing.drawing import Align, Sheet
from printing.layouts.list_cells import TIMES, Lines, bars_or_matrix, blank, draw_place, tick_box
from printing.layouts.list_grid import Grid, GridHead
from printing.text import clean, largest_size

_GRID = Grid(
    {
        "tick": (0.0, 6.0),
        "number": (6.5, 7.0),
        "location": (14.5, 60.0),
        "item": (77.0, 55.0),
        "take": (133.0, 14.0),
        "into": (149.0, 17.0),
        "picked": (167.5, 12.5),
    }
)


def pick_head(sheet: Sheet, document: PickList, words: Captions) -> GridHead:
    """The columns' names; units go into one tote where no line says into which."""
    names: dict[str, tuple[str, Align]] = {
        "location": (words.location, "left"),
        "item": (words.item, "left"),
        "take": (words.take, "right"),
        "picked": (words.picked, "center"),
    }
    if any(line.targets for line in document.lines):
        names["into"] = (words.into, "left")
    return GridHead(sheet, _GRID, names)


class PickRow:
    """One stop: a box to tick, where, what, how many, into what, and a box for what was found.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, line: PickListLine, document: PickList) -> None:
        template = document.template
        self._line = line
        self._points = template.text_points
        shown = template.shows_barcodes
        _, location_room = _GRID.place(sheet, "location")
        _, item_room = _GRID.place(sheet, "item")
        self._location = bars_or_matrix(
            sheet, line.location_payload if shown else "", location_room
        )
        self._item = bars_or_matrix(sheet, line.item_payload if shown else "", item_room)
        self._what = Lines(sheet, item_room)
        self._what.one(line.sku, self._points, bold=True)
        if template.shows_descriptions or not clean(line.sku):
            self._what.some(line.description, self._points - 1.5, 2)
        for detail in details(line, document):
            self._what.one(detail, self._points - 1)
        self._into = Lines(sheet, _GRID.place(sheet, "into")[1])
        for target in line.targets:
            self._into.one(
                f"{target.name} {TIMES} {target.quantity}", self._points, least=6, bold=True
            )
        self._place_height = round(sheet.pt(self._points * 1.5) * 1.1)
        item_height = self._what.height + (self._item.height + sheet.mm(0.8) if self._item else 0)
        place_height = self._place_height
        place_height += self._location.height + sheet.mm(0.8) if self._location else 0
        tallest = max(item_height, place_height, self._into.height, sheet.mm(9))
        self.height = tallest + 2 * sheet.mm(1.6)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws the row and the rule below it."""
        line, y = self._line, top + sheet.mm(1.6)
        bottom = top + self.height - sheet.mm(1.6)
        x, _ = _GRID.place(sheet, "tick")
        tick_box(sheet, x, y, 5.5)
        x, room = _GRID.place(sheet, "number")
        sheet.words(str(line.number), x, y + sheet.mm(3), room, 7.5, align="right")
        x, room = _GRID.place(sheet, "location")
        baseline = y + round(self._place_height * 0.8)
        place = (x, baseline, room)
        draw_place(sheet, clean(line.location), line.check_digits, place, self._points * 1.5)
        if self._location is not None:
            self._location.draw(sheet, x, bottom - self._location.height)
        x, _ = _GRID.place(sheet, "item")
        self._what.draw_on(sheet, x, y)
        if self._item is not None:
            self._item.draw(sheet, x, bottom - self._item.height)
        x, room = _GRID.place(sheet, "take")
        quantity = str(line.quantity)
        points = largest_size(quantity, room / sheet.pt(1), (self._points * 2, 6), bold=True) or 6
        baseline = y + round(sheet.pt(self._points * 2) * 0.8)
        sheet.words(quantity, x, baseline, room, points, bold=True, align="right")
        self._into.draw_on(sheet, _GRID.place(sheet, "into")[0], y)
        blank(sheet, _GRID.place(sheet, "picked")[0], y, 12, 8)
        _GRID.rule(sheet, top + self.height)


def details(line: PickListLine, document: PickList) -> list[str]:
    """Lot, best-before date and what a picker has to mind, where there is any of it."""
    words = captions(document.language)
    found = []
    if line.lot:
        found.append(f"{words.lot}: {clean(line.lot)}")
    if line.expiry:
        found.append(f"{words.expiry}: {shown_date(line.expiry, words)}")
    if line.note:
        found.append(f"! {clean(line.note)}")
    return found

"""The count sheet: locations in walking order, with codes to scan and boxes to write into."""

from functools import partial

from printing.captions import Captions, captions, shown_time
from printing.documents import CountLine, CountSheet, Unprintable, UnprintableDocument
from printing.drawing import Align, Sheet
from printing.layouts.list_cells import Lines, bars_or_matrix, blank, draw_place
from printing.layouts.list_grid import Grid, GridHead
from printing.layouts.list_head import ListHead, Remark, Signatures, draw_list_foot, foot_mm
from printing.layouts.pages import Pages, Part
from printing.text import clean, largest_size

_GRID = Grid(
    {
        "number": (0.0, 8.0),
        "location": (9.5, 60.0),
        "item": (72.0, 55.0),
        "expected": (128.0, 13.0),
        "counted": (143.0, 16.0),
        "remark": (161.0, 19.0),
    }
)


def lay_out(document: CountSheet, dpi: int) -> list[Sheet]:
    """The sheet's pages.

    Raises:
        UnprintableDocument: It has no title or no lines, or a line has no location.
    """
    if not clean(document.title):
        raise UnprintableDocument("title", Unprintable.MISSING)
    if not document.lines:
        raise UnprintableDocument("lines", Unprintable.EMPTY)
    for place, line in enumerate(document.lines):
        if not clean(line.location):
            raise UnprintableDocument(f"lines[{place}].location", Unprintable.MISSING)
    words = captions(document.language)
    facts = (
        (words.zone, document.zone),
        (words.reason, document.reason),
        (words.counted_by, document.counter),
        (words.printed, shown_time(document.printed_at, words) if document.printed_at else ""),
    )
    title = clean(document.title)
    head = ListHead(words.count_sheet, "", title, document.payload, facts)
    pages = Pages(document.paper, dpi, head.draw, foot_mm(document.paper))
    pages.place(Remark(pages.sheet, words.count_hint))
    rows: list[Part] = [_Row(pages.sheet, line) for line in document.lines]
    is_blind = all(line.expected is None for line in document.lines)
    pages.place_table(GridHead(pages.sheet, _GRID, _names(words, is_blind=is_blind)), rows)
    signatures = (words.counted_by, words.date_and_time)
    pages.place(Signatures(pages.sheet, signatures, names=(document.counter,)))
    return pages.finish(partial(draw_list_foot, f"{words.count_sheet} {title}", words.page))


def _names(words: Captions, *, is_blind: bool) -> dict[str, tuple[str, Align]]:
    names: dict[str, tuple[str, Align]] = {
        "location": (words.location, "left"),
        "item": (words.item, "left"),
        "counted": (words.counted, "left"),
        "remark": (words.remark, "left"),
    }
    if not is_blind:
        names["expected"] = (words.expected, "center")
    return names


class _Row:
    def __init__(self, sheet: Sheet, line: CountLine) -> None:
        self._line = line
        _, room = _GRID.place(sheet, "location")
        self._location = bars_or_matrix(sheet, line.location_payload, room)
        _, room = _GRID.place(sheet, "item")
        self._item = bars_or_matrix(sheet, line.item_payload, room)
        self._what = Lines(sheet, room)
        self._what.one(line.sku, 10, bold=True)
        self._what.some(line.description, 8.5, 2)
        self._what.one(line.lot, 9)
        gap = sheet.mm(0.8)
        place_height = sheet.mm(6) + (self._location.height + gap if self._location else 0)
        item_height = self._what.height + (self._item.height + gap if self._item else 0)
        self.height = max(place_height, item_height, sheet.mm(10)) + 2 * sheet.mm(1.6)

    def draw(self, sheet: Sheet, top: int) -> None:
        line, y = self._line, top + sheet.mm(1.6)
        bottom = top + self.height - sheet.mm(1.6)
        x, room = _GRID.place(sheet, "number")
        sheet.words(str(line.number), x, y + sheet.mm(4), room, 7.5, align="right")
        x, room = _GRID.place(sheet, "location")
        place = (x, y + sheet.mm(4.5), room)
        draw_place(sheet, clean(line.location), line.check_digits, place, 14)
        if self._location is not None:
            self._location.draw(sheet, x, bottom - self._location.height)
        x, _ = _GRID.place(sheet, "item")
        self._what.draw_on(sheet, x, y)
        if self._item is not None:
            self._item.draw(sheet, x, bottom - self._item.height)
        if line.expected is not None:
            x, room = _GRID.place(sheet, "expected")
            shown = str(line.expected)
            points = largest_size(shown, room / sheet.pt(1), (13, 6)) or 6
            sheet.words(shown, x, y + sheet.mm(5), room, points, align="center")
        blank(sheet, _GRID.place(sheet, "counted")[0], y, 15, 9)
        x, room = _GRID.place(sheet, "remark")
        sheet.rectangle(x, y + sheet.mm(9), room, sheet.mm(0.15), 0.6)
        _GRID.rule(sheet, top + self.height)

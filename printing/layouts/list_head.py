"""Head and foot of the lists that are worked on the floor: title, number in bars, facts."""

from dataclasses import dataclass

from printing import barcodes
from printing.drawing import Sheet
from printing.layouts.list_cells import matrix_code
from printing.layouts.pages import margin
from printing.paper import Paper
from printing.text import clean, cut, largest_size, width, wrap

_FOOT_MM, _LABEL_FOOT_MM = 14.0, 9.5
_TOP_MM = 10.0
_BARS_ROOM_MM = 70.0


def foot_mm(paper: Paper) -> float:
    """Height that the foot of a list takes."""
    return _LABEL_FOOT_MM if paper.is_label else _FOOT_MM


@dataclass(frozen=True)
class ListHead:
    """What all pages of a list say.

    Attributes:
        title: What kind of list it is.
        subtitle: More of that, such as the pick method.
        number: What it is called, with the word for it.
        payload: What its barcode says, or empty.
        facts: Captions and values, printed on the first page only.
    """

    title: str
    subtitle: str
    number: str
    payload: str
    facts: tuple[tuple[str, str], ...]

    def draw(self, sheet: Sheet, page: int) -> int:
        """Draws it on a page and returns where it ends."""
        if sheet.paper.is_label:
            return self._draw_narrow(sheet, page)
        left, top = margin(sheet), sheet.mm(_TOP_MM)
        room = sheet.width - 2 * left
        side = min(sheet.mm(_BARS_ROOM_MM), room // 2)
        text_room = room - side - sheet.mm(4)
        self._line(sheet, self.title, (left, top + sheet.mm(6), text_room), 17)
        self._line(sheet, self.subtitle, (left, top + sheet.mm(11.5), text_room), 11)
        place = (left + room - side, top + sheet.mm(4), side)
        points = largest_size(self.number, side / sheet.pt(1), (11, 7), bold=True) or 7
        number = cut(self.number, sheet.pt(points), side, bold=True)
        sheet.words(number, *place, points, bold=True, align="right")
        self._bars(sheet, left + room, top + sheet.mm(6), side)
        bottom = top + sheet.mm(17)
        if page == 1:
            bottom = _draw_facts(sheet, self.facts, left, bottom, room)
        sheet.rectangle(left, bottom + sheet.mm(1), room, sheet.mm(0.4))
        return bottom + sheet.mm(2.5)

    def _draw_narrow(self, sheet: Sheet, page: int) -> int:
        """The same on label stock: lines below each other, the number as a matrix."""
        left, top = margin(sheet), sheet.mm(2.5)
        room = sheet.width - 2 * left
        code = matrix_code(sheet, self.payload) if self.payload else None
        if code is not None:
            code.draw(sheet, left + room - code.width, top)
            text_room = room - code.width - sheet.mm(2)
        else:
            text_room = room
        lines = ((self.title, 5.0, 13.0), (self.subtitle, 9.2, 9.0), (self.number, 13.2, 9.0))
        for line, down_mm, points in lines:
            self._line(sheet, line, (left, top + sheet.mm(down_mm), text_room), points)
        bottom = top + sheet.mm(14)
        if page == 1:
            bottom = _draw_facts(sheet, self.facts, left, bottom, room)
        sheet.rectangle(left, bottom + sheet.mm(1), room, sheet.mm(0.3))
        return bottom + sheet.mm(1.5)

    def _line(self, sheet: Sheet, line: str, place: tuple[int, int, int], points: float) -> None:
        size = largest_size(line, place[2] / sheet.pt(1), (points, 8), bold=True) or 8
        sheet.words(cut(line, sheet.pt(size), place[2], bold=True), *place, size, bold=True)

    def _bars(self, sheet: Sheet, right: int, top: int, room: int) -> None:
        if not self.payload:
            return
        try:
            symbol = barcodes.plain_code128(self.payload)
        except barcodes.NotEncodable:
            return  # the number can be read and typed
        # The quiet zone at the right lies in the page's margin.
        module = sheet.widest_module(symbol, room + margin(sheet), 0.33)
        if module is not None:
            x = right - symbol.width * module
            sheet.bars(symbol, x, top, module, sheet.mm(10))


def _draw_facts(
    sheet: Sheet, facts: tuple[tuple[str, str], ...], left: int, top: int, room: int
) -> int:
    """Captions and values in rows of as many as fit; returns where they end."""
    present = [(caption, clean(value)) for caption, value in facts if clean(value)]
    across = max(1, room // sheet.mm(56))
    cell = room // across
    baseline = top
    for place, (caption, value) in enumerate(present):
        row, column = divmod(place, across)
        baseline = top + sheet.mm(4) + row * sheet.mm(5)
        x = left + column * cell
        used = round(width(caption, sheet.pt(7.5))) + sheet.mm(2)
        sheet.words(caption, x, baseline, used, 7.5)
        value_room = cell - used - sheet.mm(4)
        points = largest_size(value, value_room / sheet.pt(1), (10, 7), bold=True) or 7
        shown = cut(value, sheet.pt(points), value_room, bold=True)
        sheet.words(shown, x + used, baseline, value_room, points, bold=True)
    return baseline + (sheet.mm(1.5) if present else 0)


def draw_list_foot(line: str, page: str, sheet: Sheet, number: int, count: int) -> None:
    """What the list is called, and which page of how many, at the lower edge.

    Args:
        line: At the left.
        page: Template with `{number}` and `{count}`.
        sheet: Where to draw.
        number: Of the page.
        count: Of all pages.
    """
    left = margin(sheet)
    room = sheet.width - 2 * left
    up_mm = 5.0 if sheet.paper.is_label else 7.0
    baseline = sheet.height - sheet.mm(up_mm)
    sheet.rectangle(left, baseline - sheet.mm(4), room, sheet.mm(0.2), 0.4)
    shown = page.format(number=number, count=count)
    used = round(width(shown, sheet.pt(8))) + sheet.mm(3)
    sheet.words(cut(line, sheet.pt(8), room - used), left, baseline, room - used, 8)
    sheet.words(shown, left, baseline, room, 8, align="right")


class Signatures:
    """Lines to sign on, with what each is for below it.

    Attributes:
        height: In dots.
    """

    def __init__(
        self, sheet: Sheet, captions: tuple[str, ...], *, names: tuple[str, ...] = ()
    ) -> None:
        self._captions = captions
        self._names = names
        self.height = sheet.mm(17)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws them side by side."""
        left, gap = margin(sheet), sheet.mm(6)
        count = len(self._captions)
        room = (sheet.width - 2 * left - gap * (count - 1)) // count
        for place, caption in enumerate(self._captions):
            x = left + place * (room + gap)
            name = clean(self._names[place]) if place < len(self._names) else ""
            sheet.words(cut(name, sheet.pt(10), room), x, top + sheet.mm(10), room, 10)
            sheet.rectangle(x, top + sheet.mm(11.5), room, sheet.mm(0.25))
            points = largest_size(caption, room / sheet.pt(1), (7.5, 5)) or 5
            shown = cut(caption, sheet.pt(points), room)
            sheet.words(shown, x, top + sheet.mm(15), room, points)


class Remark:
    """A cleaned line of text of its own, wrapped.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, line: str, points: float = 9.0, *, bold: bool = False) -> None:
        room = sheet.width - 2 * margin(sheet)
        self._points, self._bold = points, bold
        self._step = round(sheet.pt(points) * 1.25)
        self._lines = wrap(line, sheet.pt(points), room, bold=bold)
        self.height = len(self._lines) * self._step + sheet.mm(1.5)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws it from `top` downwards."""
        left = margin(sheet)
        room = sheet.width - 2 * left
        for place, line in enumerate(self._lines):
            baseline = top + sheet.mm(1) + round(sheet.pt(self._points)) + place * self._step
            sheet.words(line, left, baseline, room, self._points, bold=self._bold)

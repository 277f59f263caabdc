"""What follows the lines of a packing slip: totals, gift message, note, returns, initials."""

from printing.captions import Captions
from printing.documents import PackingSlip
from printing.drawing import Sheet
from printing.layouts.slip_head import MARGIN_MM
from printing.text import clean, cut, paragraphs, wrap

_SIZE = 10.0
_LEADING_MM = 4.6
_MOST_CHARACTERS = 500
_MOST_LINES = 16


class Totals:
    """Count of lines and units, and what the column of units to follow means."""

    def __init__(self, sheet: Sheet, slip: PackingSlip, words: Captions) -> None:
        units = sum(line.shipped for line in slip.lines)
        self._line = words.totals.format(lines=len(slip.lines), units=units)
        follows = any(line.back_ordered for line in slip.lines)
        self._follow = words.back_orders_follow if follows else ""
        self.height = sheet.mm(14 if follows else 9)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws the totals at the right, the explanation at the left below."""
        left = sheet.mm(MARGIN_MM)
        room = sheet.width - 2 * left - sheet.mm(1.5)
        sheet.words(self._line, left, top + sheet.mm(6), room, 9.5, bold=True, align="right")
        shown = cut(self._follow, sheet.pt(8.5), room)
        sheet.words(shown, left + sheet.mm(1.5), top + sheet.mm(11.5), room, 8.5)


class Note:
    """A framed text under a caption, capped so that it never fills a page."""

    def __init__(self, sheet: Sheet, caption: str, body: str, words: Captions) -> None:
        self._caption = caption
        room = sheet.width - 2 * sheet.mm(MARGIN_MM) - 2 * sheet.mm(3)
        lines: list[str] = []
        left = _MOST_CHARACTERS
        for paragraph in paragraphs(body):
            lines += wrap(paragraph[:left], sheet.pt(_SIZE), room)
            left -= len(paragraph)
            if left <= 0:
                break
        if left < 0 or len(lines) > _MOST_LINES:
            lines = [*lines[:_MOST_LINES], words.see_order]
        self._lines = lines
        self.height = sheet.mm(10) + len(lines) * sheet.mm(_LEADING_MM)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws frame, caption and text, with a gap above."""
        left, gap = sheet.mm(MARGIN_MM), sheet.mm(2)
        room = sheet.width - 2 * left
        sheet.frame(left, top + gap, room, self.height - gap, sheet.mm(0.2))
        x, inner = left + sheet.mm(3), room - 2 * sheet.mm(3)
        sheet.words(self._caption, x, top + sheet.mm(6), inner, 7.5, bold=True)
        baseline = top + sheet.mm(11)
        for line in self._lines:
            sheet.words(line, x, baseline, inner, _SIZE)
            baseline += sheet.mm(_LEADING_MM)


class Initials:
    """Who picked and who packed, with room to sign where nobody is named."""

    def __init__(self, sheet: Sheet, slip: PackingSlip, words: Captions) -> None:
        self._entries = (
            (words.picked_by, clean(slip.picked_by)),
            (words.packed_by, clean(slip.packed_by)),
        )
        self.height = sheet.mm(15)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws two lines with their captions below."""
        left, gap = sheet.mm(MARGIN_MM), sheet.mm(8)
        room = (sheet.width - 2 * left - gap) // 2
        for place, (caption, name) in enumerate(self._entries):
            x = left + place * (room + gap)
            sheet.words(cut(name, sheet.pt(10), room), x, top + sheet.mm(9), room, 10)
            sheet.rectangle(x, top + sheet.mm(10.2), room, sheet.mm(0.2), 0.6)
            sheet.words(caption, x, top + sheet.mm(13.8), room, 7.5)


def notes(sheet: Sheet, slip: PackingSlip, words: Captions) -> list[Note | Initials]:
    """The parts that follow the totals, in the order in which a customer wants them."""
    texts = (
        (words.gift_message, slip.gift_message),
        (words.note, slip.note),
        (words.returns, slip.return_instructions),
    )
    found: list[Note | Initials] = [
        Note(sheet, caption, body, words) for caption, body in texts if clean(body)
    ]
    return [*found, Initials(sheet, slip, words)]

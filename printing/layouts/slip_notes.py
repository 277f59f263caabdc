"""What stands around the lines of a packing slip: totals, texts, returns, initials."""

from urllib.parse import quote

from printing import barcodes
from printing.barcodes import MatrixSymbol
from printing.captions import Captions
from printing.documents import PackingSlip, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts.pages import margin
from printing.stationery.model import SlipColumn
from printing.text import clean, cut, paragraphs, wrap

_SIZE = 10.0
_LEADING_MM = 4.6
_MOST_CHARACTERS = 500
_MOST_LINES = 16
_QR_MODULE_MM = 0.5


def filled(template: str, slip: PackingSlip) -> str:
    """A text of the shop's with order, name and shop filled in; people's words stay as they are."""
    return template.format(
        order=slip.order_number,
        name=slip.ship_to.name or slip.ship_to.company,
        shop=slip.brand.name or slip.shop_name,
    )


class Totals:
    """Count of lines and units, and what the column of units to follow means."""

    def __init__(self, sheet: Sheet, slip: PackingSlip, words: Captions) -> None:
        units = sum(line.shipped for line in slip.lines)
        self._line = words.totals.format(lines=len(slip.lines), units=units)
        is_shown = SlipColumn.TO_FOLLOW in slip.template.columns
        follows = is_shown and any(line.back_ordered for line in slip.lines)
        self._follow = words.back_orders_follow if follows else ""
        self.height = sheet.mm(14 if follows else 9)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws the totals at the right, the explanation at the left below."""
        left = margin(sheet)
        room = sheet.width - 2 * left - sheet.mm(1.5)
        sheet.words(self._line, left, top + sheet.mm(6), room, 9.5, bold=True, align="right")
        shown = cut(self._follow, sheet.pt(8.5), room)
        sheet.words(shown, left + sheet.mm(1.5), top + sheet.mm(11.5), room, 8.5)


class Note:
    """A text, framed under a caption where it has one, and capped so that it never fills a page."""

    def __init__(
        self, sheet: Sheet, caption: str, body: str, words: Captions, *, less_mm: float = 0.0
    ) -> None:
        self._caption = caption
        inset = sheet.mm(3) if caption else 0
        self._room = sheet.width - 2 * margin(sheet) - 2 * inset - sheet.mm(less_mm)
        lines: list[str] = []
        left = _MOST_CHARACTERS
        for paragraph in paragraphs(body):
            lines += wrap(paragraph[:left], sheet.pt(_SIZE), self._room)
            left -= len(paragraph)
            if left <= 0:
                break
        if left < 0 or len(lines) > _MOST_LINES:
            lines = [*lines[:_MOST_LINES], words.see_order]
        self._lines = lines
        edges_mm = 10.0 if caption else 6.0
        self.height = sheet.mm(edges_mm) + len(lines) * sheet.mm(_LEADING_MM)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws frame, caption and text, with gaps above and below."""
        left, gap = margin(sheet), sheet.mm(1)
        if not self._caption:
            self._draw_lines(sheet, left, top + sheet.mm(6.5))
            return
        room = sheet.width - 2 * left
        sheet.frame(left, top + gap, room, self.height - 2 * gap, sheet.mm(0.2))
        x = left + sheet.mm(3)
        sheet.words(self._caption, x, top + sheet.mm(5), self._room, 7.5, bold=True)
        self._draw_lines(sheet, x, top + sheet.mm(10))

    def _draw_lines(self, sheet: Sheet, x: int, baseline: int) -> None:
        for line in self._lines:
            sheet.words(line, x, baseline, self._room, _SIZE)
            baseline += sheet.mm(_LEADING_MM)


class Returns(Note):
    """How to send something back, with a link to follow where the shop has one."""

    def __init__(
        self, sheet: Sheet, body: str, words: Captions, symbol: MatrixSymbol | None
    ) -> None:
        self._symbol = symbol
        self._module = sheet.module(_QR_MODULE_MM)
        side = 0 if symbol is None else symbol.width * self._module
        super().__init__(sheet, words.returns, body, words, less_mm=30 if symbol else 0)
        # Four modules beside a QR code stay empty (ISO/IEC 18004, 9.1).
        self.height = max(self.height, sheet.mm(3) + side + 8 * self._module if side else 0)

    @classmethod
    def of(cls, sheet: Sheet, slip: PackingSlip, words: Captions) -> "Returns | None":
        """What this slip says of returns; None where that is nothing.

        Raises:
            UnprintableDocument: The link cannot be written as a QR code.
        """
        link = slip.template.return_link
        if not link:
            body = slip.return_instructions
            return cls(sheet, body, words, None) if clean(body) else None
        link = link.format(order=quote(slip.order_number, safe=""))
        try:
            symbol = barcodes.qr(link)
        except barcodes.NotEncodable:
            field = "template.return_link"
            raise UnprintableDocument(field, Unprintable.NOT_IN_BARCODE, link) from None
        body = slip.return_instructions or link
        return cls(sheet, body, words, symbol)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws the note, and the link as a QR code at its right."""
        super().draw(sheet, top)
        if self._symbol is not None:
            side = self._symbol.width * self._module
            x = sheet.width - margin(sheet) - 4 * self._module - side
            sheet.matrix(self._symbol, x, top + sheet.mm(2) + 4 * self._module, self._module)


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
        left, gap = margin(sheet), sheet.mm(8)
        room = (sheet.width - 2 * left - gap) // 2
        for place, (caption, name) in enumerate(self._entries):
            x = left + place * (room + gap)
            sheet.words(cut(name, sheet.pt(10), room), x, top + sheet.mm(9), room, 10)
            sheet.rectangle(x, top + sheet.mm(10.2), room, sheet.mm(0.2), 0.6)
            sheet.words(caption, x, top + sheet.mm(13.8), room, 7.5)

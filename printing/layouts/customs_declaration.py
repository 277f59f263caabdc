"""The customs declaration on a parcel, with what the UPU's form CN 22 asks for, on label stock."""

from functools import partial

from printing import barcodes
from printing.captions import Captions, captions, shown_date, shown_weight
from printing.documents import (
    CustomsCategory,
    CustomsDeclaration,
    CustomsLine,
    PostalAddress,
    Unprintable,
    UnprintableDocument,
)
from printing.drawing import Sheet
from printing.layouts.addresses import one_block, require_deliverable
from printing.layouts.customs_lines import (
    category_word,
    require_category,
    require_currency,
    require_goods,
    shown_money,
    shown_net,
)
from printing.layouts.fitting import draw_block, fit_block, words_in_full
from printing.layouts.list_head import Remark, draw_list_foot, foot_mm
from printing.layouts.pages import Pages, margin
from printing.layouts.table import Cell, Column, Table
from printing.text import clean, cut, largest_size


def lay_out(document: CustomsDeclaration, dpi: int) -> list[Sheet]:
    """The declaration; goods that do not fit go on further labels, numbered.

    Raises:
        UnprintableDocument: Something that customs ask for is missing or wrong.
    """
    require_deliverable(document.recipient, "recipient")
    if not clean(document.reference):
        raise UnprintableDocument("reference", Unprintable.MISSING)
    if not clean(document.signed_by):
        raise UnprintableDocument("signed_by", Unprintable.MISSING)
    require_category(document.category, document.category_words)
    require_currency("postage", document.postage)
    total = require_goods(document.lines, document.gross_weight_g)
    words = captions(document.language)
    pages = Pages(document.paper, dpi, partial(_head, document, words), foot_mm(document.paper))
    table = Table(pages.sheet, _columns(words), 8.0)
    rows = [table.row(_cells(line, words)) for line in document.lines]
    facts = (
        (words.net_weight, shown_net(document.lines, words)),
        (words.gross_weight, _gross(document, words)),
        (words.value, shown_money(total, words)),
        (words.postage, shown_money(document.postage, words)),
    )
    end = _Totals(pages.sheet, facts)
    pages.place_table(table.head(), list(rows), end)
    pages.place(Remark(pages.sheet, words.customs_statement, 6.5))
    pages.place(_Signature(pages.sheet, document, words))
    foot = partial(draw_list_foot, clean(document.reference), words.page)
    return pages.finish(foot)


def _gross(document: CustomsDeclaration, words: Captions) -> str:
    return shown_weight(document.gross_weight_g, words) if document.gross_weight_g else ""


def _columns(words: Captions) -> tuple[Column, ...]:
    return (
        Column(words.quantity, 9, "right"),
        Column(words.description, None, most_lines=2),
        Column(words.net_weight, 14, "right"),
        Column(words.value, 20, "right"),
    )


def _cells(line: CustomsLine, words: Captions) -> tuple[Cell, ...]:
    details = []
    if line.tariff_number:
        details.append(f"{words.tariff_number} {line.tariff_number}")
    if line.origin:
        details.append(f"{words.origin} {line.origin.upper()}")
    return (
        Cell(str(line.quantity)),
        Cell(clean(line.description), (" · ".join(details),) if details else ()),
        Cell(shown_weight(line.net_weight_g, words)),
        Cell(shown_money(line.value, words)),
    )


def _head(document: CustomsDeclaration, words: Captions, sheet: Sheet, page: int) -> int:
    """Title and reference on each label; ends and category on the first."""
    left, room = margin(sheet), sheet.width - 2 * margin(sheet)
    place = (left, sheet.mm(7), room)
    words_in_full(sheet, "language", words.customs_declaration, place, (15, 9))
    opened = cut(words.may_be_opened, sheet.pt(8), room)
    sheet.words(opened, left, sheet.mm(11), room, 8)
    y = sheet.mm(12.5)
    if page > 1:
        return y
    y = _bars(sheet, document, y)
    sheet.rectangle(left, y, room, sheet.mm(0.3))
    half = (room - sheet.mm(3)) // 2
    sender = (left, y, half)
    recipient = (left + half + sheet.mm(3), y, half)
    _party(sheet, words.sender, document.sender, "sender", document.sender_number, sender)
    number = document.recipient_number
    _party(sheet, words.ship_to, document.recipient, "recipient", number, recipient)
    y += sheet.mm(24)
    sheet.rectangle(left, y, room, sheet.mm(0.3))
    return _categories(sheet, document, words, y + sheet.mm(1)) + sheet.mm(1)


def _bars(sheet: Sheet, document: CustomsDeclaration, y: int) -> int:
    left, room = margin(sheet), sheet.width - 2 * margin(sheet)
    if document.payload:
        try:
            symbol = barcodes.plain_code128(document.payload)
        except barcodes.NotEncodable:
            reason = Unprintable.NOT_IN_BARCODE
            raise UnprintableDocument("payload", reason, document.payload) from None
        module = sheet.widest_module(symbol, room, 0.495)
        if module is None:
            raise UnprintableDocument("payload", Unprintable.DOES_NOT_FIT, document.payload)
        x = left + barcodes.QUIET_MODULES * module
        sheet.bars(symbol, x, y, module, sheet.mm(9))
        y += sheet.mm(9)
    place = (left, y + sheet.mm(3.8), room)
    words_in_full(sheet, "reference", clean(document.reference), place, (10, 7))
    return y + sheet.mm(5)


def _party(
    sheet: Sheet,
    caption: str,
    address: PostalAddress,
    field: str,
    number: str,
    place: tuple[int, int, int],
) -> None:
    x, y, room = place
    sheet.words(caption, x, y + sheet.mm(2.8), room, 6.5)
    lines = one_block(address, field)
    if clean(number):
        lines.append(clean(number))
    block = fit_block(sheet, lines, room, sheet.mm(20), (8.5, 6.5), bold_lines=1)
    draw_block(sheet, block, x, y + sheet.mm(3.3), room)


def _categories(sheet: Sheet, document: CustomsDeclaration, words: Captions, y: int) -> int:
    """A box for each reason to export, three a row, with a cross in the right one."""
    left, room = margin(sheet), sheet.width - 2 * margin(sheet)
    cell, side = room // 3, sheet.mm(3)
    for place, category in enumerate(CustomsCategory):
        row, column = divmod(place, 3)
        x, top = left + column * cell, y + row * sheet.mm(4.4)
        sheet.frame(x, top, side, side, sheet.mm(0.25))
        if category is document.category:
            inset = sheet.mm(0.7)
            sheet.rectangle(x + inset, top + inset, side - 2 * inset, side - 2 * inset)
        word = category_word(category, words)
        if category is CustomsCategory.OTHER and document.category is category:
            word = f"{word}: {clean(document.category_words)}"
        word_room = cell - side - sheet.mm(2.5)
        points = largest_size(word, word_room / sheet.pt(1), (8, 5.5)) or 5.5
        shown = cut(word, sheet.pt(points), word_room)
        sheet.words(shown, x + side + sheet.mm(1.2), top + sheet.mm(2.6), word_room, points)
    return y + 2 * sheet.mm(4.4)


class _Totals:
    """Weights and values of all goods, two a row.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, facts: tuple[tuple[str, str], ...]) -> None:
        self._facts = [(caption, value) for caption, value in facts if value]
        self.height = -(-len(self._facts) // 2) * sheet.mm(4.5) + sheet.mm(1)

    def draw(self, sheet: Sheet, top: int) -> None:
        left, room = margin(sheet), sheet.width - 2 * margin(sheet)
        cell = room // 2
        for place, (caption, value) in enumerate(self._facts):
            row, column = divmod(place, 2)
            x, baseline = left + column * cell, top + sheet.mm(4) + row * sheet.mm(4.5)
            line = f"{caption}: {value}"
            points = largest_size(line, (cell - sheet.mm(2)) / sheet.pt(1), (9, 6), bold=True)
            if points is None:
                raise UnprintableDocument("lines", Unprintable.DOES_NOT_FIT, line)
            sheet.words(line, x, baseline, cell, points, bold=True)


class _Signature:
    def __init__(self, sheet: Sheet, document: CustomsDeclaration, words: Captions) -> None:
        day = shown_date(document.signed_on, words) if document.signed_on else ""
        self._line = " · ".join(filter(None, (day, clean(document.signed_by))))
        self._caption = words.signature
        self.height = sheet.mm(11)

    def draw(self, sheet: Sheet, top: int) -> None:
        left, room = margin(sheet), sheet.width - 2 * margin(sheet)
        shown = cut(self._line, sheet.pt(9), room)
        sheet.words(shown, left, top + sheet.mm(5.5), room, 9)
        sheet.rectangle(left, top + sheet.mm(6.8), room, sheet.mm(0.25))
        sheet.words(self._caption, left, top + sheet.mm(9.6), room, 6.5)

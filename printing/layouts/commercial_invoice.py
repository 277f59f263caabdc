"""The commercial invoice for customs: who sells what to whom, what it is, and what it is worth."""

from functools import partial

from printing.captions import Captions, captions, shown_date, shown_weight
from printing.documents import (
    CommercialInvoice,
    CustomsLine,
    Money,
    PostalAddress,
    Unprintable,
    UnprintableDocument,
)
from printing.drawing import Sheet
from printing.layouts.addresses import one_block, require_deliverable
from printing.layouts.customs_lines import (
    category_word,
    require_category,
    require_goods,
    shown_money,
    shown_net,
)
from printing.layouts.fitting import draw_block, fit_block
from printing.layouts.list_head import ListHead, Remark, Signatures, draw_list_foot, foot_mm
from printing.layouts.pages import Pages, margin
from printing.layouts.table import Cell, Column, Table
from printing.text import clean

_PARTY_MM = 34.0


def lay_out(document: CommercialInvoice, dpi: int) -> list[Sheet]:
    """The invoice's pages.

    Raises:
        UnprintableDocument: Something that customs ask for is missing or wrong.
    """
    require_deliverable(document.recipient, "recipient")
    for field in ("number", "issued_on", "signed_by"):
        if not clean(getattr(document, field)):
            raise UnprintableDocument(field, Unprintable.MISSING)
    require_category(document.category, document.category_words)
    goods = require_goods(document.lines, document.gross_weight_g)
    total = _total(document, goods)
    words = captions(document.language)
    pages = Pages(document.paper, dpi, _head(document, words).draw, foot_mm(document.paper))
    pages.place(_Parties(pages.sheet, document, words))
    table = Table(pages.sheet, _columns(words), 8.5)
    rows = [table.row(_cells(at, line, words)) for at, line in enumerate(document.lines, start=1)]
    amounts = [(words.value, shown_money(goods, words))]
    amounts += [(words.freight, shown_money(document.freight, words))]
    amounts += [(words.insurance, shown_money(document.insurance, words))]
    amounts += [(words.total, shown_money(total, words))]
    pages.place_table(table.head(), list(rows), _Amounts(pages.sheet, amounts))
    pages.place(Remark(pages.sheet, _weights(document, words), 9.5))
    pages.place(Remark(pages.sheet, clean(document.statement) or words.invoice_statement, 9.5))
    day = shown_date(document.signed_on or document.issued_on, words)
    signature = f"{day} · {clean(document.signed_by)}"
    pages.place(Signatures(pages.sheet, (words.signature,), names=(signature,)))
    foot = f"{words.commercial_invoice} {clean(document.number)}"
    return pages.finish(partial(draw_list_foot, foot, words.page))


def _total(document: CommercialInvoice, goods: Money) -> Money:
    hundredths = goods.hundredths
    for field in ("freight", "insurance"):
        charge: Money | None = getattr(document, field)
        if charge is None:
            continue
        if charge.currency != goods.currency:
            raise UnprintableDocument(field, Unprintable.SEVERAL_CURRENCIES, charge.currency)
        hundredths += charge.hundredths
    return Money(hundredths, goods.currency)


def _head(document: CommercialInvoice, words: Captions) -> ListHead:
    category = category_word(document.category, words)
    if document.category_words:
        category = f"{category}: {clean(document.category_words)}"
    facts = (
        (words.invoice_date, shown_date(document.issued_on, words)),
        (words.order, document.order_number),
        (words.category, category),
        (words.carrier, document.carrier),
        (words.tracking, document.tracking_number),
        (words.terms, document.terms),
    )
    number = f"{words.invoice_number} {clean(document.number)}"
    return ListHead(words.commercial_invoice, "", number, document.payload, facts)


def _columns(words: Captions) -> tuple[Column, ...]:
    return (
        Column("#", 7, "right"),
        Column(words.description, None, most_lines=4),
        Column(words.tariff_number, 22),
        Column(words.origin, 14),
        Column(words.quantity, 13, "right"),
        Column(words.net_weight, 17, "right"),
        Column(words.value, 27, "right"),
    )


def _cells(number: int, line: CustomsLine, words: Captions) -> tuple[Cell, ...]:
    sku = (f"{words.sku} {clean(line.sku)}",) if clean(line.sku) else ()
    return (
        Cell(str(number)),
        Cell(clean(line.description), sku),
        Cell(line.tariff_number),
        Cell(line.origin.upper()),
        Cell(str(line.quantity)),
        Cell(shown_weight(line.net_weight_g, words)),
        Cell(shown_money(line.value, words)),
    )


def _weights(document: CommercialInvoice, words: Captions) -> str:
    parts = [
        f"{words.parcels}: {document.parcels}",
        f"{words.net_weight}: {shown_net(document.lines, words)}",
    ]
    if document.gross_weight_g:
        parts.append(f"{words.gross_weight}: {shown_weight(document.gross_weight_g, words)}")
    return "   ".join(parts)


class _Parties:
    """Exporter, recipient and, where it is somebody else, buyer.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, document: CommercialInvoice, words: Captions) -> None:
        self._parties: list[tuple[str, str, PostalAddress, str]] = [
            (words.exporter, "exporter", document.exporter, document.exporter_number),
            (words.recipient, "recipient", document.recipient, document.recipient_number),
        ]
        if document.buyer is not None and document.buyer != document.recipient:
            self._parties.append((words.buyer, "buyer", document.buyer, ""))
        self.height = sheet.mm(_PARTY_MM)

    def draw(self, sheet: Sheet, top: int) -> None:
        left, gap = margin(sheet), sheet.mm(5)
        count = len(self._parties)
        room = (sheet.width - 2 * left - gap * (count - 1)) // count
        for place, (caption, field, address, number) in enumerate(self._parties):
            x = left + place * (room + gap)
            sheet.words(caption, x, top + sheet.mm(4), room, 7.5)
            lines = one_block(address, field)
            if clean(number):
                lines.append(clean(number))
            height = sheet.mm(_PARTY_MM - 8)
            block = fit_block(sheet, lines, room, height, (10, 7), bold_lines=1)
            draw_block(sheet, block, x, top + sheet.mm(5), room)


class _Amounts:
    """Value of the goods, charges, and the total in bold, at the right.

    Attributes:
        height: In dots.
    """

    def __init__(self, sheet: Sheet, amounts: list[tuple[str, str]]) -> None:
        present = [(caption, value) for caption, value in amounts if value]
        # Without charges the total says the same as the value.
        self._amounts = present[1:] if len(present) == 2 else present
        self.height = len(self._amounts) * sheet.mm(5) + sheet.mm(3)

    def draw(self, sheet: Sheet, top: int) -> None:
        left = margin(sheet)
        room = sheet.width - 2 * left - sheet.mm(1.5)
        for place, (caption, value) in enumerate(self._amounts):
            baseline = top + sheet.mm(5) + place * sheet.mm(5)
            bold = place == len(self._amounts) - 1
            sheet.words(value, left, baseline, room, 10, bold=bold, align="right")
            sheet.words(caption, left, baseline, room - sheet.mm(42), 9, bold=bold, align="right")

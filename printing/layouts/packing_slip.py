"""The packing slip: as many pages as its lines need, each with head, order barcode and number."""

from functools import partial

from printing.captions import Captions, captions
from printing.documents import PackingSlip, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts.pages import Pages, Part
from printing.layouts.slip_head import FOOT_MM, Parties, draw_foot, draw_head
from printing.layouts.slip_notes import Initials, Note, Returns, Totals, filled
from printing.layouts.slip_table import slip_table
from printing.stationery.model import SlipBlock
from printing.text import clean


def lay_out(slip: PackingSlip, dpi: int) -> list[Sheet]:
    """The slip's pages in order.

    Raises:
        UnprintableDocument: The order number is missing or a country is unknown.
    """
    if not clean(slip.order_number):
        raise UnprintableDocument("order_number", Unprintable.MISSING)
    words = captions(slip.language)
    pages = Pages(slip.paper, dpi, lambda sheet, _: draw_head(sheet, slip, words), FOOT_MM)
    for block in slip.template.blocks:
        if block is SlipBlock.LINES:
            lines = slip_table(pages.sheet, slip, words)
            totals = Totals(pages.sheet, slip, words)
            pages.place_table(lines.table.head(), list(lines.rows), totals)
            continue
        part = _part(block, pages.sheet, slip, words)
        if part is not None:
            pages.place(part)
    return pages.finish(partial(draw_foot, slip, words))


def _part(block: SlipBlock, sheet: Sheet, slip: PackingSlip, words: Captions) -> Part | None:
    """What a block has to say on this slip, or None where that is nothing."""
    template = slip.template
    texts = {
        SlipBlock.GREETING: ("", filled(template.greeting, slip)),
        SlipBlock.CLOSING: ("", filled(template.closing, slip)),
        SlipBlock.GIFT_MESSAGE: (words.gift_message, slip.gift_message),
        # What the buyer wrote to the shop is not for who gets the gift.
        SlipBlock.NOTE: (words.note, "" if slip.is_gift else slip.note),
        SlipBlock.INSERTS: (words.enclosed, "\n".join(template.inserts)),
    }
    if block in texts:
        caption, body = texts[block]
        return Note(sheet, caption, body, words) if clean(body) else None
    if block is SlipBlock.ADDRESSES:
        return Parties(sheet, slip, words)
    if block is SlipBlock.RETURNS:
        return Returns.of(sheet, slip, words)
    return Initials(sheet, slip, words)

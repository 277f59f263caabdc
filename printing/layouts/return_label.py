"""The label with which a customer sends a parcel back, ends swapped and marked as a return."""

from printing.captions import captions
from printing.documents import ReturnLabel, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts import carrier_label
from printing.layouts.addresses import require_deliverable
from printing.layouts.fitting import words_in_full
from printing.layouts.label_bands import Bands, code128
from printing.text import clean


def lay_out(label: ReturnLabel, dpi: int) -> list[Sheet]:
    """The label as one sheet.

    Raises:
        UnprintableDocument: A part is missing, wrong, or does not fit and must not be cut.
    """
    if label.carrier_label:
        return carrier_label.lay_out(label, dpi)
    require_deliverable(label.return_to, "return_to")
    for field in ("service", "return_number", "payload"):
        if not clean(getattr(label, field)):
            raise UnprintableDocument(field, Unprintable.MISSING)
    bands = Bands(Sheet(label.paper, dpi), captions(label.language))
    words = bands.words
    facts = [words.return_parcel]
    top = bands.sender(label.customer, "customer", facts, label.mark, None)
    bottom = bands.bottom
    number = clean(label.return_number)
    symbol = code128("payload", label.payload)
    title = f"{words.return_number}  {number}"
    bottom = bands.symbol(
        "payload", symbol, title, bottom, height_mm=20, title_field="return_number"
    )
    if tracking := clean(label.tracking_number):
        symbol = code128("tracking_number", tracking)
        title = f"{words.tracking}  {tracking}"
        bottom = bands.symbol("tracking_number", symbol, title, bottom, height_mm=20)
    rows = [[(words.order, label.order_number)], [("", label.template.note)]]
    bottom = bands.references(rows, bottom)
    bottom = bands.service(label.carrier, label.service, bottom)
    bottom = _big_word(bands, bottom)
    bands.ship_to(label.return_to, "return_to", words.return_to, (top, bottom), "")
    return [bands.sheet]


def _big_word(bands: Bands, bottom: int) -> int:
    """RETURN, white where it is seen from afar: in a thick frame across the label."""
    sheet = bands.sheet
    height = sheet.mm(15)
    top = bottom - height - sheet.mm(1)
    sheet.frame(bands.left, top, bands.room, height, sheet.mm(1.2))
    place = (bands.left + sheet.mm(3), top + sheet.mm(11.6), bands.room - sheet.mm(6))
    line = bands.words.return_parcel
    words_in_full(sheet, "language", line, place, (32, 20), align="center")
    return top

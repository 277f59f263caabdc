"""The carrier-neutral shipping label, with the SSCC lowest as GS1 asks."""

from printing import barcodes
from printing.barcodes import QUIET_MODULES, LinearSymbol
from printing.captions import captions, shown_date, shown_weight
from printing.countries import country
from printing.documents import PostalAddress, ShippingLabel, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts import carrier_label
from printing.layouts.addresses import require_deliverable
from printing.layouts.label_bands import SSCC_MODULE_MM, Bands, code128, require_sscc
from printing.text import clean


def lay_out(label: ShippingLabel, dpi: int) -> list[Sheet]:
    """The label as one sheet.

    Raises:
        UnprintableDocument: A part is missing, wrong, or does not fit and must not be cut.
    """
    if label.carrier_label:
        return carrier_label.lay_out(label, dpi)
    require_deliverable(label.ship_to, "ship_to")
    if not clean(label.service):
        raise UnprintableDocument("service", Unprintable.MISSING)
    require_sscc(label.sscc)
    bands = Bands(Sheet(label.paper, dpi), captions(label.language))
    template = label.template
    brand = label.brand if template.shows_logo else None
    top = bands.sender(label.ship_from, "ship_from", _facts(bands, label), label.mark, brand)
    bottom = bands.sscc(label.sscc, bands.bottom)
    bottom = _second_symbol(bands, label, bottom)
    reference = label.customer_reference if template.shows_reference else ""
    contents = label.contents if template.shows_contents else ""
    words = bands.words
    rows = [
        [(words.order, label.order_number), (words.reference, reference)],
        [(words.contents, contents)],
        [("", template.note)],
    ]
    bottom = bands.references(rows, bottom)
    marks = "  ·  ".join(filter(None, map(clean, label.marks)))
    bottom = bands.framed("marks", marks, bottom)
    bottom = bands.service(label.carrier, label.service, bottom)
    phone = label.ship_to.phone if template.shows_phone else ""
    bands.ship_to(label.ship_to, "ship_to", words.ship_to, (top, bottom), phone)
    return [bands.sheet]


def _facts(bands: Bands, label: ShippingLabel) -> list[str]:
    """Which parcel of how many, day and weight."""
    words = bands.words
    return [
        words.parcel.format(number=label.parcel_number, count=label.parcel_count),
        shown_date(label.ship_date, words) if label.ship_date else "",
        shown_weight(label.weight_g, words) if label.weight_g else "",
    ]


def _second_symbol(bands: Bands, label: ShippingLabel, bottom: int) -> int:
    """The carrier's number in bars where it is not the SSCC, else the postcode for sorting."""
    number = clean(label.tracking_number)
    if number and number != label.sscc:
        title = f"{bands.words.tracking}  {number}"
        symbol = code128("tracking_number", number)
        return bands.symbol("tracking_number", symbol, title, bottom)
    found = routing_symbol(label.ship_to, bands)
    if found is None:
        return bottom
    return bands.symbol("tracking_number", found, found.text, bottom)


def routing_symbol(address: PostalAddress, bands: Bands) -> LinearSymbol | None:
    """Postcode with country; None where it cannot be written or is too wide."""
    found = country(address.country_code)
    if found is None or found.numeric == "000":
        return None
    try:
        symbol = barcodes.routing(found.numeric, clean(address.postcode))
    except barcodes.NotEncodable:
        return None
    module = bands.sheet.module(SSCC_MODULE_MM)
    fits = (symbol.width + 2 * QUIET_MODULES) * module <= bands.room
    return symbol if fits else None

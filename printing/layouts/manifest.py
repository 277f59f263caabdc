"""The carrier's manifest: every parcel he takes over, totals, and lines to sign on."""

from collections import Counter
from functools import partial

from printing.captions import Captions, captions, shown_time, shown_weight
from printing.documents import CarrierManifest, ManifestParcel, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts import carrier_label
from printing.layouts.addresses import one_block
from printing.layouts.list_head import ListHead, Remark, Signatures, draw_list_foot, foot_mm
from printing.layouts.pages import Pages
from printing.layouts.table import Cell, Column, Table
from printing.text import clean

_NONE = "-"
_MOST_KINDS = 12
"""Countries and services that are counted one by one; more would be a table of their own."""


def lay_out(document: CarrierManifest, dpi: int) -> list[Sheet]:
    """The manifest's pages.

    Raises:
        UnprintableDocument: Its number or carrier is missing, it lists nothing, or a parcel has no
            number at all.
    """
    for field in ("number", "carrier", "payload"):
        if not clean(getattr(document, field)):
            raise UnprintableDocument(field, Unprintable.MISSING)
    if not document.parcels:
        raise UnprintableDocument("parcels", Unprintable.EMPTY)
    for place, parcel in enumerate(document.parcels):
        if not (clean(parcel.tracking_number) or clean(parcel.sscc)):
            raise UnprintableDocument(f"parcels[{place}].tracking_number", Unprintable.MISSING)
    if document.carrier_document:
        return _carriers_own(document, dpi)
    words = captions(document.language)
    head = _head(document, words)
    pages = Pages(document.paper, dpi, head.draw, foot_mm(document.paper))
    table = Table(pages.sheet, _columns(words), 8.5, gap_mm=2)
    rows = [table.row(_cells(at, one, words)) for at, one in enumerate(document.parcels, start=1)]
    pages.place_table(
        table.head(), list(rows), Remark(pages.sheet, _totals(document, words), 11, bold=True)
    )
    for line in _counts(document, words):
        pages.place(Remark(pages.sheet, line))
    pages.reserve(2 * pages.sheet.mm(17))
    names = (document.closed_by,)
    pages.place(Signatures(pages.sheet, (words.handed_over, words.date_and_time), names=names))
    taken = (words.taken_over, words.date_and_time, words.parcels_counted)
    pages.place(Signatures(pages.sheet, taken))
    foot = f"{words.manifest} {clean(document.number)} · {clean(document.carrier)}"
    return pages.finish(partial(draw_list_foot, foot, words.page))


def _carriers_own(document: CarrierManifest, dpi: int) -> list[Sheet]:
    """The list as the carrier made it."""
    try:
        return carrier_label.pages(document.carrier_document, document.paper, dpi)
    except UnprintableDocument as error:
        raise UnprintableDocument("carrier_document", error.reason) from error


def _head(document: CarrierManifest, words: Captions) -> ListHead:
    facts = (
        (words.sender, ", ".join(one_block(document.sender, "sender")[:1])),
        (words.account, document.account),
        (words.pickup_reference, document.pickup_reference),
        (words.closed, shown_time(document.closed_at, words) if document.closed_at else ""),
        (words.vehicle, document.vehicle),
        ("", document.copy_for),
    )
    carrier = clean(document.carrier)
    return ListHead(words.manifest, carrier, clean(document.number), document.payload, facts)


def _columns(words: Captions) -> tuple[Column, ...]:
    return (
        Column("#", 7, "right"),
        Column(words.tracking, 33),
        Column("SSCC", 32),
        Column(words.order, None),
        Column(words.postcode, 16),
        Column(words.country, 10),
        Column(words.service, 21),
        Column(words.weight, 15, "right"),
    )


def _cells(number: int, parcel: ManifestParcel, words: Captions) -> tuple[Cell, ...]:
    tracking = "" if parcel.tracking_number == parcel.sscc else clean(parcel.tracking_number)
    return (
        Cell(str(number)),
        Cell(tracking),
        Cell(clean(parcel.sscc)),
        Cell(clean(parcel.order_number)),
        Cell(clean(parcel.postcode)),
        Cell(clean(parcel.country_code)),
        Cell(clean(parcel.service)),
        Cell(shown_weight(parcel.weight_g, words) if parcel.weight_g else _NONE),
    )


def _totals(document: CarrierManifest, words: Captions) -> str:
    weight = sum(parcel.weight_g or 0 for parcel in document.parcels)
    shown = shown_weight(weight, words)
    return words.manifest_totals.format(parcels=len(document.parcels), weight=shown)


def _counts(document: CarrierManifest, words: Captions) -> list[str]:
    """Parcels by country and by service, and how many were not weighed."""
    lines = []
    for caption, values in (
        (words.country, [clean(parcel.country_code) for parcel in document.parcels]),
        (words.service, [clean(parcel.service) for parcel in document.parcels]),
    ):
        found = Counter(value or _NONE for value in values)
        if len(found) <= _MOST_KINDS:
            each = " · ".join(f"{name} {count}" for name, count in sorted(found.items()))
            lines.append(f"{caption}: {each}")
    unweighed = sum(not parcel.weight_g for parcel in document.parcels)
    if unweighed:
        lines.append(words.unweighed.format(parcels=unweighed))
    return lines

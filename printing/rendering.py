"""Turns any document into the bytes a printer takes: the one door into the layouts."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from PIL.Image import Image as Bitmap

from printing.documents import (
    BadgeLabel,
    CarrierManifest,
    CartonLabel,
    CommandSheet,
    CommercialInvoice,
    CountSheet,
    CustomsDeclaration,
    Document,
    LocationLabel,
    PackagingLabel,
    PackingSlip,
    PalletLabel,
    PickList,
    PlaceLabel,
    Report,
    ReturnLabel,
    ShippingLabel,
    TestPage,
    ToteLabel,
    Unprintable,
    UnprintableDocument,
    document_kind,
)
from printing.drawing import Sheet
from printing.layouts import (
    carrier_label,
    command_sheet,
    commercial_invoice,
    count_sheet,
    customs_declaration,
    manifest,
    packing_slip,
    pick_list,
    place_label,
    report,
    return_label,
    shelf_labels,
    shipping_label,
    unit_label,
)
from printing.layouts import test_page as printer_test_page
from printing.paper import Format, Paper
from printing.pdf import to_pdf
from printing.raster import to_bitmap
from printing.text import clean
from printing.zpl import to_zpl

_one_at_a_time = Lock()
"""Font files are read through one shared position, so two threads must not draw at once."""


def render(document: Document, output: Format, dpi: int) -> bytes:
    """Bytes of the document, equal for equal arguments.

    Args:
        document: What to print.
        output: What the printer understands.
        dpi: Its dots per inch (203, 300, 600); bars are whole dots of it, in PDF too.

    Raises:
        UnprintableDocument: The document would come out unreadable, or not on such a printer.
    """
    if output is Format.ZPL and _is_dots(document):
        return carrier_label.content_of(getattr(document, "carrier_label", ""))
    with _one_at_a_time:
        sheets = _checked_sheets(document, output, dpi)
        return to_zpl(sheets) if output is Format.ZPL else to_pdf(sheets, _title(document))


def bitmaps(document: Document, output: Format, dpi: int, most: int) -> list[Bitmap]:
    """Pages of the document as 1-bit pictures, one dot of the printer a pixel.

    Args:
        document: What would be printed.
        output: What the printer understands.
        dpi: Its dots per inch.
        most: Pages after these are not drawn.

    Raises:
        UnprintableDocument: As `render` would.
    """
    with _one_at_a_time:
        return [to_bitmap(sheet) for sheet in _checked_sheets(document, output, dpi)[:most]]


def laid_out(document: Document, output: Format, dpi: int) -> list[Sheet]:
    """The document's sheets, before they are drawn for a printer.

    Raises:
        UnprintableDocument: As `render` would.
    """
    with _one_at_a_time:
        return _checked_sheets(document, output, dpi)


def _checked_sheets(document: Document, output: Format, dpi: int) -> list[Sheet]:
    if not 150 <= dpi <= 1200:
        raise UnprintableDocument("dpi", Unprintable.COARSE_PRINTER, str(dpi))
    if output is Format.ZPL and not document.paper.is_label:
        reason = Unprintable.NEEDS_PAGE_PRINTER
        raise UnprintableDocument("paper", reason, document.paper.value)
    return _sheets(document, dpi)


def _is_dots(document: Document) -> bool:
    """Whether a label came from its carrier in the language of label printers."""
    if not isinstance(document, ShippingLabel | ReturnLabel):
        return False
    return bool(document.carrier_label) and document.carrier_format == carrier_label.ZPL


def _sheets(document: Document, dpi: int) -> list[Sheet]:
    layout, papers = _LAYOUTS[type(document)]
    if document.paper not in papers:
        raise UnprintableDocument("paper", Unprintable.WRONG_PAPER, document.paper.value)
    return layout(document, dpi)


def papers_of(document: type[Document]) -> frozenset[Paper]:
    """The paper that documents of a kind can be laid out for."""
    return _LAYOUTS[document][1]


_PAGES = frozenset({Paper.A4, Paper.LETTER})
_PARCEL = frozenset({Paper.LABEL_4X6_IN, Paper.LABEL_100X150_MM})
_LABELS = frozenset(paper for paper in Paper if paper.is_label)
_LISTS = _PAGES | _PARCEL | {Paper.TAPE_62_MM}
_Layout = Callable[[Any, int], list[Sheet]]
_LAYOUTS: Mapping[type[Document], tuple[_Layout, frozenset[Paper]]] = {
    PackingSlip: (packing_slip.lay_out, _PAGES),
    ShippingLabel: (shipping_label.lay_out, _PARCEL),
    ReturnLabel: (return_label.lay_out, _PARCEL),
    CartonLabel: (unit_label.lay_out, _PARCEL),
    PalletLabel: (unit_label.lay_out, _PARCEL),
    PickList: (pick_list.lay_out, _LISTS),
    CountSheet: (count_sheet.lay_out, _PAGES),
    CarrierManifest: (manifest.lay_out, _PAGES),
    CustomsDeclaration: (customs_declaration.lay_out, _PARCEL),
    CommercialInvoice: (commercial_invoice.lay_out, _PAGES),
    LocationLabel: (shelf_labels.lay_out, _LABELS),
    ToteLabel: (shelf_labels.lay_out, _LABELS),
    PackagingLabel: (shelf_labels.lay_out, _LABELS),
    BadgeLabel: (shelf_labels.lay_out, _LABELS),
    PlaceLabel: (place_label.lay_out, frozenset(Paper)),
    CommandSheet: (command_sheet.lay_out, _PAGES),
    Report: (report.lay_out, _PAGES),
    TestPage: (printer_test_page.lay_out, frozenset(Paper)),
}
"""How each kind of document is laid out, and on what."""


def _title(document: Document) -> str:
    kind = document_kind(document).replace("_", " ")
    names = ("order_number", "sscc", "code", "number", "task", "name", "title")
    found = (getattr(document, name, "") for name in names)
    number = next((value for value in found if isinstance(value, str) and value), "")
    return f"{kind} {clean(number)}".strip()

"""Turns any document into the bytes a printer takes: the one door into the layouts."""

from threading import Lock

from printing.documents import (
    BadgeLabel,
    CommandSheet,
    Document,
    LocationLabel,
    PackagingLabel,
    PackingSlip,
    ShippingLabel,
    TestPage,
    ToteLabel,
    Unprintable,
    UnprintableDocument,
    document_kind,
)
from printing.drawing import Sheet
from printing.layouts import command_sheet, packing_slip, shelf_labels, shipping_label
from printing.layouts import test_page as printer_test_page
from printing.paper import Format
from printing.pdf import to_pdf
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
    if not 150 <= dpi <= 1200:
        raise UnprintableDocument("dpi", Unprintable.COARSE_PRINTER, str(dpi))
    if output is Format.ZPL and not document.paper.is_label:
        reason = Unprintable.NEEDS_PAGE_PRINTER
        raise UnprintableDocument("paper", reason, document.paper.value)
    with _one_at_a_time:
        sheets = _sheets(document, dpi)
        return to_zpl(sheets) if output is Format.ZPL else to_pdf(sheets, _title(document))


def _sheets(document: Document, dpi: int) -> list[Sheet]:
    match document:
        case ShippingLabel():
            _require_paper(document, document.paper in shipping_label.PAPERS)
            return shipping_label.lay_out(document, dpi)
        case PackingSlip():
            _require_paper(document, not document.paper.is_label)
            return packing_slip.lay_out(document, dpi)
        case CommandSheet():
            _require_paper(document, not document.paper.is_label)
            return command_sheet.lay_out(document, dpi)
        case LocationLabel() | ToteLabel() | PackagingLabel() | BadgeLabel():
            _require_paper(document, document.paper.is_label)
            return shelf_labels.lay_out(document, dpi)
        case TestPage():
            return printer_test_page.lay_out(document, dpi)


def _require_paper(document: Document, fits: bool) -> None:
    if not fits:
        raise UnprintableDocument("paper", Unprintable.WRONG_PAPER, document.paper.value)


def _title(document: Document) -> str:
    kind = document_kind(document).replace("_", " ")
    number = getattr(document, "order_number", "") or getattr(document, "code", "")
    return f"{kind} {number}".strip()

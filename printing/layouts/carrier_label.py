"""A label as its carrier made it, as a picture in the printer's own dots."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from PIL import Image as Pictures
from PIL.Image import Image as Bitmap

from printing.documents import ReturnLabel, ShippingLabel, Unprintable, UnprintableDocument
from printing.drawing import Image, Sheet
from printing.paper import Paper
from printing.stationery.model import Picture

PDF, PNG, ZPL = "pdf", "png", "zpl"

_POINTS_PER_INCH = 72
_DARK = 128


def content_of(kept: str) -> bytes:
    """The carrier's own file, of its base64.

    Raises:
        UnprintableDocument: what is kept is no such thing.
    """
    try:
        return base64.b64decode(kept, validate=True)
    except ValueError as error:  # wrong letters, or letters outside of ASCII
        raise UnprintableDocument("carrier_label", Unprintable.UNREADABLE_FILE) from error


def lay_out(label: ShippingLabel | ReturnLabel, dpi: int) -> list[Sheet]:
    """The carrier's label on one sheet, as large as it was meant if the sheet takes it.

    A PDF is drawn anew in the printer's dots, so that its bars stay sharp; a picture is taken dot
    by dot where it was made for such a printer.

    Raises:
        UnprintableDocument: it is no readable file, or one for label printers only.
    """
    sheet = Sheet(label.paper, dpi)
    _place(sheet, _dots(label, sheet))
    return [sheet]


def pages(kept: str, paper: Paper, dpi: int) -> list[Sheet]:
    """All pages of a carrier's PDF, drawn anew in the printer's dots.

    Raises:
        UnprintableDocument: it is no readable PDF.
    """
    content = content_of(kept)
    sheets: list[Sheet] = []
    while not sheets or len(sheets) < _page_count(content):
        sheet = Sheet(paper, dpi)
        _place(sheet, _black_and_white(_drawn(content, sheet, len(sheets))))
        sheets.append(sheet)
    return sheets


def _place(sheet: Sheet, dots: Bitmap) -> None:
    picture = BytesIO()
    dots.save(picture, format="PNG")
    png = base64.b64encode(picture.getvalue()).decode("ascii")
    left = (sheet.width - dots.width) // 2
    kept = Picture(png, dots.width, dots.height)
    sheet.marks.append(Image(left, 0, dots.width, dots.height, kept))


def _black_and_white(grey: Bitmap) -> Bitmap:
    return grey.point(lambda level: 255 if level >= _DARK else 0)


def _dots(label: ShippingLabel | ReturnLabel, sheet: Sheet) -> Bitmap:
    content = content_of(label.carrier_label)
    match label.carrier_format:
        case "pdf":
            grey = _drawn(content, sheet, 0)
        case "png":
            grey = _fitted(content, label.carrier_dpi, sheet)
        case _:
            raise UnprintableDocument("carrier_label", Unprintable.NEEDS_LABEL_PRINTER)
    return _black_and_white(grey)


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    """A PDF, open."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnprintableDocument("carrier_label", Unprintable.UNREADABLE_FILE) from error
    try:
        yield document
    finally:
        document.close()


def _page_count(content: bytes) -> int:
    with _opened(content) as document:
        return len(document)


def _drawn(content: bytes, sheet: Sheet, number: int) -> Bitmap:
    """A page of a PDF in dots, counted from 0."""
    with _opened(content) as document:
        page = document[number]
        width, height = page.get_size()
        scale = min(sheet.dpi / _POINTS_PER_INCH, sheet.width / width, sheet.height / height)
        drawn: Bitmap = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        return drawn.crop((0, 0, min(drawn.width, sheet.width), min(drawn.height, sheet.height)))


def _fitted(content: bytes, dpi: int, sheet: Sheet) -> Bitmap:
    """A picture in dots, at its own size on paper."""
    try:
        grey = Pictures.open(BytesIO(content), formats=["PNG"]).convert("L")
    except OSError as error:
        raise UnprintableDocument("carrier_label", Unprintable.UNREADABLE_FILE) from error
    scale = min(
        sheet.dpi / dpi if dpi else 1.0, sheet.width / grey.width, sheet.height / grey.height
    )
    if scale == 1.0:
        return grey
    size = max(1, int(grey.width * scale)), max(1, int(grey.height * scale))
    return grey.resize(size, Pictures.Resampling.LANCZOS)

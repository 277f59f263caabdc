"""A label as its carrier made it, as a picture in the printer's own dots."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image as Pictures
from PIL.Image import Image as Bitmap

from printing.documents import ShippingLabel, Unprintable, UnprintableDocument
from printing.drawing import Image, Sheet
from printing.stationery.model import Picture

PDF, PNG, ZPL = "pdf", "png", "zpl"

_POINTS_PER_INCH = 72
_DARK = 128


def content_of(label: ShippingLabel) -> bytes:
    """The carrier's own file.

    Raises:
        UnprintableDocument: what is kept is no such thing.
    """
    try:
        return base64.b64decode(label.carrier_label, validate=True)
    except ValueError as error:  # wrong letters, or letters outside of ASCII
        raise UnprintableDocument("carrier_label", Unprintable.UNREADABLE_FILE) from error


def lay_out(label: ShippingLabel, dpi: int) -> list[Sheet]:
    """The carrier's label on one sheet, as large as it was meant if the sheet takes it.

    A PDF is drawn anew in the printer's dots, so that its bars stay sharp; a picture is taken dot
    by dot where it was made for such a printer.

    Raises:
        UnprintableDocument: it is no readable file, or one for label printers only.
    """
    sheet = Sheet(label.paper, dpi)
    dots = _dots(label, sheet)
    picture = BytesIO()
    dots.save(picture, format="PNG")
    png = base64.b64encode(picture.getvalue()).decode("ascii")
    left = (sheet.width - dots.width) // 2
    kept = Picture(png, dots.width, dots.height)
    sheet.marks.append(Image(left, 0, dots.width, dots.height, kept))
    return [sheet]


def _dots(label: ShippingLabel, sheet: Sheet) -> Bitmap:
    content = content_of(label)
    match label.carrier_format:
        case "pdf":
            grey = _drawn(content, sheet)
        case "png":
            grey = _fitted(content, label.carrier_dpi, sheet)
        case _:
            raise UnprintableDocument("carrier_label", Unprintable.NEEDS_LABEL_PRINTER)
    return grey.point(lambda level: 255 if level >= _DARK else 0)


def _drawn(content: bytes, sheet: Sheet) -> Bitmap:
    """The first page of a PDF in dots."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnprintableDocument("carrier_label", Unprintable.UNREADABLE_FILE) from error
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(sheet.dpi / _POINTS_PER_INCH, sheet.width / width, sheet.height / height)
        drawn: Bitmap = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        return drawn.crop((0, 0, min(drawn.width, sheet.width), min(drawn.height, sheet.height)))
    finally:
        document.close()


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

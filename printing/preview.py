"""Shows on a screen what would come out of the printer, before it does."""

from io import BytesIO
from threading import Lock

import pypdfium2
from PIL.Image import Image

from printing.documents import Document
from printing.paper import POINTS_PER_INCH, Format
from printing.rendering import bitmaps, render

_pdfium = Lock()
"""pdfium must not be entered by two threads at once."""


def preview(document: Document, output: Format, dpi: int, *, most_pages: int = 20) -> list[bytes]:
    """The document's pages as PNG pictures, one dot of the printer a pixel.

    A PDF is drawn by pdfium from the very bytes a printer gets. A label for a label printer is
    drawn from the marks its ZPL is made of: 1-bit, bars and pictures dot for dot, but words in our
    own letters where the printer takes its resident ones, which are narrower.

    Args:
        document: What would be printed.
        output: What the printer understands.
        dpi: Its dots per inch; for pages on a screen, 96 to 150 look well.
        most_pages: Pages after these are not drawn.

    Raises:
        UnprintableDocument: As `render` would.
    """
    if output is Format.ZPL:
        return [_png(page) for page in bitmaps(document, output, dpi, most_pages)]
    content = render(document, output, max(dpi, 300))
    with _pdfium:
        pdf = pypdfium2.PdfDocument(content)
        try:
            drawn = range(min(len(pdf), most_pages))
            return [_png(pdf[at].render(scale=dpi / POINTS_PER_INCH).to_pil()) for at in drawn]
        finally:
            pdf.close()


def _png(image: Image) -> bytes:
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()

"""Looks at what was printed as a scanner would: pictures at the printer's dots, and a reader.

The reader is zxing-cpp, the pictures come from pdfium and zplkit; none of them draws our bars.
"""

from itertools import groupby

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops
from zplkit import Options, render

WHITE = 255


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def printed_zpl(zpl: bytes, size: tuple[int, int], dpi: int) -> Image.Image:
    """The label as a printer draws it; the renderer knows no ^PQ, which asks for one copy."""
    assert zpl.count(b"^PQ1^XZ") == 1
    options = Options(profile="specification", width=size[0], height=size[1], dpi=dpi)
    labels = render(zpl.replace(b"^PQ1", b""), options).labels
    assert len(labels) == 1
    raster = labels[0].rasterize()
    return Image.frombytes("L", (raster.width, raster.height), raster.pixels)


def symbols(image: Image.Image) -> dict[bytes, zxingcpp.Barcode]:
    return {found.bytes: found for found in zxingcpp.read_barcodes(image)}


def plainly_read(image: Image.Image) -> list[zxingcpp.Barcode]:
    """What a reader finds that knows only the two kinds of symbols we print, and has one look.

    It neither turns nor shrinks nor inverts the picture to find more. So it proves of a symbol that
    it can be read, for less than a sixth of what `read` takes; that one is not there, it does not.
    """
    ours = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix]
    return zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormats(ours),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )


def is_read(code: tuple[str, bytes], image: Image.Image) -> bool:
    """Whether even a plain reader finds a symbol, given by its identifier and content."""
    found = plainly_read(image)
    return code in {(symbol.symbology_identifier, symbol.bytes) for symbol in found}


def read(image: Image.Image) -> set[tuple[str, bytes]]:
    """Symbology identifier and content of every symbol in the picture."""
    found = zxingcpp.read_barcodes(image)
    return {(symbol.symbology_identifier, symbol.bytes) for symbol in found}


def stretches(image: Image.Image, y: int) -> list[tuple[bool, int]]:
    """Dark and light stretches of one row of dots, from left to right."""
    row = image.crop((0, y, image.width, y + 1)).tobytes()
    dark = [dot < 128 for dot in row]
    return [(is_dark, len(list(group))) for is_dark, group in groupby(dark)]


def bars_of(image: Image.Image, symbol: zxingcpp.Barcode) -> tuple[int, list[int], int]:
    """Left quiet zone, widths of all bars and gaps of an upright symbol, and right quiet zone."""
    place = symbol.position
    y = (place.top_left.y + place.bottom_left.y) // 2
    found = stretches(image, y)
    start = _index_at(found, place.top_left.x)
    end = _index_at(found, place.top_right.x)
    while not found[start][0]:
        start += 1
    while not found[end][0]:
        end -= 1
    return found[start - 1][1], [width for _, width in found[start : end + 1]], found[end + 1][1]


def _index_at(found: list[tuple[bool, int]], x: int) -> int:
    position = 0
    for index, (_, width) in enumerate(found):
        position += width
        if x < position:
            return index
    return len(found) - 2


def height_of(image: Image.Image, symbol: zxingcpp.Barcode) -> int:
    """Height in dots of the symbol's first bar."""
    place = symbol.position
    middle = (place.top_left.y + place.bottom_left.y) // 2
    x = place.top_left.x
    while not _is_dark(image, x, middle):
        x += 1
    top = bottom = middle
    while _is_dark(image, x, top - 1):
        top -= 1
    while _is_dark(image, x, bottom + 1):
        bottom += 1
    return bottom - top + 1


def _is_dark(image: Image.Image, x: int, y: int) -> bool:
    return image.crop((x, y, x + 1, y + 1)).tobytes()[0] < 128


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(image).getbbox()
    assert box is not None
    return box


def around(image: Image.Image, symbol: zxingcpp.Barcode, margin: int) -> Image.Image:
    """The part of a picture that a symbol is in, with what stands beside it."""
    place = symbol.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    left, top = max(0, min(xs) - margin), max(0, min(ys) - margin)
    right, bottom = min(image.width, max(xs) + margin), min(image.height, max(ys) + margin)
    return image.crop((left, top, right, bottom))


def degraded(image: Image.Image) -> list[Image.Image]:
    """The picture turned by up to 3 degrees, as it is and with all bars a dot thicker each side.

    Dots are mixed from their four neighbours, which softens edges as a lens does.
    """
    angles = (-3.0, -2.2, -1.4, -0.6, 0.6, 1.4, 2.2, 3.0)
    return [
        version.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=WHITE)
        for version in (image, thickened(image))
        for angle in angles
    ]


def thickened(image: Image.Image) -> Image.Image:
    """The picture with all ink a dot wider on each side."""
    width, height = image.size
    ink = ImageChops.invert(image)
    for right, down in ((1, 0), (0, 1)):
        aside = [
            ink.crop((x, y, x + width, y + height)) for x, y in ((right, down), (-right, -down))
        ]
        for each in aside:
            ink = ImageChops.lighter(ink, each)
    return ImageChops.invert(ink)

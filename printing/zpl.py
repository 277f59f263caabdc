"""Draws labels in ZPL II, the language of Zebra and compatible label printers.

Barcodes are the printer's own, so that it draws them in whole dots and can turn and scale nothing.
Text goes to the printer's resident font where that has every letter; other lines go as pictures.
Nothing from a document reaches the printer unescaped: `^` and `~` would start a command.
"""

import binascii
import re
import zlib
from base64 import b64encode

from PIL import Image, ImageDraw

from printing import shaping, text
from printing.barcodes import zpl_field
from printing.drawing import Bars, Matrix, Rectangle, Sheet, Words
from printing.fonts import EAST_ASIAN, EAST_ASIAN_BOLD_EMS, raster

_PLAIN = re.compile(r"[A-Za-z0-9 .,;:!?()/+\-*=&%#'\"<>]")
_RESIDENT = re.compile(r"[\x20-\x7e]*")
"""What every printer's font 0 has. Letters beyond ASCII depend on make and firmware."""

_WIDEST_MODULE = 10
"""Most that ^BY takes; printers with 600 dots per inch get wider bars as rectangles."""

_START = "^XA^CI28^LH0,0^LS0^FWN^LRN^PON^PMN"


def to_zpl(sheets: list[Sheet]) -> bytes:
    """ZPL with one label a sheet, each printed once."""
    return "".join(_label(sheet) for sheet in sheets).encode("ascii")


def _label(sheet: Sheet) -> str:
    fields = [_field(mark) for mark in sheet.marks]
    size = f"^PW{sheet.width}^LL{sheet.height}"
    return "\n".join([_START + size, *fields, "^PQ1^XZ", ""])


def _field(mark: Words | Rectangle | Bars | Matrix) -> str:
    match mark:
        case Words():
            if mark.as_picture or not _RESIDENT.fullmatch(mark.line):
                return _picture_words(mark)
            return _resident_words(mark)
        case Rectangle():
            return _filled(mark.x, mark.y, mark.width, mark.height)
        case Bars():
            return _bars(mark)
        case Matrix():
            # Quality 200 is the only one in use; without row and column counts it is the smallest.
            return f"^FO{mark.x},{mark.y}^BXN,{mark.module},200^FH^FD{escape(mark.symbol.text)}^FS"


def _filled(x: int, y: int, width: int, height: int) -> str:
    return f"^FO{x},{y}^GB{width},{height},{min(width, height)},B,0^FS"


def _bars(mark: Bars) -> str:
    if mark.module > _WIDEST_MODULE:
        return "".join(
            _filled(mark.x + start * mark.module, mark.y, width * mark.module, mark.height)
            for start, width in mark.symbol.bars
        )
    return (
        f"^FO{mark.x},{mark.y}^BY{mark.module}^BCN,{mark.height},N,N,N,N"
        f"^FH^FD{escape(zpl_field(mark.symbol))}^FS"
    )


def escape(data: str) -> str:
    """Field data for ^FH^FD: whatever is not plainly harmless as hexadecimal UTF-8 bytes."""
    return "".join(
        char if _PLAIN.fullmatch(char) else "".join(f"_{byte:02X}" for byte in char.encode())
        for char in data
    )


def _resident_words(mark: Words) -> str:
    height = round(mark.size)
    data = f"^FH^FD{escape(mark.line)}^FS"
    if mark.align == "left":
        return f"^FT{mark.x},{mark.baseline}^A0N,{height},{height}{data}"
    align = {"center": "C", "right": "R"}[mark.align]
    return f"^FT{mark.x},{mark.baseline}^A0N,{height},{height}^FB{mark.room},1,0,{align}{data}"


def _picture_words(mark: Words) -> str:
    image, ascent = _drawn(mark)
    box = image.getbbox()
    if box is None:
        return ""
    left, top, _, _ = box
    x = max(0, round(mark.left) + left - _MARGIN)
    y = max(0, mark.baseline - ascent + top)
    return f"^FO{x},{y}{picture(image.crop(box))}^FS"


_MARGIN = 8
"""Dots left of the first letter, because some letters reach out over where they begin."""


def _drawn(mark: Words) -> tuple[Image.Image, int]:
    pixels = round(mark.size)
    ascent = pixels * 5 // 4
    width = round(text.width(mark.line, mark.size, bold=mark.bold)) + 4 * _MARGIN
    image = Image.new("L", (width, ascent * 2), 0)
    pen = ImageDraw.Draw(image)
    x = float(_MARGIN)
    for run in text.runs(mark.line, bold=mark.bold):
        if run.face.is_shaped:
            letters, left, base = shaping.drawn(run.face, run.text, pixels, bold=mark.bold)
            image.paste(255, (round(x) - left, ascent - base), letters)
            x += run.advance * mark.size
            continue
        thicken = EAST_ASIAN_BOLD_EMS * pixels / 2 if mark.bold and run.face is EAST_ASIAN else 0.0
        font = raster(run.face, pixels)
        pen.text((x, ascent), run.text, 255, font, anchor="ls", stroke_width=thicken)
        x += run.advance * mark.size
    return image.point(lambda level: 255 if level >= 128 else 0).convert("1"), ascent


def picture(image: Image.Image) -> str:
    """^GF command for a 1-bit picture whose set dots are printed, packed as `:Z64:`.

    Z64 is zlib, then base64, then a CRC-16/XMODEM of the base64 text in hexadecimal.
    Source: Zebra's ZPL guide, "Z64 encoding".
    """
    row = (image.width + 7) // 8
    data = image.tobytes()
    packed = b64encode(zlib.compress(data, 9))
    check = binascii.crc_hqx(packed, 0)
    return f"^GFA,{len(data)},{len(data)},{row},:Z64:{packed.decode()}:{check:04x}"

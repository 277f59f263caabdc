"""Draws labels in ZPL II, the language of Zebra and compatible label printers.

Barcodes are the printer's own, so that it draws them in whole dots and can turn and scale nothing.
Text goes to the printer's resident font where that has every letter; other lines go as pictures.
Nothing from a document reaches the printer unescaped: `^` and `~` would start a command.
"""

import binascii
import re
import zlib
from base64 import b64encode

from PIL.Image import Image as Bitmap

from printing.barcodes import zpl_field
from printing.drawing import Bars, Image, Mark, Matrix, Rectangle, Sheet, Words
from printing.raster import image_in_dots, matrix_in_dots, words_in_dots

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


def _field(mark: Mark) -> str:
    match mark:
        case Words():
            if mark.as_picture or not _RESIDENT.fullmatch(mark.line):
                return _picture_words(mark)
            return _resident_words(mark)
        case Rectangle():
            return _filled(mark.x, mark.y, mark.width, mark.height)
        case Bars():
            return _bars(mark)
        case Matrix() if not mark.symbol.is_plain:
            return _placed(matrix_in_dots(mark), mark.x, mark.y)
        case Matrix():
            # Quality 200 is the only one in use; without row and column counts it is the smallest.
            return f"^FO{mark.x},{mark.y}^BXN,{mark.module},200^FH^FD{escape(mark.symbol.text)}^FS"
        case Image():
            return _placed(image_in_dots(mark), mark.x, mark.y)


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
    dots, x, y = words_in_dots(mark)
    box = dots.getbbox()
    if box is None:
        return ""
    return _placed(dots.crop(box), x + box[0], y + box[1])


def _placed(image: Bitmap, x: int, y: int) -> str:
    return f"^FO{max(0, x)},{max(0, y)}{picture(image)}^FS"


def picture(image: Bitmap) -> str:
    """^GF command for a 1-bit picture whose set dots are printed, packed as `:Z64:`.

    Z64 is zlib, then base64, then a CRC-16/XMODEM of the base64 text in hexadecimal.
    Source: Zebra's ZPL guide, "Z64 encoding".
    """
    row = (image.width + 7) // 8
    data = image.tobytes()
    packed = b64encode(zlib.compress(data, 9))
    check = binascii.crc_hqx(packed, 0)
    return f"^GFA,{len(data)},{len(data)},{row},:Z64:{packed.decode()}:{check:04x}"

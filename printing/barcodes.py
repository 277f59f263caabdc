"""Barcode symbols as bare modules, so that every output draws the same bars in whole dots.

Code 128 letters are encoded by python-barcode, matrix symbols by zxing-cpp. GS1-128 is put
together here, because label printers must be told each change of code set, and python-barcode's
symbol for an SSCC is 11 modules wider than it has to be.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isqrt

import zxingcpp
from barcode import Code128
from barcode.charsets import code128

QUIET_MODULES = 10
"""Empty modules that Code 128 needs on either side (GS1 General Specifications 5.4)."""

_CODE_C, _CODE_B, _CODE_A, _FNC1 = 99, 100, 101, 102
_START_A, _START_B, _START_C = 103, 104, 105
_LINEAR_TEXT = re.compile(r"[\x20-\x7e]+")
_GS1_TEXT = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+")
"""GS1's character set 82, which has no blank (GS1 General Specifications 7.11)."""


class NotEncodable(ValueError):
    """A text holds a character that the symbol cannot carry."""


@dataclass(frozen=True)
class LinearSymbol:
    """A Code 128 or GS1-128 symbol.

    Attributes:
        values: Symbol characters from the start code on, without check character and stop.
        text: What a person reads below the bars.
    """

    values: tuple[int, ...]
    text: str

    @property
    def width(self) -> int:
        """Width in modules, quiet zones not counted."""
        return 11 * (len(self.values) + 1) + 13

    @cached_property
    def bars(self) -> tuple[tuple[int, int], ...]:
        """Start and width of each bar in modules, from the left edge of the first bar."""
        weighted = sum(place * value for place, value in enumerate(self.values[1:], start=1))
        check = (self.values[0] + weighted) % 103
        modules = "".join(code128.CODES[value] for value in (*self.values, check))
        modules += code128.STOP + "11"
        return tuple((m.start(), len(m.group())) for m in re.finditer("1+", modules))


@dataclass(frozen=True)
class MatrixSymbol:
    """A square symbol.

    Attributes:
        rows: For each row, start and width in modules of its dark stretches.
        text: What it says.
        is_plain: Whether a label printer's own Data Matrix of `text` is this very symbol.
    """

    rows: tuple[tuple[tuple[int, int], ...], ...]
    text: str
    is_plain: bool = True

    @property
    def width(self) -> int:
        """Width and height in modules, quiet zone not counted."""
        return len(self.rows)


@lru_cache(maxsize=512)
def plain_code128(text: str) -> LinearSymbol:
    """Code 128 symbol for printable ASCII text.

    Raises:
        NotEncodable: The text is empty or holds something else.
    """
    if not _LINEAR_TEXT.fullmatch(text):
        raise NotEncodable(text)
    values = list(Code128(text).encoded)
    if text.startswith("99"):
        # The library takes a leading 99 for a switch to code set C, and leaves it out.
        values.insert(1, 99)
    return LinearSymbol(tuple(values), text)


def sscc(number: str) -> LinearSymbol:
    """GS1-128 symbol of an SSCC, all in code set C: 156 modules.

    Args:
        number: 18 digits; the check digit is the caller's to prove.

    Raises:
        NotEncodable: The number does not consist of 18 digits.
    """
    if not re.fullmatch(r"[0-9]{18}", number):
        raise NotEncodable(number)
    return _gs1("00" + number, f"(00) {number}")


def routing(country_numeric: str, postcode: str) -> LinearSymbol:
    """GS1-128 symbol with AI (421): ship-to postcode with the country's three digits before it.

    Blanks are left out: GS1's character set has none.

    Raises:
        NotEncodable: Nothing is left, more than nine characters are, or one is outside GS1's set.
    """
    compact = postcode.upper().replace(" ", "")
    if not (1 <= len(compact) <= 9 and _GS1_TEXT.fullmatch(compact)):
        raise NotEncodable(postcode)
    return _gs1(f"421{country_numeric}{compact}", f"(421) {country_numeric} {compact}")


def _gs1(data: str, text: str) -> LinearSymbol:
    digits = re.match(r"[0-9]*", data)
    paired = len(digits.group()) // 2 * 2 if digits else 0
    values = [_START_C, _FNC1, *(int(data[i : i + 2]) for i in range(0, paired, 2))]
    if data[paired:]:
        values += [_CODE_B, *(ord(char) - 32 for char in data[paired:])]
    return LinearSymbol(tuple(values), text)


@dataclass(frozen=True)
class Element:
    """A GS1 element string: its application identifier and its data.

    Attributes:
        is_open: Whether the data's length varies, so that what follows it has to be set apart.
    """

    ai: str
    data: str
    is_open: bool = False

    @property
    def text(self) -> str:
        """As a person reads it below the bars."""
        return f"({self.ai}) {self.data}"


def gs1_128(elements: Sequence[Element]) -> LinearSymbol:
    """GS1-128 symbol of one or more element strings, of which only the last may be open.

    Raises:
        NotEncodable: Some data is empty or outside of GS1's set, or an open one is not the last.
    """
    for element in elements:
        if not _GS1_TEXT.fullmatch(element.data) or (element.is_open and element != elements[-1]):
            raise NotEncodable(element.text)
    data = "".join(element.ai + element.data for element in elements)
    return _gs1(data, " ".join(element.text for element in elements))


def is_valid_sscc(number: str) -> bool:
    """Whether 18 digits end with the check digit of the 17 before (weights 3, 1 from the right)."""
    return re.fullmatch(r"[0-9]{18}", number) is not None and _has_check_digit(number)


def is_valid_gtin(number: str) -> bool:
    """Whether 14 digits end with the check digit of the 13 before."""
    return re.fullmatch(r"[0-9]{14}", number) is not None and _has_check_digit(number)


def _has_check_digit(number: str) -> bool:
    body = reversed(number[:-1])
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    return (10 - total % 10) % 10 == int(number[-1])


@lru_cache(maxsize=512)
def data_matrix(text: str) -> MatrixSymbol:
    """Square Data Matrix ECC 200 symbol for printable ASCII text.

    Raises:
        NotEncodable: The text is empty or holds something else.
    """
    if not _LINEAR_TEXT.fullmatch(text):
        raise NotEncodable(text)
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    return MatrixSymbol(_dark_rows(symbol), text)


@lru_cache(maxsize=512)
def gs1_data_matrix(elements: tuple[Element, ...]) -> MatrixSymbol:
    """Square GS1 DataMatrix symbol of element strings.

    Raises:
        NotEncodable: Some data is empty or outside of GS1's character set.
    """
    for element in elements:
        if not _GS1_TEXT.fullmatch(element.data):
            raise NotEncodable(element.text)
    # Square brackets, because round ones may be part of the data and these may not.
    text = "".join(f"[{element.ai}]{element.data}" for element in elements)
    matrix = zxingcpp.BarcodeFormat.DataMatrix
    symbol = zxingcpp.create_barcode(text, matrix, gs1=True, force_square=True)
    return MatrixSymbol(_dark_rows(symbol), text, is_plain=False)


@lru_cache(maxsize=512)
def qr(text: str) -> MatrixSymbol:
    """QR code of printable ASCII text, such as a web address.

    Raises:
        NotEncodable: The text is empty or holds something else.
    """
    if not _LINEAR_TEXT.fullmatch(text):
        raise NotEncodable(text)
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return MatrixSymbol(_dark_rows(symbol), text, is_plain=False)


def _dark_rows(symbol: zxingcpp.Barcode) -> tuple[tuple[tuple[int, int], ...], ...]:
    image = zxingcpp.write_barcode_to_image(symbol, scale=1, add_quiet_zones=False)
    dots = memoryview(image).tobytes()  # type: ignore[arg-type]  # stub leaves the buffer protocol out
    side = isqrt(len(dots))
    lines = ["".join("01"[dots[y * side + x] == 0] for x in range(side)) for y in range(side)]
    dark = [tuple((m.start(), len(m.group())) for m in re.finditer("1+", line)) for line in lines]
    return tuple(dark)


def zpl_field(symbol: LinearSymbol) -> str:
    """Field data that makes a label printer's ^BC in mode N draw exactly this symbol.

    Source: Zebra's ZPL guide, ^BC, tables of invocation codes and of special characters.
    """
    start = {_START_A: ">9", _START_B: ">:", _START_C: ">;"}
    parts = [start[symbol.values[0]]]
    in_c = symbol.values[0] == _START_C
    for value in symbol.values[1:]:
        if value == _FNC1:
            parts.append(">8")
        elif in_c and value < _CODE_B:
            parts.append(f"{value:02}")
        elif value in {_CODE_C, _CODE_B, _CODE_A}:
            parts.append({_CODE_C: ">5", _CODE_B: ">6", _CODE_A: ">7"}[value])
            in_c = value == _CODE_C
        else:
            parts.append({">": ">0"}.get(chr(value + 32), chr(value + 32)))
    return "".join(parts)

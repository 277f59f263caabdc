"""Reads texts and codes: cleans what is only for reading, refuses what would change an identity."""

import re
import unicodedata

from app.domain.own_codes import RESERVED_PREFIXES, location_payload
from app.domain.trade_numbers import GTIN_LENGTHS, as_gtin14, check_digit, is_digits
from app.exchange.bad_value import BadValue

_SYMBOLOGY_MARK = "]"
"""Scanners put ]C1 and the like before a code; a code can't begin so itself."""

_LINE_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t\xa0]+")
_OVERRIDES = "\u202d\u202e"
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
_TYPE_AGAIN = "Type it again in the source system."


def read_text(text: str, limit: int, *, multiline: bool = False) -> str:
    """Clean a text that people read: names, addresses, notes.

    Control characters, zero bytes, non-characters and direction overrides are removed, line
    breaks become a newline or (one-line text) a space, and the text is brought to NFC, so that
    what arrives on screen, paper and in both databases is the same.

    Raises:
        BadValue: It is longer than `limit` characters.
    """
    if not (text.isascii() and text.isprintable()):
        text = _clean(text, multiline=multiline)
    text = text.strip()
    if len(text) > limit:
        raise BadValue(f"The text is longer than {limit} characters.", "Shorten it.")
    return text


def _clean(text: str, *, multiline: bool) -> str:
    """Take out of a text what nobody can read."""
    text = _LINE_BREAKS.sub("\n" if multiline else " ", text)
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    return "".join(
        character
        for character in text
        if character == "\n"
        or not (
            unicodedata.category(character) in {"Cc", "Cs"}
            or character in _OVERRIDES
            or character == "\ufeff"
            or _is_noncharacter(character)
        )
    )


def _is_noncharacter(character: str) -> bool:
    """Whether Unicode promises never to use this code point for text."""
    code = ord(character)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def read_code(text: str, limit: int) -> str:
    """Read a text that names something: an SKU, an id, a lot.

    Nothing is taken away but outer spaces and the apostrophe or ="..." by which spreadsheets
    are kept from eating leading zeros, for with any other change it would name another thing.

    Raises:
        BadValue: It holds control or invisible characters, is a formula, or is too long.
    """
    if wrapped := _EXCEL_TEXT.fullmatch(text):
        text = wrapped[1]
    text = text.strip().removeprefix("'").strip()
    if text.startswith("="):
        raise BadValue("This is a formula, not a code.", "Replace the formula by its value.")
    if not text.isascii() or not text.isprintable():
        if any(unicodedata.category(character)[0] == "C" for character in text):
            raise BadValue("The code holds control or invisible characters.", _TYPE_AGAIN)
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    if len(text) > limit:
        raise BadValue(f"The code is longer than {limit} characters.", "Shorten it.")
    return text


def read_own_code(text: str, limit: int) -> str:
    """Read the SKU or location code of something that gets labels of ours.

    Raises:
        BadValue: As `read_code`, or a scanner would take it for another kind of code.
    """
    code = read_code(text, limit)
    if code.upper().startswith((*RESERVED_PREFIXES, _SYMBOLOGY_MARK)):
        raise BadValue(
            "Codes that begin so are reserved: a scan of it would be taken for a label of "
            "another kind.",
            f"Choose a code that doesn't begin with {' '.join(RESERVED_PREFIXES)} "
            f"or {_SYMBOLOGY_MARK}.",
        )
    return code


def read_location_code(text: str, limit: int) -> str:
    """Read a location's code, in capitals.

    Raises:
        BadValue: As `read_own_code`, or no label that reads back as it can be printed.
    """
    code = read_own_code(text, limit).upper()
    try:
        location_payload(code)
    except ValueError as error:
        raise BadValue(
            "No location label that scans as this code can be printed.",
            f"Use 1 to {limit} of A to Z, 0 to 9 and - . _ / beginning with a letter or digit.",
        ) from error
    return code


def refuse_rounded(text: str) -> None:
    """Refuse a barcode that stands there as 4.00638E+12.

    Raises:
        BadValue: It does.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise BadValue(
            "A spreadsheet has rounded this barcode, its last digits are lost.",
            "Format the column as text before the barcodes are filled in, and export again.",
        )


def read_gtin(text: str) -> str:
    """Read a GTIN-8, -12 (UPC), -13 (EAN) or -14 and pad it to 14 digits.

    Raises:
        BadValue: It has another length, a wrong check digit, or has been through a spreadsheet
            that turned it into a rounded number.
    """
    refuse_rounded(text)
    digits = read_code(text, 64).removesuffix(".0").replace(" ", "").replace("-", "")
    if not is_digits(digits):
        raise BadValue("A barcode number consists of digits only.", _TYPE_AGAIN)
    if len(digits) not in GTIN_LENGTHS:
        raise BadValue(
            f"A barcode number has 8, 12, 13 or 14 digits, this has {len(digits)}.",
            "If a spreadsheet has dropped leading zeros, format the column as text.",
        )
    gtin = as_gtin14(digits)
    if gtin is None:
        raise BadValue(
            f"The check digit is wrong, it should be {check_digit(digits[:-1])}.",
            "Scan the barcode off the goods, or copy it again.",
        )
    return gtin

"""Trade and shipping numbers with their check digits, and scanners' symbology identifiers.

The one module that knows the library biip, which owns the arithmetic of these numbers. It is not
asked about element strings and Digital Links: it leaves most check digits, lengths and partners
untested, so `app.domain.gs1` reads those by GS1's own table.
"""

from __future__ import annotations

import re

from biip import ParseError
from biip.checksums import gs1_standard_check_digit
from biip.upc import Upc

_AIM_IDENTIFIER = re.compile(r"\]([A-Za-z][0-9A-F])")

GTIN_LENGTHS = (8, 12, 13, 14)
"""Digits of EAN-8, UPC-A, EAN-13 and ITF-14."""


def is_digits(text: str) -> bool:
    """Whether `text` is ASCII digits only, and not empty. `str.isdigit` alone takes more."""
    return text.isascii() and text.isdigit()


def check_digit(payload: str) -> str:
    """The mod-10 check digit (weights 3, 1 from the right) for a number without one.

    Source: GS1 General Specifications, section 7.9.
    """
    return str(gs1_standard_check_digit(payload))


def has_right_check_digit(number: str) -> bool:
    """Whether the last digit of `number` is the check digit of those before it."""
    return len(number) > 1 and is_digits(number) and check_digit(number[:-1]) == number[-1]


def as_gtin14(number: str) -> str | None:
    """An EAN-8, UPC-A, EAN-13 or ITF-14 as zero-filled GTIN-14; None if it is none of them."""
    if len(number) not in GTIN_LENGTHS or not has_right_check_digit(number):
        return None
    return number.zfill(14)


def upc_a_of_upc_e(number: str) -> str | None:
    """The 12 digits that an 8-digit UPC-E stands for; None if it is not one."""
    if len(number) != 8 or not is_digits(number):
        return None
    try:
        return Upc.parse(number).as_upc_a()
    except ParseError:
        return None


def gtin14_of_bare_number(number: str) -> str | None:
    """The GTIN-14 of a number that comes without a symbology; None if it is no trade number.

    Eight digits that begin with 0 or 1 may be EAN-8 or UPC-E: goods on sale carry UPC-E, since
    GS1 keeps those EAN-8 numbers for use inside a company or has not given them out.
    """
    upc_a = upc_a_of_upc_e(number) if number[:1] in ("0", "1") else None
    return as_gtin14(upc_a or number)


def is_sscc(number: str) -> bool:
    """Whether `number` is an 18-digit SSCC with the right check digit."""
    return len(number) == 18 and has_right_check_digit(number)


def split_symbology(text: str) -> tuple[str, str]:
    """Part an AIM symbology identifier such as `]C1` from the data after it.

    Returns:
        The two characters after `]`, and the data. Without a legal identifier the first is
        empty and the second is all of `text`. Source: ISO/IEC 15424.
    """
    identifier = _AIM_IDENTIFIER.match(text)
    return (identifier[1], text[3:]) if identifier else ("", text)

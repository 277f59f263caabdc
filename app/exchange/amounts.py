"""Reads numbers as machines and as people write them, and refuses what could be read two ways."""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from app.exchange.bad_value import BadValue
from app.exchange.model import QUANTITY_MAXIMUM

_LENGTH_MAXIMUM = 30
_CENTS_MAXIMUM = 10**12
_MACHINE = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+")
_PEOPLE = re.compile(r"[+-]?[0-9][0-9.,]*|[+-]?[.,][0-9]+")
_SPACES_IN_NUMBERS = re.compile(r"(?<=[0-9])[ '\u2019\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_CURRENCY = re.compile(r"^(?:[A-Z]{3}|[€£$¥])\s*|\s*(?:[A-Z]{3}|[€£$¥])$")


class Notation(Enum):
    """Who wrote the numbers of a file."""

    MACHINE = "machine"
    """Another program: digits and at most one decimal point."""
    PEOPLE = "people"
    """A spreadsheet of any country: 1234.5, 1.234,50, 1 234,50 and 1,234.50 all occur."""
    DECIMAL = "decimal"
    """As people, in a column where thousands don't occur: one point or comma is the decimal."""


def read_number(text: str, notation: Notation) -> Decimal:
    """Read a number.

    Raises:
        BadValue: It is none, or (people's notation) may mean two: 1.234 is 1234 to one reader
            and a little over one to another.
    """
    if len(text) > _LENGTH_MAXIMUM:
        raise _no_number()
    if notation is Notation.MACHINE:
        if not _MACHINE.fullmatch(text):
            raise _no_number()
        return Decimal(text)
    digits = _SPACES_IN_NUMBERS.sub("", text)
    if not _PEOPLE.fullmatch(digits):
        raise _no_number()
    return _read_peoples_number(digits, ambiguous_allowed=notation is Notation.DECIMAL)


def _read_peoples_number(text: str, *, ambiguous_allowed: bool) -> Decimal:
    """Find out which of point and comma is the decimal mark."""
    sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return Decimal(text)
    last = marks[-1]
    if marks.count(last) > 1:  # 1.234.567
        if len(set(marks)) > 1 or not _GROUPED.fullmatch(digits):
            raise _no_number()
        return Decimal(sign + digits.replace(last, ""))
    whole, _, fraction = digits.rpartition(last)
    if len(marks) > 1:  # 1.234,50
        if not _GROUPED.fullmatch(whole):
            raise _no_number()
        return Decimal(f"{sign}{re.sub('[.,]', '', whole)}.{fraction or '0'}")
    if len(fraction) == 3 and whole.strip("0") and len(whole) <= 3 and not ambiguous_allowed:
        raise BadValue(
            f"This may mean {whole}{fraction} or {whole} and a fraction.",
            f"Write {whole}{fraction} without the mark, or with other than three decimals.",
        )
    return Decimal(f"{sign}{whole or '0'}.{fraction or '0'}")


def _no_number() -> BadValue:
    """The answer to everything that is no number."""
    return BadValue("This is not a number.", "Write digits only, such as 12 or 12.50.")


def read_quantity(text: str, notation: Notation, minimum: int = 1) -> int:
    """Read a count of pieces.

    Raises:
        BadValue: It is no whole number between `minimum` and `QUANTITY_MAXIMUM`.
    """
    number = read_number(text, notation)
    if number != number.to_integral_value():
        raise BadValue("A quantity must be a whole number.", "Count in pieces.")
    if number < minimum:
        raise BadValue(
            f"The quantity is below {minimum}.", "Delete the row or correct the quantity."
        )
    if number > QUANTITY_MAXIMUM:
        raise BadValue(
            f"The quantity is above {QUANTITY_MAXIMUM}.",
            "Check that the column is right: a barcode or an id may have slipped in.",
        )
    return int(number)


def read_whole(text: str, notation: Notation, maximum: int) -> int:
    """Read a measure that is kept in whole units (mm, g), rounded half up.

    Raises:
        BadValue: It is no number between 0 and `maximum`.
    """
    number = read_number(text, notation)
    if not 0 <= number <= maximum:
        raise BadValue(f"The value is not between 0 and {maximum}.", "Check the unit.")
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def read_cents(text: str, notation: Notation) -> int:
    """Read an amount of money in hundredths, rounded half up, whatever the currency.

    Raises:
        BadValue: It is no amount, is negative or not to be believed.
    """
    if notation is not Notation.MACHINE:
        text = _CURRENCY.sub("", text).strip()
    amount = read_number(text, notation)
    if amount < 0:
        raise BadValue("A price can't be negative.", "Correct the price or leave it empty.")
    cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if cents > _CENTS_MAXIMUM:
        raise BadValue("The price is too large.", "Check that the column is right.")
    return cents

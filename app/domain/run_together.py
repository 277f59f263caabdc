"""Whether two whole codes arrived as one: a lost terminator must never make a third code of two."""

from __future__ import annotations

import re

from app.domain.own_codes import RESERVED_PREFIXES, read_own_code
from app.domain.readings import BadgeCode, CommandCode, QuantityCode, ToteCode
from app.domain.trade_numbers import has_right_check_digit, is_digits

_NUMBER_LENGTHS = (12, 13, 14, 18)
"""UPC-A, EAN-13, ITF-14, SSCC. Two EAN-8 are not looked for: too many numbers look like them."""

_LENGTHS_IN_A_ROW = ({12, 13}, {14}, {18})
"""Which bare numbers follow each other: goods, cases or logistic units, not one after another."""

SECOND_IDENTIFIER = re.compile(r"\][A-Za-z][0-9A-F]")
"""An AIM identifier, which behind the start of a scan can only open a second one."""

_SHORTEST_DOUBLED = 6  # a location may really be called AL-B
_SHAPE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "A" * 26 + "9" * 10)


def is_run_together(text: str) -> bool:
    """Whether `text` can be cut into two or more whole codes: our labels', or long trade numbers.

    A location or order code may itself hold what looks like a second code (the location
    `A01-01L-1` ends in `L-1`, a loft may be `LOFT-1001`). So a text that is one legal label counts
    as several only if its halves have the same prefix and shape, or if a tote, badge or command
    follows directly on a digit.
    """
    if not text.isascii():
        return False
    upper = text.upper()
    if second := SECOND_IDENTIFIER.search(text):
        return second.start() in _ends_of_codes(upper[: second.start()], 0)
    if is_digits(upper):
        return any(_is_row_of_numbers(upper, lengths) for lengths in _LENGTHS_IN_A_ROW)
    if read_own_code(upper) is not None:
        return _is_doubled(upper) or _has_second_label(upper)
    return _is_row_of_codes(upper)


def _is_doubled(text: str) -> bool:
    half, odd = divmod(len(text), 2)
    first, second = text[:half], text[half:]
    return (
        not odd
        and half >= _SHORTEST_DOUBLED
        and first[:2] == second[:2]
        and first.translate(_SHAPE) == second.translate(_SHAPE)
    )


def _has_second_label(text: str) -> bool:
    for found in re.finditer(r"(?<=\d)(?=[TB]-|XC)", text):
        second = read_own_code(text[found.start() :])
        if isinstance(second, ToteCode | BadgeCode | CommandCode | QuantityCode):
            return read_own_code(text[: found.start()]) is not None
    return False


def _is_row_of_codes(text: str) -> bool:
    """Follow whole codes from the start, keeping each place where one may have ended."""
    ends = {0}
    for start in range(len(text)):
        if start not in ends:
            continue
        for end in _ends_of_codes(text, start):
            if end == len(text) and start > 0:
                return True
            ends.add(end)
    return False


def _is_row_of_numbers(text: str, lengths: set[int]) -> bool:
    return any(
        has_right_check_digit(text[:length])
        and (
            (len(text) - length in lengths and has_right_check_digit(text[length:]))
            or _is_row_of_numbers(text[length:], lengths)
        )
        for length in lengths
        if length < len(text)
    )


def _ends_of_codes(text: str, start: int) -> list[int]:
    if text.startswith(RESERVED_PREFIXES, start):
        return [
            end
            for end in range(start + 3, len(text) + 1)
            if read_own_code(text[start:end]) is not None
        ]
    return [
        start + length
        for length in _NUMBER_LENGTHS
        if is_digits(number := text[start : start + length])
        and len(number) == length
        and has_right_check_digit(number)
    ]

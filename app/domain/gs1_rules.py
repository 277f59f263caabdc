"""The checks on the content of GS1 values, named as in GS1's syntax dictionary."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date

from app.domain.gs1_code_lists import (
    COUNTRY_LETTERS,
    COUNTRY_NUMBERS,
    CURRENCY_NUMBERS,
    PACKAGE_TYPES,
)
from app.domain.trade_numbers import has_right_check_digit, is_digits

_SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_SET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_ALPHABETS = {
    "N": re.compile(r"[0-9]*"),
    "X": re.compile(f"[{re.escape(_SET_82)}]*"),
    "Y": re.compile(r"[#\-/0-9A-Z]*"),
    "Z": re.compile(r"[A-Za-z0-9_-]*={0,2}"),
}
_PERCENT_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SEQUENCE = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)")
_MEDIA_TYPES = frozenset(f"{number:02}" for number in (*range(1, 11), *range(80, 100)))

Rule = Callable[[str, date], bool]
"""Whether a stretch of a value is legal, as seen on a day (which only dates ask for)."""


def is_in_alphabet(characters: str, value: str) -> bool:
    """Whether `value` is written in GS1's alphabet N, X, Y or Z."""
    if not _ALPHABETS[characters].fullmatch(value):
        return False
    return characters != "Z" or "=" not in value or len(value) % 3 == 0


def day_of(yymmdd: str, *, today: date) -> date | None:
    """The day that six digits YYMMDD name; day 00 is the last day of the month.

    The century is the one that puts the year at most 49 years before and 50 after `today`.
    Source: GS1 General Specifications, section 7.12.

    Returns:
        None if there is no such day.
    """
    if len(yymmdd) != 6 or not is_digits(yymmdd):
        return None
    year, month, day = int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:])
    year += today.year - today.year % 100
    if year - today.year >= 51:
        year -= 100
    elif year - today.year <= -50:
        year += 100
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _is_calendar_day(value: str) -> bool:
    try:
        date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    except ValueError:
        return False
    return True


def _is_below(limit: int) -> Rule:
    return lambda value, _today: is_digits(value) and int(value) < limit


def _is_one_of(codes: frozenset[str]) -> Rule:
    return lambda value, _today: value in codes


def _is_hour_and_minute(value: str) -> bool:
    return is_digits(value) and int(value[:2]) < 24 and int(value[2:]) < 60


def _is_piece_of_total(value: str) -> bool:
    half = len(value) // 2
    return is_digits(value) and 1 <= int(value[:half]) <= int(value[half:])


def _is_position_in_sequence(value: str) -> bool:
    match = _SEQUENCE.fullmatch(value)
    return match is not None and int(match[1]) <= int(match[2])


def _is_iban(value: str) -> bool:
    """IBAN check by ISO 13616: moved round, letters as 10 to 35, remainder 1 by 97."""
    if value[:2] not in COUNTRY_LETTERS or not 11 <= len(value) <= 34:
        return False
    if not re.fullmatch(r"[0-9A-Z]+", value):
        return False
    return int("".join(str(int(sign, 36)) for sign in value[4:] + value[:4])) % 97 == 1


def _has_right_check_pair(value: str) -> bool:
    """The alphanumeric check character pair of GS1 General Specifications, section 7.9.5.

    Each character's place in set 82 is multiplied by a prime, the rightmost by 2, the next by 3
    and so on; the sum modulo 1021 is written as two characters of a 32-letter alphabet.
    """
    body, pair = value[:-2], value[-2:]
    if len(value) < 2 or any(sign not in _SET_82 for sign in body):
        return False
    total = sum(
        _SET_82.index(sign) * prime for sign, prime in zip(reversed(body), _PRIMES, strict=False)
    )
    return pair == _SET_32[total % 1021 >> 5] + _SET_32[total % 1021 & 31]


def _has_company_prefix(value: str) -> bool:
    """A GS1 company prefix has at least four digits; which exist is not looked up."""
    return is_digits(value[:4]) and len(value) >= 4


_PRIMES = tuple(n for n in range(2, 114) if all(n % d for d in range(2, n)))

RULES: dict[str, Rule] = {
    "csum": lambda value, _today: has_right_check_digit(value),
    "csumalpha": lambda value, _today: _has_right_check_pair(value),
    "gcppos1": lambda value, _today: _has_company_prefix(value),
    "gcppos2": lambda value, _today: _has_company_prefix(value[1:]),
    "yymmd0": lambda value, today: day_of(value, today=today) is not None,
    "yymmdd": lambda value, today: value[4:] != "00" and day_of(value, today=today) is not None,
    "yyyymmdd": lambda value, _today: _is_calendar_day(value),
    "hh": _is_below(24),
    "mi": _is_below(60),
    "ss": _is_below(60),
    "hhmi": lambda value, _today: _is_hour_and_minute(value),
    "latitude": _is_below(1_800_000_001),
    "longitude": _is_below(3_600_000_001),
    "iso3166": _is_one_of(COUNTRY_NUMBERS),
    "iso3166999": _is_one_of(COUNTRY_NUMBERS | {"999"}),
    "iso3166alpha2": _is_one_of(COUNTRY_LETTERS),
    "iso4217": _is_one_of(CURRENCY_NUMBERS),
    "iso5218": _is_one_of(frozenset("0129")),
    "packagetype": _is_one_of(PACKAGE_TYPES),
    "mediatype": _is_one_of(_MEDIA_TYPES),
    "winding": _is_one_of(frozenset("019")),
    "yesno": _is_one_of(frozenset("01")),
    "zero": _is_one_of(frozenset("0")),
    "hyphen": _is_one_of(frozenset("-")),
    "nonzero": lambda value, _today: is_digits(value) and int(value) > 0,
    "nozeroprefix": lambda value, _today: not value.startswith("0"),
    "hasnondigit": lambda value, _today: not is_digits(value),
    "importeridx": lambda value, _today: re.fullmatch(r"[A-Za-z0-9_-]", value) is not None,
    "pcenc": lambda value, _today: not _PERCENT_BROKEN.search(value),
    "pieceoftotal": lambda value, _today: _is_piece_of_total(value),
    "posinseqslash": lambda value, _today: _is_position_in_sequence(value),
    "iban": lambda value, _today: _is_iban(value),
    # North American paper coupons have no use in a warehouse, and their inner structure is a
    # language of its own: they are refused, never half understood.
    "couponcode": lambda _value, _today: False,
    "couponposoffer": lambda _value, _today: False,
}
"""Every rule by its name in the dictionary."""

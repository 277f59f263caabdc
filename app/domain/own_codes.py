"""The codes our own labels carry, written and read in one place so that both always agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.domain.readings import (
    BadgeCode,
    Command,
    CommandCode,
    LocationCode,
    OrderCode,
    OwnReading,
    PackagingCode,
    QuantityCode,
    StationCode,
    ToteCode,
)

QUANTITY_LETTERS = "BCDEFGHJKL"
"""The letter of each digit on a quantity card, 0 to 9."""

HIGHEST_QUANTITY_CARD = 99
"""Numbers of up to two digits have cards."""

RESERVED_PREFIXES = ("L-", "T-", "B-", "O-", "K-", "S-", "XC")
"""How our own codes begin. An SKU of the same shape could never be scanned: refuse it on import."""

_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[str], OwnReading]], ...] = (
    (re.compile(r"L-([A-Z0-9][A-Z0-9._/-]{0,31})"), LocationCode),
    # Eight digits at most, so that a tote run together with an EAN is never taken for a tote.
    (re.compile(r"T-([0-9]{4,8})"), ToteCode),
    (re.compile(r"B-([A-Z0-9]{10,64})"), BadgeCode),
    (re.compile(r"O-([A-Z0-9#][A-Z0-9#._/-]{0,63})"), OrderCode),
    (re.compile(r"K-([A-Z0-9][A-Z0-9._-]{0,15})"), PackagingCode),
    (re.compile(r"S-([A-Z0-9][A-Z0-9._-]{0,15})"), StationCode),
)
_COMMANDS = {command.value: command for command in Command}


def read_own_code(text: str) -> OwnReading | None:
    """Read `text` as the whole content of one of our labels, in either case; None if it is not."""
    if not text.isascii():
        return None  # some letters only become ASCII when raised to upper case
    upper = text.upper()
    if (command := _COMMANDS.get(upper)) is not None:
        return CommandCode(command)
    if (quantity := _QUANTITIES.get(upper)) is not None:
        return QuantityCode(quantity)
    for pattern, kind in _GRAMMAR:
        if match := pattern.fullmatch(upper):
            return kind(match[1])
    return None


def command_payloads() -> Mapping[Command, str]:
    """The barcode content of every card of the command sheet, in printing order."""
    return MappingProxyType({command: command.value for command in Command})


def quantity_payload(quantity: int) -> str:
    """The barcode content of the card for a quantity, or for the choice of that number.

    Raises:
        ValueError: There are cards for 0 to 99 only.
    """
    if not 0 <= quantity <= HIGHEST_QUANTITY_CARD:
        raise ValueError(f"there is no quantity card for {quantity}")
    return "XCN" + "".join(QUANTITY_LETTERS[int(digit)] for digit in str(quantity))


_QUANTITIES = {quantity_payload(number): number for number in range(HIGHEST_QUANTITY_CARD + 1)}


def location_payload(code: str) -> str:
    """The barcode content of a location's label.

    Raises:
        ValueError: The code does not read back as this location; the same holds for the others.
    """
    return _checked("L-", code, LocationCode(code.upper()))


def tote_payload(code: str) -> str:
    """The barcode content of a tote's label; `code` is its 4 to 8 digits."""
    return _checked("T-", code, ToteCode(code))


def badge_payload(token: str) -> str:
    """The barcode content of an operator's badge; `token` is 10 to 64 letters and digits."""
    return _checked("B-", token, BadgeCode(token.upper()))


def order_payload(number: str) -> str:
    """The barcode content that names an order on its packing slip."""
    return _checked("O-", number, OrderCode(number.upper()))


def packaging_payload(code: str) -> str:
    """The barcode content of a packaging kind's shelf card."""
    return _checked("K-", code, PackagingCode(code.upper()))


def station_payload(code: str) -> str:
    """The barcode content of a station's label."""
    return _checked("S-", code, StationCode(code.upper()))


def _checked(prefix: str, code: str, expected: OwnReading) -> str:
    payload = f"{prefix}{code.upper()}"
    if read_own_code(payload) != expected:
        raise ValueError(f"{code!r} can't be printed as a code that begins with {prefix}")
    return payload

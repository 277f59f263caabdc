"""The number and the weight that a closed carton goes out with."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.packaging import UnitSize
from app.domain.trade_numbers import check_digit, is_digits, is_sscc

SSCC_DIGITS = 18


class SsccRangeExhausted(Exception):
    """All serial numbers of an extension digit and company prefix have been given out.

    The remedy is another extension digit, or another prefix.
    """

    def __init__(self, extension_digit: int, company_prefix: str, serial: int, last: int) -> None:
        super().__init__(
            f"SSCC serial {serial} of prefix {company_prefix} with extension digit "
            f"{extension_digit} is beyond the last one, {last}"
        )
        self.extension_digit = extension_digit
        self.company_prefix = company_prefix
        self.serial = serial
        self.last = last


@dataclass(frozen=True, slots=True)
class SsccParts:
    """An SSCC taken apart; the serial is a number, its leading zeros are not kept."""

    extension_digit: int
    company_prefix: str
    serial: int


def last_serial(company_prefix: str) -> int:
    """Return the highest SSCC serial under a company prefix and one extension digit.

    Raises:
        ValueError: If the prefix isn't 4 to 12 digits long.
    """
    if not (is_digits(company_prefix) and 4 <= len(company_prefix) <= 12):
        raise ValueError(f"a GS1 company prefix has 4 to 12 digits: {company_prefix!r}")
    return int("9" * (SSCC_DIGITS - 2 - len(company_prefix)))


def sscc(extension_digit: int, company_prefix: str, serial: int) -> str:
    """Compose a serial shipping container code.

    Args:
        extension_digit: 0 to 9, ours to choose; each opens a further range of serials.
        company_prefix: GS1 company prefix, 4 to 12 digits.
        serial: Number of the carton, from 0.

    Returns:
        18 digits: extension digit, prefix, serial filled with zeros, check digit.

    Raises:
        SsccRangeExhausted: If the serial needs more digits than are left for it.
        ValueError: If the extension digit, the prefix or the serial is none.
    """
    if not 0 <= extension_digit <= 9:
        raise ValueError(f"an extension digit is 0 to 9: {extension_digit}")
    if serial < 0:
        raise ValueError(f"a serial isn't negative: {serial}")
    last = last_serial(company_prefix)
    if serial > last:
        raise SsccRangeExhausted(extension_digit, company_prefix, serial, last)
    digits = f"{extension_digit}{company_prefix}{serial:0{len(str(last))}d}"
    return digits + check_digit(digits)


def parse_sscc(code: str, *, company_prefix: str) -> SsccParts | None:
    """Take an SSCC of a known company prefix apart.

    An SSCC doesn't say how long its prefix is, so the prefix to look for is passed in.

    Returns:
        The parts, or None if the code is no valid SSCC or of another company.
    """
    serial_digits = len(str(last_serial(company_prefix)))
    if not is_sscc(code) or code[1 : -1 - serial_digits] != company_prefix:
        return None
    return SsccParts(int(code[0]), company_prefix, int(code[-1 - serial_digits : -1]))


def expected_weight_g(units: Iterable[UnitSize], tare_g: int) -> int:
    """Compute what a closed carton should weigh: its goods and the packaging, in grams."""
    return tare_g + sum(unit.weight_g * unit.quantity for unit in units)

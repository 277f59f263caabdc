"""What one scanned code can mean before anything is looked up: the words of the floor's rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Command(StrEnum):
    """A card of the command sheet; the value is the payload of its barcode.

    Payloads use only letters that lie on the same key on US, German, French and Turkish
    keyboards, so a keyboard-wedge scanner with the wrong layout still sends them unharmed.
    """

    OK = "XCK"
    UNDO = "XCUND"
    SHORT = "XCSHRT"
    DAMAGED = "XCDG"
    SKIP = "XCSKP"
    NEXT = "XCNXT"
    FULL = "XCFULL"
    WRONG_LOCATION = "XCVRNG"
    PAUSE = "XCPSE"
    REPRINT = "XCREPR"
    HELP = "XCHELP"
    START = "XCSTRT"
    SUBSTITUTE = "XCSUBST"
    SIGN_OFF = "XCSGNF"
    OWN_FIGURES = "XCFGRS"


class GarbledWhy(StrEnum):
    """Why input can't be the content of one code."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    BAD_CHECK_DIGIT = "bad_check_digit"
    MALFORMED_GS1 = "malformed_gs1"
    RUN_TOGETHER = "run_together"


@dataclass(frozen=True)
class LocationCode:
    """A location's label; `code` is without the `L-` of the barcode."""

    code: str


@dataclass(frozen=True)
class ToteCode:
    """A tote's label; `code` is the digits, without the `T-` of the barcode."""

    code: str


@dataclass(frozen=True)
class BadgeCode:
    """An operator's badge; `token` is the unguessable part after `B-`."""

    token: str


@dataclass(frozen=True)
class OrderCode:
    """An order's number, from its packing slip; without the `O-` of the barcode."""

    number: str


@dataclass(frozen=True)
class PackagingCode:
    """A packaging kind's shelf card; `code` is without the `K-` of the barcode."""

    code: str


@dataclass(frozen=True)
class StationCode:
    """A station's label; `code` is without the `S-` of the barcode."""

    code: str


@dataclass(frozen=True)
class CommandCode:
    """A card of the command sheet."""

    command: Command


@dataclass(frozen=True)
class QuantityCode:
    """A quantity card, 0 to 99; also answers numbered choices."""

    quantity: int


@dataclass(frozen=True)
class SsccCode:
    """A logistic unit's number: 18 digits, check digit right."""

    sscc: str


@dataclass(frozen=True)
class ItemCode:
    """An item's trade number with whatever its label adds.

    `gtin` is always 14 digits, zero-filled. `expiry` is the last day the goods may be used (AI 17,
    else 7003, else best-before 15). `quantity` is a count on the label (AI 30 or 37): units of
    this GTIN, never a weight.
    """

    gtin: str
    lot: str | None = None
    expiry: date | None = None
    serial: str | None = None
    quantity: int | None = None


@dataclass(frozen=True)
class PlainCode:
    """Readable text of no known kind: perhaps an SKU or a bare location code.

    `text` is as scanned, case included, without the scanner's AIM identifier.
    """

    text: str


@dataclass(frozen=True)
class GarbledCode:
    """Input that can't be the content of one code."""

    why: GarbledWhy


@dataclass(frozen=True)
class WeightCode:
    """What the bench's scale says, in grams; no barcode ever reads as this."""

    grams: float


OwnReading = (
    LocationCode
    | ToteCode
    | BadgeCode
    | OrderCode
    | PackagingCode
    | StationCode
    | CommandCode
    | QuantityCode
)
"""What our own labels say."""

Reading = OwnReading | SsccCode | ItemCode | PlainCode | GarbledCode | WeightCode
"""What any scan can mean."""

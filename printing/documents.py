"""What can be printed, as plain frozen values that services fill and the spool stores.

Dates and times are ISO 8601 strings; paper shows dates the way the document's language does.
Weights are grams, quantities are units. Text is taken as it is: cleaning, ordering right-to-left
scripts and fitting belong to rendering.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from printing.paper import Paper
from printing.records import RecordError, decode, encode

__all__ = [
    "BadgeLabel",
    "CommandCard",
    "CommandSheet",
    "Document",
    "LocationLabel",
    "PackagingLabel",
    "PackingSlip",
    "Paper",
    "PostalAddress",
    "RecordError",
    "ShippingLabel",
    "SlipLine",
    "TestPage",
    "ToteLabel",
    "Unprintable",
    "UnprintableDocument",
    "document_kind",
    "from_record",
    "to_record",
]


@dataclass(frozen=True)
class PostalAddress:
    """Someone's postal address, one part a field.

    Attributes:
        name: The person; may be empty where `company` is not.
        street: Street lines in order, as many as the customer gave.
        country_code: ISO 3166-1 alpha-2.
        country_name: Printed in place of the English name that belongs to the code.
    """

    name: str
    company: str
    street: tuple[str, ...]
    city: str
    region: str
    postcode: str
    country_code: str
    country_name: str | None = None
    phone: str = ""


@dataclass(frozen=True)
class SlipLine:
    """One line of a packing slip; `back_ordered` units follow in a later shipment."""

    number: int
    sku: str
    description: str
    ordered: int
    shipped: int
    back_ordered: int = 0
    lot: str | None = None
    expiry: str | None = None


@dataclass(frozen=True)
class PackingSlip:
    """The list of contents that lies in a parcel. It never shows prices.

    Attributes:
        order_number: As the shop calls it; the barcode says `O-` and this number.
        order_date: ISO date, or empty.
        sscc: 18 digits of this parcel, or empty where it has none yet.
        picked_by, packed_by: Initials or names, or empty.
        language: BCP 47 tag of the customer's language; English where we have no captions for it.
    """

    order_number: str
    order_date: str
    customer_reference: str
    shop_name: str
    ship_from: PostalAddress
    ship_to: PostalAddress
    lines: tuple[SlipLine, ...]
    bill_to: PostalAddress | None = None
    parcel_number: int = 1
    parcel_count: int = 1
    sscc: str = ""
    gift_message: str = ""
    note: str = ""
    picked_by: str = ""
    packed_by: str = ""
    return_instructions: str = ""
    language: str = "en"
    paper: Paper = Paper.A4


@dataclass(frozen=True)
class ShippingLabel:
    """The carrier-neutral label of one parcel.

    Attributes:
        sscc: 18 digits with the right check digit.
        tracking_number: Gets its own barcode only where it differs from the SSCC.
        marks: Handling marks in the words to print, such as `FRAGILE`.
        mark: Small note on which print this is, such as `COPY 2`; empty on a first print.
    """

    ship_from: PostalAddress
    ship_to: PostalAddress
    carrier: str
    service: str
    tracking_number: str
    sscc: str
    order_number: str
    customer_reference: str = ""
    parcel_number: int = 1
    parcel_count: int = 1
    weight_g: int | None = None
    ship_date: str = ""
    contents: str = ""
    marks: tuple[str, ...] = ()
    language: str = "en"
    paper: Paper = Paper.LABEL_4X6_IN
    mark: str = ""


@dataclass(frozen=True)
class LocationLabel:
    """The label of a location; its codes say `L-` and the location code.

    Attributes:
        check_digits: Two or three digits a picker can type in place of a scan.
        level: Level counted from the floor (1 is the lowest), or None where it does not matter.
    """

    code: str
    check_digits: str
    zone: str = ""
    level: int | None = None
    paper: Paper = Paper.LABEL_100X50_MM


@dataclass(frozen=True)
class ToteLabel:
    """The label of a reusable tote; `code` is the digits, its barcode says `T-` before them."""

    code: str
    paper: Paper = Paper.LABEL_100X50_MM


@dataclass(frozen=True)
class PackagingLabel:
    """The label of a packaging kind at the pack bench; its barcode says `K-` and the code."""

    code: str
    name: str
    paper: Paper = Paper.LABEL_100X50_MM


@dataclass(frozen=True)
class BadgeLabel:
    """An operator's badge; its barcode says `B-` and the token, which is printed nowhere else."""

    token: str
    name: str
    role: str = ""
    paper: Paper = Paper.LABEL_86X54_MM


@dataclass(frozen=True)
class CommandCard:
    """One command of the sheet: what the scanner reads and what a person reads."""

    payload: str
    title: str


@dataclass(frozen=True)
class CommandSheet:
    """The sheet of command codes that hangs, laminated, on cart and bench."""

    commands: tuple[CommandCard, ...]
    language: str = "en"
    paper: Paper = Paper.A4


@dataclass(frozen=True)
class TestPage:
    """A page that shows whether a printer feeds, aligns, and prints bars that scan."""

    __test__ = False  # pytest would take the name for a class of tests

    printer: str
    station: str
    printed_at: str
    paper: Paper = Paper.LABEL_4X6_IN


Document = (
    PackingSlip
    | ShippingLabel
    | LocationLabel
    | ToteLabel
    | PackagingLabel
    | BadgeLabel
    | CommandSheet
    | TestPage
)

_KINDS: dict[str, type[Document]] = {
    "packing_slip": PackingSlip,
    "shipping_label": ShippingLabel,
    "location_label": LocationLabel,
    "tote_label": ToteLabel,
    "packaging_label": PackagingLabel,
    "badge_label": BadgeLabel,
    "command_sheet": CommandSheet,
    "test_page": TestPage,
}
_NAMES = {cls: kind for kind, cls in _KINDS.items()}


class Unprintable(StrEnum):
    """Why a document must not be printed as it is."""

    MISSING = "missing"
    DOES_NOT_FIT = "does_not_fit"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    WRONG_LENGTH = "wrong_length"
    NOT_IN_BARCODE = "not_in_barcode"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_SCRIPT = "unknown_script"
    WRONG_PAPER = "wrong_paper"
    NEEDS_PAGE_PRINTER = "needs_page_printer"
    COARSE_PRINTER = "coarse_printer"


_REMEDIES: dict[Unprintable, str] = {
    Unprintable.MISSING: "fill it in, then print again",
    Unprintable.DOES_NOT_FIT: "shorten it or use larger paper; it must not be cut",
    Unprintable.WRONG_CHECK_DIGIT: "take the number from the range again",
    Unprintable.WRONG_LENGTH: "take the number from the range again",
    Unprintable.NOT_IN_BARCODE: "use letters A to Z, digits and common signs only",
    Unprintable.UNKNOWN_COUNTRY: "use a two-letter ISO 3166 country code",
    Unprintable.UNKNOWN_SCRIPT: "no font here has these letters; write them in Latin ones",
    Unprintable.WRONG_PAPER: "choose paper this document is made for",
    Unprintable.NEEDS_PAGE_PRINTER: "send it to an office printer, as PDF",
    Unprintable.COARSE_PRINTER: "use a printer with 150 to 1200 dots per inch",
}


class UnprintableDocument(ValueError):
    """A document that would come out unreadable or misleading, so nothing is printed.

    Attributes:
        field: The field at fault, such as `ship_to.postcode`.
        reason: What is wrong with it.
        value: What it holds.
        remedy: What a person can do, in English, for logs and the spool's reason column.
    """

    def __init__(self, field: str, reason: Unprintable, value: str = "") -> None:
        self.field = field
        self.reason = reason
        self.value = value
        self.remedy = _REMEDIES[reason]
        shown = f" ({value[:60]!r})" if value else ""
        super().__init__(f"{field}: {reason.replace('_', ' ')}{shown}; {self.remedy}")


def document_kind(document: Document) -> str:
    """Name of the document's kind, such as `shipping_label`."""
    return _NAMES[type(document)]


def to_record(document: Document) -> dict[str, object]:
    """Document as a JSON-safe dict, with its kind under `kind`."""
    record = encode(document)
    assert isinstance(record, dict)  # noqa: S101 - encode() makes a dict of every dataclass
    return {"kind": document_kind(document), **record}


def from_record(record: Mapping[str, object]) -> Document:
    """Document described by what `to_record` returned.

    Raises:
        RecordError: The kind or a field is unknown, or a field is missing or of a wrong type.
    """
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise RecordError("kind", f"{kind!r} is none of {', '.join(_KINDS)}")
    fields = {name: value for name, value in record.items() if name != "kind"}
    document: Document = decode(_KINDS[kind], fields, kind)
    return document

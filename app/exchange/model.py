"""What every file of another system is turned into, so that services know one shape only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.locations import LocationKind
from app.domain.payment import PaymentState, RiskLevel

SKU_LENGTH = 64
ITEM_NAME_LENGTH = 500
ITEM_CLASS_LENGTH = 32
LOCATION_CODE_LENGTH = 32
ZONE_LENGTH = 32
CUSTOMS_DESCRIPTION_LENGTH = 128
LOT_LENGTH = 64
RECEIPT_NUMBER_LENGTH = 32
SUPPLIER_LENGTH = 128
ORDER_NUMBER_LENGTH = 64
EXTERNAL_ID_LENGTH = 140
ADDRESS_LINE_LENGTH = 200
POSTCODE_LENGTH = 20
PHONE_LENGTH = 40
EMAIL_LENGTH = 254
SHIPPING_METHOD_LENGTH = 100
NOTE_LENGTH = 5_000
TAG_LENGTH = 100
QUANTITY_MAXIMUM = 1_000_000
"""Largest quantity of one line that is believed; a longer number is a barcode gone astray."""

Progress = Callable[[int, int | None], None]
"""Called now and then with how much is read and how much there is, in the same unit.

The unit is lines of a text file, rows of a sheet, orders of a JSON list.
"""


class Kind(StrEnum):
    """What a file holds."""

    ITEMS = "items"
    LOCATIONS = "locations"
    STOCK = "stock"
    ORDERS = "orders"
    RECEIPTS = "receipts"


class Source(StrEnum):
    """Which system wrote a file; with the external id it names an order for ever."""

    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    AMAZON = "amazon"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a file that keeps a record, or the whole file, from being taken.

    Attributes:
        file: Name of the file as the person gave it, without folders.
        row: Line of a text file (the first line of the record where quoted cells hold line
            breaks), row of a sheet, or place of the order in a JSON list, each counted from 1;
            None where the whole file is meant.
        field: Column heading, or path inside a JSON order; empty where the whole row is meant.
        value: What stands there, shortened and without control characters.
        message: What is wrong, one sentence.
        remedy: What the person can do about it, one sentence.
    """

    file: str
    row: int | None
    field: str
    value: str
    message: str
    remedy: str


Record = TypeVar("Record", covariant=True)  # noqa: PLC0105 - the neutral word reads better in signatures


@dataclass(frozen=True, slots=True)
class ImportedFile(Generic[Record]):
    """All that one file gave.

    Attributes:
        records: The good ones, in the order of the file. A record with any problem is left out
            whole: an order never arrives with only some of its lines.
        problems: Everything that was wrong, by row; what concerns the whole file comes first.
        rows_read: Data rows of a table, or orders of a JSON list, good or not.
        encoding: How the text was decoded (empty for a workbook), worth showing since it may
            have been guessed.
    """

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    rows_read: int
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ImportedAddress:
    """Where a parcel or a bill goes. Empty text where the file says nothing.

    `country_code` is ISO 3166-1 alpha-2; `street` holds one to three lines.
    """

    name: str
    company: str
    street: tuple[str, ...]
    city: str
    region: str
    postcode: str
    country_code: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One line of an order.

    Attributes:
        external_line_id: The source's own id, or where it has none the line's place in the
            order ("1", "2", ...), which stays the same from export to export.
        sku: Our code of the item; empty only on a line that needs no shipping or is fulfilled.
        name: What the customer saw.
        quantity: Pieces still to ship; on a fulfilled line what was ordered.
        unit_price_cents: Hundredths of the order's currency, None where the file has no price.
        requires_shipping: False for gift cards, services and downloads.
        fulfilled: Nothing of this line is left to ship (shipped elsewhere, or restocked).
    """

    external_line_id: str
    sku: str
    name: str
    quantity: int
    unit_price_cents: int | None
    requires_shipping: bool
    fulfilled: bool

    @property
    def is_open(self) -> bool:
        """Whether the warehouse has anything to do for this line."""
        return self.requires_shipping and not self.fulfilled


@dataclass(frozen=True, slots=True)
class ImportedOrder:
    """One order of any shop.

    Attributes:
        source: System that wrote the file.
        external_id: Names the order within its source, the same in every export.
        number: What the customer calls it.
        placed_at: Aware, in UTC, like all moments here.
        paid_at: None where unknown or unpaid.
        payment: State of the money.
        payment_waived: The shop lets it go before it is paid, as cash on delivery.
        cancelled_at: None unless cancelled.
        risk: The shop's fraud estimate.
        currency: ISO 4217, empty where the file does not say.
        language: Two-letter code of the customer's language, None where unknown.
        ship_to: Shipping address, or the billing address where the file has no other.
        bill_to: None where the file has none.
        shipping_method: As the shop names it.
        ship_by: Moment promised to the customer or the marketplace.
        note: The customer's words, with line breaks.
        gift_message: To be printed, not to be read as an instruction.
        tags: The shop's labels.
        lines: At least one.
        row: First row of the order in the file (see `Problem.row`).
    """

    source: Source
    external_id: str
    number: str
    placed_at: datetime
    paid_at: datetime | None
    payment: PaymentState
    payment_waived: bool
    cancelled_at: datetime | None
    risk: RiskLevel
    currency: str
    language: str | None
    ship_to: ImportedAddress
    bill_to: ImportedAddress | None
    shipping_method: str
    ship_by: datetime | None
    note: str
    gift_message: str
    tags: tuple[str, ...]
    lines: tuple[ImportedLine, ...]
    row: int

    @property
    def has_open_lines(self) -> bool:
        """Whether anything is left to ship; a cancelled order may still say yes."""
        return any(line.is_open for line in self.lines)


@dataclass(frozen=True, slots=True)
class ImportedBarcode:
    """A GTIN, padded to 14 digits, and how many pieces one scan of it means."""

    gtin14: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ImportedCustoms:
    """What customs want to know of an item; None where the file has no such column.

    `value_cents` is of one unit, for what is sent without a price.
    """

    description: str | None = None
    tariff_number: str | None = None
    origin_country: str | None = None
    value_cents: int | None = None
    has_value: bool = False


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One item as sold. Sizes in millimetres, weight in grams, None where not given.

    `item_class` says how picks of it are confirmed, `serial_tracked` that each unit has a number;
    None where the file does not say.
    """

    sku: str
    name: str
    barcodes: tuple[ImportedBarcode, ...]
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    weight_g: int | None
    price_cents: int | None
    fragile: bool
    this_side_up: bool
    lot_tracked: bool
    storage_zone: str
    item_class: str | None
    serial_tracked: bool | None
    customs: ImportedCustoms
    row: int


@dataclass(frozen=True, slots=True)
class ImportedLocation:
    """One place that holds stock.

    `kind` is a pick face or reserve; `side` is L, R or empty; coordinates in metres from the
    depot; `check_digits` are what an operator reads off the label, empty if none; `equipment` is
    what is needed to reach it, None where the file does not say.
    """

    code: str
    zone: str
    aisle: str
    side: str
    bay: int | None
    level: int | None
    kind: LocationKind
    x_m: float
    y_m: float
    check_digits: str
    equipment: str | None
    row: int


@dataclass(frozen=True, slots=True)
class ImportedReceiptLine:
    """Units of an item that a supplier sends, as a row of the receipt they come in."""

    receipt: str
    supplier: str
    expected_on: date | None
    sku: str
    quantity: int
    lot: str | None
    expiry: date | None
    row: int


@dataclass(frozen=True, slots=True)
class ImportedStock:
    """How much of an item lies at a location; 0 says the place was looked at and is empty."""

    sku: str
    location: str
    quantity: int
    lot: str | None
    expiry: date | None
    row: int

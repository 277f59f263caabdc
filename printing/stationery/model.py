"""What a shop's paper may be made of: its brand, and one template for each kind of document.

What a carrier, a customs officer or a packer cannot do without is no choice here: addresses,
numbers, barcodes and page numbers are always printed.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from printing.stationery import fields


@dataclass(frozen=True)
class Picture:
    """A picture as PNG in base64, so that records and TOML can hold it.

    Attributes:
        width, height: In dots.
    """

    png: str
    width: int
    height: int


@dataclass(frozen=True)
class Brand:
    """Who a customer bought from, as it looks on paper.

    Attributes:
        name: In place of the site's own name; empty where that will do.
        logo: Printed at most `logo_height_mm` high in the upper left corner.
        colour: Of headings and rules on paper that has colours.
        contact: Lines below the sender's address, such as web site and telephone.
        small_print: At the foot of each page, such as the register a company is entered in.
    """

    name: str = field(default="", metadata=fields.text(60))
    logo: Picture | None = field(default=None, metadata=fields.picture(24 * 1024))
    logo_height_mm: float = field(default=14.0, metadata=fields.number(6.0, 22.0, 1.0))
    colour: str = field(default="#000000", metadata=fields.colour())
    contact: tuple[str, ...] = field(default=(), metadata=fields.lines(3, 60))
    small_print: str = field(default="", metadata=fields.text(160))


class SlipBlock(StrEnum):
    """A part of a packing slip; each but ADDRESSES and LINES is left out where it is empty."""

    ADDRESSES = "addresses"
    GREETING = "greeting"
    LINES = "lines"
    GIFT_MESSAGE = "gift_message"
    NOTE = "note"
    CLOSING = "closing"
    INSERTS = "inserts"
    RETURNS = "returns"
    INITIALS = "initials"


class SlipColumn(StrEnum):
    """A column of a packing slip's lines."""

    NUMBER = "number"
    SKU = "sku"
    DESCRIPTION = "description"
    ORDERED = "ordered"
    SHIPPED = "shipped"
    TO_FOLLOW = "to_follow"
    UNIT_PRICE = "unit_price"
    AMOUNT = "amount"


PRICES = frozenset({SlipColumn.UNIT_PRICE, SlipColumn.AMOUNT})
"""Columns that a gift's slip never has."""

_WORDS = ("order", "name", "shop")
_BLOCKS = (SlipBlock.ADDRESSES, SlipBlock.LINES)
_COLUMNS = (SlipColumn.DESCRIPTION, SlipColumn.SHIPPED)


@dataclass(frozen=True)
class SlipTemplate:
    """How a packing slip looks.

    Attributes:
        title: In place of the usual word for it in the customer's language.
        blocks, columns: What is printed, in this order.
        greeting, closing: Texts above and below; `{order}`, `{name}` and `{shop}` are filled in.
        inserts: What else lies in each parcel, such as a leaflet: the packer is asked for it.
        return_link: Printed as a QR code beside the return instructions.
        text_points: Type size of the lines.
    """

    title: str = field(default="", metadata=fields.text(30))
    blocks: tuple[SlipBlock, ...] = field(
        default=tuple(SlipBlock), metadata=fields.choices(SlipBlock, _BLOCKS)
    )
    columns: tuple[SlipColumn, ...] = field(
        default=tuple(column for column in SlipColumn if column not in PRICES),
        metadata=fields.choices(SlipColumn, _COLUMNS),
    )
    greeting: str = field(default="", metadata=fields.paragraph(500, _WORDS))
    closing: str = field(default="", metadata=fields.paragraph(500, _WORDS))
    inserts: tuple[str, ...] = field(default=(), metadata=fields.lines(8, 80))
    return_link: str = field(default="", metadata=fields.link(150, ("order",)))
    text_points: float = field(default=9.5, metadata=fields.number(8.0, 12.0, 0.5))


@dataclass(frozen=True)
class LabelTemplate:
    """How a shipping or return label looks, as far as a carrier leaves it open.

    Attributes:
        shows_logo: Whether the brand's logo stands beside the sender's address.
        shows_contents, shows_reference, shows_phone: What may be read on the outside.
        note: One line of the shop's own, such as `Please leave with neighbours`.
    """

    shows_logo: bool = field(default=True, metadata=fields.switch())
    shows_contents: bool = field(default=True, metadata=fields.switch())
    shows_reference: bool = field(default=True, metadata=fields.switch())
    shows_phone: bool = field(default=True, metadata=fields.switch())
    note: str = field(default="", metadata=fields.text(60))


@dataclass(frozen=True)
class PickListTemplate:
    """How a pick list looks.

    Attributes:
        shows_barcodes: Whether lines have codes to scan, for when a scanner works again.
        shows_descriptions: Whether items are described besides their SKU.
        note: One line above the lines, such as a rule of the house.
        text_points: Type size of the lines.
    """

    shows_barcodes: bool = field(default=True, metadata=fields.switch())
    shows_descriptions: bool = field(default=True, metadata=fields.switch())
    note: str = field(default="", metadata=fields.text(120))
    text_points: float = field(default=10.0, metadata=fields.number(8.0, 14.0, 0.5))


NO_BRAND = Brand()
PLAIN_SLIP = SlipTemplate()
PLAIN_GIFT_SLIP = SlipTemplate(
    blocks=(
        SlipBlock.ADDRESSES,
        SlipBlock.GIFT_MESSAGE,
        SlipBlock.LINES,
        SlipBlock.INSERTS,
        SlipBlock.RETURNS,
    ),
    columns=_COLUMNS,
)
PLAIN_LABEL = LabelTemplate()
PLAIN_PICK_LIST = PickListTemplate()


@dataclass(frozen=True)
class Stationery:
    """All paper of one shop."""

    brand: Brand = NO_BRAND
    packing_slip: SlipTemplate = PLAIN_SLIP
    gift_slip: SlipTemplate = PLAIN_GIFT_SLIP
    label: LabelTemplate = PLAIN_LABEL
    pick_list: PickListTemplate = PLAIN_PICK_LIST


PLAIN = Stationery()

"""What lies in a parcel: the list of its contents."""

from dataclasses import dataclass

from printing.documents.addresses import PostalAddress
from printing.documents.amounts import Money
from printing.paper import Paper
from printing.stationery.model import NO_BRAND, PLAIN_SLIP, Brand, SlipTemplate


@dataclass(frozen=True)
class SlipLine:
    """One line of a packing slip; `back_ordered` units follow in a later shipment.

    `unit_price` is printed where the template has a column for it, and never on a gift's slip.
    `serials` are the numbers of its units, where they have any. `instead_of` is the SKU it is sent
    in the place of, as the customer allowed.
    """

    number: int
    sku: str
    description: str
    ordered: int
    shipped: int
    back_ordered: int = 0
    lot: str | None = None
    expiry: str | None = None
    unit_price: Money | None = None
    serials: tuple[str, ...] = ()
    instead_of: str = ""


@dataclass(frozen=True)
class PackingSlip:
    """The list of contents that lies in a parcel.

    Attributes:
        order_number: As the shop calls it; the barcode says `O-` and this number.
        order_date: ISO date, or empty.
        sscc: 18 digits of this parcel, or empty where it has none yet.
        picked_by, packed_by: Initials or names, or empty.
        language: BCP 47 tag of the customer's language; English where we have no captions for it.
        is_gift: Whether somebody else gets it than who paid. Such a slip names neither prices nor
            the buyer's address and reference, and has the gift message first.
        brand, template: How the shop wants it to look.
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
    is_gift: bool = False
    brand: Brand = NO_BRAND
    template: SlipTemplate = PLAIN_SLIP

"""What is stuck on a parcel for its carrier."""

from dataclasses import dataclass

from printing.documents.addresses import PostalAddress
from printing.paper import Paper
from printing.stationery.model import NO_BRAND, PLAIN_LABEL, Brand, LabelTemplate


@dataclass(frozen=True)
class ShippingLabel:
    """The carrier-neutral label of one parcel.

    Attributes:
        sscc: 18 digits with the right check digit.
        tracking_number: Gets its own barcode only where it differs from the SSCC.
        marks: Handling marks in the words to print, such as `FRAGILE`.
        mark: Small note on which print this is, such as `COPY 2`; empty on a first print.
        brand, template: How the shop wants it to look.
        carrier_label: The carrier's own label in base64, which is printed in place of ours.
        carrier_format: What it is: `pdf`, `png` or `zpl`.
        carrier_dpi: Dots per inch it was made for; 0 where it has none.
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
    brand: Brand = NO_BRAND
    template: LabelTemplate = PLAIN_LABEL
    carrier_label: str = ""
    carrier_format: str = ""
    carrier_dpi: int = 0


@dataclass(frozen=True)
class ReturnLabel:
    """The label with which a customer sends a parcel back; it bears no date.

    Attributes:
        customer: Who sends it back.
        return_to: Where it goes: the warehouse.
        return_number: Names the return; `payload` is what its barcode says.
        tracking_number: The carrier's; gets a barcode of its own where there is one.
        order_number: The order of which something comes back.
        mark: Small note on which print this is.
        carrier_label, carrier_format, carrier_dpi: As of a shipping label.
    """

    customer: PostalAddress
    return_to: PostalAddress
    carrier: str
    service: str
    return_number: str
    payload: str
    tracking_number: str = ""
    order_number: str = ""
    language: str = "en"
    paper: Paper = Paper.LABEL_4X6_IN
    mark: str = ""
    brand: Brand = NO_BRAND
    template: LabelTemplate = PLAIN_LABEL
    carrier_label: str = ""
    carrier_format: str = ""
    carrier_dpi: int = 0

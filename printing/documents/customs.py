"""What customs ask for: the declaration on a parcel and the invoice beside it."""

from dataclasses import dataclass
from enum import StrEnum

from printing.documents.addresses import PostalAddress
from printing.documents.amounts import Money
from printing.paper import Paper


class CustomsCategory(StrEnum):
    """Why goods cross a border (categories of the UPU's forms CN 22 and CN 23)."""

    SALE = "sale"
    GIFT = "gift"
    DOCUMENTS = "documents"
    SAMPLE = "sample"
    RETURN = "return"
    OTHER = "other"


@dataclass(frozen=True)
class CustomsLine:
    """Goods of one kind.

    Attributes:
        quantity: Units of it.
        net_weight_g: Of all units together, without packaging.
        value: Of all units together.
        tariff_number: HS code of six to ten digits, or empty where it is not known.
        origin: ISO 3166-1 alpha-2 code of the country it was made in, or empty.
    """

    description: str
    quantity: int
    net_weight_g: int
    value: Money
    tariff_number: str = ""
    origin: str = ""
    sku: str = ""


@dataclass(frozen=True)
class CustomsDeclaration:
    """The declaration that is stuck on a parcel, with what form CN 22 asks for.

    Attributes:
        reference: Tracking number of the parcel; `payload` is what its barcode says, or empty.
        category_words: What it is where the category is OTHER.
        gross_weight_g: With packaging; None where it was not weighed.
        postage: What the carrier was paid, where customs ask for it.
        sender_number, recipient_number: Tax or customs numbers with what they are, such as
            `IOSS IM0000000000`.
        signed_by, signed_on: Who declares it, and the ISO date.
    """

    sender: PostalAddress
    recipient: PostalAddress
    category: CustomsCategory
    lines: tuple[CustomsLine, ...]
    reference: str
    payload: str = ""
    category_words: str = ""
    gross_weight_g: int | None = None
    postage: Money | None = None
    sender_number: str = ""
    recipient_number: str = ""
    signed_by: str = ""
    signed_on: str = ""
    language: str = "en"
    paper: Paper = Paper.LABEL_4X6_IN


@dataclass(frozen=True)
class CommercialInvoice:
    """The invoice for customs, which travels with a parcel and names what it is worth.

    Attributes:
        number: Of the invoice; `payload` is what its barcode says, or empty.
        terms: Incoterm with its place, such as `DAP Bern`.
        freight, insurance: Charges besides the goods, where customs add them.
        statement: What the exporter declares, such as on the goods' origin.
    """

    number: str
    issued_on: str
    exporter: PostalAddress
    recipient: PostalAddress
    category: CustomsCategory
    lines: tuple[CustomsLine, ...]
    buyer: PostalAddress | None = None
    payload: str = ""
    category_words: str = ""
    order_number: str = ""
    tracking_number: str = ""
    carrier: str = ""
    terms: str = ""
    exporter_number: str = ""
    recipient_number: str = ""
    parcels: int = 1
    gross_weight_g: int | None = None
    freight: Money | None = None
    insurance: Money | None = None
    statement: str = ""
    signed_by: str = ""
    signed_on: str = ""
    language: str = "en"
    paper: Paper = Paper.A4

"""GS1 logistic labels: what is stuck on cartons and pallets that travel between companies."""

from dataclasses import dataclass

from printing.documents.addresses import PostalAddress
from printing.paper import Paper


@dataclass(frozen=True)
class UnitContents:
    """What is in a logistic unit that holds one trade item, as GS1 element strings say it.

    Attributes:
        gtin: 14 digits of the trade item that is in it, AI (02).
        count: How many of them, AI (37).
        lot: AI (10), or empty.
        best_before: ISO date, AI (15), or empty.
        description: For people.
    """

    gtin: str
    count: int
    lot: str = ""
    best_before: str = ""
    description: str = ""


@dataclass(frozen=True)
class _UnitLabel:
    sscc: str
    ship_from: PostalAddress
    ship_to: PostalAddress
    contents: UnitContents | None = None
    carrier: str = ""
    order_number: str = ""
    reference: str = ""
    gross_weight_g: int | None = None
    number: int = 1
    count: int = 1
    language: str = "en"
    paper: Paper = Paper.LABEL_4X6_IN
    mark: str = ""


@dataclass(frozen=True)
class CartonLabel(_UnitLabel):
    """The logistic label of a carton.

    Attributes:
        sscc: 18 digits with the right check digit.
        contents: None where it holds different items.
        number, count: Which of how many cartons of the consignment.
    """


@dataclass(frozen=True)
class PalletLabel(_UnitLabel):
    """The logistic label of a pallet; `cartons` stand on it, as far as that is known.

    Attributes:
        sscc: 18 digits with the right check digit.
        contents: None where it holds different items.
        number, count: Which of how many pallets of the consignment.
    """

    cartons: int | None = None

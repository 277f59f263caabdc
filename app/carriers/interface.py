"""What every carrier can be asked, and the three ways in which it can fail to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class LabelFormat(StrEnum):
    """File formats in which carriers deliver their own labels."""

    PDF = "pdf"
    ZPL = "zpl"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a parcel comes from or goes to; empty text where nothing is known.

    Attributes:
        name: The person.
        company: The company.
        street: Street lines in order.
        city: Town.
        region: State or province.
        postcode: As it is written in its country.
        country_code: ISO 3166-1 alpha-2, upper case.
        phone: For the driver.
    """

    name: str
    company: str
    street: tuple[str, ...]
    city: str
    region: str
    postcode: str
    country_code: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentRequest:
    """One parcel that wants to go somewhere.

    Attributes:
        reference: Our order number, for the carrier's label and invoice.
        sender: Return address.
        recipient: Where it goes.
        weight_g: Weighed or expected weight with packaging, in grams.
        length_mm: Longest outer side; the others follow.
        width_mm: Second side.
        height_mm: Third side.
        sscc: The parcel's own number, 18 digits.
        ship_date: Day of hand-over.
    """

    reference: str
    sender: Address
    recipient: Address
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    sscc: str
    ship_date: date


@dataclass(frozen=True, slots=True)
class Rate:
    """A service that would take the parcel, and its price.

    Attributes:
        carrier: The carrier's code.
        service: The service's code.
        service_name: As printed in big letters on the label.
        cost_cents: Price in hundredths of the currency.
        currency: ISO 4217.
        transit_days: Working days from hand-over to delivery, as the carrier promises.
    """

    carrier: str
    service: str
    service_name: str
    cost_cents: int
    currency: str
    transit_days: int


@dataclass(frozen=True, slots=True)
class CarrierLabel:
    """A label as a carrier made it; `dpi` is 0 for PDF, which has none."""

    content: bytes
    format: LabelFormat
    width_mm: int
    height_mm: int
    dpi: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A bought transport.

    Attributes:
        idempotency_key: The key it was bought under.
        rate: What was bought.
        tracking_number: The number under which the customer can follow the parcel.
        carrier_ref: The carrier's own name for the purchase, to void it.
        label: The carrier's label; None where the house draws it.
    """

    idempotency_key: str
    rate: Rate
    tracking_number: str
    carrier_ref: str
    label: CarrierLabel | None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a carrier can do.

    Attributes:
        formats: Label formats it delivers; empty where the house draws the label.
        countries: ISO codes it goes to; None means everywhere.
        max_weight_g: Heaviest parcel of its strongest service.
        needs_phone: Refuses recipients without a telephone number.
        needs_customs: Wants customs data for foreign countries.
    """

    formats: frozenset[LabelFormat]
    countries: frozenset[str] | None
    max_weight_g: int
    needs_phone: bool
    needs_customs: bool


class CarrierError(Exception):
    """A carrier didn't do what it was asked."""


class Retryable(CarrierError):
    """Nothing happened; the same request may succeed later (refused, busy, not reached)."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Rejected(CarrierError):
    """The carrier won't take the request as it is; a person has to change a field."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: {words}")
        self.field = field
        self.words = words


class UnknownOutcome(CarrierError):
    """The request left and no answer came: ask `Carrier.find` before buying again."""

    def __init__(self, idempotency_key: str) -> None:
        super().__init__(f"no answer to purchase {idempotency_key}")
        self.idempotency_key = idempotency_key


class Carrier(Protocol):
    """A carrier, built in or reached over a network.

    Callers store the request before `buy` and the answer after it, outside any transaction.
    """

    @property
    def code(self) -> str:
        """Short name, unique among carriers, kept with shipments."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the carrier can do."""
        ...

    def rates(self, request: ShipmentRequest) -> Sequence[Rate]:
        """List the services that would take the parcel, cheapest first; empty if none would.

        Raises:
            Rejected: If the request itself is faulty.
            Retryable: If the carrier can't be asked now.
        """
        ...

    def buy(self, request: ShipmentRequest, rate: Rate, idempotency_key: str) -> Purchase:
        """Buy a transport; the same key never buys twice and gives the first answer.

        Raises:
            Rejected: If the carrier won't take the parcel, or the key was used for another one.
            Retryable: If nothing was bought.
            UnknownOutcome: If it isn't known whether something was bought.
        """
        ...

    def find(self, idempotency_key: str) -> Purchase | None:
        """Return what was bought under a key, or None if nothing was."""
        ...

    def void(self, purchase: Purchase) -> None:
        """Cancel a purchase; cancelling twice is allowed.

        Raises:
            Rejected: If it is too late.
            Retryable: If the carrier can't be asked now.
        """
        ...

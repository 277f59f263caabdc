"""What every carrier can be asked, and the three ways in which it can fail to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.domain.shipping_tracking import TrackingEvent


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
        email: For the carrier's own messages.
    """

    name: str
    company: str
    street: tuple[str, ...]
    city: str
    region: str
    postcode: str
    country_code: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class CustomsGoods:
    """Goods of one kind in a parcel that crosses a border.

    Attributes:
        description: What customs read.
        quantity: Units.
        weight_g: Net weight of all units.
        value_cents: Value of all units, in hundredths of the request's currency.
        origin_country: ISO code of the country they were made in; empty if unknown.
        tariff_number: HS code; empty if unknown.
    """

    description: str
    quantity: int
    weight_g: int
    value_cents: int
    origin_country: str = ""
    tariff_number: str = ""


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
        ready_at: When the parcel was packed, for cut-offs; None if it is not known.
        value_cents: Value of the goods in hundredths of the currency; 0 if it is not known.
        currency: ISO 4217; empty with no value.
        goods: What customs want to know; empty inside a customs area.
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
    ready_at: datetime | None = None
    value_cents: int = 0
    currency: str = ""
    goods: tuple[CustomsGoods, ...] = ()

    @property
    def longest_mm(self) -> int:
        """The longest side."""
        return max(self.length_mm, self.width_mm, self.height_mm)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A part of a price that is charged for one thing, in hundredths of the currency."""

    name: str
    cost_cents: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A service that would take the parcel, and its price.

    Attributes:
        carrier: The carrier's code.
        service: The service's code.
        service_name: As printed in big letters on the label.
        cost_cents: Price in hundredths of the currency, surcharges included.
        currency: ISO 4217.
        transit_days: Working days from hand-over to delivery, as the carrier promises.
        surcharges: What of the price is charged for what.
        collected_on: Day on which the carrier takes the parcel over; None if it doesn't say.
        delivered_on: Day of delivery as promised; None if it doesn't say.
    """

    carrier: str
    service: str
    service_name: str
    cost_cents: int
    currency: str
    transit_days: int
    surcharges: tuple[Surcharge, ...] = ()
    collected_on: date | None = None
    delivered_on: date | None = None


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
        tracking_url: The carrier's page for the customer; empty where it has none.
    """

    idempotency_key: str
    rate: Rate
    tracking_number: str
    carrier_ref: str
    label: CarrierLabel | None
    tracking_url: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A carrier's receipt for the parcels of a manifest.

    Attributes:
        number: Our number of the manifest.
        carrier_ref: The carrier's own; empty where it has none.
        document: The carrier's own list as PDF; None where the house draws it.
    """

    number: str
    carrier_ref: str
    document: bytes | None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a carrier can do.

    Attributes:
        formats: Label formats it delivers; empty where the house draws the label.
        countries: ISO codes it goes to; None means everywhere.
        max_weight_g: Heaviest parcel of its strongest service.
        needs_phone: Refuses recipients without a telephone number.
        needs_customs: Wants customs data for foreign countries.
        asks_network: Answers come over a network: never ask inside a transaction.
        returns: Sells return labels.
        tracks: Tells where parcels are.
        finds: Can say what was bought under a key, for certain; otherwise only on the computer
            from which it was asked.
    """

    formats: frozenset[LabelFormat]
    countries: frozenset[str] | None
    max_weight_g: int
    needs_phone: bool
    needs_customs: bool
    asks_network: bool = False
    returns: bool = True
    tracks: bool = True
    finds: bool = True


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
        """Return what was bought under a key, or None if nothing was.

        Raises:
            Retryable: If the carrier can't be asked now.
            UnknownOutcome: If the carrier cannot say; then a person has to look.
        """
        ...

    def void(self, purchase: Purchase) -> None:
        """Cancel a purchase; cancelling twice is allowed.

        Raises:
            Rejected: If it is too late.
            Retryable: If the carrier can't be asked now.
        """
        ...

    def return_label(self, request: ShipmentRequest, idempotency_key: str) -> Purchase:
        """Buy the way back of a parcel, from its recipient to its sender.

        Args:
            request: The parcel as it went out.
            idempotency_key: The same key never buys twice.

        Raises:
            Rejected, Retryable, UnknownOutcome: As `buy`.
        """
        ...

    def manifest(self, number: str, sender: Address, purchases: Sequence[Purchase]) -> HandOver:
        """Tell the carrier which parcels it takes over now; the same number twice is allowed.

        Args:
            number: Of our list.
            sender: Where the parcels stand.
            purchases: The parcels.

        Raises:
            Rejected: If it won't take one of them.
            Retryable: If the carrier can't be asked now.
        """
        ...

    def track(self, tracking_number: str) -> Sequence[TrackingEvent]:
        """List what is known of a parcel's way, oldest first; empty if nothing is.

        Raises:
            Retryable: If the carrier can't be asked now.
        """
        ...

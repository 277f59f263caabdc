"""The carrier that is always there: services and prices from tables, no network, our own label."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.carriers.interface import (
    Capabilities,
    Purchase,
    Rate,
    Rejected,
    ShipmentRequest,
)
from app.domain.order_holds import missing_address_fields
from app.domain.trade_numbers import is_sscc

HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Prices:
    """What a service costs into a zone.

    Attributes:
        bands: Pairs of highest weight in grams and price in hundredths, lightest first.
        further_kg_cents: Price of each kilogram begun above the last band; None ends there.
        transit_days: Working days to delivery.
    """

    bands: tuple[tuple[int, int], ...]
    further_kg_cents: int | None
    transit_days: int

    def cost_cents(self, weight_g: int) -> int | None:
        """Price a parcel; None if it is too heavy for the service."""
        for highest_g, cents in self.bands:
            if weight_g <= highest_g:
                return cents
        if self.further_kg_cents is None:
            return None
        highest_g, cents = self.bands[-1]
        further_kg = -(-(weight_g - highest_g) // 1000)
        return cents + further_kg * self.further_kg_cents


@dataclass(frozen=True, slots=True)
class Tariff:
    """Everything the house carrier charges by.

    Attributes:
        currency: ISO 4217.
        services: Code and printed name of each service.
        zones: Zone of each country by ISO code.
        other_zone: Zone of countries not named.
        prices: By service and zone; a pair not named isn't served.
        max_weight_g: Heaviest parcel of any service.
    """

    currency: str
    services: Mapping[str, str]
    zones: Mapping[str, str]
    other_zone: str
    prices: Mapping[tuple[str, str], Prices]
    max_weight_g: int

    def zone(self, country_code: str) -> str:
        """Return a country's zone."""
        return self.zones.get(country_code, self.other_zone)


STANDARD = "standard"
EXPRESS = "express"

_HOME, _NEAR, _EUROPE, _WORLD = "home", "near", "europe", "world"
_NEAR_COUNTRIES = ("GG", "IE", "IM", "JE")
_EUROPEAN_COUNTRIES = (
    *("AD", "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"),
    *("GI", "GR", "HR", "HU", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT"),
    *("NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "UA", "VA"),
)

DEFAULT_TARIFF = Tariff(
    currency="GBP",
    services={STANDARD: "STANDARD", EXPRESS: "EXPRESS"},
    zones={
        "GB": _HOME,
        **dict.fromkeys(_NEAR_COUNTRIES, _NEAR),
        **dict.fromkeys(_EUROPEAN_COUNTRIES, _EUROPE),
    },
    other_zone=_WORLD,
    prices={
        (STANDARD, _HOME): Prices(((1000, 345), (5000, 495), (15000, 845), (30000, 1295)), 35, 2),
        (STANDARD, _NEAR): Prices(((1000, 645), (5000, 895), (15000, 1445), (30000, 2295)), 60, 4),
        (STANDARD, _EUROPE): Prices(((1000, 895), (5000, 1345), (30000, 3195)), 95, 6),
        (STANDARD, _WORLD): Prices(((1000, 1495), (5000, 2795), (30000, 8995)), 290, 12),
        (EXPRESS, _HOME): Prices(((1000, 695), (5000, 895), (30000, 2195)), None, 1),
        (EXPRESS, _NEAR): Prices(((1000, 1295), (5000, 1795), (30000, 3995)), None, 2),
        (EXPRESS, _EUROPE): Prices(((1000, 1995), (5000, 2995), (30000, 6995)), None, 3),
    },
    max_weight_g=1_000_000,
)
"""Invented prices of a British shop. Express goes no further than Europe and up to 30 kg."""


class HouseCarrier:
    """A carrier that lives in this program: an own van, or a contract booked elsewhere.

    A purchase follows from the request, the rate and the key alone. Buying again under the same
    key therefore gives an equal purchase after a restart too, though `find` remembers only what
    this object sold.
    """

    def __init__(self, tariff: Tariff = DEFAULT_TARIFF) -> None:
        self._tariff = tariff
        self._sold: dict[str, tuple[ShipmentRequest, Purchase]] = {}

    @property
    def code(self) -> str:
        """Short name, kept with shipments."""
        return HOUSE

    @property
    def capabilities(self) -> Capabilities:
        """Goes everywhere, has no label of its own and asks for nothing special."""
        return Capabilities(
            formats=frozenset(),
            countries=None,
            max_weight_g=self._tariff.max_weight_g,
            needs_phone=False,
            needs_customs=False,
        )

    def rates(self, request: ShipmentRequest) -> Sequence[Rate]:
        """List the services that would take the parcel, cheapest first.

        Raises:
            Rejected: If address, weight or SSCC can't be right.
        """
        _check(request, self._tariff.max_weight_g)
        zone = self._tariff.zone(request.recipient.country_code)
        rates = [
            Rate(HOUSE, service, name, cents, self._tariff.currency, prices.transit_days)
            for service, name in self._tariff.services.items()
            if (prices := self._tariff.prices.get((service, zone)))
            and (cents := prices.cost_cents(request.weight_g)) is not None
        ]
        return sorted(rates, key=lambda rate: (rate.cost_cents, rate.service))

    def buy(self, request: ShipmentRequest, rate: Rate, idempotency_key: str) -> Purchase:
        """Sell a transport; the parcel's SSCC is its tracking number.

        Raises:
            Rejected: If the request is faulty, the rate isn't one of `rates`, or the key was
                used for another parcel.
        """
        if idempotency_key in self._sold:
            known, purchase = self._sold[idempotency_key]
            if known != request or purchase.rate != rate:
                raise Rejected("idempotency_key", f"{idempotency_key} has bought another transport")
            return purchase
        if rate not in self.rates(request):
            raise Rejected("service", f"{rate.service} isn't offered at this price")
        purchase = Purchase(
            idempotency_key=idempotency_key,
            rate=rate,
            tracking_number=request.sscc,
            carrier_ref=idempotency_key,
            label=None,
        )
        self._sold[idempotency_key] = request, purchase
        return purchase

    def find(self, idempotency_key: str) -> Purchase | None:
        """Return what this object sold under a key."""
        _, purchase = self._sold.get(idempotency_key, (None, None))
        return purchase

    def void(self, purchase: Purchase) -> None:
        """Take a purchase back; nothing was charged yet, so it is never too late."""
        self._sold.pop(purchase.idempotency_key, None)


def _check(request: ShipmentRequest, max_weight_g: int) -> None:
    """Refuse a parcel that no service could carry."""
    recipient = request.recipient
    missing = missing_address_fields(
        name=recipient.name or recipient.company,
        street="".join(recipient.street),
        city=recipient.city,
        postcode=recipient.postcode,
        country=recipient.country_code,
    )
    if missing:
        raise Rejected(f"recipient.{missing[0]}", "is missing")
    if not 0 < request.weight_g <= max_weight_g:
        raise Rejected("weight_g", f"{request.weight_g} g isn't between 1 and {max_weight_g} g")
    if not is_sscc(request.sscc):
        raise Rejected("sscc", f"{request.sscc!r} is no SSCC")

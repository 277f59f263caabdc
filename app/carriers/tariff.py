"""What the house carrier charges, goes to and promises: zones, weight prices, surcharges, days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from app.carriers.interface import Surcharge
from app.domain.shipping_days import MONDAY_TO_FRIDAY, CutOff, WorkingDays

STANDARD = "standard"
EXPRESS = "express"
RETURN = "return"


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
class Area:
    """Postcodes of a country that are a zone of their own, or cost more or take longer.

    Attributes:
        name: What the surcharge is called.
        country_code: ISO code.
        prefixes: How the postcodes begin, without spaces.
        zone: The zone they count as; empty if it is the country's.
        surcharge_cents: Added to every price; 0 for none.
        further_days: Added to the days of delivery.
    """

    name: str
    country_code: str
    prefixes: tuple[str, ...]
    zone: str = ""
    surcharge_cents: int = 0
    further_days: int = 0

    def covers(self, country_code: str, postcode: str) -> bool:
        """Whether an address lies in it."""
        plain = "".join(postcode.split()).upper()
        return country_code == self.country_code and plain.startswith(self.prefixes)


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
        areas: Postcodes with rules of their own; the first that covers an address counts.
        bulky_over_mm: Longest side from which on a parcel is bulky; None if none is.
        bulky_cents: Surcharge for that.
        cut_offs: By service; a service without one takes parcels all day.
        days: The days it works on.
        return_service: The service whose prices hold for the way back.
    """

    currency: str
    services: Mapping[str, str]
    zones: Mapping[str, str]
    other_zone: str
    prices: Mapping[tuple[str, str], Prices]
    max_weight_g: int
    areas: tuple[Area, ...] = ()
    bulky_over_mm: int | None = None
    bulky_cents: int = 0
    cut_offs: Mapping[str, CutOff] = field(default_factory=dict)
    days: WorkingDays = MONDAY_TO_FRIDAY
    return_service: str = STANDARD

    def area(self, country_code: str, postcode: str) -> Area | None:
        """The area with rules of its own that an address lies in."""
        return next((area for area in self.areas if area.covers(country_code, postcode)), None)

    def zone(self, country_code: str, postcode: str = "") -> str:
        """Return the zone of an address."""
        area = self.area(country_code, postcode)
        if area is not None and area.zone:
            return area.zone
        return self.zones.get(country_code, self.other_zone)

    def surcharges(
        self, country_code: str, postcode: str, longest_mm: int
    ) -> tuple[Surcharge, ...]:
        """What a parcel costs beside its weight."""
        found: list[Surcharge] = []
        area = self.area(country_code, postcode)
        if area is not None and area.surcharge_cents:
            found.append(Surcharge(area.name, area.surcharge_cents))
        if self.bulky_over_mm is not None and longest_mm > self.bulky_over_mm:
            found.append(Surcharge("bulky", self.bulky_cents))
        return tuple(found)


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
    areas=(
        Area("highlands and islands", "GB", ("HS", "IV", "KW", "ZE"), "", 350, 2),
        Area("Northern Ireland", "GB", ("BT",), _NEAR),
    ),
    bulky_over_mm=1_000,
    bulky_cents=600,
    cut_offs={
        STANDARD: CutOff(time(16, 30), "Europe/London"),
        EXPRESS: CutOff(time(15, 0), "Europe/London"),
    },
)
"""Invented prices of a British shop. Express goes no further than Europe and up to 30 kg."""

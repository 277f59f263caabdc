"""Reads the house carrier's tariff from plain values, and names each mistake by its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from app.carriers.tariff import STANDARD, Area, Prices, Tariff
from app.domain.shipping_days import CutOff, WorkingDays

Values = Mapping[str, Any]


class BadTariff(ValueError):
    """A value of a tariff cannot be used; the message names its place and the remedy."""

    def __init__(self, place: str, remedy: str) -> None:
        super().__init__(f"{place}: {remedy}")
        self.place = place
        self.remedy = remedy


def tariff_from_record(values: Values) -> Tariff:
    """A tariff as JSON writes it down; `tariff_to_record` shows the form.

    Raises:
        BadTariff: a value is missing or cannot be right.
    """
    services = {
        code: _text(name, f"services.{code}") for code, name in _mapping(values, "services").items()
    }
    zones = {
        country: _text(zone, f"zones.{country}")
        for country, zone in _mapping(values, "zones").items()
    }
    prices = [_price(row, f"prices[{n}]") for n, row in enumerate(_rows(values, "prices"))]
    for n, ((service, _), _) in enumerate(prices):
        if service not in services:
            raise BadTariff(f"prices[{n}].service", f"no service is called {service!r}")
    return Tariff(
        currency=_currency(values.get("currency")),
        services=services,
        zones=zones,
        other_zone=_text(values.get("other_zone"), "other_zone"),
        prices=dict(prices),
        max_weight_g=_whole(values.get("max_weight_g"), "max_weight_g", least=1),
        areas=tuple(
            _area(row, f"areas[{n}]") for n, row in enumerate(_rows(values, "areas", least=0))
        ),
        bulky_over_mm=_whole_or_none(values.get("bulky_over_mm"), "bulky_over_mm"),
        bulky_cents=_whole(values.get("bulky_cents", 0), "bulky_cents"),
        cut_offs=_cut_offs(values),
        days=_days(values),
        return_service=_text(values.get("return_service", STANDARD), "return_service"),
    )


def tariff_to_record(tariff: Tariff) -> dict[str, Any]:
    """A tariff as values that JSON has."""
    return {
        "currency": tariff.currency,
        "services": dict(tariff.services),
        "zones": dict(tariff.zones),
        "other_zone": tariff.other_zone,
        "prices": [
            {
                "service": service,
                "zone": zone,
                "bands": [list(band) for band in prices.bands],
                "further_kg_cents": prices.further_kg_cents,
                "transit_days": prices.transit_days,
            }
            for (service, zone), prices in tariff.prices.items()
        ],
        "max_weight_g": tariff.max_weight_g,
        "areas": [
            {
                "name": area.name,
                "country": area.country_code,
                "postcodes": list(area.prefixes),
                "zone": area.zone,
                "surcharge_cents": area.surcharge_cents,
                "further_days": area.further_days,
            }
            for area in tariff.areas
        ],
        "bulky_over_mm": tariff.bulky_over_mm,
        "bulky_cents": tariff.bulky_cents,
        "time_zone": next((each.time_zone for each in tariff.cut_offs.values()), "UTC"),
        "cut_offs": {service: f"{each.at:%H:%M}" for service, each in tariff.cut_offs.items()},
        "weekdays": sorted(tariff.days.weekdays),
        "holidays": sorted(day.isoformat() for day in tariff.days.holidays),
        "return_service": tariff.return_service,
    }


def _price(row: Values, place: str) -> tuple[tuple[str, str], Prices]:
    bands: list[tuple[int, int]] = []
    for n, band in enumerate(_rows(row, "bands", place=place)):
        at = f"{place}.bands[{n}]"
        if not isinstance(band, Sequence) or len(band) != 2:
            raise BadTariff(at, "write [highest grams, hundredths]")
        grams, cents = _whole(band[0], at, least=1), _whole(band[1], at)
        if bands and grams <= bands[-1][0]:
            raise BadTariff(at, "write the bands lightest first")
        bands.append((grams, cents))
    prices = Prices(
        tuple(bands),
        _whole_or_none(row.get("further_kg_cents"), f"{place}.further_kg_cents"),
        _whole(row.get("transit_days"), f"{place}.transit_days"),
    )
    service = _text(row.get("service"), f"{place}.service")
    return (service, _text(row.get("zone"), f"{place}.zone")), prices


def _area(row: Values, place: str) -> Area:
    prefixes = tuple(
        _text(each, f"{place}.postcodes").upper() for each in _rows(row, "postcodes", place=place)
    )
    return Area(
        name=_text(row.get("name"), f"{place}.name"),
        country_code=_text(row.get("country"), f"{place}.country").upper(),
        prefixes=prefixes,
        zone=str(row.get("zone") or ""),
        surcharge_cents=_whole(row.get("surcharge_cents", 0), f"{place}.surcharge_cents"),
        further_days=_whole(row.get("further_days", 0), f"{place}.further_days"),
    )


def _cut_offs(values: Values) -> dict[str, CutOff]:
    zone = _text(values.get("time_zone", "UTC"), "time_zone")
    found: dict[str, CutOff] = {}
    for service, at in _mapping(values, "cut_offs", least=0).items():
        try:
            found[service] = CutOff(time.fromisoformat(at), zone)
        except (TypeError, ValueError):
            raise BadTariff(f"cut_offs.{service}", 'write a time such as "16:30"') from None
    return found


def _days(values: Values) -> WorkingDays:
    weekdays = frozenset(values.get("weekdays", range(5)))
    if not weekdays or not weekdays <= frozenset(range(7)):
        raise BadTariff("weekdays", "write days from 0 (Monday) to 6, at least one")
    try:
        holidays = frozenset(date.fromisoformat(day) for day in values.get("holidays", ()))
    except (TypeError, ValueError):
        raise BadTariff("holidays", 'write days such as "2026-12-25"') from None
    return WorkingDays(weekdays, holidays)


def _mapping(values: Values, name: str, *, least: int = 1) -> dict[str, Any]:
    found = values.get(name, {})
    if not isinstance(found, Mapping) or len(found) < least:
        raise BadTariff(name, "write names with their values")
    return dict(found)


def _rows(values: Values, name: str, *, place: str = "", least: int = 1) -> list[Any]:
    found = values.get(name, [])
    if not isinstance(found, list) or len(found) < least:
        raise BadTariff(f"{place}.{name}".lstrip("."), "write a list")
    return found


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadTariff(place, "write a text")
    return value.strip()


def _currency(value: object) -> str:
    code = _text(value, "currency").upper()
    if len(code) != 3:
        raise BadTariff("currency", "write the three letters of ISO 4217, such as EUR")
    return code


def _whole(value: object, place: str, *, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadTariff(place, f"write a whole number from {least}")
    return value


def _whole_or_none(value: object, place: str) -> int | None:
    return None if value is None else _whole(value, place)

"""The carrier that is always there: services and prices from tables, no network, our own label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from app.carriers.interface import (
    Address,
    Capabilities,
    HandOver,
    Purchase,
    Rate,
    Rejected,
    ShipmentRequest,
)
from app.carriers.tariff import DEFAULT_TARIFF, RETURN, Tariff
from app.domain.order_holds import missing_address_fields
from app.domain.shipping_tracking import ParcelStatus, TrackingEvent
from app.domain.trade_numbers import is_sscc

HOUSE = "house"

RETURN_NAME = "RETURN"
"""As printed on the label of the way back."""


class HouseCarrier:
    """A carrier that lives in this program: an own van, or a contract booked elsewhere.

    A purchase follows from the request, the rate and the key alone. Buying again under the same
    key therefore gives an equal purchase after a restart too, though `find` remembers only what
    this object sold.
    """

    def __init__(self, tariff: Tariff = DEFAULT_TARIFF) -> None:
        self.tariff = tariff
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
            max_weight_g=self.tariff.max_weight_g,
            needs_phone=False,
            needs_customs=False,
        )

    def rates(self, request: ShipmentRequest) -> Sequence[Rate]:
        """List the services that would take the parcel, cheapest first.

        Raises:
            Rejected: If address, weight or SSCC can't be right.
        """
        _check(request, self.tariff.max_weight_g)
        rates = [
            rate
            for service, name in self.tariff.services.items()
            if (rate := self._rate(request, request.recipient, service, name)) is not None
        ]
        return sorted(rates, key=lambda rate: (rate.cost_cents, rate.service))

    def buy(self, request: ShipmentRequest, rate: Rate, idempotency_key: str) -> Purchase:
        """Sell a transport; the parcel's SSCC is its tracking number.

        Raises:
            Rejected: If the request is faulty, the rate isn't one of `rates`, or the key was
                used for another parcel.
        """
        known = self._sold_before(request, idempotency_key)
        if known is not None:
            if known.rate != rate:
                raise Rejected("idempotency_key", f"{idempotency_key} has bought another transport")
            return known
        if rate not in self.rates(request):
            raise Rejected("service", f"{rate.service} isn't offered at this price")
        return self._sell(request, rate, idempotency_key)

    def find(self, idempotency_key: str) -> Purchase | None:
        """Return what this object sold under a key."""
        _, purchase = self._sold.get(idempotency_key, (None, None))
        return purchase

    def void(self, purchase: Purchase) -> None:
        """Take a purchase back; nothing was charged yet, so it is never too late."""
        self._sold.pop(purchase.idempotency_key, None)

    def return_label(self, request: ShipmentRequest, idempotency_key: str) -> Purchase:
        """Sell the way back, at the price of the way out by the tariff's service for returns.

        Raises:
            Rejected: If that service does not come from there, or the key bought something else.
        """
        known = self._sold_before(request, idempotency_key)
        if known is not None:
            return known
        _check(request, self.tariff.max_weight_g)
        service = self.tariff.return_service
        rate = self._rate(request, request.recipient, service, RETURN_NAME)
        if rate is None:
            raise Rejected("service", f"no parcel comes back from {request.recipient.country_code}")
        return self._sell(request, replace(rate, service=RETURN), idempotency_key)

    def manifest(self, number: str, sender: Address, purchases: Sequence[Purchase]) -> HandOver:  # noqa: ARG002 - the van takes what lies there
        """Take parcels over; the list that the driver signs is the house's own."""
        return HandOver(number, number, None)

    def track(self, tracking_number: str) -> Sequence[TrackingEvent]:
        """Say that a parcel was announced, as far as this object sold it; the van does not call."""
        return [
            TrackingEvent(_at(request), ParcelStatus.ANNOUNCED)
            for request, purchase in self._sold.values()
            if purchase.tracking_number == tracking_number
        ]

    def _rate(
        self, request: ShipmentRequest, there: Address, service: str, name: str
    ) -> Rate | None:
        """The price of a service between us and a place; None if it isn't served."""
        tariff = self.tariff
        prices = tariff.prices.get((service, tariff.zone(there.country_code, there.postcode)))
        cents = None if prices is None else prices.cost_cents(request.weight_g)
        if prices is None or cents is None:
            return None
        surcharges = tariff.surcharges(there.country_code, there.postcode, request.longest_mm)
        area = tariff.area(there.country_code, there.postcode)
        days = prices.transit_days + (0 if area is None else area.further_days)
        collected_on = self._collected_on(request, service)
        return Rate(
            carrier=HOUSE,
            service=service,
            service_name=name,
            cost_cents=cents + sum(each.cost_cents for each in surcharges),
            currency=tariff.currency,
            transit_days=days,
            surcharges=surcharges,
            collected_on=collected_on,
            delivered_on=tariff.days.after(collected_on, days),
        )

    def _collected_on(self, request: ShipmentRequest, service: str) -> date:
        days, cut_off = self.tariff.days, self.tariff.cut_offs.get(service)
        if cut_off is None or request.ready_at is None:
            return days.from_day(request.ship_date)
        return max(cut_off.collected_on(request.ready_at, days), days.from_day(request.ship_date))

    def _sold_before(self, request: ShipmentRequest, key: str) -> Purchase | None:
        known, purchase = self._sold.get(key, (None, None))
        if known is not None and known != request:
            raise Rejected("idempotency_key", f"{key} has bought another transport")
        return purchase

    def _sell(self, request: ShipmentRequest, rate: Rate, key: str) -> Purchase:
        purchase = Purchase(
            idempotency_key=key,
            rate=rate,
            tracking_number=request.sscc,
            carrier_ref=key,
            label=None,
        )
        self._sold[key] = request, purchase
        return purchase


def _at(request: ShipmentRequest) -> datetime:
    return request.ready_at or datetime.combine(request.ship_date, time(), UTC)


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

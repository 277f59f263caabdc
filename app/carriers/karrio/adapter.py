"""A real carrier that is reached through the Karrio library, as any other carrier is asked."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.carriers.interface import (
    Address,
    Capabilities,
    CarrierLabel,
    HandOver,
    LabelFormat,
    Purchase,
    Rate,
    Retryable,
    ShipmentRequest,
    Surcharge,
    UnknownOutcome,
)
from app.carriers.karrio.process import HostGone, KarrioProcess
from app.carriers.records import to_record
from app.domain.shipping_tracking import ParcelStatus, TrackingEvent

LABEL_DPI = 203
"""Of labels that come as dots; Karrio does not say it, and carriers' label printers have it."""

_STATUSES = {
    "pending": ParcelStatus.ANNOUNCED,
    "picked_up": ParcelStatus.HANDED_OVER,
    "in_transit": ParcelStatus.IN_TRANSIT,
    "out_for_delivery": ParcelStatus.OUT_FOR_DELIVERY,
    "ready_for_pickup": ParcelStatus.OUT_FOR_DELIVERY,
    "delivered": ParcelStatus.DELIVERED,
    "on_hold": ParcelStatus.DELAYED,
    "delivery_delayed": ParcelStatus.DELAYED,
    "delivery_failed": ParcelStatus.FAILED,
    "return_to_sender": ParcelStatus.RETURNED,
}


@dataclass(frozen=True)
class KarrioAccount:
    """A carrier's account.

    Attributes:
        code: What the house calls it.
        name: What Karrio calls it, such as "dhl_express".
        settings: What Karrio wants to know of it, secrets included.
        label_format: What its labels come as.
        label_mm: Width and height of its labels.
        max_weight_g: Heaviest parcel of its strongest service.
        return_service: Service of the way back; empty if it sells none.
        needs_phone: Whether it refuses recipients without a telephone number.
    """

    code: str
    name: str
    settings: Mapping[str, Any]
    label_format: LabelFormat = LabelFormat.PDF
    label_mm: tuple[int, int] = (102, 152)
    max_weight_g: int = 31_500
    return_service: str = ""
    needs_phone: bool = False


class KarrioCarrier:
    """A carrier behind a network, asked through the program that knows Karrio."""

    def __init__(self, account: KarrioAccount, process: KarrioProcess) -> None:
        self._account = account
        self._process = process

    @property
    def code(self) -> str:
        """What the house calls it."""
        return self._account.code

    @property
    def capabilities(self) -> Capabilities:
        """What is known of it; it finds only what was asked from this computer."""
        return Capabilities(
            formats=frozenset({self._account.label_format}),
            countries=None,
            max_weight_g=self._account.max_weight_g,
            needs_phone=self._account.needs_phone,
            needs_customs=True,
            asks_network=True,
            returns=bool(self._account.return_service),
            finds=False,
        )

    def rates(self, request: ShipmentRequest) -> Sequence[Rate]:
        """List the services it offers, cheapest first; see `Carrier.rates`."""
        told = self._ask("rates", shipment=to_record(request))
        rates = [self._rate(each) for each in told]
        return sorted(rates, key=lambda rate: (rate.cost_cents, rate.service))

    def buy(self, request: ShipmentRequest, rate: Rate, idempotency_key: str) -> Purchase:
        """Buy a transport; see `Carrier.buy`."""
        told = self._sell("buy", idempotency_key, request, rate.service)
        return self._purchase(idempotency_key, rate, told)

    def find(self, idempotency_key: str) -> Purchase | None:
        """What was bought under a key from this computer; see `Carrier.find`."""
        told = self._ask("find", key=idempotency_key)
        if told is None:
            return None
        return self._purchase(idempotency_key, self._rate_of(told), told)

    def void(self, purchase: Purchase) -> None:
        """Cancel a purchase; see `Carrier.void`."""
        self._ask("void", carrier_ref=purchase.carrier_ref, service=purchase.rate.service)

    def return_label(self, request: ShipmentRequest, idempotency_key: str) -> Purchase:
        """Buy the way back; see `Carrier.return_label`."""
        told = self._sell("return", idempotency_key, request, self._account.return_service)
        return self._purchase(idempotency_key, self._rate_of(told), told)

    def manifest(self, number: str, sender: Address, purchases: Sequence[Purchase]) -> HandOver:
        """Tell it what it takes over; see `Carrier.manifest`."""
        told = self._ask(
            "manifest",
            number=number,
            carrier_refs=[purchase.carrier_ref for purchase in purchases],
            sender=asdict(sender),
        )
        document = told["document"]
        content = None if document is None else base64.b64decode(document)
        return HandOver(number, told["carrier_ref"], content)

    def track(self, tracking_number: str) -> Sequence[TrackingEvent]:
        """List what it knows of a way; see `Carrier.track`."""
        told = self._ask("track", tracking_number=tracking_number)
        events = [_event(each) for each in told]
        return sorted((each for each in events if each is not None), key=lambda each: each.at)

    def _sell(self, op: str, key: str, request: ShipmentRequest, service: str) -> dict[str, Any]:
        try:
            told: dict[str, Any] = self._process.ask(
                op,
                self._carrier,
                key=key,
                service=service,
                label_type=self._account.label_format.value.upper(),
                shipment=to_record(request),
            )
        except HostGone as gone:
            raise UnknownOutcome(key) from gone
        return {**told, "service": service}

    def _ask(self, op: str, **facts: object) -> Any:  # noqa: ANN401 - what JSON holds
        try:
            return self._process.ask(op, self._carrier, **facts)
        except HostGone as gone:
            raise Retryable(f"{self.code}: {gone}") from gone

    @property
    def _carrier(self) -> dict[str, Any]:
        return {"name": self._account.name, "settings": dict(self._account.settings)}

    def _rate(self, told: Mapping[str, Any]) -> Rate:
        delivered = told["delivered_on"]
        return Rate(
            carrier=self.code,
            service=told["service"],
            service_name=str(told["name"]).upper(),
            cost_cents=_cents(told["cost"]),
            currency=told["currency"] or "",
            transit_days=told["days"] or 0,
            surcharges=tuple(
                Surcharge(extra["name"], _cents(extra["cost"])) for extra in told["extras"][1:]
            ),
            delivered_on=date.fromisoformat(delivered) if delivered else None,
        )

    def _rate_of(self, told: Mapping[str, Any]) -> Rate:
        """A rate for what was bought without one; its price is on the carrier's invoice."""
        service = str(told.get("service", self._account.return_service))
        return Rate(self.code, service, service.upper(), 0, "", 0)

    def _purchase(self, key: str, rate: Rate, told: Mapping[str, Any]) -> Purchase:
        label = None
        if told["label"]:
            form = LabelFormat(str(told["label_type"]).lower())
            width, height = self._account.label_mm
            content = base64.b64decode(told["label"])
            dpi = 0 if form is LabelFormat.PDF else LABEL_DPI
            label = CarrierLabel(content, form, width, height, dpi)
        return Purchase(
            idempotency_key=key,
            rate=rate,
            tracking_number=told["tracking_number"],
            carrier_ref=told["carrier_ref"] or told["tracking_number"],
            label=label,
            tracking_url=told["url"] or "",
        )


def _cents(amount: float | None) -> int:
    return round((amount or 0) * 100)


def _event(told: Mapping[str, Any]) -> TrackingEvent | None:
    """An event; None where its time cannot be read, which tells a customer nothing."""
    moment = f"{told['date'] or ''} {told['time'] or '00:00'}"
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M %p", "%Y-%m-%d %I:%M %p", "%Y-%m-%d %H:%M:%S"):
        try:
            at = datetime.strptime(moment, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        status = _STATUSES.get(told["status"], ParcelStatus.IN_TRANSIT)
        return TrackingEvent(at, status, told["place"], told["words"])
    return None

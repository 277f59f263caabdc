"""Transports wanted, bought and taken back: their rows, and what they mean for the parcel."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.carriers.house import HOUSE
from app.carriers.interface import Purchase, Rate, Rejected, ShipmentRequest
from app.carriers.records import choice_to_record, to_record
from app.carriers.service_choice import ParcelFacts, ServiceChoice, choose_service
from app.db.queries.parcels import order_of_carton
from app.db.queries.transports import purchase_count, purchases_of, shipment_of
from app.db.schema import CarrierPurchase, Carton, Order, ParcelEvent
from app.db.unit_of_work import UnitOfWork
from app.domain.events import TransportBought, TransportVoided
from app.domain.refusals import NotPrintable, Refused
from app.domain.shipping_purchases import PurchaseKind, PurchaseState, next_purchase_state
from app.domain.shipping_tracking import FIRST_LOOK, ParcelStatus
from app.services.shipping_setup import house_carrier, house_rules
from app.services.spooling import LABEL
from app.services.workplace import Workplace

NOT_REFUNDED = "not_refunded"
"""In a transport's `field`: it is not used, and its carrier keeps the money."""


@dataclass(frozen=True)
class Chosen:
    """A rate to buy and why it is that one."""

    choice: ServiceChoice

    @property
    def rate(self) -> Rate:
        """What is to be bought."""
        return self.choice.rate

    @property
    def why(self) -> str:
        """The reason in one line, as a shipment keeps it."""
        return f"{self.choice.reason.value} {self.choice.word}".strip()


def facts_of(order: Order, request: ShipmentRequest) -> ParcelFacts:
    """What the choice of a service is made by."""
    return ParcelFacts(
        method=order.shipping_method,
        country_code=request.recipient.country_code,
        weight_g=request.weight_g,
        longest_mm=request.longest_mm,
        value_cents=request.value_cents,
        ship_by=None if order.ship_by is None else order.ship_by.date(),
    )


def purchase_key(work: UnitOfWork, carton: Carton, request: ShipmentRequest) -> str:
    """A key of this very parcel and question.

    Closing that was rolled back may be tried with another box, and a transport that was voided may
    be bought anew: neither is the same purchase.
    """
    question = json.dumps([purchase_count(work.session, carton.id), repr(request)])
    return f"carton-{carton.id}-{hashlib.sha256(question.encode()).hexdigest()[:24]}"


def follow_way(work: UnitOfWork, carton: Carton) -> None:
    """Have the carrier of a parcel that leaves asked where it is, until it has arrived."""
    for row in purchases_of(work.session, [carton.id]):
        if row.carrier != HOUSE:  # our own van does not call
            row.track_after = work.now + FIRST_LOOK


def want_transport(
    work: UnitOfWork,
    carton: Carton,
    request: ShipmentRequest,
    kind: PurchaseKind = PurchaseKind.OUTBOUND,
) -> CarrierPurchase:
    """Put a wish for a transport on record; nobody is asked yet."""
    row = CarrierPurchase(
        carton_id=carton.id,
        kind=kind,
        state=PurchaseState.QUEUED,
        idempotency_key=purchase_key(work, carton, request),
        request=to_record(request),
        choice={},
        station=work.actor.station,
        operator_id=work.actor.operator_id,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def buy_in_house(
    work: UnitOfWork, workplace: Workplace, row: CarrierPurchase, request: ShipmentRequest
) -> Purchase:
    """Choose and buy from the house carrier, which answers at once and the same for the same key.

    Raises:
        Refused: it cannot take the parcel as it is, or no service does.
    """
    carton = work.session.get_one(Carton, row.carton_id)
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    try:
        house = house_carrier(work, workplace)
        chosen = choose(work, order, request, house.rates(request))
        if chosen is None:
            raise Refused(NotPrintable(LABEL, "service", "no_service_takes_this_parcel"))
        purchase = house.buy(request, chosen.rate, row.idempotency_key)
    except Rejected as rejected:
        refusal = NotPrintable(LABEL, rejected.field, rejected.words)
        raise Refused(refusal) from rejected
    note_asked(work, row, chosen)
    note_bought(work, row, purchase)
    return purchase


def choose(
    work: UnitOfWork, order: Order, request: ShipmentRequest, rates: Sequence[Rate]
) -> Chosen | None:
    """The service to buy by the house's rules; None if they allow none of those offered."""
    choice = choose_service(facts_of(order, request), rates, house_rules(work).rules)
    return None if choice is None else Chosen(choice)


def note_asked(work: UnitOfWork, row: CarrierPurchase, chosen: Chosen | None) -> None:
    """Put on record what is asked of whom, before it is asked."""
    row.state = next_purchase_state(row.id, row.state, PurchaseState.ASKING)
    row.attempt += 1
    row.asked_at = work.now
    row.field = row.reason = ""
    if chosen is not None:
        row.carrier = chosen.rate.carrier
        row.rate = to_record(chosen.rate)
        row.choice = {**choice_to_record(chosen.choice), "why": chosen.why}


def note_bought(work: UnitOfWork, row: CarrierPurchase, purchase: Purchase) -> None:
    """Put the carrier's answer on record, and on the parcel; its papers are the caller's."""
    row.state = next_purchase_state(row.id, row.state, PurchaseState.BOUGHT)
    row.carrier = purchase.rate.carrier
    row.rate = to_record(purchase.rate)
    row.tracking_number = purchase.tracking_number
    row.tracking_url = purchase.tracking_url
    row.carrier_ref = purchase.carrier_ref
    row.cost_cents = purchase.rate.cost_cents
    row.currency = purchase.rate.currency
    row.bought_at = work.now
    if purchase.label is not None:
        row.label = purchase.label.content
        row.label_format = purchase.label.format.value
        row.label_width_mm = purchase.label.width_mm
        row.label_height_mm = purchase.label.height_mm
        row.label_dpi = purchase.label.dpi
    carton = work.session.get_one(Carton, row.carton_id)
    work.record(TransportBought(row.id, carton.id, row.carrier, row.tracking_number))
    if row.kind is not PurchaseKind.OUTBOUND:
        return
    shipment = shipment_of(work.session, carton)
    shipment.carrier = row.carrier
    shipment.service = purchase.rate.service
    shipment.why = str(row.choice.get("why", ""))
    carton.tracking_number = row.tracking_number
    add_parcel_event(work, carton, ParcelStatus.ANNOUNCED)


def note_voided(work: UnitOfWork, row: CarrierPurchase) -> None:
    """Put on record that a transport is taken back, or was never bought and is not wanted."""
    row.state = next_purchase_state(row.id, row.state, PurchaseState.VOIDED)
    row.voided_at = work.now
    work.record(TransportVoided(row.id, row.carton_id))


def add_parcel_event(
    work: UnitOfWork, carton: Carton, status: ParcelStatus, *, place: str = "", source: str = ""
) -> None:
    """Note what can be told the customer about a parcel from now on."""
    work.session.add(
        ParcelEvent(
            carton_id=carton.id,
            at=work.now,
            status=status,
            place=place,
            source=source or "house",
            noted_at=work.now,
        )
    )
